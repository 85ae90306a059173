from __future__ import annotations

from geo.intake.rules.rule import FactRule


class ControlCharacters(FactRule):
    """Signs that no screen shows, from an old system or a broken copy; they are left out."""

    code = "control_characters"
    level = "mended"
