from __future__ import annotations

from geo.intake.rules.rule import FactRule


class FormulaErrors(FactRule):
    """Cells that hold an error such as #N/B."""

    code = "formula_errors"
    level = "note"
