from __future__ import annotations

from geo.intake.rules.rule import FactRule


class LayersLeftOut(FactRule):
    """Map layers, or files in a zip, with other columns than the one that was read."""

    code = "layers_left_out"
    level = "mended"
