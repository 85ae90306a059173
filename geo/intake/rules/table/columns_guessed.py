from __future__ import annotations

from geo.intake.rules.rule import FactRule


class ColumnsGuessed(FactRule):
    """Columns recognised by what they hold, not by their headings."""

    code = "columns_guessed"
    level = "mended"
