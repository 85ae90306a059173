from __future__ import annotations

from geo.intake.rules.rule import FactRule


class KindDiffers(FactRule):
    """The name says another kind of file than the content is."""

    code = "kind_differs"
    level = "mended"
