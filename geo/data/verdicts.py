"""What a test of nearness says of a pair: four codes, for the tests, their figures and words."""

from __future__ import annotations

ATTRACTS, AVOIDS, NO_DIFFERENCE, TOO_FEW = "attracts", "avoids", "no_difference", "too_few"
MARKED = (ATTRACTS, AVOIDS)
"""The findings among them."""
