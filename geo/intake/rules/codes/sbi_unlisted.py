from __future__ import annotations

from collections.abc import Sequence

from geo.intake.model.draft import Draft
from geo.intake.rules.column_rule import AskingRule
from geo.intake.values.codes import is_sbi


class SbiUnlisted(AskingRule):
    """A code that SBI 2008 does not have: shown and counted, its chain is unknown."""

    code = "sbi_unlisted"
    level = "note"
    roles = ("sbi",)

    def doubtful(self, draft: Draft, role: str) -> Sequence[int]:
        """Return the rows with a code that is not in the list."""
        return [
            i
            for i, codes in enumerate(draft.values[role])
            if isinstance(codes, str) and not all(is_sbi(code) for code in codes.split(";"))
        ]
