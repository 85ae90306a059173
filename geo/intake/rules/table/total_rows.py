from __future__ import annotations

from geo.intake.rules.rule import FactRule


class TotalRows(FactRule):
    """Totals and subtotals: no hubs, and counted in none."""

    code = "total_rows"
    level = "mended"
