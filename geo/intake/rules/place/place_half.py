from __future__ import annotations

import numpy as np

from geo.intake.model.draft import Draft
from geo.intake.rules.rule import RejectingRule


class PlaceHalf(RejectingRule):
    """One of the two coordinates is empty."""

    code = "place_half"

    def wrong(self, draft: Draft) -> np.ndarray:
        """Return the rows with half a place."""
        return draft.numbers.half
