from __future__ import annotations

import numpy as np
import shapely

from geo.data.written_shapes import shapes_of_wkb
from geo.intake.model.draft import Draft
from geo.intake.model.records import OUTLINE
from geo.intake.readers.alike_layers import looks_like_districts
from geo.intake.rules.rule import Rule

LARGEST_M2 = 1_000_000.0
"""A square kilometre; the largest terrain with studios is smaller."""
DISTRICT_M2 = 20_000.0
"""Two hectares: smaller than any neighbourhood, larger than nearly any building."""


class AreaNoBuilding(Rule):
    """An outline of a district or neighbourhood: its middle is no building."""

    code = "area_no_building"
    level = "rejected"

    def apply(self, draft: Draft) -> Draft:
        """Reject outlines of a square kilometre, and smaller ones of a layer of districts."""
        if OUTLINE not in draft.values:
            return draft
        rows = [i for i, cell in enumerate(draft.values[OUTLINE]) if isinstance(cell, str)]
        areas = shapely.area(shapes_of_wkb(draft.values[OUTLINE].iloc[i] for i in rows))
        largest = DISTRICT_M2 if looks_like_districts(draft.layer) else LARGEST_M2
        at = np.array(rows, dtype=int)[areas >= largest]
        at = at[draft.placed[at]]
        if len(at) == 0:
            return draft
        return draft.reject(self.code, at).tell(
            self.code, self.level, at, hectares=f"{areas.max() / 10_000:.0f}"
        )
