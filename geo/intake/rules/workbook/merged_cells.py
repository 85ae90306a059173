from __future__ import annotations

from geo.intake.rules.rule import FactRule


class MergedCells(FactRule):
    """A value merged over several rows; it counts for each."""

    code = "merged_cells"
    level = "mended"
