from __future__ import annotations

from geo.intake.rules.rule import FactRule


class WalMode(FactRule):
    """A GeoPackage still open elsewhere; its last edits may be missing."""

    code = "wal_mode"
    level = "note"
