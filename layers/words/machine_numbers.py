"""Numbers that a program reads: places and sizes in a drawing, coordinates, parts of an address."""

from __future__ import annotations


def dotted(*values: float, digits: int = 2) -> str:
    """Write numbers with a point, no sign between thousands and no noughts at the end.

    Several are joined by commas, as the places of an outline in SVG are.

    Examples
    --------
    >>> dotted(12.345, 12.0, -0.5, -0.004), dotted(121_480.6, digits=0)
    ('12.35,12,-0.5,0', '121481')
    """
    return ",".join(_dotted(value, digits) for value in values)


def _dotted(value: float, digits: int) -> str:
    words = f"{value:.{digits}f}"
    words = words.rstrip("0").rstrip(".") if digits else words
    return "0" if words == "-0" else words
