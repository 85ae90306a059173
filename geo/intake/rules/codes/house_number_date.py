from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from geo.intake.model.draft import Draft
from geo.intake.rules.column_rule import MendingRule
from geo.intake.values.house_numbers import address_of, house_number_of


class HouseNumberDate(MendingRule):
    """A house number such as 1-3 that Excel turned into a date."""

    code = "house_number_date"
    roles = ("house_number", "house_letter", "address")

    def becomes(self, draft: Draft, role: str) -> Mapping[int, str]:
        """Return the house number for every date in the column, or at the end of an address."""
        cells = draft.layer.table[draft.roles[role]]
        read = address_of if role == "address" else house_number_of
        return {i: text for i, cell in enumerate(cells) if (text := read(cell))}

    def apply(self, draft: Draft) -> Draft:
        """Put the house number back, in the planner's own column as well."""
        made = super().apply(draft)
        table = draft.layer.table.copy()
        for role in self.roles:
            found = self.becomes(draft, role) if role in draft.roles else {}
            if found:
                table.loc[list(found), draft.roles[role]] = pd.Series(dict(found), dtype="object")
        return replace(made, layer=replace(draft.layer, table=table))
