from __future__ import annotations

from geo.intake.rules.rule import FactRule


class TitleRows(FactRule):
    """Titles above the headings."""

    code = "title_rows"
    level = "mended"
