from __future__ import annotations

from collections.abc import Mapping

from geo.intake.model.draft import Draft
from geo.intake.rules.column_rule import MendingRule
from geo.intake.values.moments import dutch_years
from geo.intake.values.years import year_of


class YearWorldTime(MendingRule):
    """Midnight here written in world time: 2014-12-31T23:00Z is the first of January of 2015."""

    code = "year_world_time"
    roles = ("year_from", "year_to")

    def becomes(self, draft: Draft, role: str) -> Mapping[int, str]:
        """Return the Dutch year of every cell that says another one in world time."""
        cells = draft.layer.table[draft.roles[role]].tolist()
        years = dutch_years(cells)
        return {
            i: str(year)
            for i, (cell, year) in enumerate(zip(cells, years, strict=True))
            if year is not None and year_of(cell)[0] != year
        }
