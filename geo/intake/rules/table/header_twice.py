from __future__ import annotations

from geo.intake.rules.rule import FactRule


class HeaderTwice(FactRule):
    """Headings that stand twice; the second gets a number."""

    code = "header_twice"
    level = "mended"
