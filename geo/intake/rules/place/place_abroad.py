from __future__ import annotations

from dataclasses import replace

import numpy as np

from geo.intake.meaning.abroad import abroad
from geo.intake.model.draft import Draft
from geo.intake.rules.rule import RejectingRule
from geo.intake.values.world_cities import city_near


class PlaceAbroad(RejectingRule):
    """Degrees that are sound and lie far from the two cities: kept apart, with where that is."""

    code = "place_abroad"

    def wrong(self, draft: Draft) -> np.ndarray:
        """Return the rows with degrees elsewhere on earth."""
        return abroad(draft)

    def apply(self, draft: Draft) -> Draft:
        """Reject such rows, and say of each where it lies."""
        made = super().apply(draft)
        first = 1 + draft.offset
        return replace(
            made,
            rejections=tuple(
                replace(r, where=self._where(draft, r.row - first)) if r.code == self.code else r
                for r in made.rejections
            ),
        )

    def _where(self, draft: Draft, at: int) -> str:
        lat, lon = float(draft.numbers.b[at]), float(draft.numbers.a[at])
        return f"{lat:.1f};{lon:.1f};{city_near(lat, lon)}"
