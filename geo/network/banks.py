"""Water between a place and a street: what lies on the other bank is not at the door.

Only the water of ``data/water.parquet`` is known: all of it in Rotterdam, in Amsterdam the IJ, the
Amstel and the lakes, not the canals of the centre.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely

Objects = npt.NDArray[np.object_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

WET_M = 3.0
"""Less than this of a way over water is how roughly banks and streets are drawn."""
FIRST_M = 50.0
"""So far a way is looked along first."""
RUN = 8
"""Sides of an outline that are looked for together: a box for each would take much memory."""


class Water:
    """The water of one city, to be asked what lies across it.

    Parameters
    ----------
    areas : sequence of Polygon
        EPSG:28992.
    """

    def __init__(self, areas: Sequence[shapely.Geometry] | Objects = ()) -> None:
        self.areas: Objects = np.asarray(areas, dtype=object)

    @cached_property
    def _banks(self) -> _Banks:
        shapely.prepare(self.areas)
        return _banks_of(self.areas)

    def between(self, points: Objects, others: Objects) -> npt.NDArray[np.bool_]:
        """Tell of each point whether water lies between it and the other one.

        Water that the point itself lies in does not count: a ship moors at the nearest quay.

        Parameters
        ----------
        points, others : array of Point
            Equally many.

        Examples
        --------
        >>> canal = Water([shapely.box(0, 10, 100, 20)])
        >>> door, ship = shapely.Point(50, 0), shapely.Point(50, 15)
        >>> streets = shapely.points([[50, 5], [50, 25], [50, 25]])
        >>> canal.between(np.array([door, door, ship]), streets).tolist()
        [False, True, False]
        """
        if not len(self.areas):
            return np.zeros(len(points), dtype=bool)
        begin, end = (shapely.get_coordinates(each) for each in (points, others))
        far = np.hypot(*(end - begin).T)
        # Water is mostly met soon, and a short way passes by few banks.
        near = begin + (end - begin) * (FIRST_M / np.maximum(far, FIRST_M))[:, None]
        over = self._metres(points, begin, near) > WET_M
        left = np.flatnonzero((far > FIRST_M) & ~over)
        over[left] = self._metres(points[left], begin[left], end[left]) > WET_M
        return over

    def _metres(self, points: Objects, begin: Floats, end: Floats) -> Floats:
        """Metres of straight ways over water that they do not begin in."""
        way, area, metres = _met(self._banks, begin, end)
        _, first = np.unique(way * len(self.areas) + area, return_index=True)
        way, area = way[first], area[first]
        wet = _wet(first, metres, np.hypot(*(end - begin)[way].T))
        ashore = ~shapely.intersects(self.areas[area], points[way])
        return np.bincount(way[ashore], wet[ashore], minlength=len(points)).astype(float)


@dataclass(frozen=True)
class _Banks:
    """The outlines of all areas, in runs of a few sides.

    Attributes
    ----------
    area : array of int
        Of each run, the number of its area.
    begin, end : array, runs × `RUN` × 2
        Of each side; missing behind the last of an outline.
    tree : STRtree
        A box round each run.
    """

    area: Ints
    begin: Floats
    end: Floats
    tree: shapely.STRtree


def _banks_of(areas: Objects) -> _Banks:
    parts, area = shapely.get_parts(areas, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    side = np.flatnonzero(ring[:-1] == ring[1:])
    ring = ring[side]
    nth = np.arange(len(ring)) - np.searchsorted(ring, ring)
    run, slot = np.cumsum(nth % RUN == 0) - 1, nth % RUN
    ends = np.full((2, run.max(initial=-1) + 1, RUN, 2), np.nan)
    ends[0, run, slot], ends[1, run, slot] = xy[side], xy[side + 1]
    low, high = np.nanmin(ends, axis=(0, 2)), np.nanmax(ends, axis=(0, 2))
    tree = shapely.STRtree(shapely.box(*low.T, *high.T))
    return _Banks(area[part[ring[slot == 0]]], ends[0], ends[1], tree)


def _met(banks: _Banks, begin: Floats, end: Floats) -> tuple[Ints, Ints, Floats]:
    """Where straight ways meet outlines: way, area and metres from its begin, in that order.

    What is laid over each other whole, way and area, takes ten times as long.
    """
    way, run = banks.tree.query(shapely.linestrings(np.stack([begin, end], axis=1)), "intersects")
    along = (end - begin)[way]
    one, other = (each[run] - begin[way, None] for each in (banks.begin, banks.end))
    left, right = (along[:, None, 0] * p[..., 1] - along[:, None, 1] * p[..., 0]
                   for p in (one, other))  # fmt: skip
    # Of a corner on the way itself one of both sides counts, so that none is met twice.
    at, slot = np.nonzero((left > 0) != (right > 0))
    share = left[at, slot] / (left[at, slot] - right[at, slot])
    spot = one[at, slot] + share[:, None] * (other - one)[at, slot]
    far = np.hypot(*along[at].T)
    metres = (spot * along[at]).sum(axis=1) / far
    on = (metres >= 0) & (metres <= far)
    way, area, metres = way[at[on]], banks.area[run[at[on]]], metres[on]
    order = np.lexsort((metres, area, way))
    return way[order], area[order], metres[order]


def _wet(first: Ints, metres: Floats, far: Floats) -> Floats:
    """Metres within an area: into it at every first outline that is met, out at every second.

    Parameters
    ----------
    first : array of int
        Where each way and area begins in ``metres``.
    metres : array
        Of what is met.
    far : array
        Length of each way, of which the begin is ashore.
    """
    if not len(first):
        return np.zeros(0)
    many = np.diff(first, append=len(metres))
    nth = np.arange(len(metres)) - np.repeat(first, many)
    within = np.add.reduceat(np.where(nth % 2, metres, -metres), first)
    # Who ends in the water goes in once more than out.
    return within + np.where(many % 2, far, 0.0)
