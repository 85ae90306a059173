from __future__ import annotations

import numpy as np

from geo.intake.model.draft import Draft
from geo.intake.rules.rule import RejectingRule


class PlaceNotANumber(RejectingRule):
    """Words where a coordinate should stand."""

    code = "place_not_a_number"

    def wrong(self, draft: Draft) -> np.ndarray:
        """Return the rows of which a coordinate is no number."""
        numbers = draft.numbers
        wrong: np.ndarray = numbers.given & (np.isnan(numbers.a) | np.isnan(numbers.b))
        return wrong
