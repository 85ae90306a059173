from __future__ import annotations

from dataclasses import replace

import numpy as np

from geo.intake.coordinates import points_of_shapes
from geo.intake.draft import Draft
from geo.intake.rules.rule import Rule


class GeometryToPoint(Rule):
    """Outlines, lines and collections where a hub is one point on the map."""

    code = "geometry_to_point"
    level = "mended"

    def apply(self, draft: Draft) -> Draft:
        """Give every geometry one point that lies on it, and tell so."""
        if draft.layer.shapes is None:
            return draft
        x, y, other = points_of_shapes(draft)
        made = replace(draft, x=x, y=y)
        return made.tell(self.code, self.level, np.flatnonzero(other)) if other.any() else made
