from __future__ import annotations

from geo.intake.rules.rule import FactRule


class CellsBeyondHeader(FactRule):
    """Rows with more cells than there are headings."""

    code = "cells_beyond_header"
    level = "note"
