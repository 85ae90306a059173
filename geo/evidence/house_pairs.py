"""In the house: do two kinds share buildings more than their numbers would make them?

For kinds a and b the statistic is how many of those who share a house with an a are b, every
housemate counting 1 / (n - 1) in a house of n: Σ over houses of n_a · n_b / (n - 1). It is the same
from a to b as from b to a and is tested once. Chance shuffles the kinds over the same places,
within strata; what it gives on average is worked out exactly. p is two-sided, corrected over the
pairs that are tested (Benjamini & Hochberg 1995), by draws that go on until more of them would
change no mark (Besag & Clifford 1991, *Sequential Monte Carlo p-values*, Biometrika 78(2), 301-304;
Gandy 2009, *Sequential implementation of Monte Carlo tests with uniformly bounded resampling risk*,
JASA 104, 1504-1511): first of every pair, then of those whose mark is open alone, for which only
their own kinds need be drawn. A mark that the last draws leave open is called borderline. The
interval draws whole houses anew (Field & Welsh 2007, *Bootstrapping clustered data*, JRSS B 69(3),
369-390): of few houses it is wide, however many tenants they hold.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from geo.data.thresholds import FEW_POINTS, TEST_LEVEL
from geo.data.verdicts import ATTRACTS, AVOIDS, NO_DIFFERENCE, TOO_FEW
from geo.evidence.chance import SEED, OnDraws, corrected, two_sided_p, unheard
from geo.evidence.colocation import Mixes

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
DRAWS = (2_500, 5_000, 10_000, 20_000, 40_000, 80_000, 160_000)
"""After so many it is asked whether a mark is still open."""
OF_ALL = DRAWS[0]
"""Draws of every pair; beyond them those whose mark is open are drawn alone."""
MOST_DRAWN = 12_000_000
"""Labels that are drawn for those: some tenths of a second."""
AT_ONCE = 200_000
FEW_AT_ONCE = 8  # draws: with fewer a step for each place costs more than a whole shuffle
"""Labels that are drawn together: as many as a processor holds near it."""
RESAMPLES, HOUSES_AT_ONCE = 999, 2_000_000
"""For the interval; of a hundred thousand houses not all at once, which would take gigabytes."""
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
    low, high = _interval(sums, resamples, seed, lambda: on_draws(0, looks[-1]))
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
    draws, border = _Draws.of(housed, observed, seed), np.ones(len(a), dtype=bool)
    for look in looks:
        draws.go_on(border, look, lambda done: on_draws(done, looks[-1]))
        table = _marked(table, draws)
        border = table["borderline"].to_numpy(dtype=bool)
        if not border.any():
            break
    return table


def _marked(table: pd.DataFrame, tails: _Draws) -> pd.DataFrame:
    """Give p, corrected for the number of pairs, and the mark; open where draws may change it."""
    draws = tails.done
    table = table.assign(p=two_sided_p(tails.above, tails.below, draws))
    few = table["n_a"].lt(FEW_POINTS) | table["n_b"].lt(FEW_POINTS) | table["ratio"].isna()
    # Twice a tail: the error of p is twice that of the tail.
    error = 2 * SURE * np.sqrt((table["p"] / 2) * (1 - table["p"] / 2) / draws)
    q, best, worst = (
        corrected((table["p"] + way * error).clip(1 / draws, 1.0), ~few) for way in (0, -1, 1)
    )
    names = np.select(
        [few, q.gt(TEST_LEVEL), table["ratio"].gt(1)],
        [TOO_FEW, NO_DIFFERENCE, ATTRACTS],
        default=AVOIDS,
    )
    border = ~few & best.le(TEST_LEVEL) & worst.gt(TEST_LEVEL)
    return table.assign(q=q, verdict=names, borderline=border)


# ---- chance: the kinds shuffled over the same places


@dataclass
class _Draws:
    """The draws up to now: how many are at least as high, and at least as low, as each pair.

    Attributes
    ----------
    housed : Housed
    observed : array, one a pair
    generator : Generator
    done, above, below : array of int, one a pair
    """

    housed: Housed
    observed: Floats
    generator: np.random.Generator
    done: Ints
    above: Ints
    below: Ints

    @classmethod
    def of(cls, housed: Housed, observed: Floats, seed: int) -> _Draws:
        """None yet."""
        none = np.zeros((3, len(observed)), dtype=np.int64)
        return cls(housed, observed, np.random.default_rng(seed), *none)

    def go_on(self, of: NDArray[np.bool_], look: int, on_draws: Callable[[int], None]) -> None:
        """Draw on to a number: of every pair, or beyond `OF_ALL` of those that are asked for."""
        a, b = pairs_of(len(self.housed.mixes.names))
        asked = np.arange(len(a)) if look <= OF_ALL else np.flatnonzero(of)
        kinds = np.unique([a[asked], b[asked]])
        places = _Places.of(self.housed, kinds)
        first, second = (np.searchsorted(kinds, each[asked]) for each in (a, b))
        done = int(self.done[asked].max())
        if look > OF_ALL:
            look = min(look, max(done, MOST_DRAWN // places.drawn))
        # A hair's breadth: equal sums may differ in the last bit after another order of adding.
        observed = self.observed[asked][:, None]
        hair = 1e-9 * np.maximum(1.0, observed)
        while done < look:
            n = min(places.at_once, look - done)
            values = places.pairs(first, second, n, self.generator)
            self.above[asked] += (values >= observed - hair).sum(axis=1)
            self.below[asked] += (values <= observed + hair).sum(axis=1)
            done += n
            on_draws(done)
        self.done[asked] = done


@dataclass(frozen=True)
class _Places:
    """Some kinds, and the places that they are dealt out over.

    Attributes
    ----------
    labels : tuple of array of int, one a stratum
        What is dealt out in it: the row of ``shares`` of every point that is of one of the kinds.
    slots : tuple of array of int, one a stratum
        The house of each of its places; those who sit alone are together in one that weighs 0.
    weight : array, one a house
        One over the housemates of each.
    shares : array, labels × kinds
    """

    labels: tuple[Ints, ...]
    slots: tuple[Ints, ...]
    weight: Floats
    shares: Floats

    @classmethod
    def of(cls, housed: Housed, kinds: Ints) -> _Places:
        """Take the points that are of some kinds."""
        shares, label = np.unique(housed.mixes.shares[:, kinds], axis=0, return_inverse=True)
        label, size = label.reshape(-1)[housed.mixes.of_point], housed.size
        shared = np.flatnonzero(size > 1)
        slot = np.full(len(size), len(shared))
        slot[shared] = np.arange(len(shared))
        strata = [np.flatnonzero(housed.stratum == s) for s in np.unique(housed.stratum)]
        # Sorted, so that what is of none of the kinds comes first.
        none = int(not shares[0].any())
        drawn = (label[rows] - none for rows in strata)
        return cls(
            tuple(labels[labels >= 0] for labels in drawn),
            tuple(slot[housed.house[rows]] for rows in strata),
            np.append(1.0 / (size[shared] - 1), 0.0),
            shares[none:],
        )

    @property
    def drawn(self) -> int:
        """Labels of one draw."""
        return max(1, sum(len(labels) for labels in self.labels))

    @property
    def at_once(self) -> int:
        """Draws that are made together."""
        places = sum(len(slots) for slots in self.slots)
        return max(1, AT_ONCE // places)

    def pairs(self, first: Ints, second: Ints, n: int, generator: np.random.Generator) -> Floats:
        """The statistic of some pairs, pairs × draws."""
        houses, labels, draw = len(self.weight), len(self.shares), np.arange(n)
        spots = [
            ((dealt(slots, len(those), n, generator) + those[:, None] * houses) * n + draw).ravel()
            for slots, those in zip(self.slots, self.labels, strict=True)
        ]
        count = np.bincount(np.concatenate(spots), minlength=labels * houses * n).astype(float)
        of_house = (self.shares.T @ count.reshape(labels, -1)).reshape(-1, houses, n)
        weighed = of_house * self.weight[:, None]
        # Nobody is his own housemate.
        alone = self.weight @ count.reshape(labels, houses, n)
        itself = (self.shares[:, first] * self.shares[:, second]).T @ alone
        both = zip(first, second, strict=True)
        every = [np.einsum("hn,hn->n", weighed[a], of_house[b]) for a, b in both]
        found: Floats = np.stack(every) - itself
        return found


def dealt(places: Ints, some: int, n: int, generator: np.random.Generator) -> Ints:
    """Deal out some of the places at random, a number of times over: some × draws.

    Parameters
    ----------
    places : array
    some, n : int
    generator : Generator

    Examples
    --------
    >>> drawn = dealt(np.array([5, 6, 7]), 2, 4, np.random.default_rng(0))
    >>> drawn.shape, bool((drawn[0] != drawn[1]).all())
    ((2, 4), True)
    """
    if 2 * some > len(places) or n < FEW_AT_ONCE:
        return generator.permuted(np.tile(places, (n, 1)), axis=1)[:, :some].T
    # Fisher & Yates, of all draws at once, and no further than is asked for.
    left, column = np.repeat(places, n), np.arange(n)
    rest = len(places) - np.arange(some)
    others = (generator.random((some, n)) * rest[:, None]).astype(np.int64)
    others = (others + np.arange(some)[:, None]) * n + column
    for i, other in enumerate(others):
        here = left[i * n : (i + 1) * n]
        there = left[other]
        left[other] = here
        here[:] = there
    return left[: some * n].reshape(some, n)


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


def _interval(
    sums: _HouseSums, resamples: int, seed: int, on_some: Callable[[], None]
) -> tuple[Floats, Floats]:
    """Between which nine in ten of the ratios lie when whole houses are drawn anew."""
    houses = len(sums.points)
    generator = np.random.default_rng(seed + 1)
    some, parts = max(1, HOUSES_AT_ONCE // houses), []
    for start in range(0, resamples, some):
        n = min(some, resamples - start)
        which = generator.integers(0, houses, (n, houses)) + np.arange(n)[:, None] * houses
        times = np.bincount(which.ravel(), minlength=n * houses).reshape(n, houses).astype(float)
        shared, expected = _observed_and_expected(sums, times)
        # A kind that is in none of the houses drawn shares none.
        parts.append(np.divide(shared, expected, out=np.zeros_like(shared), where=expected > 0))
        on_some()
    ratio = np.concatenate(parts)
    low, high = np.quantile(ratio, [TEST_LEVEL, 1 - TEST_LEVEL], axis=0)
    return low, high
