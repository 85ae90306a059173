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
        frames = draft.numbers.frames
        known = frames != ""
        keys, counts = np.unique(frames[known].astype(str), return_counts=True)
        if len(keys) < 2:  # noqa: PLR2004
            return draft
        most = str(keys[counts.argmax()])
        others = ", ".join(f"{key} ({n})" for key, n in zip(keys, counts, strict=True))
        at = np.flatnonzero(known & (frames != most))
        return draft.tell(self.code, self.level, at, frames=others, frame=most)
