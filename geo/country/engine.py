"""The questions that need all rows of a country, and the engines that answer them.

Every engine gives the same numbers: `tests/geo/country/test_engines.py` asks them all the same of
the same rows. What is made of the numbers (quotients, chance, words) is written once, elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Floats = NDArray[np.float64]
AT_ONCE = 200_000
"""Points that are looked for together."""


class Engine(Protocol):
    """Answers of one register, by whatever counts fastest."""

    def counts(self) -> pd.DataFrame:
        """Count rows by area and mix: ``area`` (its place in the list), ``mix, n``, in that order.

        A row on the border of several areas is in the first of them; one in none is left out.
        """
        ...

    def cells(self, size_m: float) -> pd.DataFrame:
        """Count rows by square and mix: ``column, row, mix, n``, in that order."""
        ...

    def nearest(self, tails: Sequence[int], heads: Sequence[int]) -> Floats:
        """Metres from each row of some mixes to the nearest of others, the shortest first."""
        ...


def first_areas(x: Floats, y: Floats, outlines: Sequence[shapely.Geometry]) -> NDArray[np.int64]:
    """Return the position of the first area that holds or touches each point, -1 for none.

    Parameters
    ----------
    x, y : array of float
        Metres (EPSG:28992).
    outlines : sequence of geometry

    Examples
    --------
    >>> halves = [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)]
    >>> first_areas(np.array([0.5, 1.0, 1.5, 9.0]), np.full(4, 0.5), halves).tolist()
    [0, 0, 1, -1]
    """
    # The tree holds the points: each outline is then prepared once, and not each point.
    found = np.full(len(x), len(outlines), dtype=np.int64)
    for start in range(0, len(x), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        tree = shapely.STRtree(shapely.points(x[part], y[part]))
        area, point = tree.query(outlines, predicate="intersects")
        np.minimum.at(found[part], point, area)
    return np.where(found == len(outlines), -1, found)


def nearest_metres(tails: Floats, heads: Floats) -> Floats:
    """Return metres as the crow flies from each point to the nearest of others, the shortest first.

    Parameters
    ----------
    tails, heads : array, points × 2
        Metres (EPSG:28992); without heads there is no answer.

    Examples
    --------
    >>> nearest_metres(np.array([[9.0, 0.0], [3.0, 4.0]]), np.zeros((1, 2))).tolist()
    [5.0, 9.0]
    """
    if not len(heads) or not len(tails):
        return np.empty(0)
    found: Floats = np.sort(cKDTree(heads).query(tails, workers=-1)[0])
    return found


def in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Put a table of counts in the order of its columns, numbered anew and in whole numbers.

    Parameters
    ----------
    table : DataFrame
        Its last column is the count.
    """
    whole = table.astype(np.int64)
    return whole.sort_values(list(whole.columns[:-1]), ignore_index=True)
