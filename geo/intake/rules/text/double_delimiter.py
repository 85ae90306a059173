from __future__ import annotations

from geo.intake.rules.rule import FactRule


class DoubleDelimiter(FactRule):
    """Cells that are divided by two signs, or by any number of tabs."""

    code = "double_delimiter"
    level = "note"
