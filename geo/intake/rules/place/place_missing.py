from __future__ import annotations

from dataclasses import replace

import numpy as np

from geo.intake.model.draft import Draft
from geo.intake.rules.rule import RejectingRule


class PlaceMissing(RejectingRule):
    """No coordinates at all, and no address that could be found: which part of it is not known."""

    code = "place_missing"

    def wrong(self, draft: Draft) -> np.ndarray:
        """Return the rows with nothing where the place should stand."""
        return ~draft.numbers.given

    def apply(self, draft: Draft) -> Draft:
        """Reject such rows, and say of each what of its address is not known."""
        made, first = super().apply(draft), 1 + draft.offset
        mine = [r.row - first for r in made.rejections if r.code == self.code]
        if not mine:
            return made
        # The tables take a second to load; most files have coordinates and do without.
        from geo.intake.meaning.addresses import faults_of

        faults = faults_of(draft, mine)
        return replace(
            made,
            rejections=tuple(
                replace(r, why=";".join(faults[r.row - first])) if r.code == self.code else r
                for r in made.rejections
            ),
        )
