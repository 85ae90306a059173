from __future__ import annotations

import numpy as np

from geo.intake.model.draft import Draft
from geo.intake.rules.rule import Rule


class CrsMixed(Rule):
    """Rows in different coordinate systems in one file."""

    code = "crs_mixed"
    level = "mended"

    def apply(self, draft: Draft) -> Draft:
        """Tell which rows are not in the system of most."""
        frames, found = draft.numbers.frames, draft.numbers.systems()
        if len(found) < 2:  # noqa: PLR2004
            return draft
        most = draft.numbers.usual_system()
        others = ", ".join(f"{key} ({n})" for key, n in found.items())
        at = np.flatnonzero((frames != "") & (frames != most))
        return draft.tell(self.code, self.level, at, frames=others, frame=most)
