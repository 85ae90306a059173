from __future__ import annotations

from geo.intake.rules.rule import FactRule


class EncodingCentral(FactRule):
    """Letters of Central Europe (Windows-1250), told by words that are none in Western text."""

    code = "encoding_central"
    level = "mended"
