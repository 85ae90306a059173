from __future__ import annotations

import re

import numpy as np

from geo.intake.model.draft import Draft
from geo.intake.rules.rule import RejectingRule

FORMULA = re.compile(r"\s*(?:=|#(?:N/[AB]|REF|VERW|WAARDE|VALUE|DIV|DEEL|NAAM|NAME|GETAL|NUM)\b)")
"""A formula or its fault as text: so it stands in a CSV that another program made of a sheet."""


class PlaceFormula(RejectingRule):
    """No place, in a row with formulas that have no outcome, or a fault for one."""

    code = "place_formula"

    def wrong(self, draft: Draft) -> np.ndarray:
        """Return the rows without a place of which cells are such formulas."""
        said = draft.layer.facts.get("formula_rows", {}).get("lines", "")
        lines = [int(line) for line in said.split(",") if line]
        numbers = draft.numbers
        lacking = ~np.isfinite(numbers.a) | ~np.isfinite(numbers.b)
        wrong: np.ndarray = lacking & np.isin(draft.layer.lines, lines)
        for i in np.flatnonzero(lacking & draft.open & ~wrong):
            wrong[i] = any(map(FORMULA.match, draft.place_text(int(i)).split(" / ")))
        return wrong
