from __future__ import annotations

from geo.intake.rules.rule import FactRule


class CpgOverruled(FactRule):
    """A shapefile that names another encoding than its bytes have."""

    code = "cpg_overruled"
    level = "mended"
