"""Ways over ground that no street reaches: between two places far off every street.

Two sheds on one yard are near to each other, though the street lies far from both: who goes from
one to the other does not walk to the street and back.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely
from scipy.spatial import cKDTree

from geo.network.journeys import Journeys

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

OFF_STREET_M = 50.0
"""As far from its street a place stands on ground of its own, over which one walks."""


def straight_ways(put: Journeys, begins: Ints, ends: Ints) -> tuple[Ints, Ints, Floats]:
    """Find pairs that are nearer to each other than one of them is to its street.

    That one lies farther from it than `OFF_STREET_M`, and no water lies between the two.

    Parameters
    ----------
    put : Journeys
    begins, ends : array of int
        Positions of the points between which ways are sought.

    Returns
    -------
    tuple of three arrays
        Position among ``begins``, position among ``ends``, and metres as the crow flies.
    """
    here, there = begins[put.node[begins] >= 0], ends[put.node[ends] >= 0]
    from_begin = _far(put, here, there)
    to_end = _far(put, there, here)[::-1]
    pairs = np.unique(np.hstack([from_begin, to_end]), axis=1) if len(here) else from_begin
    one, other = put.places(here[pairs[0]]), put.places(there[pairs[1]])
    dry = ~put.network.water.between(one, other)
    at_begin, at_end = np.flatnonzero(put.node[begins] >= 0), np.flatnonzero(put.node[ends] >= 0)
    metres: Floats = shapely.distance(one, other)
    return at_begin[pairs[0]][dry], at_end[pairs[1]][dry], metres[dry]


def _far(put: Journeys, some: Ints, others: Ints) -> Ints:
    """Pairs of one far off the street, and another that is nearer than the street."""
    far = np.flatnonzero(put.access[some] > OFF_STREET_M)
    if not len(far):
        return np.zeros((2, 0), dtype=np.int64)
    tree = cKDTree(put.place_xy(others))
    near = tree.query_ball_point(put.place_xy(some[far]), put.access[some[far]])
    found = np.concatenate(near).astype(np.int64)
    return np.stack([np.repeat(far, [len(each) for each in near]), found])
