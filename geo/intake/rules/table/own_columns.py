from __future__ import annotations

from geo.intake.rules.rule import FactRule


class OwnColumns(FactRule):
    """Columns that we added when the rows left before: they are made anew, not kept twice."""

    code = "own_columns"
    level = "note"
