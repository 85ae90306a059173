"""Water between a place and a street: what lies on the other bank is not at the door.

Only the water of ``data/water.parquet`` is known: all of it in Rotterdam, in Amsterdam the IJ, the
Amstel and the lakes, not the canals of the centre.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely

Objects = npt.NDArray[np.object_]

WET_M = 3.0
"""Less than this of a way over water is how roughly banks and streets are drawn."""


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
    def _tree(self) -> shapely.STRtree:
        shapely.prepare(self.areas)
        return shapely.STRtree(self.areas)

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
        ends = [shapely.get_coordinates(each) for each in (points, others)]
        ways = shapely.linestrings(np.stack(ends, axis=1))
        way, area = self._tree.query(ways)
        met = shapely.intersects(self.areas[area], ways[way])
        met &= ~shapely.intersects(self.areas[area], points[way])
        way, area = way[met], area[met]
        wet = shapely.length(shapely.intersection(ways[way], self.areas[area]))
        over: npt.NDArray[np.bool_] = np.bincount(way, wet, minlength=len(points)) > WET_M
        return over
