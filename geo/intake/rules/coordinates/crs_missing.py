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
        numbers, found = draft.numbers, draft.numbers.usual_system()
        # GeoJSON without a system is in degrees by its standard (RFC 7946, 4).
        if numbers.source != "shapes" or numbers.label is not None or found in ("", "wgs84"):
            return draft
        return draft.tell(self.code, self.level, np.flatnonzero(numbers.frames != ""), frame=found)
