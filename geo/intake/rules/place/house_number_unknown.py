from __future__ import annotations

import numpy as np

from geo.data.coarseness import NUMBER_UNKNOWN
from geo.intake.model.draft import Draft
from geo.intake.rules.rule import Rule


class HouseNumberUnknown(Rule):
    """A house number that its street, as far as known, has not: placed on the street, and told."""

    code = "house_number_unknown"
    level = "note"

    def apply(self, draft: Draft) -> Draft:
        """Tell which rows stand on their street for want of their number."""
        at = np.flatnonzero(draft.placed_by == NUMBER_UNKNOWN)
        if len(at) == 0:
            return draft
        return draft.tell(self.code, self.level, at, "", draft.values["address"].iloc[at[0]])
