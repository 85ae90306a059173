from __future__ import annotations

from geo.intake.rules.rule import FactRule


class DbfMissing(FactRule):
    """A shapefile without its .dbf: places without names."""

    code = "dbf_missing"
    level = "note"
