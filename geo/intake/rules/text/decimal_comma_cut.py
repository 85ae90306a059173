from __future__ import annotations

from geo.intake.rules.rule import FactRule


class DecimalCommaCut(FactRule):
    """Decimal commas in a file whose cells are divided by commas too."""

    code = "decimal_comma_cut"
    level = "mended"
