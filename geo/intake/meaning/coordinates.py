"""From what a layer says of its places to numbers, and from numbers to a place in EPSG:28992."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import shapely

from geo.intake.meaning.places_beside import together
from geo.intake.meaning.systems import placed, systems_of
from geo.intake.model.draft import Draft, Layer, Numbers
from geo.intake.values.cell_shapes import shape_in
from geo.intake.values.cells import (
    degrees_of,
    is_nothing,
    is_written_empty,
    number_of,
    text_of,
)
from geo.intake.values.frames import (
    BY_KEY,
    DEGREES,
    EUROPE,
    RD,
    Frame,
    in_cities,
    label_of,
    project,
)
from geo.intake.values.heading_systems import system_of_heading
from geo.intake.values.outlines import sound_outlines
from geo.intake.values.pairs import middle_of, pair_of

HALF = 0.5
MIDDLE_M = 1.0
SRID = re.compile(r"\s*SRID\s*=\s*(\d{4,6})\s*;", re.I)
MULTI = 4
"""Number of the type of several points."""


def read_numbers(layer: Layer, roles: Mapping[str, str]) -> Numbers:
    """Read the numbers of every row, from geometry or from the recognised columns.

    Parameters
    ----------
    layer : Layer
    roles : mapping of role to column

    Returns
    -------
    Numbers
        Nothing settled, no system known yet.
    """
    found = []
    if layer.shapes is not None:
        found.append(_from_shapes(layer))
    if {"x", "y"} <= set(roles):
        found.append(_from_columns(layer, (roles["x"], roles["y"]), "xy"))
    if {"lat", "lon"} <= set(roles):
        found.append(_from_columns(layer, (roles["lon"], roles["lat"]), "latlon"))
    if "point" in roles:
        found.append(_from_pairs(layer, roles["point"]))
    if found:
        return together(found)
    n = len(layer.table)
    nothing = np.full(n, np.nan)
    return _numbers(nothing, nothing, np.zeros(n, dtype=bool), np.zeros(n, dtype=bool), (), "none")


def _numbers(
    a: np.ndarray,
    b: np.ndarray,
    given: np.ndarray,
    half: np.ndarray,
    columns: tuple[str, ...],
    source: str,
    label: str = "",
) -> Numbers:
    n = len(a)
    nowhere, no = np.full(n, "", dtype=object), np.zeros(n, dtype=bool)
    return Numbers(a, b, given, half, columns, source, label_of(label), nowhere, no, no)


def _from_shapes(layer: Layer) -> Numbers:
    """Take the middle of the bounds: enough to tell the system, whatever the geometry."""
    shapes = np.asarray(layer.shapes, dtype=object)
    with np.errstate(all="ignore"):
        minx, miny, maxx, maxy = shapely.bounds(shapes).T
        a, b = minx + (maxx - minx) / 2, miny + (maxy - miny) / 2
    given = ~shapely.is_empty(shapes)
    made = _numbers(a, b, given, np.zeros(len(a), dtype=bool), (), "shapes", layer.label)
    return replace(made, shapes=shapes)


def _from_columns(layer: Layer, columns: tuple[str, str], source: str) -> Numbers:
    first, second = layer.table[columns[0]], layer.table[columns[1]]
    a, b = angles_and_numbers(first), angles_and_numbers(second)
    with_a, with_b = ~_empty(first, a), ~_empty(second, b)
    # The planner's own order in what is shown: latitude first where the file has it first.
    return _numbers(a, b, with_a | with_b, with_a ^ with_b, columns, source, _named(columns))


def _empty(cells: pd.Series, numbers: np.ndarray) -> np.ndarray:
    """Which cells hold nothing; "onbekend" is no number, a program's "nan" is nothing."""
    empty = np.zeros(len(cells), dtype=bool)
    for i in np.flatnonzero(~np.isfinite(numbers)):
        empty[i] = is_written_empty(text_of(cells.iloc[i]))
    return empty


def angles_and_numbers(cells: pd.Series) -> np.ndarray:
    """Read a column as numbers, angles in degrees and minutes among them; NaN for the rest.

    Examples
    --------
    >>> angles_and_numbers(pd.Series(["52,5", "52°30'N", "onbekend"])).tolist()
    [52.5, 52.5, nan]
    """
    numbers = np.array([number_of(cell) for cell in cells], dtype=float)
    for i in np.flatnonzero(np.isnan(numbers)):
        angle = degrees_of(cells.iloc[i])
        if angle is not None:
            numbers[i] = angle[0]
    return numbers


def _from_pairs(layer: Layer, column: str) -> Numbers:
    cells = layer.table[column]
    shapes = np.array([None] * len(cells), dtype=object)
    shapes[:] = [shape_in(cell) for cell in cells]
    pairs = [
        (pair_of(cell) if shape is None else middle_of(shape)) or (np.nan, np.nan)
        for cell, shape in zip(cells, shapes, strict=True)
    ]
    a = np.array([pair[0] for pair in pairs], dtype=float)
    b = np.array([pair[1] for pair in pairs], dtype=float)
    # In one cell both orders are usual, and the numbers tell which it is.
    turn = DEGREES.holds(b, a) | RD.holds(b, a)
    given = np.array([not is_nothing(text_of(cell)) for cell in cells], dtype=bool)
    no = np.zeros(len(cells), dtype=bool)
    pair = np.where(turn, b, a), np.where(turn, a, b)
    label = _named((column,)) or _srid(cells)
    made = _numbers(*pair, given, no, (column,), "point", label)
    if all(shape is None for shape in shapes):
        return made
    turned = [shapely.transform(s, _turn) if t else s for s, t in zip(shapes, turn, strict=True)]
    shapes[:] = turned
    return replace(made, shapes=shapes)


def _named(columns: tuple[str, ...]) -> str:
    """Return the system that all headings of coordinates name, "" when they do not agree."""
    names = {system_of_heading(column) for column in columns}
    return names.pop() if len(names) == 1 else ""


def _srid(cells: pd.Series) -> str:
    """Return the one number of a system that stands before every geometry in a column."""
    heads = (SRID.match(cell) for cell in cells if isinstance(cell, str) and cell.strip())
    numbers = {head[1] if head else "" for head in heads}
    return f"EPSG:{numbers.pop()}" if len(numbers) == 1 and "" not in numbers else ""


def _turn(pairs: np.ndarray) -> np.ndarray:
    return pairs[:, ::-1]


def find_places(draft: Draft) -> Draft:
    """Find the system of every row that is not settled, and its place in EPSG:28992.

    The label of the file is believed when it puts at least half of the rows in or round the
    Netherlands; other rows, and all rows of a label that does not, go by their own numbers.
    """
    numbers = draft.numbers
    a = np.where(numbers.settled, np.nan, numbers.a)
    b = np.where(numbers.settled, np.nan, numbers.b)
    frames, swapped = systems_of(a, b)
    x, y = placed(a, b, frames, swapped)
    if numbers.label is not None:
        # What other columns completed is not in the system that these name.
        main = np.where(numbers.by_main, a, np.nan), np.where(numbers.by_main, b, np.nan)
        _follow_label(numbers.label.frame, *main, (x, y, frames, swapped))
    _elsewhere_in_europe(a, b, (x, y, frames))
    return replace(draft, x=x, y=y, numbers=replace(numbers, frames=frames, swapped=swapped))


Found = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def _follow_label(frame: Frame, a: np.ndarray, b: np.ndarray, found: Found) -> None:
    """Where the label's system puts rows in or round the Netherlands, take it (in ``found``)."""
    x, y, frames, swapped = found
    by_label = frame.to_rd(a, b)
    good = RD.holds(*by_label)
    numeric = np.isfinite(a) & np.isfinite(b)
    if good.sum() < HALF * max(1, numeric.sum()):
        return
    # Degrees are tiny as metres from Amersfoort: RD Old swallows them when it is believed blindly.
    good &= ~(DEGREES.holds(a, b) & (not frame.degrees))
    x[good], y[good] = by_label[0][good], by_label[1][good]
    frames[good], swapped[good] = frame.key, False


def _elsewhere_in_europe(
    a: np.ndarray, b: np.ndarray, found: tuple[np.ndarray, np.ndarray, np.ndarray]
) -> None:
    """Take degrees elsewhere in Europe for what they say when most rows are degrees."""
    x, y, frames = found
    known = frames != ""
    if not known.any() or (frames[known] == DEGREES.key).sum() < HALF * known.sum():
        return
    minx, miny, maxx, maxy = EUROPE
    with np.errstate(invalid="ignore"):
        at = ~known & (a >= minx) & (a <= maxx) & (b >= miny) & (b <= maxy)
        # A minus too many is likelier than a place at sea west of Ireland: that is asked.
        at &= ~((a < 0) & in_cities(*project(DEGREES.crs, -a, b)))
    if at.any():
        x[at], y[at] = project(DEGREES.crs, a[at], b[at])
        frames[at] = DEGREES.key


def points_of_shapes(draft: Draft) -> tuple[np.ndarray, np.ndarray, dict[int, str]]:
    """Return one point on each placed geometry, and the geometries that were no single point.

    A point in a collection wins, of several points their middle; else the centre of the largest
    part where that lies on it, else a point on it: a centre may lie in a courtyard or between two
    buildings.

    Returns
    -------
    ndarray, ndarray
        EPSG:28992.
    dict of int to str
        By position, in EPSG:28992 as well-known binary in hexadecimal.
    """
    x, y = draft.x.copy(), draft.y.copy()
    shapes = np.asarray(draft.numbers.shapes, dtype=object)
    outlines = {}
    # A collection that is one point, as QGIS writes points, is a point; no geometry is -1.
    single = (shapely.get_type_id(shapes) == MULTI) & (shapely.get_num_geometries(shapes) == 1)
    several = (shapely.get_type_id(shapes) > 0) & ~single
    for i in map(int, np.flatnonzero(draft.placed & several)):
        outline = _in_metres(shapes[i], draft, i)
        point = _point_on(outline)
        x[i], y[i] = (point.x, point.y) if point is not None else (np.nan, np.nan)
        outlines[i] = shapely.to_wkb(outline, hex=True)
    return x, y, outlines


def _in_metres(shape: shapely.Geometry, draft: Draft, at: int) -> shapely.Geometry:
    numbers = draft.numbers
    key = numbers.frames[at]
    frame = BY_KEY.get(key) or (numbers.label.frame if numbers.label else DEGREES)

    def moved(pairs: np.ndarray) -> np.ndarray:
        turned = pairs[:, ::-1] if numbers.swapped[at] else pairs
        return np.column_stack(frame.to_rd(turned[:, 0], turned[:, 1]))

    return shapely.transform(shapely.force_2d(shape), moved)


def _point_on(shape: shapely.Geometry) -> shapely.Point | None:
    """Return a point on a geometry; None when its coordinates are not all numbers."""
    parts = _single_parts(shape)
    dimensions = shapely.get_dimensions(parts)
    for dimension in (0, 2, 1):
        alike = parts[dimensions == dimension]
        if len(alike) and dimension == 0:
            return shapely.MultiPoint(shapely.get_coordinates(alike)).centroid
        if len(alike):
            first = -np.arange(len(alike))  # of equals
            order = np.lexsort((first, shapely.length(alike), shapely.area(alike)))
            return _on_part(alike[order[-1]])
    return None


def _single_parts(shape: shapely.Geometry) -> np.ndarray:
    """Return points, lines and areas of a geometry, however deep, whose places are numbers."""
    parts = np.array([shape], dtype=object)
    while (shapely.get_type_id(parts) >= MULTI).any():
        parts = shapely.get_parts(parts)
    parts = parts[~shapely.is_empty(parts)]
    pairs, of = shapely.get_coordinates(parts, return_index=True)
    broken = np.unique(of[~np.isfinite(pairs).all(axis=1)])
    return np.delete(parts, broken)


def _on_part(part: shapely.Geometry) -> shapely.Point | None:
    if part.geom_type in ("LineString", "LinearRing"):
        return part.interpolate(0.5, normalized=True)
    (whole,) = sound_outlines([part])
    centre = whole.centroid
    if whole.contains(centre) and whole.boundary.distance(centre) > MIDDLE_M:
        return centre
    return whole.representative_point()
