"""Two coordinates in one cell, in the ways people paste them."""

from __future__ import annotations

import math
import re

import shapely

from geo.intake.values.cell_shapes import is_written_shape, shape_in
from geo.intake.values.cells import bare_number, degrees_of, number_of

SHORT = 300
DOT = r"[-+]?\d{1,7}\.\d+"
COMMA = r"[-+]?\d{1,7},\d+"
NAMED = re.compile(
    r"\b(?:latitude|longitude|lat|lon|lng|long|nb|ol|rd|[xy])\s*[:=]?\s*(?=[-+\d])", re.I
)
"""What people write in front of each of the two numbers."""
EITHER = r"[-+]?\d{1,7}(?:\.\d+)?"
HALVES = (
    re.compile(rf"({DOT})[\s,;/|]+({EITHER})"),
    re.compile(rf"({EITHER})[\s,;/|]+({DOT})"),
    re.compile(rf"({COMMA})[\s,;/|]+({COMMA})"),
    re.compile(r"(?<![\d.,])([-+]?\d{1,7})[\s,;/|]+([-+]?\d{1,7})(?![\d.,])"),
)


def pair_of(value: object) -> tuple[float, float] | None:
    """Return the two numbers of a cell in the order in which they stand; None when it holds none.

    Examples
    --------
    >>> pair_of("52.4009993, 4.8910066"), pair_of("52,3539968; 4,9114946")
    ((52.4009993, 4.8910066), (52.3539968, 4.9114946))
    >>> pair_of("POINT (4.89 52.4)"), pair_of("52°24'N 4°53'27\\"E"), pair_of("Weena 5")
    ((4.89, 52.4), (52.4, 4.8908333), None)
    >>> pair_of("lat: 52.4 lon: 4.89"), pair_of("121230.5 490467")
    ((52.4, 4.89), (121230.5, 490467.0))
    """
    if not isinstance(value, str):
        return None
    if is_written_shape(value):
        return middle_of(shape_in(value))
    text = value.strip().replace("\u00a0", " ").replace("\u2212", "-")
    return _written(text) if len(text) <= SHORT else None


def middle_of(shape: shapely.Geometry | None) -> tuple[float, float] | None:
    """Return the middle of the bounds of a geometry: enough to tell its system.

    Examples
    --------
    >>> middle_of(shapely.LineString([(0, 0), (2, 4)])), middle_of(None)
    ((1.0, 2.0), None)
    """
    if shape is None or shape.is_empty:
        return None
    minx, miny, maxx, maxy = shape.bounds
    found = (minx + (maxx - minx) / 2, miny + (maxy - miny) / 2)
    return found if all(map(math.isfinite, found)) else None


def _written(text: str) -> tuple[float, float] | None:
    for split in (_by_sign, _by_degrees):
        if found := split(text):
            return found
    bare = NAMED.sub("", text)
    for pattern in HALVES:
        if match := pattern.search(bare):
            return number_of(match.group(1)), number_of(match.group(2))
    return None


def _by_sign(text: str) -> tuple[float, float] | None:
    """Cut at the one sign that cannot be part of a number."""
    for sign in (";", "|", "/", "\t"):
        parts = [part.strip() for part in text.split(sign)]
        if len(parts) == 2 and all(bare_number(part) for part in parts):  # noqa: PLR2004
            return number_of(parts[0]), number_of(parts[1])
    return None


def _by_degrees(text: str) -> tuple[float, float] | None:
    """Read two angles with hemispheres or degree signs."""
    if not re.search(r"[°º˚∘ᵒNZSOEW]", text, re.I):
        return None
    for cut in re.finditer(r"[,;/]\s*|\s+", text):
        first, second = degrees_of(text[: cut.start()]), degrees_of(text[cut.end() :])
        if (
            first
            and second
            and {first[1], second[1]} != {"lat"}
            and {first[1], second[1]} != {"lon"}
        ):
            return first[0], second[0]
    return None
