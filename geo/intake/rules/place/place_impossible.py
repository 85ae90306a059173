from __future__ import annotations

import numpy as np

from geo.intake.model.draft import Draft
from geo.intake.rules.rule import RejectingRule


class PlaceImpossible(RejectingRule):
    """Numbers that are no place in or round the Netherlands in any known system."""

    code = "place_impossible"

    def wrong(self, draft: Draft) -> np.ndarray:
        """Return the rows that hold something where the place should stand."""
        return draft.numbers.given
