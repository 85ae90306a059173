"""Directed co-location quotient between categories of points that often share a place.

Leslie & Kronenfeld (2011), *The colocation quotient: a new measure of spatial association between
categorical subsets of points*, Geographical Analysis 43(3), 306-326. The local form is after
Cromley, Hanink & Bentley (2014).

Tenants of one building stand on one point, so nearest neighbours are tied: each of ``k`` tied
neighbours counts for ``1/k``. All sums run over places, not over pairs of points, so a building
with a thousand tenants costs no more than one with ten. A point of two categories, written
``"make;distribute"``, counts half in each.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from scipy.stats import hypergeom

from geo.data.errors import ArgumentError
from geo.data.thresholds import FEW_POINTS, FEWEST_POINTS, TEST_LEVEL
from geo.evidence.chance import SEED, corrected, shuffled_within, two_sided_p

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
SAME_PLACE_M = 0.01


@dataclass(frozen=True)
class Neighbours:
    """Who is nearest to whom, in the form that counts fastest.

    Attributes
    ----------
    place : array of int, one a point
        Which place each point is at.
    size : array of int, one a place
    member, house : array of int
        Points that share a place, and which shared place (0, 1, ...) that is.
    house_size : array of int, one a shared place
    lone, other, weight : array
        From a point that stands alone to a nearest point that also does; ``1/k`` with ``k`` tied.
    lone_near_house, near_house, near_weight : array
        From a point that stands alone to a nearest shared place: the weight of *each* point there.
    """

    place: Ints
    size: Ints
    member: Ints
    house: Ints
    house_size: Ints
    lone: Ints
    other: Ints
    weight: Floats
    lone_near_house: Ints
    near_house: Ints
    near_weight: Floats


def find_neighbours(xy: Floats) -> Neighbours:
    """Put points at the same place together and find the nearest places of lone points.

    Parameters
    ----------
    xy : array, points × 2
        Coordinates in metres (EPSG:28992).
    """
    cells = np.round(np.asarray(xy, dtype=float) / SAME_PLACE_M).astype(np.int64)
    # A complex number sorts as a pair does, far faster than the rows of an array.
    key, place = np.unique(cells[:, 0] + 1j * cells[:, 1], return_inverse=True)
    where = np.column_stack([key.real, key.imag]) * SAME_PLACE_M
    size = np.bincount(place)
    point_at = np.empty(len(size), dtype=np.int64)
    point_at[place] = np.arange(len(place))
    house_of = np.where(size > 1, np.cumsum(size > 1) - 1, -1)
    member = np.flatnonzero(size[place] > 1)
    rows, columns, weights = _lone_neighbours(where, size)
    alone = size[columns] == 1
    return Neighbours(
        place=place,
        size=size,
        member=member,
        house=house_of[place[member]],
        house_size=size[size > 1],
        lone=point_at[rows[alone]],
        other=point_at[columns[alone]],
        weight=weights[alone],
        lone_near_house=point_at[rows[~alone]],
        near_house=house_of[columns[~alone]],
        near_weight=weights[~alone],
    )


def _lone_neighbours(where: Floats, size: Ints) -> tuple[Ints, Ints, Floats]:
    """From each place with one point to its nearest places, and the weight of a point there."""
    lone = np.flatnonzero(size == 1)
    if len(size) == 1 or not len(lone):
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
    tree = cKDTree(where)
    nearest = tree.query(where[lone], k=2)[0][:, 1]
    found = tree.query_ball_point(where[lone], nearest + SAME_PLACE_M)
    rows = np.repeat(lone, [len(ties) for ties in found])
    columns = np.concatenate(found).astype(np.int64)
    apart = rows != columns
    rows, columns = rows[apart], columns[apart]
    tied = np.bincount(rows, size[columns], minlength=len(size))
    return rows, columns, 1.0 / tied[rows]


def neighbour_counts(near: Neighbours, labels: Ints, k: int) -> Floats:
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
    n = len(near.house_size)
    here = np.bincount(near.house * k + labels[near.member], minlength=n * k)
    here = here.reshape(n, k).astype(float)
    each = here / (near.house_size - 1)[:, None]
    # A point is not its own neighbour: take the point itself out of its shared place.
    counts = here.T @ each - np.diag(each.sum(axis=0))
    pair = labels[near.lone] * k + labels[near.other]
    counts += np.bincount(pair, near.weight, k * k).reshape(k, k)
    spot = labels[near.lone_near_house] * n + near.near_house
    return counts + np.bincount(spot, near.near_weight, k * n).reshape(k, n) @ here


@dataclass(frozen=True)
class Mixes:
    """Points by their mix of categories: most are of one, a few of several.

    Attributes
    ----------
    names : array of str
        The categories.
    of_point : array of int
        Which mix each point is.
    shares : array, mixes × categories
        Rows sum to 1.
    """

    names: NDArray[np.str_]
    of_point: Ints
    shares: Floats

    @property
    def sizes(self) -> Floats:
        """Number of points of each category; fractions of mixed points included."""
        return np.bincount(self.of_point, minlength=len(self.shares)) @ self.shares

    def chance(self) -> Floats:
        """Share of B among all points but one of A: what a nearest neighbour is by chance."""
        n = np.bincount(self.of_point, minlength=len(self.shares))
        itself = (self.shares.T * n) @ self.shares / self.sizes[:, None]
        chance: Floats = (self.sizes[None, :] - itself) / (n.sum() - 1)
        return chance


def read_mixes(category: pd.Series) -> Mixes:
    """Read a category a point; ``"make;distribute"`` is half of each.

    Examples
    --------
    >>> read_mixes(pd.Series(["make", "make;distribute"])).sizes.tolist()
    [0.5, 1.5]
    """
    cells, of_point = np.unique(category.to_numpy(dtype=str), return_inverse=True)
    parts = [str(cell).split(";") for cell in cells]
    names = np.unique([name for part in parts for name in part])
    shares = np.array([[part.count(name) / len(part) for name in names] for part in parts])
    return Mixes(names, of_point.ravel(), shares)


def colocation_quotient(
    xy: Floats,
    category: pd.Series,
    permutations: int = 999,
    seed: int = SEED,
    strata: pd.Series | None = None,
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
        A point of several, joined by ";", counts for a fraction in each.
    permutations : int
        0 gives no p.
    seed : int
        Fixed, so that the same data gives the same p.
    strata : Series, optional
        Categories are only shuffled among points of the same stratum, as tenants among tenants.

    Returns
    -------
    DataFrame
        ``a, b, clq, expected`` (mean of the permutations; 1 when there are no strata),
        ``ratio`` (``clq / expected``), ``expected_low, expected_high`` (95 % of the permutations),
        ``p`` (two-sided), ``q`` (Benjamini-Hochberg over the cells that are not too few),
        ``n_a, n_b, verdict``: "attracts", "avoids", "no_difference" or "too_few".

    Raises
    ------
    ArgumentError
        When the number of categories is not that of the points, or there are fewer than two.

    Examples
    --------
    A square with two neighbouring corners A and two B; each corner has two tied neighbours, so
    C_AA = 1 and CLQ(A→A) = (1/2)/(1/3), CLQ(A→B) = (1/2)/(2/3):

    >>> xy = np.array([[0.0, 0.0], [100.0, 0.0], [100.0, 100.0], [0.0, 100.0]])
    >>> answer = colocation_quotient(xy, pd.Series(["A", "A", "B", "B"]), permutations=0)
    >>> answer["clq"].round(2).tolist()
    [1.5, 0.75, 0.75, 1.5]
    """
    _check(xy, category)
    near, mixes = find_neighbours(xy), read_mixes(category)
    groups = None if strata is None else np.unique(strata.to_numpy(), return_inverse=True)[1]
    observed = _quotients(near, mixes, mixes.of_point)
    generator = np.random.default_rng(seed)
    draws = np.array(
        [
            _quotients(near, mixes, shuffled_within(mixes.of_point, groups, generator))
            for _ in range(permutations)
        ]
    ).reshape(permutations, *observed.shape)
    return _table(mixes, observed, draws)


def _check(xy: Floats, category: pd.Series) -> None:
    if len(xy) != len(category) or len(xy) < FEWEST_POINTS:
        raise ArgumentError("argument", argument="xy", value=len(xy), allowed=f"{len(category)}")


def _quotients(near: Neighbours, mixes: Mixes, labels: Ints) -> Floats:
    between = neighbour_counts(near, labels, len(mixes.shares))
    counts = mixes.shares.T @ between @ mixes.shares
    with np.errstate(divide="ignore", invalid="ignore"):
        return counts / mixes.sizes[:, None] / mixes.chance()


def _table(mixes: Mixes, observed: Floats, draws: Floats) -> pd.DataFrame:
    a, b = np.divmod(np.arange(observed.size), len(mixes.names))
    table = pd.DataFrame({"a": mixes.names[a], "b": mixes.names[b], "clq": observed.ravel()})
    table["expected"] = draws.mean(axis=0).ravel() if len(draws) else 1.0
    with np.errstate(divide="ignore", invalid="ignore"):
        table["ratio"] = table["clq"] / table["expected"]
    table["expected_low"], table["expected_high"] = _band(draws, observed.size)
    table["p"] = _p_value(observed, draws).ravel()
    table["n_a"], table["n_b"] = mixes.sizes[a], mixes.sizes[b]
    table["q"] = corrected(table["p"], table["p"].notna() & ~_few(table))
    return table.assign(verdict=_verdict(table))


def _band(draws: Floats, cells: int) -> tuple[Floats, Floats]:
    if not len(draws):
        return np.full(cells, np.nan), np.full(cells, np.nan)
    low, high = np.percentile(draws, [50 * TEST_LEVEL, 100 - 50 * TEST_LEVEL], axis=0)
    return low.ravel(), high.ravel()


def _p_value(observed: Floats, draws: Floats) -> Floats:
    if not len(draws):
        return np.full_like(observed, np.nan)
    # A hair's breadth: equal sums may differ in the last bit after another order of adding.
    above, below = draws >= observed - 1e-12, draws <= observed + 1e-12
    return two_sided_p(above.sum(axis=0), below.sum(axis=0), len(draws))


def _few(table: pd.DataFrame) -> pd.Series:
    return (table["n_a"] < FEW_POINTS) | (table["n_b"] < FEW_POINTS)


def _verdict(table: pd.DataFrame) -> NDArray[np.str_]:
    unsure = table["p"].isna() | (table["p"] > TEST_LEVEL)
    names = ["too_few", "no_difference", "attracts"]
    above = table["clq"] > table["expected"]
    return np.select([_few(table), unsure, above], names, default="avoids")


def local_table(xy: Floats, category: pd.Series, a: str, b: str) -> pd.DataFrame:
    """Local quotient of every point of A, with the numbers behind it and an exact p.

    When the categories are shuffled over the other points, the number of B among ``n_near``
    nearest is hypergeometric, so no permutation is needed.

    Parameters
    ----------
    xy : array, points × 2
        Metres (EPSG:28992).
    category : Series of str
    a, b : str

    Returns
    -------
    DataFrame
        On the index of ``category``, one row a point of A: ``place`` (points that share one have
        the same number), ``n_near`` (tied nearest points), ``b_near`` (B among them), ``quotient``,
        ``p`` (two-sided).

    Examples
    --------
    >>> xy = np.array([[0.0, 0.0], [0.0, 0.0], [0.0, 0.0], [90.0, 0.0]])
    >>> local_table(xy, pd.Series(["A", "B", "B", "B"]), "A", "B")["quotient"].tolist()
    [1.0]
    """
    _check(xy, category)
    near, mixes = find_neighbours(xy), read_mixes(category)
    share_of = {name: mixes.shares[mixes.of_point, i] for i, name in enumerate(mixes.names)}
    nothing = np.zeros(len(category))
    of_a, of_b = share_of.get(a, nothing), share_of.get(b, nothing)
    n_near, b_near = _nearest(near, np.ones(len(of_b))), _nearest(near, of_b)
    rest = len(of_b) - 1
    others = of_b.sum() - of_b
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient = b_near / n_near / (others / rest)
    # A fraction of a point is no whole one: rounding towards the middle keeps p on the safe side.
    at_least = hypergeom.sf(np.floor(b_near + 1e-9) - 1, rest, np.round(others), n_near)
    at_most = hypergeom.cdf(np.ceil(b_near - 1e-9), rest, np.round(others), n_near)
    table = pd.DataFrame(
        {
            "place": near.place,
            "n_near": n_near.astype(int),
            "b_near": b_near,
            "quotient": np.where(n_near > 0, quotient, np.nan),
            "p": np.minimum(1.0, 2 * np.minimum(at_least, at_most)),
        },
        index=category.index,
    )
    return table[of_a > 0]


def _nearest(near: Neighbours, value: Floats) -> Floats:
    """Sum of a value over the tied nearest neighbours of every point."""
    total = np.zeros(len(near.place))
    held = np.bincount(near.house, value[near.member], len(near.house_size))
    total[near.member] = held[near.house] - value[near.member]
    np.add.at(total, near.lone, value[near.other])
    np.add.at(total, near.lone_near_house, held[near.near_house])
    return total
