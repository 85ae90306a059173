from __future__ import annotations

from geo.intake.rules.rule import FactRule


class RecordsInBlocks(FactRule):
    """Records that were written below each other, a field a line."""

    code = "records_in_blocks"
    level = "mended"
