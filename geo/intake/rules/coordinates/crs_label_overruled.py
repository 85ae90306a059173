from __future__ import annotations

import numpy as np

from geo.intake.model.draft import Draft
from geo.intake.rules.rule import Rule

HALF = 0.5


class CrsLabelOverruled(Rule):
    """The file names one coordinate system, its numbers lie in another."""

    code = "crs_label_overruled"
    level = "mended"

    def apply(self, draft: Draft) -> Draft:
        """Tell when most numbers are not of the system that the file names."""
        label = draft.numbers.label
        frames = draft.numbers.frames
        known = frames != ""
        if label is None or not known.any():
            return draft
        other = known & (frames != label.frame.key)
        if other.sum() <= HALF * known.sum():
            return draft
        found = draft.numbers.usual_system(other)
        return draft.tell(
            self.code, self.level, np.flatnonzero(other), said=label.name, frame=found
        )
