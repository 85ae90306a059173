"""Letters as outlines: those on symbols, and all the text of a sheet of pixels in one go.

Matplotlib lays out and hints each text anew; a sheet of three hundred texts takes it two seconds.
Here every letter of a font becomes an outline once, and a line of text is outlines side by side,
set as the vector files set it, to a fraction of a pixel. Letters are remembered and lines are not:
their words may be a planner's own.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from matplotlib.font_manager import findfont, get_font
from matplotlib.ft2font import Kerning
from matplotlib.path import Path as Outline
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

from layers.paper.paper import advances, families, font_properties
from layers.words import style

# Letters that are set from left to right, one after the other; others need a real layout.
SIMPLE_DIRECTIONS = frozenset(("L", "EN", "ES", "ET", "CS", "WS", "ON"))


@dataclass(frozen=True)
class SetLine:
    """A line of text at a size of 1: each outline with its place along the line, and the width."""

    letters: tuple[tuple[Outline, float], ...]
    width: float


@lru_cache(maxsize=4096)
def _kerning(pair: str, family: str, weight: str, slant: str) -> float:
    """Return how much farther (or nearer, below 0) two letters stand, as a share of the size."""
    font = get_font(findfont(font_properties(family, weight, slant)))
    first, second = (font.get_char_index(ord(letter)) for letter in pair)
    return float(font.get_kerning(first, second, Kerning.UNSCALED)) / font.units_per_EM


@lru_cache(maxsize=2048)
def _outline(letter: str, family: str, weight: str, slant: str, turn: int) -> Outline:
    """Return the outline of one letter at a size of 1, its base line beginning at (0, 0)."""
    traced = TextPath((0, 0), letter, size=1, prop=font_properties(family, weight, slant))
    # The transform gives a plain path: one that traces itself anew cannot be kept.
    return Affine2D().rotate_deg(turn).transform_path(traced)


@lru_cache(maxsize=4096)
def _family_of(letter: str, weight: str, slant: str) -> str:
    """Return the font a letter is set in; "" where none has it or it runs from right to left."""
    if unicodedata.bidirectional(letter) not in SIMPLE_DIRECTIONS:
        return ""
    return next((f for f in families() if ord(letter) in advances(f, weight, slant)), "")


def set_line(
    words: str, weight: str = "normal", slant: str = "normal", turn: int = 0
) -> SetLine | None:
    """Set one line of text at a size of 1.

    Parameters
    ----------
    words : str
    weight : "normal" or "bold"
    slant : "normal" or "italic"
    turn : int
        Degrees by which each letter is turned to the left.

    Returns
    -------
    SetLine or None
        None where a letter is in no font or is not set from left to right.

    Examples
    --------
    >>> [round(along, 2) for _, along in set_line("AV").letters], set_line("שלום")
    ([0.0, 0.59], None)
    """
    found: list[tuple[Outline, float]] = []
    along, before, last = 0.0, "", ""
    for letter in words:
        family = _family_of(letter, weight, slant)
        if not family:
            return None
        if last == family:
            along += _kerning(before + letter, family, weight, slant)
        if not letter.isspace():
            found.append((_outline(letter, family, weight, slant, turn), along))
        along += advances(family, weight, slant)[ord(letter)]
        before, last = letter, family
    return SetLine(tuple(found), along)


@lru_cache(maxsize=64)
def centred(letters: str) -> Outline:
    """Return a bold letter or two as one outline round (0, 0), capitals 1 high.

    Examples
    --------
    >>> extent = centred("M").get_extents()
    >>> f"{extent.height:.2f} {abs(extent.x0 + extent.x1):.2f}"
    '1.00 0.00'
    """
    line = set_line(letters, "bold")
    if line is None or not line.letters:
        return Outline([(0, 0)])
    moved = [Affine2D().translate(x, 0).transform_path(outline) for outline, x in line.letters]
    whole = Outline.make_compound_path(*moved)
    middle = (whole.get_extents().x0 + whole.get_extents().x1) / 2
    return (
        Affine2D()
        .translate(-middle, -style.CAP_HEIGHT / 2)
        .scale(1 / style.CAP_HEIGHT)
        .transform_path(whole)
    )


@lru_cache(maxsize=64)
def letter_width(letters: str) -> float:
    """Return the width of a bold letter or two, as a share of the height of a capital."""
    return float(centred(letters).get_extents().width)
