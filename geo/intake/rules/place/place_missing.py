from __future__ import annotations

import numpy as np

from geo.intake.model.draft import Draft
from geo.intake.rules.rule import RejectingRule


class PlaceMissing(RejectingRule):
    """No coordinates at all, and no address that could be found."""

    code = "place_missing"

    def wrong(self, draft: Draft) -> np.ndarray:
        """Return the rows with nothing where the place should stand."""
        return ~draft.numbers.given
