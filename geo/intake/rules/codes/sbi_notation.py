from __future__ import annotations

from collections.abc import Mapping

from geo.intake.model.draft import Draft
from geo.intake.rules.column_rule import MendingRule
from geo.intake.values.codes import sbi_codes


class SbiNotation(MendingRule):
    """SBI codes with dots, words or ``.0`` behind them, or several in a cell."""

    code = "sbi_notation"
    roles = ("sbi",)

    def becomes(self, draft: Draft, role: str) -> Mapping[int, str]:
        """Return the digits of every cell that is not plain digits, with ";" between codes."""
        column = draft.roles[role]
        codes = [";".join(c for c, _ in sbi_codes(cell)) for cell in draft.layer.table[column]]
        pairs = enumerate(zip(codes, draft.texts(column), strict=True))
        return {i: code for i, (code, text) in pairs if code and code != text}

    def settle(self, draft: Draft, role: str) -> Draft:
        """Leave words without a code out of the recognised values."""
        cells = draft.layer.table[draft.roles[role]]
        return draft.blank(role, [i for i, cell in enumerate(cells) if not sbi_codes(cell)])
