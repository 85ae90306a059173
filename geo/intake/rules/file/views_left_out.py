from __future__ import annotations

from geo.intake.rules.rule import FactRule


class ViewsLeftOut(FactRule):
    """Views in a GeoPackage; their SQL is not run."""

    code = "views_left_out"
    level = "note"
