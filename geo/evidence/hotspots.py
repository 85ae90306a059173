"""Moran's I and Getis-Ord Gi* on areas that touch.

Moran (1950), *Notes on continuous stochastic phenomena*; Getis & Ord (1992) and Ord & Getis (1995),
*Local spatial autocorrelation statistics*, Geographical Analysis 27, 286-306. Conditional
permutation: Anselin (1995), *Local indicators of spatial association - LISA*, ibid., 93-115.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array

from geo.data.thresholds import FEW_AREAS, TEST_LEVEL
from geo.evidence.chance import SEED, false_discovery, two_sided_p

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
DRAWS, MORE_DRAWS = 9_999, 99_999
SMALL_P = 0.01


def queen_weights(areas: gpd.GeoDataFrame, tolerance_m: float = 0.5) -> csr_array:
    """Binary contiguity: 1 where two areas share a border or a corner.

    Parameters
    ----------
    areas : GeoDataFrame
        Polygons, metres (EPSG:28992).
    tolerance_m : float
        Borders that were simplified apart by less than this still touch.
    """
    grown = areas.geometry.buffer(tolerance_m)
    first, second = grown.sindex.query(grown, predicate="intersects")
    apart = first != second
    n = len(areas)
    return csr_array((np.ones(apart.sum()), (first[apart], second[apart])), shape=(n, n))


@dataclass(frozen=True)
class MoranAnswer:
    """Moran's I, what is expected without pattern, and a two-sided p by permutation."""

    i: float
    expected: float
    p: float
    n: int

    @property
    def too_few(self) -> bool:
        """Fewer areas than `FEW_AREAS`: no conclusion."""
        return self.n < FEW_AREAS


def moran(
    values: Floats, weights: csr_array, permutations: int = 999, seed: int = SEED
) -> MoranAnswer:
    """Moran's I with row-standardised weights and p by permutation.

    Parameters
    ----------
    values : array
        One value an area, none missing.
    weights : csr_array
        Binary contiguity on the same areas.
    """
    degree = np.maximum(np.asarray(weights.sum(axis=1)).ravel(), 1.0)
    z = np.asarray(values, dtype=float) - np.mean(values)
    n, total = len(z), float((np.asarray(weights.sum(axis=1)).ravel() > 0).sum())
    scale = n / total / float(z @ z)
    observed = scale * float(z @ ((weights @ z) / degree))
    generator = np.random.default_rng(seed)
    shuffled = np.array([generator.permutation(z) for _ in range(permutations)]).T
    draws = scale * np.einsum("ij,ij->j", shuffled, (weights @ shuffled) / degree[:, None])
    p = two_sided_p((draws >= observed).sum(), (draws <= observed).sum(), permutations)
    return MoranAnswer(observed, -1.0 / (n - 1), float(p), n)


def getis_ord(values: Floats, weights: csr_array, seed: int = SEED) -> pd.DataFrame:
    """Gi* of every area: is it, with its neighbours, higher or lower than chance.

    ``p`` is from conditional permutation (Anselin 1995): the value of the area itself stays, those
    of its neighbours are drawn from all other areas, `DRAWS` times and `MORE_DRAWS` where that
    leaves p below `SMALL_P` (Besag & Clifford 1991), so that one spot among hundreds of areas can
    be told. Counts with many noughts are far from normal: the ``z`` of Ord and Getis tells how
    strong a spot is, but not how sure.

    Parameters
    ----------
    values : array
        One value an area, none missing.
    weights : csr_array
        Binary contiguity without the area itself, which is added here (the star).
    seed : int

    Returns
    -------
    DataFrame
        ``z``, ``p`` (two-sided, by permutation), ``q`` (Benjamini-Hochberg over all areas) and
        ``verdict``: "hot", "cold" or "no_difference" at q below `TEST_LEVEL`.
    """
    x = np.asarray(values, dtype=float)
    star = weights + eye_array(len(x), format="csr")
    n, w = len(x), np.asarray(star.sum(axis=1)).ravel()
    mean, spread = x.mean(), x.std()
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (star @ x - mean * w) / (spread * np.sqrt((n * w - w**2) / (n - 1)))
    rng, degree, every = np.random.default_rng(seed), w.astype(int) - 1, np.arange(n)
    p = _conditional_p(x, star @ x, degree, every, DRAWS, rng)
    small = np.flatnonzero(p < SMALL_P)
    p[small] = _conditional_p(x, star @ x, degree, small, MORE_DRAWS, rng)
    q = false_discovery(p)
    sure = q < TEST_LEVEL
    verdict = np.select([sure & (z > 0), sure & (z < 0)], ["hot", "cold"], default="no_difference")
    return pd.DataFrame({"z": z, "p": p, "q": q, "verdict": verdict})


def _conditional_p(
    x: Floats, observed: Floats, degree: Ints, areas: Ints, times: int, rng: np.random.Generator
) -> Floats:
    """Two-sided p of the sum of an area and its neighbours, its own value held fixed."""
    # Areas with as many neighbours share their draws, as all areas do in PySAL.
    draws = {int(k): _dealt(len(x) - 1, int(k), times, rng) for k in np.unique(degree[areas])}
    p = np.ones(len(areas))
    # Sums of the same numbers in another order differ in the last digit of the largest of them.
    near = 1e-9 * np.abs(x).max()
    for at, i in enumerate(areas):
        sums = x[i] + np.delete(x, i)[draws[int(degree[i])]].sum(axis=1)
        higher, lower = (sums >= observed[i] - near).sum(), (sums <= observed[i] + near).sum()
        p[at] = two_sided_p(higher, lower, times)
    return p


def _dealt(n: int, k: int, times: int, rng: np.random.Generator) -> Ints:
    """Draw ``k`` different numbers below ``n``, many times (Floyd's method: Bentley 1987)."""
    hands = np.empty((times, k), dtype=np.int64)
    for column, last in enumerate(range(n - k, n)):
        drawn = rng.integers(0, last + 1, times)
        taken = (hands[:, :column] == drawn[:, None]).any(axis=1)
        hands[:, column] = np.where(taken, last, drawn)
    return hands
