from __future__ import annotations

from collections.abc import Sequence

from geo.intake.model.draft import Draft
from geo.intake.rules.column_rule import AskingRule
from geo.intake.values.cells import is_nothing, text_of
from geo.intake.values.codes import is_sbi, sbi_codes


class SbiUnlisted(AskingRule):
    """A code that SBI 2008 does not have, or no code at all: counted, its chain is unknown."""

    code = "sbi_unlisted"
    level = "note"
    roles = ("sbi",)

    def doubtful(self, draft: Draft, role: str) -> Sequence[int]:
        """Return the rows with a code that is not in the list, or with words and no code."""
        cells = draft.layer.table[draft.roles[role]]
        pairs = enumerate(zip(draft.values[role], cells, strict=True))
        return [i for i, (codes, cell) in pairs if _is_odd(codes, cell)]


def _is_odd(codes: object, cell: object) -> bool:
    if isinstance(codes, str):
        return not all(is_sbi(code) for code in codes.split(";"))
    # What is asked about ("741: or 0741?") has no code yet, and is told of by its own rule.
    return not is_nothing(text_of(cell) or "") and not sbi_codes(cell)
