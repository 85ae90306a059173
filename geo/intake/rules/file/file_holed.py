from __future__ import annotations

from geo.intake.rules.rule import FactRule


class FileHoled(FactRule):
    """A map file of which a part in the middle is damaged, and that does not say how much."""

    code = "file_holed"
    level = "mended"
