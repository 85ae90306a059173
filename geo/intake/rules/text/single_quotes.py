from __future__ import annotations

from geo.intake.rules.rule import FactRule


class SingleQuotes(FactRule):
    """Cells in single quotes, as some databases write them."""

    code = "single_quotes"
    level = "mended"
