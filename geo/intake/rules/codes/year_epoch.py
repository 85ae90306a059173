from __future__ import annotations

from collections.abc import Sequence

from geo.intake.model.draft import Draft
from geo.intake.rules.column_rule import AskingRule
from geo.intake.values.years import year_of


class YearEpoch(AskingRule):
    """A bare number that may be the seconds, or thousandths of them, since 1970."""

    code = "year_epoch"
    roles = ("year_from", "year_to")

    def doubtful(self, draft: Draft, role: str) -> Sequence[int]:
        """Return the rows with such a number where a year should stand."""
        cells = draft.layer.table[draft.roles[role]]
        return [i for i, cell in enumerate(cells) if year_of(cell)[1] == "epoch"]

    def guess(self, draft: Draft, role: str, at: int) -> str | None:
        """Propose the year that the clock showed in the Netherlands."""
        return str(year_of(draft.layer.table[draft.roles[role]].iloc[at])[0])
