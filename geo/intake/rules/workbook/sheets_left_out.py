from __future__ import annotations

from geo.intake.rules.rule import FactRule


class SheetsLeftOut(FactRule):
    """Sheets with other headings; the planner can choose them."""

    code = "sheets_left_out"
    level = "note"
