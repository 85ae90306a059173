from __future__ import annotations

import numpy as np

from geo.intake.draft import Draft
from geo.intake.rules.rule import Rule


class PlaceHalf(Rule):
    """One of the two coordinates is empty."""

    code = "place_half"
    level = "rejected"

    def apply(self, draft: Draft) -> Draft:
        """Reject open rows with half a place."""
        numbers = draft.numbers
        at = np.flatnonzero(draft.open & numbers.half)
        if len(at) == 0:
            return draft
        columns, value = " / ".join(numbers.columns), draft.place_text(int(at[0]))
        return draft.reject(self.code, at).tell(self.code, self.level, at, columns, value)
