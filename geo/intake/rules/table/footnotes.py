from __future__ import annotations

from geo.intake.rules.rule import FactRule


class Footnotes(FactRule):
    """Notes below the table."""

    code = "footnotes"
    level = "mended"
