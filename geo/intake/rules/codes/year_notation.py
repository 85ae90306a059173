from __future__ import annotations

from collections.abc import Mapping

from geo.intake.model.draft import Draft
from geo.intake.rules.column_rule import MendingRule
from geo.intake.values.years import year_of

CERTAIN = ("plain", "date", "words", "serial")
TO_TELL = ("words", "serial")


class YearNotation(MendingRule):
    """Years in words, dates or Excel's day numbers: "vanaf 2014", 1-3-2015, 41640."""

    code = "year_notation"
    roles = ("year_from", "year_to")

    def becomes(self, draft: Draft, role: str) -> Mapping[int, str]:
        """Return the year of every cell that says it in words or as a day number."""
        cells = draft.layer.table[draft.roles[role]]
        found = [year_of(cell, role == "year_to") for cell in cells]
        return {i: str(y) for i, (y, how) in enumerate(found) if y and how in TO_TELL}

    def apply(self, draft: Draft) -> Draft:
        """Fill the years that are certain, plain ones and dates too."""
        made = super().apply(draft)
        for role in self.roles:
            if role in draft.roles:
                cells = draft.layer.table[draft.roles[role]]
                found = [year_of(cell, role == "year_to") for cell in cells]
                years = [str(y) if y and how in CERTAIN else None for y, how in found]
                made = made.filled(role, years)
        return made
