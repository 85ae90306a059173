"""One test for many curves or cells at once: the extreme rank length envelope.

Myllymäki, Mrkvička, Grabarnik, Seijo & Hahn (2017), *Global envelope tests for spatial processes*,
JRSS B 79(2), 381-404; Mrkvička, Myllymäki & Hahn (2017), *Multiple Monte Carlo testing, with
applications in spatial point processes*, Statistics and Computing 27(5), 1239-1255. Every value is
ranked among the draws of the same cell, from below and from above; a curve is the more extreme the
smaller its smallest rank is, then the next smallest, and so on. That orders whole curves, so that
one p holds for all cells together and needs no further correction.

With many cells the envelope lies where only a few draws in a thousand come, and other draws would
put it elsewhere. A cell is therefore marked only where other draws would mark it too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.data.thresholds import TEST_LEVEL

Floats = NDArray[np.float64]
SURE = 2.576
"""Standard errors of a p by draws that hold it in 99 of 100 runs."""
TAIL = 0.1
"""Of the interval of a count of draws, on either side."""


@dataclass(frozen=True)
class Envelope:
    """What draws by chance give for all cells together.

    Attributes
    ----------
    p : float
        Of the observed curve as a whole.
    low, high : array, one a cell
        The lowest and highest of the curves that are not among the most extreme 5 %.
    outside : array of int, one a cell
        1 above, -1 below where other draws would say so too; else 0.
    borderline : array of bool, one a cell
        Other draws might put it outside, or within.
    """

    p: float
    low: Floats
    high: Floats
    outside: NDArray[np.int64]
    borderline: NDArray[np.bool_]


def rank_envelope(observed: Floats, draws: Floats) -> Envelope:
    """Hold one observed curve against draws by chance, all its cells in one test.

    Parameters
    ----------
    observed : array, one a cell
    draws : array, draws × cells
        Equal values are equal to the last bit: those that come of sums are rounded before.

    Returns
    -------
    Envelope

    Examples
    --------
    One cell, 999 draws of which none is as high: p is twice 1/1000, one of the lowest being as far
    out.

    >>> found = rank_envelope(np.array([9999.0]), np.arange(999.0)[:, None])
    >>> found.p, found.outside.tolist(), found.borderline.tolist()
    (0.002, [1], [False])
    """
    curves = np.vstack([observed, draws])
    # Here and not above: a second of loading that the first page need not wait for.
    from scipy.stats import rankdata

    below = rankdata(curves, axis=0)
    ranks = np.minimum(below, len(curves) + 1 - below)
    level = _levels(ranks)
    kept = curves[level > TEST_LEVEL + 1e-12]
    p, error = float(level[0]), SURE * np.sqrt(TEST_LEVEL * (1 - TEST_LEVEL) / len(curves))
    critical = np.quantile(ranks.min(axis=1), TEST_LEVEL)
    least, most = _tail_interval(ranks[0] - 1)
    sure = (most < critical) & (p <= TEST_LEVEL - error)
    maybe = (least <= critical) & (p <= TEST_LEVEL + error)
    side = np.where(below[0] > len(curves) / 2, 1, -1)
    return Envelope(p, kept.min(axis=0), kept.max(axis=0), side * sure, maybe & ~sure)


def _levels(ranks: Floats) -> Floats:
    """Share of the curves that are as extreme as each one or more so."""
    lengths = np.sort(ranks, axis=1)
    order = np.lexsort(lengths.T[::-1])
    new = np.r_[True, (np.diff(lengths[order], axis=0) != 0).any(axis=1)]
    group = np.cumsum(new) - 1
    upto = np.cumsum(np.bincount(group))
    level = np.empty(len(ranks))
    level[order] = upto[group] / len(ranks)
    return level


def _tail_interval(further: Floats) -> tuple[Floats, Floats]:
    """How many draws further out may be expected in other runs (Garwood 1936, exact Poisson).

    Examples
    --------
    >>> [end.round(2).tolist() for end in _tail_interval(np.array([0.0, 4.0]))]
    [[0.0, 1.74], [2.3, 7.99]]
    """
    from scipy.stats import chi2

    least = np.where(further > 0, chi2.ppf(TAIL, 2 * np.maximum(further, 1e-9)) / 2, 0.0)
    return least, chi2.ppf(1 - TAIL, 2 * (further + 1)) / 2
