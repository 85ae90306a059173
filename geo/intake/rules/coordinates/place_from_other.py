from __future__ import annotations

import numpy as np

from geo.intake.model.draft import Draft
from geo.intake.rules.rule import Rule


class PlaceFromOther(Rule):
    """Columns for the place that are empty or broken in some rows, beside others that are not."""

    code = "place_from_other"
    level = "mended"

    def apply(self, draft: Draft) -> Draft:
        """Tell which rows were read from other columns than the likeliest."""
        beside = draft.numbers.beside
        if beside is None:
            return draft
        at = np.flatnonzero(beside.lacking & draft.placed)
        if len(at) == 0:
            return draft
        used = dict.fromkeys(" / ".join(draft.numbers.columns_of(int(i))) for i in at)
        return draft.tell(
            self.code, self.level, at, " / ".join(beside.first), other=", ".join(used)
        )
