"""A drawn sheet in pixels: the drawing by matplotlib, its letters as outlines in one go."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg

from layers.paper.artists import Glyph, add_glyphs
from layers.paper.letter_outlines import SetLine, set_line
from layers.paper.paper import (
    HALO,
    HALO_COLOUR,
    MM_PER_POINT,
    TEXT_ORDER,
    Paper,
    Writing,
)

HALO_ORDER = TEXT_ORDER - 1
# Of the length of a line: how far before its place it begins.
BEFORE = {"left": 0.0, "center": 0.5, "right": 1.0}


def pixels(paper: Paper) -> np.ndarray:
    """Draw a sheet in pixels at its resolution.

    Returns
    -------
    array (height, width, 3) of uint8
        Red, green and blue; a sheet has no transparency.
    """
    _add_letters(paper)
    canvas = FigureCanvasAgg(paper.figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., :3]


def add_halos(paper: Paper) -> None:
    """Add the white edges of the writing that has them."""
    _add(paper, [(line, found) for line, found in _set(paper) if line.halo], HALO_ORDER, halo=True)


def _set(paper: Paper) -> list[tuple[Writing, SetLine]]:
    """Return the lines that can be set as outlines."""
    lines = [(w, set_line(w.words, w.weight, w.slant, w.turn)) for w in paper.writings]
    return [(line, found) for line, found in lines if found]


def _add_letters(paper: Paper) -> None:
    """Add all writing to the figure: halos, then letters; what cannot be set so, as text."""
    add_halos(paper)
    found = _set(paper)
    _add(paper, found, TEXT_ORDER)
    outlined = {line for line, _ in found}
    paper.add_text(line for line in paper.writings if line not in outlined)


def _add(
    paper: Paper, lines: Iterable[tuple[Writing, SetLine]], order: float, halo: bool = False
) -> None:
    places, glyphs = [], []
    for line, found in lines:
        scale = line.size * MM_PER_POINT
        ahead = (math.cos(math.radians(line.turn)), math.sin(math.radians(line.turn)))
        fill, edge = ("", HALO_COLOUR) if halo else (line.colour, "")
        for outline, along in found.letters:
            far = (along - BEFORE[line.align] * found.width) * scale
            places.append((line.place[0] + far * ahead[0], line.place[1] + far * ahead[1]))
            glyphs.append(Glyph(outline, line.size, fill, edge, HALO * line.size))
    add_glyphs(paper.page, np.array(places).reshape(-1, 2), glyphs, paper.page.transData, order)
