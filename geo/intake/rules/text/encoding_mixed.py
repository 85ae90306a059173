from __future__ import annotations

from geo.intake.rules.rule import FactRule


class EncodingMixed(FactRule):
    """Lines in UTF-8 and lines in Windows text in one file."""

    code = "encoding_mixed"
    level = "mended"
