from __future__ import annotations

import math
from collections.abc import Mapping

from geo.intake.model.draft import Draft
from geo.intake.rules.column_rule import MendingRule
from geo.intake.values.amounts import amounts_of
from geo.intake.values.cells import text_of

ROLES = ("count", "floor_area_m2")


class AmountNotation(MendingRule):
    """Floor areas and numbers of tenants in Dutch notation or with words: 1.250,5 or 1250 m2."""

    code = "amount_notation"
    level = "note"
    roles = ROLES

    def becomes(self, draft: Draft, role: str) -> Mapping[int, str]:
        """Return the number of every cell that says it otherwise than in plain digits."""
        cells = draft.layer.table[draft.roles[role]].tolist()
        return {
            i: text_of(amount) or ""
            for i, (cell, amount) in enumerate(zip(cells, amounts_of(cells), strict=True))
            if math.isfinite(amount) and _plain(cell) != amount
        }

    def settle(self, draft: Draft, role: str) -> Draft:
        """Keep what is a number, and nothing else."""
        amounts = amounts_of(draft.layer.table[draft.roles[role]].tolist())
        return draft.filled(role, [text_of(a) if math.isfinite(a) else None for a in amounts])


def _plain(cell: object) -> float:
    try:
        return float(text_of(cell) or "nan")
    except ValueError:
        return math.nan
