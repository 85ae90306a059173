from __future__ import annotations

from geo.intake.rules.rule import FactRule


class LinesQuoted(FactRule):
    """Every line stood in quotes as one cell, as when a table was pasted in one column."""

    code = "lines_quoted"
    level = "mended"
