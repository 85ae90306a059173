from __future__ import annotations

from geo.intake.rules.rule import FactRule


class TablePerhapsTurned(FactRule):
    """A table that may lie on its side; read as it stands."""

    code = "table_perhaps_turned"
    level = "note"
