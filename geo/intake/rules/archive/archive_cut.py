from __future__ import annotations

from geo.intake.rules.rule import FactRule


class ArchiveCut(FactRule):
    """A zip that breaks off; the files that stand before the cut are read."""

    code = "archive_cut"
    level = "mended"
