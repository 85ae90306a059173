from __future__ import annotations

from geo.intake.rules.rule import FactRule


class NulBytes(FactRule):
    """Zero bytes between the letters; they are left out."""

    code = "nul_bytes"
    level = "mended"
