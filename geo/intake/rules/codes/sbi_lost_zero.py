from __future__ import annotations

from collections.abc import Mapping

from geo.intake.model.draft import Draft
from geo.intake.rules.column_rule import MendingRule
from geo.intake.values.codes import is_sbi, sbi_codes, sbi_list

SHORT = (3, 4)


class SbiLostZero(MendingRule):
    """An SBI code that can only be read with the zero it lost in front."""

    code = "sbi_lost_zero"
    roles = ("sbi",)

    def becomes(self, draft: Draft, role: str) -> Mapping[int, str]:
        """Return the whole codes of cells with one that is no code without the zero."""
        found = {}
        for i, cell in enumerate(draft.layer.table[draft.roles[role]]):
            codes = [(code, _whole(code, dotted)) for code, dotted in sbi_codes(cell)]
            if any(code != whole for code, whole in codes):
                found[i] = ";".join(whole for _, whole in codes)
        return found


def _whole(code: str, dotted: bool) -> str:
    lost = not dotted and len(code) in SHORT and not is_sbi(code) and f"0{code}" in sbi_list()
    return f"0{code}" if lost else code
