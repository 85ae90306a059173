"""One test for many curves or cells at once: the directional quantile envelope.

Myllymäki, Mrkvička, Grabarnik, Seijo & Hahn (2017), *Global envelope tests for spatial processes*,
JRSS B 79(2), 381-404, section 4: how far a value lies from the mean of its cell is measured in the
distance of the upper or the lower quantile of that cell; a curve is as extreme as its furthest
cell. That orders whole curves, so that one p holds for all cells together and needs no further
correction, and a cell outside the envelope is what makes the curve extreme.

The ordering by extreme ranks of the same paper keeps its level too, but with a hundred cells its
envelope lies where two or three draws of ten thousand come: in cities with a planted pair it named
the pair in three of four (`benchmarks/RESULTS.md`). Distances need far fewer draws for as sure an
answer. What other draws might put on the other side of the envelope is called borderline.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.data.thresholds import TEST_LEVEL

Floats = NDArray[np.float64]
SURE = 2.576
"""Standard errors that hold a figure of the draws in 99 of 100 runs."""
TAIL = 0.025
"""Of the draws of one cell, on either side; where nearly all are alike it tells no distance."""
NORMAL_TAIL, NORMAL_DENSITY = 1.960, 0.0584
"""Of a normal count: where that tail begins, in standard deviations, and the density there."""


@dataclass(frozen=True)
class Envelope:
    """What draws by chance give for all cells together.

    Attributes
    ----------
    p : float
        Of the observed curve as a whole.
    low, high : array, one a cell
        Between them lies, in all its cells, a curve that is not among the most extreme 5 %.
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


def global_envelope(observed: Floats, draws: Floats) -> Envelope:
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
    One cell, 999 draws of which none is as far out: p is 1/1000.

    >>> found = global_envelope(np.array([9999.0]), np.arange(999.0)[:, None])
    >>> found.p, found.outside.tolist(), found.borderline.tolist()
    (0.001, [1], [False])
    """
    curves = np.vstack([observed, draws])
    middle = curves.mean(axis=0)
    down, up = _distances(curves, middle)
    above = curves >= middle
    far = np.abs(curves - middle) / np.where(above, up, down)
    furthest = far.max(axis=1)
    least, limit, most = _limits(furthest)
    slack = _slack(len(curves))
    sure = far[0] > most * (1 + slack)
    maybe = far[0] > least * (1 - slack)
    return Envelope(
        float(np.mean(furthest >= furthest[0])),
        middle - limit * np.where(np.isinf(down), 0.0, down),
        middle + limit * np.where(np.isinf(up), 0.0, up),
        np.where(above[0], 1, -1) * sure,
        maybe & ~sure,
    )


def _distances(curves: Floats, middle: Floats) -> tuple[Floats, Floats]:
    """From the mean of each cell to its lower and upper quantile, without end where all are alike.

    Where a quantile does not lie on its own side of the mean, as of a count that is nearly always
    nought, it is where the quantile of a normal count with the same deviation would be.
    """
    low, high = np.quantile(curves, [TAIL, 1 - TAIL], axis=0)
    spread = NORMAL_TAIL * curves.std(axis=0)
    spread[spread == 0] = np.inf
    return (
        np.where(low < middle, middle - low, spread),
        np.where(high > middle, high - middle, spread),
    )


def _limits(furthest: Floats) -> tuple[float, float, float]:
    """How far out the most extreme 5 % begin: the least it may be, what the draws say, the most."""
    n = len(furthest)
    error = SURE * np.sqrt(n * TEST_LEVEL * (1 - TEST_LEVEL))
    ordered = np.sort(furthest)
    beyond = np.floor(n * TEST_LEVEL + 1e-9 + np.array([error, 0, -error]))
    at = np.clip(n - 1 - beyond, 0, n - 1)
    least, limit, most = ordered[at.astype(int)]
    return float(least), float(limit), float(most)


def _slack(n: int) -> float:
    """How far, as a share, other draws may put the quantiles of a cell; of a normal count."""
    error = np.sqrt(TAIL * (1 - TAIL) / n) / NORMAL_DENSITY
    return float(SURE * error / NORMAL_TAIL)
