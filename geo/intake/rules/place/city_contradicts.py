from __future__ import annotations

import numpy as np

from geo.data.cities import CITIES
from geo.intake.model.draft import Draft
from geo.intake.rules.rule import Rule


class CityContradicts(Rule):
    """The row names one city, its coordinates lie in the other."""

    code = "city_contradicts"
    level = "note"

    def apply(self, draft: Draft) -> Draft:
        """Tell which rows name another city than the one they lie in."""
        if "city" not in draft.roles:
            return draft
        named, lies = draft.values["city"], draft.values["in_city"]
        other = named.isin(CITIES) & lies.isin(CITIES) & (named != lies)
        rows = np.flatnonzero(other.to_numpy() & (draft.placed_by == "given_coordinate"))
        if len(rows) == 0:
            return draft
        return draft.tell(
            self.code, self.level, rows, draft.roles["city"], str(named.iloc[int(rows[0])])
        )
