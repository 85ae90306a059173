from __future__ import annotations

from geo.intake.rules.rule import FactRule


class HiddenSheets(FactRule):
    """Hidden sheets; not read unless the planner chooses them."""

    code = "hidden_sheets"
    level = "note"
