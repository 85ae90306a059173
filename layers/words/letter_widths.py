"""How wide words are in the letters of the drawings, and words cut to the room there is.

Reads the font itself: the charts of a page need no drawing library.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "fonts"
WIDEST = 1.0  # of the size: room for a letter that the font has not


@lru_cache(maxsize=2)
def _advances(bold: bool) -> dict[int, float]:
    font = TTFont(FONTS / ("OpenSans-Bold.ttf" if bold else "OpenSans-Regular.ttf"))
    widths, em = font["hmtx"].metrics, font["head"].unitsPerEm
    return {code: widths[glyph][0] / em for code, glyph in font.getBestCmap().items()}


def width_of(words: str, size: float, bold: bool = False) -> float:
    """Return the width of one line of text, in the unit of its size.

    Examples
    --------
    >>> round(width_of("Loods", 10), 1), round(width_of("Loods", 10, bold=True), 1)
    (28.2, 29.3)
    """
    known = _advances(bold)
    return size * sum(known.get(ord(letter), WIDEST) for letter in words)


def fitted(words: str, room: float, size: float, bold: bool = False) -> str:
    """Return words that are no wider than the room, an ellipsis where they were cut.

    Examples
    --------
    >>> fitted("Keileloods", 100, 10), fitted("KEILELOODS", 50, 10)
    ('Keileloods', 'KEILELO…')
    """
    if width_of(words, size, bold) <= room:
        return words
    for end in range(len(words) - 1, 0, -1):
        shorter = words[:end].rstrip() + "…"
        if width_of(shorter, size, bold) <= room:
            return shorter
    return "…"


def in_two_lines(words: str, room: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """Return words in one line, or in two where one is too narrow; the second is cut to the room.

    Examples
    --------
    >>> in_two_lines("Keileloods", 100, 10), in_two_lines("NDSM-werf / Kunststad", 60, 10)
    (('Keileloods',), ('NDSM-werf /', 'Kunststad'))
    """
    if width_of(words, size, bold) <= room:
        return (words,)
    parts = words.split(" ")
    fits = [n for n in range(1, len(parts)) if width_of(" ".join(parts[:n]), size, bold) <= room]
    if not fits:
        return (fitted(words, room, size, bold),)
    first, rest = " ".join(parts[: fits[-1]]), " ".join(parts[fits[-1] :])
    return first, fitted(rest, room, size, bold)
