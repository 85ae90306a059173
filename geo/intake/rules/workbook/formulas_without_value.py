from __future__ import annotations

from geo.intake.rules.rule import FactRule


class FormulasWithoutValue(FactRule):
    """Formulas whose outcome was never stored."""

    code = "formulas_without_value"
    level = "note"
