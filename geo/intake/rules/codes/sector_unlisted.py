from __future__ import annotations

from collections.abc import Sequence

from geo.intake.meaning.sectors import chains_of
from geo.intake.model.draft import Draft
from geo.intake.rules.column_rule import AskingRule


class SectorUnlisted(AskingRule):
    """A sector that no chain goes by: shown and counted as unknown."""

    code = "sector_unlisted"
    level = "note"
    roles = ("sector",)

    def doubtful(self, draft: Draft, role: str) -> Sequence[int]:
        """Return the rows whose sector was not recognised."""
        found = {cell: chains_of(cell)[1] for cell in set(draft.values[role])}
        return [i for i, cell in enumerate(draft.values[role]) if found[cell] == "unlisted"]
