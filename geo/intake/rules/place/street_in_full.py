from __future__ import annotations

from geo.intake.model.draft import Draft
from geo.intake.rules.rule import Rule


class StreetInFull(Rule):
    """A street that is written short and means one street of its city: "Pr. Hendrikkade"."""

    code = "street_in_full"
    level = "mended"

    def apply(self, draft: Draft) -> Draft:
        """Write such streets in full, where the place of a row hangs on its address."""
        if "address" not in draft.values or draft.placed.all():
            return draft
        # The tables take a second to load; most files have coordinates and do without.
        from geo.intake.meaning.addresses import in_full

        found = in_full(draft)
        if not found:
            return draft
        column = draft.roles.get("address") or draft.roles.get("street", "")
        first = next(iter(found))
        written = draft.values["address"][first]
        made = draft.mended(self.code, column, "address", found)
        return made.tell(self.code, self.level, list(found), column, written, becomes=found[first])
