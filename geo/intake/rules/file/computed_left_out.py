from __future__ import annotations

from geo.intake.rules.rule import FactRule


class ComputedLeftOut(FactRule):
    """Columns of a GeoPackage that are made by SQL, which is the uploader's and is not run."""

    code = "computed_left_out"
    level = "note"
