"""Which of many points lie near: the few pairs that a tree over all of them can need.

Clustering by density asks for the shortest tree in distances that are never below how far the
nearest few lie. Of points in a plane its branches are between neighbours: sides of the Delaunay
triangulation, in which the shortest tree lies whole (Preparata & Shamos 1985, *Computational
geometry*, 6.1), and pairs of nearest points. Of n points those are some tens of n pairs and not n².
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Numbers = NDArray[np.float64]


def near_graph(xy: Numbers, nearest: int) -> tuple[csr_array, Numbers] | None:
    """Distances between neighbours, both ways, and of every point to itself.

    Parameters
    ----------
    xy : array
        Metres, points × 2; some may lie on one spot.
    nearest : int
        How many of the nearest of each point are among its neighbours, itself counted; more than
        lie on any spot.

    Returns
    -------
    tuple of sparse array, points × points, and array, points × ``nearest``; or None
        The distances, and of each point those to its nearest, from near to far. None where all lie
        on one line or so nearly on one spot that they have no triangulation.

    Examples
    --------
    >>> near_graph(np.array([[0.0, 0.0], [3.0, 0.0], [0.0, 4.0]]), 2)[0].toarray().tolist()
    [[0.0, 3.0, 4.0], [3.0, 0.0, 5.0], [4.0, 5.0, 0.0]]
    >>> near_graph(np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 0.0]]), 2) is None
    True
    """
    # Here and not above: few maps have so many points.
    from scipy.spatial import Delaunay, QhullError, cKDTree

    n = len(xy)
    _, first = np.unique(xy, axis=0, return_index=True)
    try:
        triangles = Delaunay(xy[first])
    except (QhullError, ValueError):
        return None
    if len(triangles.coplanar):
        return None
    sides = first[triangles.simplices[:, [0, 1, 1, 2, 0, 2]].reshape(-1, 2)]
    _, others = cKDTree(xy).query(xy, k=min(nearest, n))
    near = np.column_stack([np.repeat(np.arange(n), others.shape[1]), others.ravel()])
    ends = np.concatenate([sides, near]).T.astype(np.int32)
    # A pair is found from both its ends and on two triangles: only which they are is kept.
    found = np.ones(2 * ends.shape[1], dtype=np.int8)
    pairs = csr_array((found, (ends.ravel(), ends[::-1].ravel())), shape=(n, n))
    rows = np.repeat(np.arange(n), np.diff(pairs.indptr))
    metres = np.hypot(*(xy[rows] - xy[pairs.indices]).T)
    both = csr_array((metres, pairs.indices, pairs.indptr), shape=(n, n))
    return both, np.sort(np.hypot(*(xy[:, None] - xy[others]).transpose(2, 0, 1)), axis=1)
