"""How like two names are, from 0 to 1: rapidfuzz's ratio, whatever the order of the words.

The ratio is twice the letters two texts share in order, over all letters of both. It is never less
than difflib's, so nothing that was found with that is lost, and costs a fiftieth of its time.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

Floats = npt.NDArray[np.float32]

LIKE = 0.82
"""Likeness of plain names from which one is proposed for the other."""
PERCENT = 100.0
AT_ONCE = 500
"""Names compared with all known ones in one go; more would take too much memory."""


def likeness(ones: Sequence[str], others: Sequence[str]) -> Floats:
    """Compare names in pairs.

    Parameters
    ----------
    ones, others : sequence of str
        Plain names (`geo.data.street_words.plain_words`), equally many.

    Returns
    -------
    array of float
        The greater likeness of the names as they stand and of their words in alphabetical order;
        0 where either is empty, or less than `LIKE`.

    Examples
    --------
    >>> likeness(["keilewerff", "hof van noord", "a"], ["keilewerf", "noord hof van", "b"]).round(2)
    array([0.95, 1.  , 0.  ], dtype=float32)
    """
    as_written = _paired(ones, others)
    in_order = _paired(_sorted_words(ones), _sorted_words(others))
    given = np.array([bool(a and b) for a, b in zip(ones, others, strict=True)], dtype=bool)
    alike: Floats = np.maximum(as_written, in_order) * given / PERCENT
    return alike


def likeliest(
    asked: Sequence[str], known: Sequence[str], most: int
) -> list[list[tuple[int, float]]]:
    """Find for every name the known ones that are most alike.

    Parameters
    ----------
    asked, known : sequence of str
        Plain names.
    most : int
        How many known names at the most for one that is asked.

    Returns
    -------
    list of list of (int, float)
        For each asked name positions in ``known`` and the likeness, at least `LIKE`; the most
        alike first.

    Examples
    --------
    >>> likeliest(["de ceuvl", "iets anders"], ["keilewerf", "de ceuvel"], 3)
    [[(1, 0.941)], []]
    """
    if not asked or not known:
        return [[] for _ in asked]
    found: list[list[tuple[int, float]]] = []
    for start in range(0, len(asked), AT_ONCE):
        some = asked[start : start + AT_ONCE]
        scores = np.maximum(
            _crossed(some, known), _crossed(_sorted_words(some), _sorted_words(known))
        )
        best = np.argsort(-scores, axis=1, kind="stable")[:, :most]
        found += [
            [(int(j), round(float(scores[i, j]) / PERCENT, 3)) for j in row if scores[i, j] > 0]
            for i, row in enumerate(best)
        ]
    return found


def _sorted_words(names: Sequence[str]) -> list[str]:
    return [" ".join(sorted(name.split())) for name in names]


def _paired(ones: Sequence[str], others: Sequence[str]) -> Floats:
    return process.cpdist(
        ones, others, scorer=fuzz.ratio, score_cutoff=LIKE * PERCENT, dtype=np.float32
    )


def _crossed(asked: Sequence[str], known: Sequence[str]) -> Floats:
    return process.cdist(
        asked, known, scorer=fuzz.ratio, score_cutoff=LIKE * PERCENT, dtype=np.float32
    )
