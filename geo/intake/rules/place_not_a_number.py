from __future__ import annotations

import numpy as np

from geo.intake.draft import Draft
from geo.intake.rules.rule import Rule


class PlaceNotANumber(Rule):
    """Words where a coordinate should stand."""

    code = "place_not_a_number"
    level = "rejected"

    def apply(self, draft: Draft) -> Draft:
        """Reject open rows of which a coordinate is no number."""
        numbers = draft.numbers
        at = np.flatnonzero(
            draft.open & numbers.given & (np.isnan(numbers.a) | np.isnan(numbers.b))
        )
        if len(at) == 0:
            return draft
        columns, value = " / ".join(numbers.columns), draft.place_text(int(at[0]))
        return draft.reject(self.code, at).tell(self.code, self.level, at, columns, value)
