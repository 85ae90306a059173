from __future__ import annotations

import re
from collections.abc import Sequence

from geo.intake.model.draft import Draft
from geo.intake.rules.column_rule import AskingRule
from geo.intake.values.cells import is_nothing


class KvkOdd(AskingRule):
    """A KvK number that has not eight digits."""

    code = "kvk_odd"
    level = "note"
    roles = ("kvk",)

    def doubtful(self, draft: Draft, role: str) -> Sequence[int]:
        """Return the rows with a number that cannot be one of the register."""
        return [
            i
            for i, number in enumerate(draft.values[role])
            if isinstance(number, str)
            and not is_nothing(number)
            and not re.fullmatch(r"\d{8}", number)
        ]
