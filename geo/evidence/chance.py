"""What chance alone would give: shuffled labels, p by permutation, many tests at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
SEED = 20261125
"""Fixed, so that the same data gives the same p."""
OnDraws = Callable[[int, int], None]
"""Told how many draws are done, and how many there are at most; may end the work by raising."""


def unheard(done: int, most: int) -> None:
    """Tell nobody how far the draws are.

    Parameters
    ----------
    done, most : int
    """


def drawn_within(
    strata: Sequence[Ints], sizes: Sequence[tuple[int, int]], generator: np.random.Generator
) -> tuple[Ints, Ints]:
    """Shuffle two labels over the points of each stratum, and return the points that have each.

    The points without either label need not be drawn, which shuffling all of them would do.

    Parameters
    ----------
    strata : sequence of array of int
        The points of each stratum.
    sizes : sequence of (int, int)
        How many of them have the first label, and the second.
    generator : Generator

    Examples
    --------
    >>> strata, generator = [np.arange(3), np.arange(3, 6)], np.random.default_rng(1)
    >>> first, second = drawn_within(strata, [(1, 2), (0, 1)], generator)
    >>> (first < 3).tolist(), sorted((second < 3).tolist()), bool(set(first) & set(second))
    ([True], [False, True, True], False)
    """
    drawn = [
        rows[generator.choice(len(rows), a + b, replace=False)]
        for rows, (a, b) in zip(strata, sizes, strict=True)
    ]
    first = [rows[:a] for rows, (a, _) in zip(drawn, sizes, strict=True)]
    second = [rows[a:] for rows, (a, _) in zip(drawn, sizes, strict=True)]
    return np.concatenate(first), np.concatenate(second)


def two_sided_p(higher: ArrayLike, lower: ArrayLike, draws: ArrayLike) -> Floats:
    """Return p by permutation: twice the smaller tail, the observed value counted along.

    Parameters
    ----------
    higher, lower : int or array of int
        Draws at least as high, and at least as low, as what was observed.
    draws : int or array of int
        How many there were.

    Examples
    --------
    >>> float(two_sided_p(4, 997, 999)), float(two_sided_p(600, 600, 999))
    (0.01, 1.0)
    """
    tail = np.minimum(higher, lower) + 1.0
    return np.asarray(np.minimum(1.0, 2.0 * tail / (np.asarray(draws) + 1)))


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
