from __future__ import annotations

import numpy as np

from geo.intake.model.draft import Draft
from geo.intake.rules.rule import Rule

EXPECTED = {"xy": "rd", "latlon": "wgs84"}


class CrsRecognised(Rule):
    """A table whose headings promise one kind of numbers and whose cells hold another."""

    code = "crs_recognised"
    level = "mended"

    def apply(self, draft: Draft) -> Draft:
        """Tell which system the numbers are in when it is not the one the headings promise."""
        numbers, found = draft.numbers, draft.numbers.usual_system(draft.numbers.by_main)
        named = numbers.label is not None and numbers.label.frame.key == found
        if numbers.source == "shapes" or not found or named:
            return draft
        plain = EXPECTED.get(numbers.source, found if found in ("rd", "wgs84") else "")
        if found == plain:
            return draft
        columns, rows = " / ".join(numbers.columns), np.flatnonzero(numbers.frames != "")
        return draft.tell(self.code, self.level, rows, column=columns, frame=found)
