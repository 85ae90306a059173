"""Ripley's cross-K of two categories, against random labelling of the same places."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Floats = NDArray[np.float64]


def cross_k(
    xy: Floats,
    category: pd.Series,
    pair: tuple[str, str],
    radii: Floats,
    area_m2: float,
    permutations: int = 199,
    seed: int = 20261125,
) -> pd.DataFrame:
    """Cross-K of A and B with the envelope of random labelling.

    ``K_AB(r) = area / (n_A n_B) · #{(i in A, j in B): d_ij <= r}`` (Ripley 1976; Lotwick &
    Silverman 1982). The places stay as they are and the categories are shuffled over them (Diggle
    2003), so that streets, water and the city's edge weigh on the observed and the shuffled curve
    alike: K carries no edge correction and is to be read against its envelope only.

    Parameters
    ----------
    xy : array, points × 2
        Metres (EPSG:28992).
    category : Series of str
    pair : (A, B)
        Two different categories.
    radii : array
        Rising radii in metres.
    area_m2 : float
        Area of the city.
    permutations : int
        The envelope is the lowest and highest of them, pointwise: with 199 it is left by chance
        at one radius once in a hundred times.

    Returns
    -------
    DataFrame
        ``radius, k, expected`` (mean of the shuffles), ``low, high, n_a, n_b``.
    """
    a, b = pair
    values = category.to_numpy(dtype=str)
    labels = np.where(values == a, 1, np.where(values == b, 2, 0))
    first, second, band = _pairs(np.asarray(xy, dtype=float), np.asarray(radii, dtype=float))
    n_a, n_b = int((labels == 1).sum()), int((labels == 2).sum())  # noqa: PLR2004 - label of B
    scale = area_m2 / max(n_a * n_b, 1)
    observed = scale * _curve(labels, first, second, band, len(radii))
    generator = np.random.default_rng(seed)
    draws = np.array(
        [
            scale * _curve(generator.permutation(labels), first, second, band, len(radii))
            for _ in range(permutations)
        ]
    )
    return pd.DataFrame(
        {
            "radius": radii,
            "k": observed,
            "expected": draws.mean(axis=0),
            "low": draws.min(axis=0),
            "high": draws.max(axis=0),
            "n_a": n_a,
            "n_b": n_b,
        }
    )


def _pairs(xy: Floats, radii: Floats) -> tuple[NDArray, NDArray, NDArray]:
    pairs = cKDTree(xy).query_pairs(radii[-1], output_type="ndarray")
    distance = np.hypot(*(xy[pairs[:, 0]] - xy[pairs[:, 1]]).T)
    return pairs[:, 0], pairs[:, 1], np.searchsorted(radii, distance)


def _curve(labels: NDArray, first: NDArray, second: NDArray, band: NDArray, n: int) -> Floats:
    # 1·2 = 2 only for a pair of one A and one B, whichever comes first.
    mixed = labels[first] * labels[second] == 2  # noqa: PLR2004
    return np.cumsum(np.bincount(band[mixed], minlength=n)[:n]).astype(float)
