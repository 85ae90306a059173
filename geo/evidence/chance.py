"""What chance alone would give: shuffled labels, p by permutation, many tests at once."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
SEED = 20261125
"""Fixed, so that the same data gives the same p."""


def shuffled_within(
    labels: Ints, strata: NDArray[np.generic] | None, generator: np.random.Generator
) -> Ints:
    """Shuffle labels over the points, or only over the points of the same stratum."""
    if strata is None:
        return generator.permutation(labels)
    shuffled = labels.copy()
    for stratum in np.unique(strata):
        rows = np.flatnonzero(strata == stratum)
        shuffled[rows] = generator.permutation(labels[rows])
    return shuffled


def two_sided_p(higher: ArrayLike, lower: ArrayLike, draws: int) -> Floats:
    """Return p by permutation: twice the smaller tail, the observed value counted along.

    Parameters
    ----------
    higher, lower : int or array of int
        Draws at least as high, and at least as low, as what was observed.
    draws : int
        Of all.

    Examples
    --------
    >>> float(two_sided_p(4, 997, 999)), float(two_sided_p(600, 600, 999))
    (0.01, 1.0)
    """
    tail = np.minimum(higher, lower) + 1.0
    return np.asarray(np.minimum(1.0, 2.0 * tail / (draws + 1)))


def corrected(p: pd.Series, tested: pd.Series) -> pd.Series:
    """Return q: p corrected for the number of tests; missing where nothing was tested.

    Examples
    --------
    >>> corrected(pd.Series([0.01, 0.9, 0.04]), pd.Series([True, False, True])).tolist()
    [0.02, nan, 0.04]
    """
    q = pd.Series(np.nan, index=p.index)
    q[tested] = false_discovery(p[tested].to_numpy(dtype=float))
    return q


def false_discovery(p: Floats) -> Floats:
    """Adjust p-values for many tests at once (Benjamini & Hochberg 1995).

    Examples
    --------
    >>> false_discovery(np.array([0.01, 0.04, 0.03, 0.5])).round(4).tolist()
    [0.04, 0.0533, 0.0533, 0.5]
    """
    order = np.argsort(p)[::-1]
    ranked = p[order] * len(p) / np.arange(len(p), 0, -1)
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(1.0, np.minimum.accumulate(ranked))
    return adjusted
