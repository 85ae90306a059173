from __future__ import annotations

import numpy as np

from geo.intake.model.draft import Draft
from geo.intake.rules.rule import Rule


class CrsMissing(Rule):
    """A map file that names no coordinate system while its numbers are no degrees."""

    code = "crs_missing"
    level = "mended"

    def apply(self, draft: Draft) -> Draft:
        """Tell which system the numbers were taken for."""
        numbers = draft.numbers
        known = numbers.frames != ""
        if numbers.source != "shapes" or numbers.label is not None or not known.any():
            return draft
        keys, counts = np.unique(numbers.frames[known].astype(str), return_counts=True)
        found = str(keys[counts.argmax()])
        # GeoJSON without a system is in degrees by its standard (RFC 7946, 4).
        if found == "wgs84":
            return draft
        return draft.tell(self.code, self.level, np.flatnonzero(known), frame=found)
