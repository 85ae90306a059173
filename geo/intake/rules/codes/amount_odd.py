from __future__ import annotations

from collections.abc import Sequence

from geo.intake.model.draft import Draft
from geo.intake.rules.codes.amount_notation import ROLES
from geo.intake.rules.column_rule import AskingRule
from geo.intake.values.cells import is_nothing


class AmountOdd(AskingRule):
    """Words, or two numbers, where one amount should stand."""

    code = "amount_odd"
    level = "note"
    roles = ROLES

    def doubtful(self, draft: Draft, role: str) -> Sequence[int]:
        """Return the rows that hold something of which no number could be made."""
        pairs = zip(draft.values[role], draft.texts(draft.roles[role]), strict=True)
        return [
            i for i, (amount, text) in enumerate(pairs) if amount is None and not is_nothing(text)
        ]
