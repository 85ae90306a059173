from __future__ import annotations

from geo.intake.rules.rule import FactRule


class HeadingDenied(FactRule):
    """A heading that promises one thing over cells that hold another: the cells decide."""

    code = "heading_denied"
    level = "mended"
