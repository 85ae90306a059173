from __future__ import annotations

from geo.intake.rules.rule import FactRule


class RuledLines(FactRule):
    """Lines of dashes, as below the headings of Markdown and between those of a database."""

    code = "ruled_lines"
    level = "mended"
