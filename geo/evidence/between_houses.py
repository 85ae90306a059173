"""Between houses: do two kinds lie near one another when the own building is left out?

The measure is M of Marcon & Puech (2010), *Measures of the geographic concentration of industries:
improving distance-based methods*, Journal of Economic Geography 10(5), 745-762: round each a, how
many b there are within a distance for every business there, over what it is in the whole city;
cumulative, so that it says how much more there is up to a distance. Both directions of a pair are
taken together, by the mean of a → b and b → a. Chance moves the buildings, each with all who sit in
it, over the places of buildings that hold about as many, so that neither a house of one theme nor a
large house among large ones is a finding by itself. All pairs and distances stand in one test
(`geo.evidence.global_envelope`), in deviations that are worked out exactly
(`geo.evidence.exact_moments`), with more draws where a mark is still open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from scipy.spatial import cKDTree

from geo.data.thresholds import BANDS_M, FEW_POINTS
from geo.data.verdicts import ATTRACTS, AVOIDS, NO_DIFFERENCE, TOO_FEW
from geo.evidence.chance import SEED, OnDraws, unheard
from geo.evidence.exact_moments import exact_moments
from geo.evidence.global_envelope import global_envelope
from geo.evidence.house_pairs import Housed, pairs_of, shuffled

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Singles = NDArray[np.float32]
CURVES = (999, 4_999, 19_999)
"""After so many it is asked whether a mark is still open."""
LEAST, WORK = 4_999, 150_000_000
"""Beyond so many there are no more than take this many sums of a pair of places and a kind: of a
few hundred places all of them, a tenth of a second each thousand."""
AT_ONCE = 40
BY_SIDE = np.array([NO_DIFFERENCE, ATTRACTS, AVOIDS], dtype=object)
"""By the side on which a cell is out: 0 for within, 1 above, -1 below."""
DIGITS = 5
"""Of a sum, over its largest value: beyond them the order of adding shows."""
LEAST_SHARE = 1e-4
"""Of the businesses of the city round any place: one building in an empty harbour is no cluster."""


@dataclass(frozen=True)
class Setting:
    """Where the houses stand, and how many businesses there are round each.

    Attributes
    ----------
    xy : array, houses × 2
        Metres (EPSG:28992).
    stratum : array of int, one a house
        Houses only change places with houses of the same stratum.
    businesses : array, bands × houses
        Share of the city's businesses within each distance of `BANDS_M`; at least `LEAST_SHARE`.
    """

    xy: Floats
    stratum: Ints
    businesses: Floats


def size_classes(size: Ints) -> Ints:
    """Classes of houses that hold about as many, each from a number to twice that.

    Examples
    --------
    >>> size_classes(np.array([1, 2, 3, 4, 7, 8, 100])).tolist()
    [0, 1, 1, 2, 2, 3, 6]
    """
    return np.floor(np.log2(size)).astype(np.int64)


def between_houses(
    housed: Housed,
    setting: Setting,
    looks: Sequence[int] = CURVES,
    seed: int = SEED,
    on_draws: OnDraws = unheard,
) -> pd.DataFrame:
    """Hold how near every two kinds lie, other buildings alone, against moving the buildings.

    Parameters
    ----------
    housed : Housed
    setting : Setting
        Of its houses.
    looks : sequence of int
        Numbers of draws after which they end if no mark is open; the last is the most.
    seed : int
        Fixed, so that the same data gives the same p.
    on_draws : callable
        Told how many draws are done, and how many there are at most.

    Returns
    -------
    DataFrame
        A row a pair and distance, ``a <= b``: ``a, b, radius, m, expected`` (mean of all moves),
        ``ratio, low, high`` (the envelope, as ratios), ``p`` (one for all), ``n_a, n_b, verdict``
        ("attracts", "avoids", "no_difference" or "too_few"), ``borderline`` (other draws might
        say otherwise).

    Examples
    --------
    Four houses on a line, 200 m apart, A and A then B and B: one pair of A's within 250 m, one of
    A and B, one of B's. Each of six ways to move them puts the A's side by side in three.

    >>> from geo.evidence.colocation import read_mixes
    >>> housed = Housed(read_mixes(pd.Series(list("AABB"))), np.arange(4), np.zeros(4, int))
    >>> line = np.column_stack([np.arange(4) * 200.0, np.zeros(4)])
    >>> setting = Setting(line, np.zeros(4, int), np.full((3, 4), 0.25))
    >>> table = between_houses(housed, setting, [99])
    >>> table[table["radius"].eq(250)]["m"].tolist()
    [2.0, 1.0, 2.0]
    """
    a, b = pairs_of(len(housed.mixes.names))
    sizes = housed.mixes.sizes
    mix = np.zeros((len(setting.xy), len(sizes)), dtype=np.float32)
    np.add.at(mix, housed.house, housed.share)
    near, generator = _Near.of(setting), np.random.default_rng(seed)
    moments = near.moments(mix, setting.stratum)[:, :, a, b].reshape(2, -1)
    table = pd.DataFrame(
        {
            "a": np.tile(housed.mixes.names[a], len(BANDS_M)),
            "b": np.tile(housed.mixes.names[b], len(BANDS_M)),
            "radius": np.repeat(BANDS_M, len(a)).astype(float),
            "n_a": np.tile(sizes[a], len(BANDS_M)),
            "n_b": np.tile(sizes[b], len(BANDS_M)),
        }
    )
    stay = np.arange(len(mix))[None, :]
    curves, done = [near.counts(mix, stay)[:, :, a, b]], 0
    most = max(LEAST, WORK // max(near.pairs * len(sizes), 1))
    looks = sorted({min(look, most) for look in looks})
    for look in looks:
        while done < look:
            # Which house comes to each place.
            order = shuffled(stay[0], setting.stratum, min(AT_ONCE, look - done), generator)
            curves.append(near.counts(mix, order)[:, :, a, b])
            done += len(order)
            on_draws(done, looks[-1])
        told = _told(table, np.concatenate(curves), moments)
        if not told["borderline"].any():
            break
    return told


def _told(table: pd.DataFrame, counts: Singles, moments: Floats) -> pd.DataFrame:
    """Hold the first of the counts against the others, in their exact mean and deviation."""
    curves = counts.reshape(len(counts), -1).astype(float)
    observed = curves[0]
    few = (table["n_a"].lt(FEW_POINTS) | table["n_b"].lt(FEW_POINTS)).to_numpy()
    tested = ~few
    mean, deviation = moments
    low, high = np.full(len(table), np.nan), np.full(len(table), np.nan)
    verdict, border = np.where(few, TOO_FEW, NO_DIFFERENCE).astype(object), np.zeros_like(few)
    p = np.nan
    if tested.any():
        top = np.maximum(curves[:, tested].max(axis=0), 1e-30)
        equal = np.round(curves[:, tested] / top, DIGITS)
        # What never moves may seem to by the last bits of a sum.
        moves = np.where(deviation[tested] < top * 10.0**-DIGITS, 0.0, deviation[tested])
        known = (mean[tested] / top, moves / top)
        envelope = global_envelope(equal[0], equal[1:], moments=known, stepwise=True)
        least = np.maximum(envelope.low, 0)  # nothing is less often near than never
        p, low[tested], high[tested] = envelope.p, least * top, envelope.high * top
        verdict[tested], border[tested] = BY_SIDE[envelope.outside], envelope.borderline
    scale = 1 / (table["n_a"] * table["n_b"]).to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        return table.assign(
            m=observed * scale,
            expected=mean * scale,
            ratio=observed / mean,
            low=low / mean,
            high=high / mean,
            p=p,
            verdict=verdict,
            borderline=border,
        )


@dataclass(frozen=True)
class _Near:
    """Which places lie how near, each pair once, and what a pair counts for.

    Attributes
    ----------
    within : tuple of sparse arrays, one a band
        The mean, over both places, of one over the businesses round them.
    """

    within: tuple[sparse.csr_array, ...]

    @classmethod
    def of(cls, setting: Setting) -> _Near:
        """Find the pairs of places."""
        tree, n = cKDTree(setting.xy), len(setting.xy)
        pairs = tree.query_pairs(BANDS_M[-1], output_type="ndarray")
        metres = np.hypot(*(setting.xy[pairs[:, 0]] - setting.xy[pairs[:, 1]]).T)
        within = []
        for radius, businesses in zip(BANDS_M, setting.businesses, strict=True):
            one, other = pairs[metres <= radius].T
            weight = (1 / businesses[one] + 1 / businesses[other]) / 2
            within.append(sparse.csr_array((weight.astype(np.float32), (one, other)), shape=(n, n)))
        return cls(tuple(within))

    @property
    def pairs(self) -> int:
        """How many, over all bands."""
        return sum(int(each.nnz) for each in self.within)

    def moments(self, mix: Singles, stratum: Ints) -> Floats:
        """Mean and deviation of `counts` over all moves: two × bands × kinds × kinds."""
        every = [exact_moments(pairs, mix.astype(float), stratum) for pairs in self.within]
        mean, variance = map(np.stack, zip(*every, strict=True))
        return np.stack([mean, np.sqrt(variance)])

    def counts(self, mix: Singles, order: Ints) -> Singles:
        """Pairs of kinds, each by one over its businesses: draws × bands × kinds × kinds.

        ``order``, draws × places, says which house comes to each place.
        """
        (draws, places), kinds = order.shape, mix.shape[1]
        here = mix[order.T]
        flat = here.reshape(places, draws * kinds)
        turned, found = np.ascontiguousarray(here.transpose(1, 2, 0)), []
        for pairs in self.within:
            near = np.ascontiguousarray((pairs @ flat).reshape(here.shape).transpose(1, 0, 2))
            one_way = np.matmul(turned, near)
            found.append(one_way + one_way.transpose(0, 2, 1))
        return np.stack(found, axis=1)
