from __future__ import annotations

from collections.abc import Sequence

from geo.intake.meaning.sectors import chains_of
from geo.intake.model.draft import Draft
from geo.intake.rules.column_rule import AskingRule


class SectorVague(AskingRule):
    """A sector such as "kunst" that could mean several chains: unknown until the planner agrees."""

    code = "sector_vague"
    roles = ("sector",)
    target = "chain"

    def doubtful(self, draft: Draft, role: str) -> Sequence[int]:
        """Return the rows with such a word."""
        found = {cell: chains_of(cell)[1] for cell in set(draft.values[role])}
        return [i for i, cell in enumerate(draft.values[role]) if found[cell] == "vague"]

    def guess(self, draft: Draft, role: str, at: int) -> str | None:
        """Propose the likeliest chains."""
        return ";".join(chains_of(draft.values[role].iloc[at])[0])
