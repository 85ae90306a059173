"""HDBSCAN from the distances between neighbours, in a time that grows with their number.

Campello, Moulavi & Sander (2013), *Density-based clustering based on hierarchical density
estimates*, PAKDD. The shortest tree in mutual reachability distances is taken apart from its
longest branch down: a part that falls off with fewer than the least number leaves its cluster, two
parts that are large enough are clusters of their own, and of a cluster and those within it the
firmer are kept ("excess of mass"). scikit-learn gives the same clusters; for each of them it looks
at every other one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Numbers = NDArray[np.float64]
Ints = NDArray[np.int64]
NONE = -1


def density_clusters(near: csr_array, core: Numbers, least: int) -> tuple[Ints, Numbers]:
    """Label each point with its cluster, and say how firmly it belongs.

    Parameters
    ----------
    near : sparse array, points × points
        Distances between neighbours, both ways, as `geo.evidence.near_graph.near_graph` gives them.
    core : array
        How far from each point its ``least``-th nearest lies, itself counted; above 0.
    least : int
        Points that a cluster has at least, 2 or more.

    Returns
    -------
    tuple of two arrays
        Labels from 0 (-1 is in none), and strengths of membership (0 to 1; 0 in none).

    Examples
    --------
    Three and three on a line, 1 m apart, with 9 m between them.

    >>> x = np.array([0.0, 1, 2, 11, 12, 13])
    >>> near, core = csr_array(abs(x[:, None] - x)), np.array([2.0, 1, 2, 2, 1, 2])
    >>> density_clusters(near, core, 3)[0].tolist()
    [0, 0, 0, 1, 1, 1]
    """
    one, other, metres = _branches(near, core)
    tree = _taken_apart(*_put_together(one, other), metres, least)
    home = _kept(tree)
    at = home[tree.cluster]
    kept, labels = np.unique(np.append(at, NONE), return_inverse=True)
    strength = np.where(at == NONE, 0.0, _strengths(tree, at))
    return labels[:-1].astype(np.int64) - 1, strength


@dataclass(frozen=True)
class _Tree:
    """What falls off where: clusters within clusters, the first of which is all points.

    Density is one over metres.

    Attributes
    ----------
    cluster, density : array
        Of each point, the last cluster that it is in and the density at which it leaves that.
    within, born, size : array
        Of each cluster, that in which it lies (itself for the first), the density at which it
        parts from that, and its points then.
    """

    cluster: Ints
    density: Numbers
    within: Ints
    born: Numbers
    size: Ints


def _branches(near: csr_array, core: Numbers) -> tuple[Ints, Ints, Numbers]:
    """Both ends and the mutual reachability distance of each branch, from short to long."""
    # Here and not above: few maps have so many points.
    from scipy.sparse.csgraph import minimum_spanning_tree

    rows = np.repeat(np.arange(len(core)), np.diff(near.indptr))
    far = np.maximum(near.data, np.maximum(core[rows], core[near.indices]))
    tree = minimum_spanning_tree(csr_array((far, near.indices, near.indptr), shape=near.shape))
    one, other = tree.nonzero()
    order = np.argsort(tree.data)
    return one[order].astype(np.int64), other[order].astype(np.int64), tree.data[order]


def _put_together(one: Ints, other: Ints) -> tuple[list[int], list[int], list[int]]:
    """Join points branch by branch: both halves of each whole, and how many every part has.

    Points are the first parts, wholes follow in the order of their branches.
    """
    n = len(one) + 1
    above, sizes = list(range(2 * n - 1)), [1] * (2 * n - 1)
    halves: tuple[list[int], list[int]] = ([], [])
    for whole, ends in enumerate(zip(one.tolist(), other.tolist(), strict=True), n):
        sizes[whole] = 0
        for part, half in zip(ends, halves, strict=True):
            top = _top(above, part)
            half.append(top)
            above[top] = whole
            sizes[whole] += sizes[top]
    return *halves, sizes


def _top(above: list[int], part: int) -> int:
    """The largest whole that a part is in so far; the way there is made shorter."""
    while (up := above[part]) != part:
        above[part] = above[up]
        part = above[up]
    return part


def _taken_apart(
    left: list[int], right: list[int], sizes: list[int], metres: Numbers, least: int
) -> _Tree:
    """Go from all points down: who falls off, and what parts in two clusters."""
    n = len(left) + 1
    with np.errstate(divide="ignore"):
        densities = (1.0 / metres).tolist()
    cluster, fallen = [0] * (2 * n - 1), [0.0] * (2 * n - 1)
    within, born, size = [0], [0.0], [n]
    for whole in range(2 * n - 2, n - 1, -1):
        one, other = left[whole - n], right[whole - n]
        density = densities[whole - n]
        parted = not fallen[whole] and min(sizes[one], sizes[other]) >= least
        for part in (one, other):
            cluster[part] = cluster[whole]
            if parted:
                cluster[part] = len(within)
                within.append(cluster[whole])
                born.append(density)
                size.append(sizes[part])
            elif fallen[whole] or sizes[part] < least:
                fallen[part] = fallen[whole] or density
    lists = (cluster[:n], fallen[:n], within, born, size)
    return _Tree(*(np.array(each) for each in lists))


def _kept(tree: _Tree) -> Ints:
    """Of each cluster the one that is kept and that it is or lies in; -1 for none."""
    mass = np.bincount(tree.cluster, tree.density - tree.born[tree.cluster], len(tree.born))
    lives = (tree.born - tree.born[tree.within]) * tree.size
    mass += np.bincount(tree.within, lives, len(tree.born))
    below, home = np.zeros(len(mass)), np.arange(len(mass))
    for each in range(len(mass) - 1, 0, -1):
        if mass[each] < below[each]:
            home[each] = NONE
        below[tree.within[each]] += max(mass[each], below[each])
    home[0] = NONE  # all points are no cluster
    for each in range(1, len(mass)):
        if home[tree.within[each]] != NONE:
            home[each] = home[tree.within[each]]
    return home


def _strengths(tree: _Tree, home: Ints) -> Numbers:
    """How firm each point is in its cluster: its density over the highest of who leaves that."""
    highest = np.zeros(len(tree.born))
    np.maximum.at(highest, tree.cluster, tree.density)
    np.maximum.at(highest, tree.within, tree.born)
    top = highest[home]
    with np.errstate(invalid="ignore"):
        share = np.minimum(tree.density, top) / top
    return np.where(np.isfinite(tree.density) & (top > 0), share, 1.0)
