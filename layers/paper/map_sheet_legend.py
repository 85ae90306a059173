"""The legend of the printed map: exactly what is drawn, in as many columns as it takes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from layers.paper.artists import (
    POINT_PER_PIXEL,
    add_glyphs,
    dashes,
    line_letter_glyphs,
    symbol_glyphs,
)
from layers.paper.paper import MM_PER_POINT, Box, Paper, line_height, text_width, wrapped
from layers.view.legend_groups import LONGEST_LABEL, Group
from layers.view.map_model import LegendEntry
from layers.words import style
from layers.words.palette import ink_on
from layers.words.plain_text import shortened

SYMBOL_SHARE = 1.0  # millimetres of room for a symbol before the words, for each point of type
COLUMN_GAP_MM = 4.0
GROUP_GAP = 0.55  # of a line
LARGEST_SYMBOL_MM = 2.2
PIE = tuple((grey, share, "") for grey, share in style.PIE_SAMPLE)
# From the nicest to the one that holds the most: points on A4, columns.
SIDE_PLANS = ((8.0, 1), (7.5, 1), (7.0, 1), (6.5, 1), (6.5, 2), (6.0, 2), (6.0, 3), (5.5, 3))
SIDE_WIDTHS = {1: 58.0, 2: 82.0, 3: 112.0}
BELOW_SIZES = (7.0, 6.5, 6.0, 5.5)
FIGURE_PLANS = ((7.0, 1), (6.5, 1), (6.0, 1), (5.5, 1), (6.0, 2), (5.5, 2), (5.0, 2))
COLUMN_MM = 44.0
WHOLE_LINES = 3  # how much higher a legend may be for its groups to stay whole
SWATCH_ORDER = 45.0  # below the writing
SMALLER = 0.9  # the last resort, again and again: smaller type, but nothing cut off


@dataclass(frozen=True)
class Row:
    """One piece of the legend with its place in it: column, and distance from the top in mm."""

    lines: tuple[str, ...]
    entry: LegendEntry | None
    column: int
    down: float


@dataclass(frozen=True)
class LegendPlan:
    """A legend that fits: its rows, type size in points, column width and height in mm."""

    rows: tuple[Row, ...]
    size: float
    columns: int
    column_width: float
    height: float

    @property
    def width(self) -> float:
        """Width of all columns in millimetres."""
        return self.columns * self.column_width + (self.columns - 1) * COLUMN_GAP_MM


def side_plan(
    found: list[Group], height: float, enlargement: float, inset: float = 0.0
) -> LegendPlan:
    """Return the legend for a panel beside the map of at most ``height`` millimetres.

    The last column leaves ``inset`` millimetres free at its foot.
    """
    for size, columns in SIDE_PLANS:
        heights = [height] * (columns - 1) + [height - inset]
        width = SIDE_WIDTHS[columns] * enlargement
        plan = _neatest(found, size * enlargement, width, heights)
        if plan:
            return _tightened(plan)
    return _smallest(found, SIDE_PLANS[-1][0] * enlargement, width, heights)


def figure_plan(found: list[Group], height: float, width: float, inset: float) -> LegendPlan:
    """Return the legend for a panel of fixed width; its last column leaves ``inset`` mm free."""
    for size, columns in FIGURE_PLANS:
        heights = [height] * (columns - 1) + [height - inset]
        plan = _neatest(found, size, width, heights)
        if plan:
            return plan
    return _smallest(found, size, width, heights)


def _neatest(
    found: list[Group], size: float, width: float, heights: list[float]
) -> LegendPlan | None:
    """Lay the legend out with its groups whole if they fit so, or else broken."""
    whole = _plan(found, size, width, heights, whole=True)
    return whole or _plan(found, size, width, heights)


def _tightened(plan: LegendPlan) -> LegendPlan:
    """Give the map the room that no line of the legend needs."""
    return replace(plan, column_width=min(plan.column_width, widest(plan) + 0.5))


def below_plan(
    found: list[Group], width: float, most_height: float, enlargement: float
) -> LegendPlan:
    """Return the lowest legend that fits a strip of ``width`` millimetres below the map."""
    columns = max(1, int((width + COLUMN_GAP_MM) / (COLUMN_MM * enlargement)))
    heights = np.arange(10.0, most_height, 1.0).tolist()
    for size in BELOW_SIZES:
        plans = (_plan(found, size * enlargement, width, [h] * columns) for h in heights)
        broken = next(filter(None, plans), None)
        if broken:
            most = broken.height + WHOLE_LINES * line_height(broken.size)
            unbroken = _plan(found, size * enlargement, width, [most] * columns, whole=True)
            return unbroken or broken
    return _smallest(found, BELOW_SIZES[-1] * enlargement, width, [most_height] * columns)


def _smallest(found: list[Group], size: float, width: float, heights: list[float]) -> LegendPlan:
    plan = None
    while plan is None:
        size *= SMALLER
        plan = _plan(found, size, width, heights)
    return plan


def _plan(
    found: list[Group], size: float, width: float, heights: list[float], whole: bool = False
) -> LegendPlan | None:
    """Lay the legend out in columns of these heights; None where it does not fit.

    A group may run on in the next column, unless groups are to stay ``whole``.
    """
    columns, step = len(heights), line_height(size)
    column_width = (width - (columns - 1) * COLUMN_GAP_MM) / columns
    rows: list[Row] = []
    column, down = 0, 0.0
    for group in found:
        pieces = _pieces(group, column_width, size)
        for piece in [sum(pieces, [])] if whole else pieces:
            needed = sum(len(lines) for lines, _ in piece) * step
            while column < columns and down + needed > heights[column]:
                column, down = column + 1, 0.0
            if column == columns:
                return None
            for lines, entry in piece:
                rows.append(Row(lines, entry, column, down))
                down += len(lines) * step
        down += GROUP_GAP * step
    used = max((row.down + len(row.lines) * step for row in rows), default=0.0)
    return LegendPlan(tuple(rows), size, columns, column_width, used)


_Piece = list[tuple[tuple[str, ...], LegendEntry | None]]


def _pieces(group: Group, width: float, size: float) -> list[_Piece]:
    """Return what must stay together: a heading with its first entry, then single entries."""
    heading = tuple(wrapped(shortened(group.heading, LONGEST_LABEL), width, size, "bold"))
    room = width - _symbol_room(size)
    entries: _Piece = [(tuple(wrapped(e.label, room, size)), e) for e in group.entries]
    first, *rest = entries
    return [[(heading, None), first], *([entry] for entry in rest)]


def _symbol_room(size: float) -> float:
    """Return the millimetres before the words that a symbol has."""
    return SYMBOL_SHARE * size


def draw_legend(paper: Paper, plan: LegendPlan, box: Box) -> None:
    """Draw a legend with its upper left corner at that of ``box``."""
    step, room = line_height(plan.size), _symbol_room(plan.size)
    for row in plan.rows:
        left = box.left + row.column * (plan.column_width + COLUMN_GAP_MM)
        for number, line in enumerate(row.lines):
            base = box.top - row.down - (number + 0.78) * step
            indent = room if row.entry else 0.0
            weight = "normal" if row.entry else "bold"
            paper.write((left + indent, base), line, plan.size, weight=weight)
        if row.entry:
            middle = (left + 0.4 * room, box.top - row.down - 0.55 * step)
            _draw_symbol(paper, row.entry, middle, step, 0.36 * room)


def _draw_symbol(
    paper: Paper, entry: LegendEntry, middle: tuple[float, float], step: float, half: float
) -> None:
    """Draw a symbol; lines and areas reach ``half`` to either side."""
    factor = POINT_PER_PIXEL * paper.enlargement
    if entry.symbol == "line":
        _draw_line(paper, entry, middle, half, factor)
        glyphs = line_letter_glyphs(entry.letter, paper.enlargement) if entry.letter else []
        places = np.repeat([middle], len(glyphs), axis=0)
        add_glyphs(paper.page, places, glyphs, paper.page.transData, 61)
    elif entry.symbol == "area":
        _draw_swatch(paper, entry, middle, (half * 0.92, step * 0.32), factor)
        _draw_sign(paper, entry, middle, step)
    else:
        largest = min(LARGEST_SYMBOL_MM, step * 0.48) / 25.4 * 72
        radius = min(entry.size * factor, largest)
        glyphs = symbol_glyphs(
            entry.symbol, entry.colour, entry.stroke, radius, PIE, letter=entry.letter
        )
        places = np.repeat([middle], len(glyphs), axis=0)
        add_glyphs(paper.page, places, glyphs, paper.page.transData, 60)


def _draw_sign(paper: Paper, entry: LegendEntry, middle: tuple[float, float], step: float) -> None:
    """Write the sign of an area in its swatch."""
    if entry.letter:
        height = 0.5 * step
        place = (middle[0], middle[1] - height / 2)
        size = height / style.CAP_HEIGHT / MM_PER_POINT
        ink = ink_on(entry.colour)
        paper.write(place, entry.letter, size, ink, align="center", weight="bold")


def _draw_line(
    paper: Paper, entry: LegendEntry, middle: tuple[float, float], half: float, factor: float
) -> None:
    x, y = middle
    line = Line2D(
        [x - half, x + half],
        [y, y],
        color=entry.stroke or entry.colour or style.INK,
        linewidth=max(entry.size * factor, 0.4),
        zorder=60,
    )
    if entry.dash:
        line.set_linestyle(_unscaled(entry.dash, factor, line.get_linewidth()))
    paper.page.add_line(line)


def _unscaled(dash: str, factor: float, width: float) -> tuple[float, tuple[float, ...]]:
    """Return dashes as they are in the map: what is drawn here scales them by the line's width."""
    offset, pattern = dashes(dash, factor)
    return (offset, tuple(length / width for length in pattern or ()))


def _draw_swatch(
    paper: Paper,
    entry: LegendEntry,
    middle: tuple[float, float],
    half: tuple[float, float],
    factor: float,
) -> None:
    (x, y), (half_width, half_height) = middle, half
    width = entry.size * factor if entry.stroke else 0.0
    paper.page.add_artist(
        Rectangle(
            (x - half_width, y - half_height),
            2 * half_width,
            2 * half_height,
            facecolor=entry.colour or "none",
            edgecolor=entry.stroke or "none",
            linewidth=width,
            linestyle=_unscaled(entry.dash, factor, width) if entry.dash and width else "solid",
            zorder=SWATCH_ORDER,
        )
    )


def widest(plan: LegendPlan) -> float:
    """Return the width in millimetres of the widest line of a legend, symbol included."""
    return max(
        (
            text_width(line, plan.size, "normal" if row.entry else "bold")
            + (_symbol_room(plan.size) if row.entry else 0.0)
            for row in plan.rows
            for line in row.lines
        ),
        default=0.0,
    )
