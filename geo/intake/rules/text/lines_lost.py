from __future__ import annotations

from geo.intake.rules.rule import FactRule


class LinesLost(FactRule):
    """Lines that hold no object, in a file with one object a line."""

    code = "lines_lost"
    level = "mended"
