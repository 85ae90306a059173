from __future__ import annotations

from dataclasses import replace

from geo.intake.meaning.coordinates import points_of_shapes
from geo.intake.model.draft import Draft
from geo.intake.model.records import OUTLINE
from geo.intake.rules.rule import Rule


class GeometryToPoint(Rule):
    """Outlines, lines and collections where a hub is one point on the map."""

    code = "geometry_to_point"
    level = "mended"

    def apply(self, draft: Draft) -> Draft:
        """Give every geometry one point that lies on it, keep what it was, and tell so."""
        if draft.numbers.shapes is None:
            return draft
        x, y, outlines = points_of_shapes(draft)
        made = replace(draft, x=x, y=y)
        if not outlines:
            return made
        told = made.tell(self.code, self.level, list(outlines))
        return told.filled(OUTLINE, [outlines.get(i) for i in range(draft.n)])
