from __future__ import annotations

import numpy as np

from geo.intake.model.draft import Draft
from geo.intake.rules.rule import Rule


class AxesSwapped(Rule):
    """Both coordinates are in the wrong place in the whole file."""

    code = "axes_swapped"
    level = "mended"

    def apply(self, draft: Draft) -> Draft:
        """Tell when every row that has a place was swapped."""
        swapped = draft.numbers.swapped & draft.placed
        if not swapped.any() or (draft.placed & ~swapped).any():
            return draft
        at = np.flatnonzero(swapped)
        columns = " / ".join(draft.numbers.columns)
        return draft.tell(self.code, self.level, at, columns, draft.place_text(int(at[0])))
