from __future__ import annotations

import numpy as np

from geo.intake.model.draft import Draft
from geo.intake.rules.rule import Rule


class CrsNamed(Rule):
    """A system that the heading of the coordinates names, and their numbers alone do not tell."""

    code = "crs_named"
    level = "note"

    def apply(self, draft: Draft) -> Draft:
        """Tell that the heading was believed."""
        numbers = draft.numbers
        if numbers.label is None or numbers.source == "shapes":
            return draft
        at = np.flatnonzero(numbers.by_main & (numbers.frames == numbers.label.frame.key))
        if len(at) == 0:
            return draft
        columns = " / ".join(numbers.columns)
        name = f"{numbers.label.name} ({numbers.label.code})"
        return draft.tell(self.code, self.level, at, columns, said=name)
