"""Ripley's cross-K of two categories, against random labelling of the same places."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from geo.data.errors import ArgumentError
from geo.evidence.chance import SEED, shuffled_within
from geo.evidence.colocation import Floats, Ints


def cross_k(
    xy: Floats,
    category: pd.Series,
    pair: tuple[str, str],
    radii: Floats,
    area_m2: float,
    *,
    permutations: int = 199,
    seed: int = SEED,
    strata: pd.Series | None = None,
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
    strata : Series, optional
        Categories are only shuffled among points of the same stratum, as tenants among tenants.

    Returns
    -------
    DataFrame
        ``radius, k, expected`` (mean of the shuffles), ``low, high, n_a, n_b``, and ``p_overall``,
        the same on every row: the share of curves that leave the mean, in standard deviations,
        somewhere as far as the observed one does. Unlike the envelope it is one test for all
        radii together (the maximum deviation test: Myllymäki et al. 2017, *Global envelope tests
        for spatial processes*, JRSS B 79, 381-404).

    Raises
    ------
    ArgumentError
        When A and B are the same.

    Examples
    --------
    One A and one B, 100 m apart on 10,000 m²: no pair within 50 m, the only one within 150 m.

    >>> xy = np.array([[0.0, 0.0], [100.0, 0.0]])
    >>> radii = np.array([50.0, 150.0])
    >>> cross_k(xy, pd.Series(["A", "B"]), ("A", "B"), radii, 1e4)["k"].tolist()
    [0.0, 10000.0]
    """
    a, b = pair
    if a == b:
        raise ArgumentError("argument", argument="pair", value=f"{a}, {b}", allowed="A ≠ B")
    values = category.to_numpy(dtype=str)
    labels = np.where(values == a, 1, np.where(values == b, 2, 0))
    first, second, band = _pairs(np.asarray(xy, dtype=float), np.asarray(radii, dtype=float))
    n_a, n_b = int((labels == 1).sum()), int((labels == 2).sum())  # noqa: PLR2004 - label of B
    scale = area_m2 / max(n_a * n_b, 1)
    observed = scale * _curve(labels, first, second, band, len(radii))
    generator = np.random.default_rng(seed)
    groups = None if strata is None else strata.to_numpy()
    shuffles = (shuffled_within(labels, groups, generator) for _ in range(permutations))
    draws = scale * np.array(
        [_curve(shuffled, first, second, band, len(radii)) for shuffled in shuffles]
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
            "p_overall": _p_overall(observed, draws),
        }
    )


def _p_overall(observed: Floats, draws: Floats) -> float:
    curves = np.vstack([observed, draws])
    spread = curves.std(axis=0)
    # A radius at which every curve is the same tells nothing.
    told = spread > 0
    off = np.abs(curves - curves.mean(axis=0))[:, told] / spread[told]
    furthest = off.max(axis=1, initial=0.0)
    return float((furthest >= furthest[0] - 1e-12).mean())


def _pairs(xy: Floats, radii: Floats) -> tuple[Ints, Ints, Ints]:
    pairs: Ints = cKDTree(xy).query_pairs(radii[-1], output_type="ndarray")
    distance: Floats = np.hypot(*(xy[pairs[:, 0]] - xy[pairs[:, 1]]).T)
    return pairs[:, 0], pairs[:, 1], np.searchsorted(radii, distance)


def _curve(labels: Ints, first: Ints, second: Ints, band: Ints, n: int) -> Floats:
    # 1·2 = 2 only for a pair of one A and one B, whichever comes first.
    mixed = labels[first] * labels[second] == 2  # noqa: PLR2004
    return np.cumsum(np.bincount(band[mixed], minlength=n)[:n]).astype(float)
