from __future__ import annotations

from geo.intake.rules.rule import FactRule


class SecondTable(FactRule):
    """A second table below the first, with other headings: left out, for the planner to bring."""

    code = "second_table"
    level = "note"
