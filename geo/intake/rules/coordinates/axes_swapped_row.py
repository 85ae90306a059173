from __future__ import annotations

import numpy as np

from geo.intake.model.draft import Draft
from geo.intake.rules.rule import Rule


class AxesSwappedRow(Rule):
    """Both coordinates are in the wrong place in some rows; which is for the planner to confirm."""

    code = "axes_swapped_row"
    level = "proposed"

    def apply(self, draft: Draft) -> Draft:
        """Propose the place of each swapped row when others are not swapped."""
        swapped = draft.numbers.swapped & draft.placed
        if not swapped.any() or not (draft.placed & ~swapped).any():
            return draft
        at = np.flatnonzero(swapped)
        proposals = [
            draft.place_proposal(
                self.code, i, draft.place_text(i), float(draft.x[i]), float(draft.y[i])
            )
            for i in map(int, at)
        ]
        value = draft.place_text(int(at[0]))
        columns = " / ".join(draft.numbers.columns)
        told = draft.tell(self.code, self.level, at, columns, value)
        return told.settle(at).propose(proposals)
