"""Local co-location quotient between categories of points that often share a place.

Cromley, Hanink & Bentley (2014), *Geographically weighted colocation quotients*, after Leslie &
Kronenfeld (2011), *The colocation quotient: a new measure of spatial association between
categorical subsets of points*, Geographical Analysis 43(3), 306-326.

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

from geo.data.errors import ArgumentError
from geo.data.thresholds import FEWEST_POINTS

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
    lone, other : array of int
        From a point that stands alone to a nearest point that also does.
    lone_near_house, near_house : array of int
        From a point that stands alone to a nearest shared place.
    """

    place: Ints
    size: Ints
    member: Ints
    house: Ints
    house_size: Ints
    lone: Ints
    other: Ints
    lone_near_house: Ints
    near_house: Ints


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
    rows, columns = _lone_neighbours(where, size)
    alone = size[columns] == 1
    return Neighbours(
        place=place,
        size=size,
        member=member,
        house=house_of[place[member]],
        house_size=size[size > 1],
        lone=point_at[rows[alone]],
        other=point_at[columns[alone]],
        lone_near_house=point_at[rows[~alone]],
        near_house=house_of[columns[~alone]],
    )


def _lone_neighbours(where: Floats, size: Ints) -> tuple[Ints, Ints]:
    """From each place with one point to its nearest places."""
    lone = np.flatnonzero(size == 1)
    if len(size) == 1 or not len(lone):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    tree = cKDTree(where)
    nearest = tree.query(where[lone], k=2)[0][:, 1]
    found = tree.query_ball_point(where[lone], nearest + SAME_PLACE_M)
    rows = np.repeat(lone, [len(ties) for ties in found])
    columns = np.concatenate(found).astype(np.int64)
    apart = rows != columns
    return rows[apart], columns[apart]


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


def _check(xy: Floats, category: pd.Series) -> None:
    if len(xy) != len(category) or len(xy) < FEWEST_POINTS:
        raise ArgumentError("argument", argument="xy", value=len(xy), allowed=f"{len(category)}")


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
    # Here and not above: a second of loading that the first page need not wait for.
    from scipy.stats import hypergeom

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
