from __future__ import annotations

from geo.intake.model.draft import Draft
from geo.intake.rules.rule import Rule


class RdWithoutDatum(Rule):
    """RD whose label leaves out the shift to WGS84: a blind transformation lies 115 m off."""

    code = "rd_without_datum"
    level = "mended"

    def apply(self, draft: Draft) -> Draft:
        """Tell that the numbers were taken for RD as they stand."""
        label = draft.numbers.label
        if label is None or not label.without_datum:
            return draft
        return draft.tell(self.code, self.level, said=label.name)
