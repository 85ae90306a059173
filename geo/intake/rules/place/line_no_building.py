from __future__ import annotations

import numpy as np
import shapely

from geo.data.written_shapes import shapes_of_wkb
from geo.intake.model.draft import Draft
from geo.intake.model.records import OUTLINE
from geo.intake.rules.rule import Rule

LONGEST_M = 200.0
"""A front, a jetty or the arc of a wall may be this long; routes and tracks are longer."""
LINE, POINTS = 1, (0, 4)


class LineNoBuilding(Rule):
    """A route, street or track: half way along it stands no building."""

    code = "line_no_building"
    level = "rejected"

    def apply(self, draft: Draft) -> Draft:
        """Reject the lines of a layer in which one is too long for a front.

        One that ends where it began is an outline, as drawing programs write them.
        """
        if OUTLINE not in draft.values:
            return draft
        rows = [i for i, cell in enumerate(draft.values[OUTLINE]) if isinstance(cell, str)]
        shapes = shapes_of_wkb(draft.values[OUTLINE].iloc[i] for i in rows)
        open_lines = np.array([_is_open_line(shape) for shape in shapes], dtype=bool)
        metres = shapely.length(shapes)
        at = np.array(rows, dtype=int)[open_lines]
        at = at[draft.placed[at]]
        if len(at) == 0 or metres[open_lines].max() <= LONGEST_M:
            return draft
        return draft.reject(self.code, at).tell(self.code, self.level, at)


def _is_open_line(shape: shapely.Geometry) -> bool:
    parts = shapely.get_parts(shapely.get_parts([shape]))
    if shapely.get_dimensions(shape) != LINE or np.isin(shapely.get_type_id(parts), POINTS).any():
        return False
    return not bool(shapely.is_closed(parts).all())
