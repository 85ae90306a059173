from __future__ import annotations

from geo.intake.rules.rule import FactRule


class TextTwiceEncoded(FactRule):
    """UTF-8 that was once read as Windows text: "CafÃ©"."""

    code = "text_twice_encoded"
    level = "mended"
