"""The streets a way runs along, by name.

The networks carry no names. A way is asked every few metres which named street it runs along; the
lines of those are drawn by another source, and so never exactly under it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple
from weakref import WeakKeyDictionary

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from geo.data.folders import DATA

STEP_M = 20.0
BESIDE_M = 12.0
"""A way on the pavement lies no farther from the middle of its street."""
LEAST_M = 40.0
"""Shorter pieces are crossings, and streets that the way only touches."""


class NamedWay(NamedTuple):
    """The streets of a way in order, and the share of its length that has a name."""

    streets: tuple[str, ...]
    share: float


@dataclass(frozen=True)
class StreetLines:
    """Named lines of streets, to be asked what runs along them.

    Attributes
    ----------
    names : array of str
    tree : STRtree
        Their lines, EPSG:28992.
    """

    names: npt.NDArray[np.object_]
    tree: shapely.STRtree

    def along(self, way: shapely.LineString) -> NamedWay:
        """Name the streets that a way runs along, in its order.

        Examples
        --------
        Along the quay for 100 m, round the corner for 50 m, and on over a path without a name.

        >>> lines = [[(0, 0), (300, 0)], [(100, 0), (100, 50)]]
        >>> streets = street_lines_of(["Kade", "Dwarsstraat"], map(shapely.LineString, lines))
        >>> streets.along(shapely.LineString([(0, 3), (103, 3), (103, 90)])).streets
        ('Kade', 'Dwarsstraat')
        """
        count = max(int(way.length // STEP_M), 1)
        places = shapely.line_interpolate_point(
            way, (np.arange(count) + 0.5) / count, normalized=True
        )
        found = np.full(count, "", dtype=object)
        place, line = self.tree.query_nearest(places, max_distance=BESIDE_M, all_matches=False)
        found[place] = self.names[line]
        step = way.length / count
        runs = [(name, len(list(run)) * step) for name, run in groupby(found)]
        long = [name for name, metres in runs if metres >= LEAST_M or metres >= way.length / 2]
        streets = [name for name, _ in groupby(name for name in long if name)]
        return NamedWay(tuple(streets), float(np.mean(found != "")))


def street_lines_of(names: Sequence[str], lines: Iterable[shapely.Geometry]) -> StreetLines:
    """Make `StreetLines` of names and their lines, equally many."""
    return StreetLines(np.asarray(names, dtype=object), shapely.STRtree(list(lines)))


_NAMED: WeakKeyDictionary[shapely.LineString, NamedWay] = WeakKeyDictionary()


def streets_along(way: shapely.LineString) -> NamedWay:
    """Name the shipped streets that a way runs along.

    Kept as long as the way, which is drawn again and again and may begin at a planner's own door.

    Parameters
    ----------
    way : LineString
        EPSG:28992.
    """
    found = _NAMED.get(way)
    if found is None:
        found = _NAMED[way] = shipped_street_lines().along(way)
    return found


@cache
def shipped_street_lines(folder: Path = DATA) -> StreetLines:
    """Read the named streets of both cities; once, and not before a way is to be told."""
    table = gpd.read_parquet(folder / "street_lines.parquet", columns=["name", "geometry"])
    return street_lines_of(table["name"].to_numpy(), table.geometry)
