from __future__ import annotations

from geo.intake.model.draft import Draft
from geo.intake.rules.rule import Rule


class PlacedByAddress(Rule):
    """No coordinates, but an address or postcode that the shipped tables know."""

    code = "placed_by_address"
    level = "mended"

    def apply(self, draft: Draft) -> Draft:
        """Place such rows, with the accuracy of what was found."""
        columns = [c for c in ("address", "postcode") if c in draft.values]
        if not columns or draft.placed.all():
            return draft
        if draft.values.loc[~draft.placed, columns].notna().to_numpy().any():
            # The tables take a second to load; most files have coordinates and do without.
            from geo.intake.meaning.addresses import place_by_address

            return place_by_address(draft)
        return draft
