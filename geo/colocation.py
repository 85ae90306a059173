"""Directed co-location quotient between categories of points that often share a place.

Leslie & Kronenfeld (2011), *The colocation quotient: a new measure of spatial association between
categorical subsets of points*, Geographical Analysis 43(3), 306-326. The local form is after
Cromley, Hanink & Bentley (2014).

Tenants of one building stand on one point, so nearest neighbours are tied: each of ``k`` tied
neighbours counts for ``1/k``. All sums run over places, not over pairs of points, so a building
with a thousand tenants costs no more than one with ten.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FEW = 5  # fewer points of either category: too few to say
SAME_PLACE_M = 0.01


@dataclass(frozen=True)
class Places:
    """Points put together by place, with the nearest other places of those that stand alone.

    Attributes
    ----------
    place : array of int, one a point
        Which place each point is at.
    size : array of int, one a place
    towards : csr_array, places × places
        ``towards[p, q]`` is the weight one point at ``p`` gives to *each* point at ``q``: within a
        shared place ``1/(size-1)``, from a lone point ``1/k`` to its ``k`` nearest points.
    """

    place: Ints
    size: Ints
    towards: csr_array


def group_places(xy: Floats) -> Places:
    """Put points at the same place together and find the nearest places of lone points.

    Parameters
    ----------
    xy : array, points × 2
        Coordinates in metres (EPSG:28992).
    """
    cells = np.round(xy / SAME_PLACE_M).astype(np.int64)
    where, place = np.unique(cells, axis=0, return_inverse=True)
    size = np.bincount(place.ravel())
    rows, columns, weights = _lone_neighbours(where * SAME_PLACE_M, size)
    shared = np.flatnonzero(size > 1)
    every = csr_array(
        (
            np.concatenate([1.0 / (size[shared] - 1), weights]),
            (np.concatenate([shared, rows]), np.concatenate([shared, columns])),
        ),
        shape=(len(size), len(size)),
    )
    return Places(place.ravel(), size, every)


def _lone_neighbours(where: Floats, size: Ints) -> tuple[Ints, Ints, Floats]:
    lone = np.flatnonzero(size == 1)
    if len(size) == 1 or not len(lone):
        return np.empty(0, int), np.empty(0, int), np.empty(0)
    tree = cKDTree(where)
    nearest = tree.query(where[lone], k=2)[0][:, 1]
    found = tree.query_ball_point(where[lone], nearest + SAME_PLACE_M)
    counts = np.array([len(ties) - 1 for ties in found])
    rows = np.repeat(lone, counts)
    columns = np.concatenate(
        [[q for q in ties if q != p] for p, ties in zip(lone, found, strict=True)]
    ).astype(np.int64)
    tied = np.bincount(np.repeat(np.arange(len(lone)), counts), size[columns])
    return rows, columns, 1.0 / np.repeat(tied, counts)


def neighbour_counts(places: Places, labels: Ints, k: int) -> Floats:
    """Count, for each pair of categories, how often A has B as its nearest neighbour.

    Parameters
    ----------
    labels : array of int
        Category 0..k-1 of each point.

    Returns
    -------
    array, k × k
        ``C[a, b]``; the rows sum to the number of points of ``a`` that have any neighbour.
    """
    flat = np.bincount(places.place * k + labels, minlength=len(places.size) * k)
    here = flat.reshape(len(places.size), k).astype(float)
    counts = here.T @ (places.towards @ here)
    # A point is not its own neighbour: take the point itself out of its shared place.
    own = here.T @ places.towards.diagonal()
    return counts - np.diag(own)


def _quotients(counts: Floats, sizes: Floats) -> Floats:
    n = sizes.sum()
    share = np.where(np.eye(len(sizes), dtype=bool), sizes - 1, sizes[None, :]) / (n - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return counts / sizes[:, None] / share


def colocation_quotient(
    xy: Floats, category: pd.Series, permutations: int = 999, seed: int = 20261125
) -> pd.DataFrame:
    """Directed co-location quotient of every pair of categories, with p by permutation.

    ``CLQ(A→B) = (C_AB / N_A) / (N'_B / (N - 1))`` with ``N'_B = N_B``, or ``N_A - 1`` when A is B.
    Above 1 the points of A have B as nearest neighbour more often than when categories are
    scattered over the same places; the permutation keeps the places and shuffles the categories.

    Parameters
    ----------
    xy : array, points × 2
        Metres (EPSG:28992).
    category : Series of str
    permutations : int
        0 gives no p.
    seed : int
        Fixed, so that the same data gives the same p.

    Returns
    -------
    DataFrame
        ``a, b, clq, expected_low, expected_high`` (95 % of the permutations), ``p`` (two-sided),
        ``n_a, n_b, verdict``: "attracts", "avoids", "no_difference" or "too_few".

    Examples
    --------
    A square with two neighbouring corners A and two B; each corner has two tied neighbours, so
    C_AA = 1 and CLQ(A→A) = (1/2)/(1/3), CLQ(A→B) = (1/2)/(2/3):

    >>> xy = np.array([[0.0, 0.0], [100.0, 0.0], [100.0, 100.0], [0.0, 100.0]])
    >>> answer = colocation_quotient(xy, pd.Series(["A", "A", "B", "B"]), permutations=0)
    >>> answer["clq"].round(2).tolist()
    [1.5, 0.75, 0.75, 1.5]
    """
    names, labels = np.unique(category.to_numpy(dtype=str), return_inverse=True)
    k, places = len(names), group_places(np.asarray(xy, dtype=float))
    sizes = np.bincount(labels, minlength=k).astype(float)
    observed = _quotients(neighbour_counts(places, labels, k), sizes)
    draws = _permuted(places, labels, sizes, permutations, seed)
    a, b = np.divmod(np.arange(k * k), k)
    table = pd.DataFrame({"a": names[a], "b": names[b], "clq": observed[a, b]})
    table["expected_low"], table["expected_high"] = _band(draws, k)
    table["p"] = _p_value(observed, draws).ravel()
    table["n_a"], table["n_b"] = sizes[a].astype(int), sizes[b].astype(int)
    return table.assign(verdict=_verdict(table))


def _permuted(places: Places, labels: Ints, sizes: Floats, permutations: int, seed: int) -> Floats:
    generator = np.random.default_rng(seed)
    k = len(sizes)
    draws = np.empty((permutations, k, k))
    for i in range(permutations):
        shuffled = generator.permutation(labels)
        draws[i] = _quotients(neighbour_counts(places, shuffled, k), sizes)
    return draws


def _band(draws: Floats, k: int) -> tuple[Floats, Floats]:
    if not len(draws):
        return np.full(k * k, np.nan), np.full(k * k, np.nan)
    low, high = np.percentile(draws, [2.5, 97.5], axis=0)
    return low.ravel(), high.ravel()


def _p_value(observed: Floats, draws: Floats) -> Floats:
    if not len(draws):
        return np.full_like(observed, np.nan)
    # A hair's breadth: equal sums may differ in the last bit after another order of adding.
    above = (draws >= observed - 1e-12).sum(axis=0) + 1
    below = (draws <= observed + 1e-12).sum(axis=0) + 1
    return np.minimum(1.0, 2.0 * np.minimum(above, below) / (len(draws) + 1))


def _verdict(table: pd.DataFrame) -> NDArray[np.str_]:
    few = (table["n_a"] < FEW) | (table["n_b"] < FEW)
    unsure = table["p"].isna() | (table["p"] > 0.05)  # noqa: PLR2004 - the usual level
    names = ["too_few", "no_difference", "attracts"]
    return np.select([few, unsure, table["clq"] > 1], names, default="avoids")


def local_colocation(xy: Floats, category: pd.Series, a: str, b: str) -> pd.Series:
    """Local quotient: for each point of A the share of B among its nearest, over B's share.

    Parameters
    ----------
    xy : array, points × 2
        Metres (EPSG:28992).
    category : Series of str
    a, b : str

    Returns
    -------
    Series
        One value a point of A, on the index of ``category``; missing where there is no neighbour.
    """
    values = category.to_numpy(dtype=str)
    places = group_places(np.asarray(xy, dtype=float))
    is_b = (values == b).astype(float)
    b_here = np.bincount(places.place, is_b, minlength=len(places.size))
    reached = (places.towards @ b_here)[places.place]
    if a == b:
        reached = reached - places.towards.diagonal()[places.place]
    n_b = is_b.sum() - (a == b)
    result = pd.Series(reached / (n_b / (len(values) - 1)), index=category.index)
    neighbours = np.asarray((places.towards > 0).sum(axis=1)).ravel()[places.place]
    return result.where(neighbours > 0)[values == a]
