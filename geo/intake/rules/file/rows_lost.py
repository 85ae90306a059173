from __future__ import annotations

from geo.intake.rules.rule import FactRule


class RowsLost(FactRule):
    """A map file that misses a part and says itself how many objects it had."""

    code = "rows_lost"
    level = "mended"
