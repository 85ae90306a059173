from __future__ import annotations

from geo.intake.model.draft import Draft
from geo.intake.rules.rule import Rule


class PlacedByBuilding(Rule):
    """No coordinates and no address that is known, but the name of a building that is."""

    code = "placed_by_building"
    level = "mended"

    def apply(self, draft: Draft) -> Draft:
        """Place such rows in the building that they name."""
        if draft.placed.all() or not {"hub", "name"} & set(draft.values):
            return draft
        # The tables take a moment to load; most files have coordinates and do without.
        from geo.intake.meaning.buildings import place_by_building

        return place_by_building(draft)
