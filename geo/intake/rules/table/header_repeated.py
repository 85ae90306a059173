from __future__ import annotations

from geo.intake.rules.rule import FactRule


class HeaderRepeated(FactRule):
    """The headings repeated further down."""

    code = "header_repeated"
    level = "mended"
