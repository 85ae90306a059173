from __future__ import annotations

from collections.abc import Sequence

from geo.intake.model.draft import Draft
from geo.intake.rules.column_rule import AskingRule
from geo.intake.values.codes import is_sbi, sbi_codes, sbi_list

THREE = 3


class SbiAmbiguous(AskingRule):
    """Three digits that are a group of SBI, and a code with the zero they may have lost."""

    code = "sbi_ambiguous"
    roles = ("sbi",)

    def doubtful(self, draft: Draft, role: str) -> Sequence[int]:
        """Return the cells with such digits only."""
        cells = draft.layer.table[draft.roles[role]]
        return [i for i, cell in enumerate(cells) if _is_doubtful(cell)]

    def guess(self, draft: Draft, role: str, at: int) -> str | None:
        """Propose the code with the zero: spreadsheets lose it, and groups are rarely given."""
        return f"0{sbi_codes(draft.layer.table[draft.roles[role]].iloc[at])[0][0]}"

    def settle(self, draft: Draft, role: str, rows: Sequence[int]) -> Draft:
        """Leave the code open until the planner has chosen."""
        return draft.blank(role, rows)


def _is_doubtful(cell: object) -> bool:
    codes = sbi_codes(cell)
    if len(codes) != 1 or codes[0][1] or len(codes[0][0]) != THREE:
        return False
    code = codes[0][0]
    return is_sbi(code) and f"0{code}" in sbi_list()
