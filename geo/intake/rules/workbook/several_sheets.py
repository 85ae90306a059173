from __future__ import annotations

from geo.intake.rules.rule import FactRule


class SeveralSheets(FactRule):
    """Several sheets with the same headings, read together."""

    code = "several_sheets"
    level = "mended"
