from __future__ import annotations

import numpy as np

from geo.intake.draft import Draft
from geo.intake.rules.rule import Rule


class PlaceMissing(Rule):
    """No coordinates at all, and no address that could be found."""

    code = "place_missing"
    level = "rejected"

    def apply(self, draft: Draft) -> Draft:
        """Reject all rows that are still open."""
        numbers = draft.numbers
        at = np.flatnonzero(draft.open & ~numbers.given)
        if len(at) == 0:
            return draft
        columns, value = " / ".join(numbers.columns), draft.place_text(int(at[0]))
        return draft.reject(self.code, at).tell(self.code, self.level, at, columns, value)
