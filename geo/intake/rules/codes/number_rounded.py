from __future__ import annotations

import re
from collections.abc import Sequence

from geo.intake.model.draft import Draft
from geo.intake.rules.codes.kvk_lost_zero import digits_in
from geo.intake.rules.column_rule import AskingRule

POWER = re.compile(r"\s*\d(?:[.,]\d+)?e\+?\d{1,2}\s*", re.I)


class NumberRounded(AskingRule):
    """A number of the register that Excel wrote as 1,23457E+11: its last digits are gone."""

    code = "number_rounded"
    level = "note"
    roles = ("kvk", "branch_number")

    def doubtful(self, draft: Draft, role: str) -> Sequence[int]:
        """Return the rows whose number was rounded when it was saved."""
        texts = draft.texts(draft.roles[role])
        return [
            i
            for i, text in enumerate(texts)
            if POWER.fullmatch(text) and not digits_in(text).isdecimal()
        ]

    def settle(self, draft: Draft, role: str, rows: Sequence[int]) -> Draft:
        """Keep no number of which digits are missing."""
        return draft.blank(role, rows)
