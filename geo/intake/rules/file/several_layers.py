from __future__ import annotations

from geo.intake.rules.rule import FactRule


class SeveralLayers(FactRule):
    """Several map layers in one file, read together."""

    code = "several_layers"
    level = "mended"
