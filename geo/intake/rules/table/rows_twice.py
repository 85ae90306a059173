from __future__ import annotations

import numpy as np

from geo.intake.model.draft import Draft
from geo.intake.rules.rule import Rule


class RowsTwice(Rule):
    """Rows that are the same in every cell and place; they stay."""

    code = "rows_twice"
    level = "note"

    def apply(self, draft: Draft) -> Draft:
        """Tell which rows repeat an earlier one."""
        table = draft.layer.table
        if table.shape[1] < 2:  # noqa: PLR2004 - names alone may repeat
            return draft
        where = np.nan_to_num(np.round(np.column_stack([draft.x, draft.y]), 2))
        columns = [table[column].tolist() for column in table]
        keys = list(zip(*columns, where[:, 0].tolist(), where[:, 1].tolist(), strict=True))
        seen: set[tuple[object, ...]] = set()
        at = []
        for i, key in enumerate(keys):
            if key in seen:
                at.append(i)
            seen.add(key)
        return draft.tell(self.code, self.level, at) if at else draft
