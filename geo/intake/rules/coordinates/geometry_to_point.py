from __future__ import annotations

from dataclasses import replace

from geo.intake.meaning.coordinates import points_of_shapes
from geo.intake.model.draft import Draft
from geo.intake.model.records import OUTLINE
from geo.intake.rules.place.area_no_building import AreaNoBuilding
from geo.intake.rules.place.line_no_building import LineNoBuilding
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
        made = made.filled(OUTLINE, [outlines.get(i) for i in range(draft.n)])
        # A district or a route has a point as well, but is not on the map.
        made = LineNoBuilding().apply(AreaNoBuilding().apply(made))
        at = [i for i in outlines if made.placed[i]]
        return made.tell(self.code, self.level, at) if at else made
