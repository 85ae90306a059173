from __future__ import annotations

from geo.intake.rules.rule import FactRule


class TableTurned(FactRule):
    """A table that lay on its side: headings below each other, a column for each record."""

    code = "table_turned"
    level = "mended"
