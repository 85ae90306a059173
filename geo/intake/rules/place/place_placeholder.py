from __future__ import annotations

import numpy as np

from geo.intake.model.draft import Draft
from geo.intake.rules.rule import Rule

FILLERS = (
    0.0,
    -1.0,
    1.0,
    99.0,
    999.0,
    9999.0,
    99999.0,
    999999.0,
    9999999.0,
    99999999.0,
    999999999.0,
)


class PlacePlaceholder(Rule):
    """0/0, 9999/9999 and the like: what software writes when it knows no place."""

    code = "place_placeholder"
    level = "rejected"

    def apply(self, draft: Draft) -> Draft:
        """Reject rows of which both numbers are the same filler."""
        a, b = draft.numbers.a, draft.numbers.b
        both = np.isin(np.abs(a), FILLERS) & np.isin(np.abs(b), FILLERS) & (np.abs(a) == np.abs(b))
        at = np.flatnonzero(both & ~draft.numbers.settled)
        if len(at) == 0:
            return draft
        value = draft.place_text(int(at[0]))
        return draft.reject(self.code, at).tell(self.code, self.level, at, value=value)
