"""Several columns with places in one table: row by row, what is there is read.

A table may hold x and y, degrees and a geometry side by side, one of them whole and another empty
or broken in part. The columns with most places speak; where they say nothing, the others do.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely

from geo.intake.meaning.systems import in_metres, systems_of
from geo.intake.model.draft import Beside, Numbers
from geo.intake.values.frames import RD

NEAR_M = 25.0
METRES_A_DEGREE = 111_195.0
"""Two points of one building, at its door and in its middle, lie within this."""


def together(found: list[Numbers]) -> Numbers:
    """Join the places of several columns of one table to one place a row.

    Parameters
    ----------
    found : list of Numbers
        In the order in which their columns are believed; the geometry of a map file comes first.

    Returns
    -------
    Numbers
        Of the columns with most places, completed with those of the others; `Numbers.beside` says
        from which columns each row was read, and where two disagree.
    """
    if len(found) == 1:
        return found[0]
    sound = [_sound(numbers) for numbers in found]
    of_map = found[0].source == "shapes"
    main = 0 if of_map else int(np.argmax([rows.sum() for rows in sound]))
    others = [i for i in range(len(found)) if i != main and sound[i].any()]
    found = [found[i] if i == main else _in_rd(found[i]) for i in range(len(found))]
    made, taken = found[main], np.full(len(sound[0]), -1)
    for k, i in enumerate(others):
        # A geometry that a map file leaves empty, or a cell that is no place.
        open_rows = ~made.given if of_map else ~sound[main]
        made, at = _completed(made, found[i], open_rows & sound[i] & (taken < 0))
        taken[at] = k
    lacking = ~sound[0] & np.any([sound[i] for i in (main, *others)], axis=0)
    x, y = (np.full(len(taken), np.nan), np.full(len(taken), np.nan))
    if not of_map:
        for i in others:
            x, y = _apart(_in_rd(found[main]), found[i], sound[main] & sound[i], (x, y))
    columns = tuple(found[i].columns for i in others)
    beside = Beside(found[0].columns, lacking, found[main].columns, columns, taken, x, y)
    return replace(made, beside=beside)


def _sound(numbers: Numbers) -> np.ndarray:
    """Say which rows hold a place in a known system."""
    if numbers.source == "shapes":
        sound = numbers.given & np.isfinite(numbers.a + numbers.b)
    else:
        numbers = _in_rd(numbers)
        sound = systems_of(numbers.a, numbers.b)[0] != ""
    return np.asarray(sound, dtype=bool)


def _in_rd(numbers: Numbers) -> Numbers:
    """Return numbers in EPSG:28992 when their columns name a system that most of them are in."""
    if numbers.label is None or numbers.source == "shapes":
        return numbers
    a, b = numbers.label.frame.to_rd(numbers.a, numbers.b)
    numeric = np.isfinite(numbers.a + numbers.b)
    if RD.holds(a, b).sum() * 2 < max(1, numeric.sum()):
        return numbers
    return replace(numbers, a=a, b=b, label=None)


def _completed(made: Numbers, other: Numbers, rows: np.ndarray) -> tuple[Numbers, np.ndarray]:
    shapes = made.shapes
    if shapes is not None or other.shapes is not None:
        nothing = np.full(len(rows), None, dtype=object)
        one = nothing if shapes is None else shapes
        shapes = np.where(rows, nothing if other.shapes is None else other.shapes, one)
    joined = replace(
        made,
        a=np.where(rows, other.a, made.a),
        b=np.where(rows, other.b, made.b),
        given=made.given | rows,
        half=made.half & ~rows,
        shapes=shapes,
    )
    return joined, np.flatnonzero(rows)


def _apart(
    one: Numbers, other: Numbers, rows: np.ndarray, known: tuple[np.ndarray, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Add the places by the other columns that lie further off than either is accurate."""
    x, y = in_metres(one.a, one.b)
    there_x, there_y = in_metres(other.a, other.b)
    allowed = NEAR_M + _reach(one) + _reach(other)
    with np.errstate(invalid="ignore"):
        far = rows & (np.hypot(x - there_x, y - there_y) > allowed) & np.isnan(known[0])
    return np.where(far, there_x, known[0]), np.where(far, there_y, known[1])


def _reach(numbers: Numbers) -> np.ndarray:
    """Return how far the place of a row may lie from its numbers: digits, and half an outline."""
    reach = np.hypot(_step(numbers.a), _step(numbers.b))
    if numbers.shapes is not None:
        with np.errstate(all="ignore"):
            minx, miny, maxx, maxy = shapely.bounds(numbers.shapes).T
        reach = reach + np.nan_to_num(np.hypot(maxx - minx, maxy - miny)) / 2
    degrees = systems_of(numbers.a, numbers.b)[0] == "wgs84"
    metres: np.ndarray = np.where(degrees, reach * METRES_A_DEGREE, reach)
    return metres


def _step(numbers: np.ndarray) -> np.ndarray:
    """Return the largest of 1, 0.1, 0.01, ... that each number is a multiple of."""
    steps = np.full(len(numbers), 1e-8)
    for power in range(7, -1, -1):
        with np.errstate(invalid="ignore"):
            whole = np.abs(np.round(numbers, power) - numbers) < 1e-9  # noqa: PLR2004
        steps[whole] = 10.0**-power
    return steps
