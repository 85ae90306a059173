from __future__ import annotations

from geo.intake.rules.rule import FactRule


class HiddenRows(FactRule):
    """Rows hidden by a filter; they are read like the others."""

    code = "hidden_rows"
    level = "note"
