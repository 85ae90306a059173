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
        # What other columns complete may well be in another system: that is told by itself.
        main = draft.numbers.by_main
        frames, found = draft.numbers.frames, draft.numbers.systems(main)
        if len(found) < 2:  # noqa: PLR2004
            return draft
        most = draft.numbers.usual_system(main)
        others = ", ".join(f"{key} ({n})" for key, n in found.items())
        at = np.flatnonzero(main & (frames != "") & (frames != most))
        return draft.tell(self.code, self.level, at, frames=others, frame=most)
