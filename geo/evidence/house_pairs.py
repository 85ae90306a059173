"""In the house: do two kinds share buildings more than their numbers would make them?

For kinds a and b the statistic is how many of those who share a house with an a are b, every
housemate counting 1 / (n - 1) in a house of n: Σ over houses of n_a · n_b / (n - 1). It is the same
from a to b as from b to a and is tested once. Chance shuffles the kinds over the same places,
within strata; what it gives on average is worked out exactly. p is two-sided, corrected over the
pairs that are tested (Benjamini & Hochberg 1995), by draws that go on until more of them would
change no mark (Besag & Clifford 1991, *Sequential Monte Carlo p-values*, Biometrika 78(2), 301-304;
Gandy 2009, *Sequential implementation of Monte Carlo tests with uniformly bounded resampling risk*,
JASA 104, 1504-1511); a mark that the last draws leave open is called borderline. The
interval draws whole houses anew (Field & Welsh 2007, *Bootstrapping clustered data*, JRSS B 69(3),
369-390): of few houses it is wide, however many tenants they hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from geo.data.thresholds import FEW_POINTS, TEST_LEVEL
from geo.evidence.chance import SEED, OnDraws, corrected, two_sided_p, unheard
from geo.evidence.colocation import Mixes

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
DRAWS = (2_500, 5_000, 10_000, 20_000)
"""After so many it is asked whether a mark is still open."""
AT_ONCE = 200_000
"""Labels that are drawn together: as many as a processor holds near it."""
RESAMPLES = 999
SURE = 2.576
"""Standard errors of a p by draws that hold it in 99 of 100 runs."""


@dataclass(frozen=True)
class Housed:
    """Points in houses, each with its mix of kinds.

    Attributes
    ----------
    mixes : Mixes
    house : array of int, one a point
        0, 1, ...: points of one house have the same number.
    stratum : array of int, one a point
        Kinds are only shuffled among points of the same stratum.
    """

    mixes: Mixes
    house: Ints
    stratum: Ints

    @property
    def share(self) -> Floats:
        """Of each point in each kind, points × kinds."""
        return self.mixes.shares[self.mixes.of_point]

    @property
    def size(self) -> Ints:
        """Points of each house."""
        return np.bincount(self.house)


def pairs_of(kinds: int) -> tuple[Ints, Ints]:
    """Every pair of kinds once, a kind with itself among them."""
    a, b = np.triu_indices(kinds)
    return a.astype(np.int64), b.astype(np.int64)


def house_pairs(
    housed: Housed,
    looks: Sequence[int] = DRAWS,
    resamples: int = RESAMPLES,
    seed: int = SEED,
    on_draws: OnDraws = unheard,
) -> pd.DataFrame:
    """Hold how often every two kinds share a house against chance.

    Parameters
    ----------
    housed : Housed
    looks : sequence of int
        Numbers of draws after which they end if no mark is open; the last is the most.
    resamples : int
        For the interval.
    seed : int
        Fixed, so that the same data gives the same p.
    on_draws : callable
        Told how many draws are done, and how many there are at most.

    Returns
    -------
    DataFrame
        A row a pair, ``a <= b``: ``a, b, shared`` (the statistic), ``expected, ratio, low, high``
        (90 % of the resampled ratios), ``p, q, n_a, n_b, houses`` (that hold both), ``verdict``
        ("attracts", "avoids", "no_difference" or "too_few"), ``borderline`` (other draws might
        say otherwise).

    Examples
    --------
    Two houses of two, one of A alone and one of B alone: 2 of A have an A beside them. By chance
    an A has 1 of the 3 others, so 2 · 1/3.

    >>> from geo.evidence.colocation import read_mixes
    >>> mixes, houses = read_mixes(pd.Series(list("AABB"))), np.array([0, 0, 1, 1])
    >>> table = house_pairs(Housed(mixes, houses, np.zeros(4, dtype=np.int64)), [99], 99)
    >>> table[["shared", "ratio"]].round(2).values.tolist()
    [[2.0, 3.0], [0.0, 0.0], [2.0, 3.0]]
    """
    a, b = pairs_of(len(housed.mixes.names))
    sums = _house_sums(housed)
    shared, expected = _observed_and_expected(sums, np.ones((1, len(housed.size))))
    observed, by_chance = shared[0][a, b], expected[0][a, b]
    sizes = housed.mixes.sizes
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = observed / by_chance
    low, high = _interval(sums, resamples, seed)
    table = pd.DataFrame(
        {
            "a": housed.mixes.names[a],
            "b": housed.mixes.names[b],
            "shared": observed,
            "expected": by_chance,
            "ratio": ratio,
            "low": low[a, b],
            "high": high[a, b],
            "n_a": sizes[a],
            "n_b": sizes[b],
            "houses": (sums.pairs[:, a, b] > 0).sum(axis=0),
        }
    )
    for tails in _tails(housed, observed, looks, seed, on_draws):
        table = _marked(table, tails)
        if not table["borderline"].any():
            break
    return table


def _marked(table: pd.DataFrame, tails: _Tails) -> pd.DataFrame:
    """Give p, corrected for the number of pairs, and the mark; open where draws may change it."""
    draws = tails.draws
    table = table.assign(p=two_sided_p(tails.above, tails.below, draws))
    few = table["n_a"].lt(FEW_POINTS) | table["n_b"].lt(FEW_POINTS) | table["ratio"].isna()
    # Twice a tail: the error of p is twice that of the tail.
    error = 2 * SURE * np.sqrt((table["p"] / 2) * (1 - table["p"] / 2) / draws)
    q, best, worst = (
        corrected((table["p"] + way * error).clip(1 / draws, 1.0), ~few) for way in (0, -1, 1)
    )
    names = np.select(
        [few, q.gt(TEST_LEVEL), table["ratio"].gt(1)],
        ["too_few", "no_difference", "attracts"],
        default="avoids",
    )
    border = ~few & best.le(TEST_LEVEL) & worst.gt(TEST_LEVEL)
    return table.assign(q=q, verdict=names, borderline=border)


# ---- chance: the kinds shuffled over the same places


@dataclass(frozen=True)
class _Tails:
    """Of some draws: how many are at least as high, and at least as low, as each pair."""

    draws: int
    above: Ints
    below: Ints


def _tails(
    housed: Housed, observed: Floats, looks: Sequence[int], seed: int, on_draws: OnDraws
) -> Iterator[_Tails]:
    """Draw on from look to look."""
    generator, places = np.random.default_rng(seed), _Places.of(housed)
    a, b = pairs_of(len(housed.mixes.names))
    above, below = np.zeros(len(a), dtype=np.int64), np.zeros(len(a), dtype=np.int64)
    # A hair's breadth: equal sums may differ in the last bit after another order of adding.
    hair = 1e-9 * np.maximum(1.0, observed)
    some, done = max(1, AT_ONCE // len(housed.house)), 0
    for look in looks:
        while done < look:
            n = min(some, look - done)
            labels = shuffled(housed.mixes.of_point, housed.stratum, n, generator)
            values = places.pairs(labels)[:, a, b]
            above += (values >= observed - hair).sum(axis=0)
            below += (values <= observed + hair).sum(axis=0)
            done += n
            on_draws(done, looks[-1])
        yield _Tails(done, above.copy(), below.copy())


@dataclass(frozen=True)
class _Places:
    """The places in houses of more than one, where somebody can have a housemate.

    Attributes
    ----------
    point, house : array of int
    weight : array, one a house
        One over the housemates of each.
    shares : array, mixes × kinds
    """

    point: Ints
    house: Ints
    weight: Floats
    shares: Floats

    @classmethod
    def of(cls, housed: Housed) -> _Places:
        """Leave out those who sit alone."""
        point = np.flatnonzero(housed.size[housed.house] > 1)
        _, house = np.unique(housed.house[point], return_inverse=True)
        return cls(point, house, 1.0 / (np.bincount(house) - 1), housed.mixes.shares)

    def pairs(self, labels: Ints) -> Floats:
        """The statistic of every pair, draws × kinds × kinds."""
        (n, _), mixes = labels.shape, len(self.shares)
        slots = len(self.weight) * mixes
        spot = np.arange(n)[:, None] * slots + (self.house * mixes)[None, :] + labels[:, self.point]
        count = np.bincount(spot.ravel(), minlength=n * slots).astype(float)
        count = count.reshape(n, len(self.weight), mixes)
        weighed = count * self.weight[None, :, None]
        pairs = np.matmul(weighed.transpose(0, 2, 1), count)
        # Nobody is his own housemate.
        diagonal = np.arange(mixes)
        pairs[:, diagonal, diagonal] -= weighed.sum(axis=1)
        found: Floats = self.shares.T @ pairs @ self.shares
        return found


def shuffled(values: Ints, stratum: Ints, n: int, generator: np.random.Generator) -> Ints:
    """Shuffle values among the places of each stratum, some times over: draws × places.

    Parameters
    ----------
    values, stratum : array of int
        Of each place.
    n : int
    generator : Generator

    Examples
    --------
    >>> values, stratum = np.array([1, 7, 2, 8]), np.array([0, 1, 0, 1])
    >>> drawn = shuffled(values, stratum, 3, np.random.default_rng(0))
    >>> np.sort(drawn[:, [0, 2]]).tolist(), np.sort(drawn[:, [1, 3]]).tolist()
    ([[1, 2], [1, 2], [1, 2]], [[7, 8], [7, 8], [7, 8]])
    """
    # Stratum after stratum, and in one go back to the order of the places: columns here and there
    # of a large table are slow to write.
    order = np.argsort(stratum, kind="stable")
    parts = np.split(values[order], np.flatnonzero(np.diff(stratum[order])) + 1)
    drawn = [generator.permuted(np.tile(part, (n, 1)), axis=1) for part in parts]
    found: Ints = np.concatenate(drawn, axis=1)[:, np.argsort(order)]
    return found


# ---- the same of houses that were only counted


def shared_by_counts(counts: csr_array, shares: Floats) -> tuple[Floats, Floats]:
    """Return the statistic of every pair and what chance gives, from counts alone.

    For more points than can be held one by one; all are of one stratum.

    Parameters
    ----------
    counts : sparse array, houses × mixes
        How many points of each mix each house holds.
    shares : array, mixes × kinds
        Rows sum to 1.

    Returns
    -------
    tuple of two arrays, kinds × kinds

    Examples
    --------
    Two houses of two, one of A alone and one of B alone, as at `house_pairs`:

    >>> shared, expected = shared_by_counts(csr_array([[2, 0], [0, 2]]), np.eye(2))
    >>> shared.tolist(), (shared / expected).round(2).tolist()
    ([[2.0, 0.0], [0.0, 2.0]], [[3.0, 0.0], [0.0, 3.0]])
    """
    size = np.asarray(counts.sum(axis=1)).ravel().astype(float)
    weight = np.where(size > 1, 1.0 / np.maximum(size - 1, 1), 0.0)
    weighed = counts.multiply(weight[:, None]).tocsr()
    # Nobody is his own housemate.
    pairs = (counts.T @ weighed).toarray() - np.diag(np.asarray(weighed.sum(axis=0)).ravel())
    held = np.asarray(counts.sum(axis=0)).ravel().astype(float)
    n, kinds = held.sum(), held @ shares
    both = np.outer(kinds, kinds) - shares.T @ (held[:, None] * shares)
    meetings = size[size > 1].sum() / max(n * (n - 1), 1.0)
    return shares.T @ pairs @ shares, both * meetings


# ---- what chance gives on average, and the interval


@dataclass(frozen=True)
class _HouseSums:
    """What each house adds to the statistic and to what chance gives.

    Attributes
    ----------
    pairs : array, houses × kinds × kinds
        The statistic.
    meetings : array, houses × strata × strata
        Σ of 1 / (n - 1) over pairs of a point of one stratum and another point of the other.
    points : array, houses × strata
    kinds : array, houses × strata × kinds
    itself : array, houses × strata × kinds × kinds
        Pairs of a point with itself.
    """

    pairs: Floats
    meetings: Floats
    points: Floats
    kinds: Floats
    itself: Floats


def _house_sums(housed: Housed) -> _HouseSums:
    strata, k, size = int(housed.stratum.max()) + 1, len(housed.mixes.names), housed.size
    share, cell = housed.share, housed.house * strata + housed.stratum
    with np.errstate(divide="ignore"):
        weight = np.where(size > 1, 1.0 / np.maximum(size - 1, 1), 0.0)
    points = np.bincount(cell, minlength=len(size) * strata).reshape(-1, strata).astype(float)
    by_cell = np.zeros((len(size) * strata, k))
    np.add.at(by_cell, cell, share)
    squares = np.zeros((len(size) * strata, k, k))
    np.add.at(squares, cell, share[:, :, None] * share[:, None, :])
    kinds = by_cell.reshape(-1, strata, k)
    itself = squares.reshape(-1, strata, k, k)
    here = kinds.sum(axis=1)
    pairs = (here[:, :, None] * here[:, None, :] - itself.sum(axis=1)) * weight[:, None, None]
    meetings = points[:, :, None] * points[:, None, :] - points[:, :, None] * np.eye(strata)
    return _HouseSums(pairs, meetings * weight[:, None, None], points, kinds, itself)


def _observed_and_expected(sums: _HouseSums, times: Floats) -> tuple[Floats, Floats]:
    """The statistic and what chance gives, where each house is there a number of times."""
    shared, meetings, points, kinds, itself = (
        np.tensordot(times, part, axes=1)
        for part in (sums.pairs, sums.meetings, sums.points, sums.kinds, sums.itself)
    )
    strata = points.shape[1]
    expected = np.zeros_like(shared)
    for s in range(strata):
        for t in range(strata):
            both = kinds[:, s, :, None] * kinds[:, t, None, :] - (s == t) * itself[:, s]
            ways = points[:, s] * (points[:, t] - (s == t))
            expected += both * (meetings[:, s, t] / np.maximum(ways, 1.0))[:, None, None]
    return shared, expected


def _interval(sums: _HouseSums, resamples: int, seed: int) -> tuple[Floats, Floats]:
    """Between which nine in ten of the ratios lie when whole houses are drawn anew."""
    houses = len(sums.points)
    generator = np.random.default_rng(seed + 1)
    times = generator.multinomial(houses, np.full(houses, 1.0 / houses), resamples).astype(float)
    shared, expected = _observed_and_expected(sums, times)
    # A kind that is in none of the houses drawn shares none.
    ratio = np.divide(shared, expected, out=np.zeros_like(shared), where=expected > 0)
    low, high = np.quantile(ratio, [TEST_LEVEL, 1 - TEST_LEVEL], axis=0)
    return low, high
