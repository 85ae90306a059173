from __future__ import annotations

from geo.intake.meaning.sectors import UNKNOWN, chains_of
from geo.intake.model.draft import Draft
from geo.intake.rules.column_rule import ColumnRule

CERTAIN = ("plain", "missing", "several", "unlisted")


class SectorNames(ColumnRule):
    """Several sectors in one cell: the row counts in each of their chains."""

    code = "sector_names"
    level = "mended"
    role = "sector"

    def look_at(self, draft: Draft, column: str) -> Draft:
        """Fill ``chain``; what says nothing or is not known is "unknown", and counted so."""
        cells = draft.values[self.role]
        found = {cell: chains_of(cell) for cell in set(cells)}
        chains = [";".join(found[c][0]) if found[c][1] in CERTAIN else UNKNOWN for c in cells]
        made = draft.filled("chain", chains)
        rows = [i for i, cell in enumerate(cells) if found[cell][1] == "several"]
        if not rows:
            return made
        value = draft.cell(rows[0], column)
        return made.tell(self.code, self.level, rows, column, value, becomes=chains[rows[0]])
