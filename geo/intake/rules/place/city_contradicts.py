from __future__ import annotations

import numpy as np

from geo.data.cities import CITIES
from geo.data.coarseness import GIVEN
from geo.intake.model.draft import Draft
from geo.intake.rules.column_rule import ColumnRule


class CityContradicts(ColumnRule):
    """The row names one city, its coordinates lie in the other."""

    code = "city_contradicts"
    level = "note"
    role = "city"

    def look_at(self, draft: Draft, column: str) -> Draft:
        """Tell which rows name another city than the one they lie in."""
        named, lies = draft.values[self.role], draft.values["in_city"]
        other = named.isin(CITIES) & lies.isin(CITIES) & (named != lies)
        rows = np.flatnonzero(other.to_numpy() & (draft.placed_by == GIVEN))
        if len(rows) == 0:
            return draft
        return draft.tell(self.code, self.level, rows, column, str(named.iloc[int(rows[0])]))
