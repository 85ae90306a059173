"""One test for many curves or cells at once: the studentised global envelope.

Myllymäki, Mrkvička, Grabarnik, Seijo & Hahn (2017), *Global envelope tests for spatial processes*,
JRSS B 79(2), 381-404, section 4: how far a value lies from the mean of its cell is measured in the
standard deviations of that cell; a curve is as extreme as its furthest cell. That orders whole
curves, so that one p holds for all cells together and needs no further correction, and a cell
outside the envelope is what makes the curve extreme. The level is exact for any number of draws
(Barnard 1963), so that what is outside is a finding at that level; where other draws might say
otherwise, that is said beside it.

Other orderings of the same paper keep their level too. By extreme ranks the envelope of a hundred
cells lies where two or three draws of ten thousand come, and by quantiles of each cell it moves
half as much again with the draws; neither found more (`benchmarks/RESULTS.md`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.data.thresholds import TEST_LEVEL

Floats = NDArray[np.float64]
Cells = NDArray[np.bool_]
SURE = 2.576
"""Standard errors that hold a figure of the draws in 99 of 100 runs."""


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
        1 above, -1 below, else 0.
    borderline : array of bool, one a cell
        Other draws might say otherwise.
    """

    p: float
    low: Floats
    high: Floats
    outside: NDArray[np.int64]
    borderline: Cells


def global_envelope(
    observed: Floats,
    draws: Floats,
    *,
    moments: tuple[Floats, Floats] | None = None,
    stepwise: bool = False,
) -> Envelope:
    """Hold one observed curve against draws by chance, all its cells in one test.

    Parameters
    ----------
    observed : array, one a cell
    draws : array, draws × cells
        Equal values are equal to the last bit: those that come of sums are rounded before.
    moments : tuple of two arrays, one a cell
        The mean and the deviation of each, where they are known; else those of the draws.
    stepwise : bool
        Whether what stays within is held against the draws of those cells alone, for as long as
        more is found (Westfall & Young 1993, *Resampling-based multiple testing*; Romano & Wolf
        2005, *JASA* 100, 94-108): for cells that are findings by themselves. That one false finding
        is among them stays as unlikely. ``low, high`` are then those of the last step.

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
    middle, deviation = moments or (curves.mean(axis=0), curves.std(axis=0))
    far = np.abs(curves - middle) / np.where(deviation > 0, deviation, np.inf)
    furthest = far.max(axis=1)
    error = np.zeros_like(observed) if moments else _errors(far)
    outside, limit = _beyond(far, stepwise, 0, far[0])
    sure, _ = _beyond(far, stepwise, SURE, far[0] - error)
    maybe, _ = _beyond(far, stepwise, -SURE, far[0] + error)
    return Envelope(
        float(np.mean(furthest >= furthest[0])),
        middle - limit * deviation,
        middle + limit * deviation,
        np.where(curves[0] >= middle, 1, -1) * outside,
        maybe & ~sure,
    )


def _beyond(far: Floats, stepwise: bool, errors: float, told: Floats) -> tuple[Cells, float]:
    """Which cells lie further out than 19 in 20 draws do, and how far that is.

    ``errors`` is how many standard errors the draws may be off: above nought the limit is put
    further out.
    """
    out = np.zeros(len(told), dtype=bool)
    while True:
        limit = _limit(far[:, ~out].max(axis=1), errors)
        found = ~out & (told > limit)
        out |= found
        if not stepwise or not found.any() or out.all():
            return out, limit


def _limit(furthest: Floats, errors: float) -> float:
    """Beyond it come the most extreme 5 %, or so many standard errors of that number fewer."""
    n = len(furthest)
    many = np.floor(n * TEST_LEVEL + 1e-9 - errors * np.sqrt(n * TEST_LEVEL * (1 - TEST_LEVEL)))
    at = n - 1 - int(np.clip(many, 0, n - 1))
    return float(np.partition(furthest, at)[at])


def _errors(far: Floats) -> Floats:
    """How far off the draws may put the observed value of each cell, in its deviations.

    The mean is off by one over the root of the number of draws, the deviation by a share that
    hangs on how long the tails of the cell are. Where all draws are alike nothing can be off.
    """
    n = len(far)
    mean = far.any(axis=0) / n
    tails = np.maximum((far**4).mean(axis=0) - 1, 0) / (4 * n)
    error: Floats = SURE * np.sqrt(far[0] ** 2 * tails + mean)
    return error
