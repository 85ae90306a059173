from __future__ import annotations

from geo.intake.rules.rule import FactRule


class HeaderMissing(FactRule):
    """No headings: the columns are recognised by what they hold."""

    code = "header_missing"
    level = "mended"
