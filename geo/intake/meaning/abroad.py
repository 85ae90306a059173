"""Rows that lie abroad: degrees that are sound, and far from the Netherlands."""

from __future__ import annotations

import re

import numpy as np

from geo.intake.model.draft import Draft
from geo.intake.values.frames import in_cities

NORTH, EAST = 90.0, 180.0
FOREIGN_POSTCODES = (
    r"[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}",  # United Kingdom
    r"(?:[A-Z]{1,3}\s?-\s?)?\d{5}(?:-\d{4})?",  # Germany, France, Spain, Italy, United States
    r"(?!NL)[A-Z]{1,3}\s?-\s?\d{3,5}",  # B-1000, DK-2100
    r"[A-Z]\d[A-Z]\s*\d[A-Z]\d",  # Canada
    r"\d{3}[\s-]\d{2,4}",  # Sweden, Greece, Czechia, Japan
)


def abroad(draft: Draft) -> np.ndarray:
    """Say which rows without a place in or round the Netherlands hold degrees elsewhere on earth.

    Whole numbers alone are no degrees: they may be anything.
    """
    numbers = draft.numbers
    with np.errstate(invalid="ignore"):
        degrees = (np.abs(numbers.a) <= EAST) & (np.abs(numbers.b) <= NORTH)
        fine = (numbers.a % 1 != 0) & (numbers.b % 1 != 0)
    elsewhere: np.ndarray = draft.open & degrees & fine
    return elsewhere


def foreign_postcode(text: str) -> bool:
    """Say whether a text is a postcode of another country.

    Examples
    --------
    >>> foreign_postcode("SE1 9XX"), foreign_postcode("50667"), foreign_postcode("1O12 LK")
    (True, True, False)
    """
    bare = text.strip().upper()
    return any(re.fullmatch(pattern, bare) for pattern in FOREIGN_POSTCODES)


def not_of_the_cities(draft: Draft) -> np.ndarray:
    """Say which rows lie, by their coordinates, elsewhere than in or round the two cities."""
    away: np.ndarray = abroad(draft) | (draft.placed & ~in_cities(draft.x, draft.y))
    return away
