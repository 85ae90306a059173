from __future__ import annotations

from collections.abc import Sequence

import numpy as np

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

        return [";".join(faults) for faults in faults_of(draft, at)]
