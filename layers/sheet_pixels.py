"""A drawn sheet in pixels: the drawing by matplotlib, its letters as outlines in one go."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg

from layers.letter_outlines import SetLine, set_line
from layers.marks import Mark, add_marks
from layers.paper import (
    HALO,
    HALO_COLOUR,
    MM_PER_POINT,
    TEXT_ORDER,
    Paper,
    Writing,
)

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


def _add_letters(paper: Paper) -> None:
    """Add all writing to the figure: halos, then letters; what cannot be set so, as text."""
    lines = [
        (line, set_line(line.words, line.weight, line.slant, line.turn)) for line in paper.writings
    ]
    haloed = [(line, found) for line, found in lines if found and line.halo]
    _add(paper, haloed, TEXT_ORDER - 1, halo=True)
    _add(paper, [(line, found) for line, found in lines if found], TEXT_ORDER)
    paper.add_text(line for line, found in lines if found is None)


def _add(
    paper: Paper, lines: Iterable[tuple[Writing, SetLine]], order: float, halo: bool = False
) -> None:
    places, marks = [], []
    for line, found in lines:
        scale = line.size * MM_PER_POINT
        ahead = (math.cos(math.radians(line.turn)), math.sin(math.radians(line.turn)))
        fill, edge = ("", HALO_COLOUR) if halo else (line.colour, "")
        for outline, along in found.letters:
            far = (along - BEFORE[line.align] * found.width) * scale
            places.append((line.place[0] + far * ahead[0], line.place[1] + far * ahead[1]))
            marks.append(Mark(outline, line.size, fill, edge, HALO * line.size))
    add_marks(paper.page, np.array(places).reshape(-1, 2), marks, paper.page.transData, order)
