from __future__ import annotations

from geo.intake.model.draft import Draft
from geo.intake.rules.rule import Rule
from geo.intake.values.address_parts import town_behind


class AddressWithTown(Rule):
    """Postcode and town behind the address in one cell, and none in a cell of their own."""

    code = "address_with_town"
    level = "mended"

    def apply(self, draft: Draft) -> Draft:
        """Take them apart, and tell it."""
        column = draft.roles.get("address")
        if column is None:
            return draft
        texts = draft.values["address"].tolist()
        parts = {i: found for i, text in enumerate(texts) if (found := town_behind(text))}
        made, filled = draft, set()
        for role, at in (("postcode", 1), ("city", 2)):
            before = draft.values[role].tolist() if role in draft.values else [None] * draft.n
            added = {i: p[at] for i, p in parts.items() if p[at] and not isinstance(before[i], str)}
            if added:
                filled |= set(added)
                made = made.filled(role, [added.get(i, cell) for i, cell in enumerate(before)])
        if not filled:
            return draft
        rows = sorted(filled)
        streets = {i: parts[i][0] for i in rows}
        made = made.mended(self.code, column, "address", streets)
        first = rows[0]
        becomes = " · ".join(filter(None, parts[first]))
        return made.tell(self.code, self.level, rows, column, texts[first], becomes=becomes)
