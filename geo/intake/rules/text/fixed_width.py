from __future__ import annotations

from geo.intake.rules.rule import FactRule


class FixedWidth(FactRule):
    """Columns that nothing divides: each begins at its own place in every line."""

    code = "fixed_width"
    level = "mended"
