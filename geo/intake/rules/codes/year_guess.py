from __future__ import annotations

from collections.abc import Sequence

from geo.intake.model.draft import Draft
from geo.intake.rules.column_rule import AskingRule
from geo.intake.values.years import year_of


class YearGuess(AskingRule):
    """A year of two digits ('14), or words in which no year can be found."""

    code = "year_guess"
    roles = ("year_from", "year_to")

    def doubtful(self, draft: Draft, role: str) -> Sequence[int]:
        """Return the rows whose year is a guess at best."""
        cells = draft.layer.table[draft.roles[role]]
        return [i for i, c in enumerate(cells) if year_of(c)[1] in ("short", "unreadable")]

    def guess(self, draft: Draft, role: str, at: int) -> str | None:
        """Propose the latest year with these two digits."""
        year, how = year_of(draft.layer.table[draft.roles[role]].iloc[at])
        return str(year) if how == "short" else None
