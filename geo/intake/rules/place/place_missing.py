from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from geo.data.address_faults import NOTHING
from geo.intake.model.draft import Draft
from geo.intake.rules.rule import RejectingRule


class PlaceMissing(RejectingRule):
    """No coordinates at all, and no address that could be found: which part of it is not known."""

    code = "place_missing"

    def wrong(self, draft: Draft) -> np.ndarray:
        """Return the rows with nothing where the place should stand."""
        return ~draft.numbers.given

    def why(self, draft: Draft, at: np.ndarray) -> Sequence[str]:
        """Say of each row what of its address is not known."""
        # The tables take a second to load; most files have coordinates and do without.
        from geo.intake.meaning.addresses import faults_of
        from geo.intake.meaning.buildings import building_faults

        of_address, of_building = faults_of(draft, at), building_faults(draft, at)
        pairs = zip(of_address, of_building, strict=True)
        return [
            building if building and faults in ((), (NOTHING,)) else ";".join(faults)
            for faults, building in pairs
        ]
