from __future__ import annotations

from geo.intake.rules.rule import FactRule


class FileCut(FactRule):
    """A file that breaks off; what was whole is read, the rest is lost."""

    code = "file_cut"
    level = "mended"
