from __future__ import annotations

import numpy as np

from geo.intake.draft import Draft
from geo.intake.rules.rule import Rule


class PlaceImpossible(Rule):
    """Numbers that are no place in or round the Netherlands in any known system."""

    code = "place_impossible"
    level = "rejected"

    def apply(self, draft: Draft) -> Draft:
        """Reject open rows with numbers that mean no place."""
        numbers = draft.numbers
        at = np.flatnonzero(draft.open & numbers.given)
        if len(at) == 0:
            return draft
        columns, value = " / ".join(numbers.columns), draft.place_text(int(at[0]))
        return draft.reject(self.code, at).tell(self.code, self.level, at, columns, value)
