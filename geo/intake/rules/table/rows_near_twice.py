from __future__ import annotations

import numpy as np

from geo.data.street_words import plain_words
from geo.intake.model.draft import Draft
from geo.intake.rules.rule import Rule

NEAR_M = 25.0
"""Two points of one door, from two sources, lie within this."""

MOST_PAIRS = 200_000


class RowsNearTwice(Rule):
    """Rows of one name and one KvK number within 25 m of each other; they stay."""

    code = "rows_near_twice"
    level = "note"

    def apply(self, draft: Draft) -> Draft:
        """Tell which rows may repeat an earlier one that is not the same in every cell."""
        if "name" not in draft.values or "kvk" not in draft.values:
            return draft
        groups: dict[tuple[str, str], list[int]] = {}
        cells = zip(draft.placed, draft.values["name"], draft.values["kvk"], strict=True)
        for i, (placed, name, number) in enumerate(cells):
            if placed and isinstance(name, str) and isinstance(number, str):
                groups.setdefault((plain_words(name), number), []).append(i)
        at = [i for rows in groups.values() if len(rows) > 1 for i in _near(draft, rows)]
        return draft.tell(self.code, self.level, sorted(at)) if at else draft


def _near(draft: Draft, rows: list[int]) -> list[int]:
    """Return the rows that lie near an earlier one and differ from it in some cell."""
    from scipy.spatial import KDTree  # slow to load, and seldom asked

    places = np.column_stack([draft.x[rows], draft.y[rows]])
    tree = KDTree(places)
    if tree.count_neighbors(tree, NEAR_M) > MOST_PAIRS:
        # So many rows of one firm at one door: each repeats the first, whatever its cells say.
        return rows[1:]
    table = draft.layer.table
    found = {}
    for a, b in sorted(tree.query_pairs(NEAR_M)):
        one, other = rows[a], rows[b]
        if table.iloc[one].tolist() != table.iloc[other].tolist():
            found[other] = True
    return list(found)
