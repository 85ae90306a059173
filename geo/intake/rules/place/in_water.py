from __future__ import annotations

import numpy as np

from geo.intake.meaning.ground import in_water
from geo.intake.model.draft import Draft
from geo.intake.rules.rule import Rule


class InWater(Rule):
    """A place in a river or dock: told, never moved, for there are ships with studios."""

    code = "in_water"
    level = "note"

    def apply(self, draft: Draft) -> Draft:
        """Tell which rows lie in water."""
        at = np.flatnonzero(draft.placed & in_water(draft.x, draft.y))
        return draft.tell(self.code, self.level, at) if len(at) else draft
