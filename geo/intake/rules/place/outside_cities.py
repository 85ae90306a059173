from __future__ import annotations

import numpy as np

from geo.intake.model.draft import Draft
from geo.intake.rules.rule import Rule


class OutsideCities(Rule):
    """A place outside Amsterdam and Rotterdam: drawn where it is, in no total of a city."""

    code = "outside_cities"
    level = "note"

    def apply(self, draft: Draft) -> Draft:
        """Tell which rows lie in neither city."""
        at = np.flatnonzero(draft.placed & (draft.values["in_city"] == ""))
        if len(at) == 0:
            return draft
        return draft.tell(self.code, self.level, at)
