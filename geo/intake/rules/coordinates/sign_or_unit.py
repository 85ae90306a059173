from __future__ import annotations

import numpy as np

from geo.intake.model.draft import Draft
from geo.intake.rules.rule import Rule
from geo.intake.values.frames import DEGREES, RD, in_cities

METRES_A_KM = 1000.0


class SignOrUnit(Rule):
    """A minus that does not belong there, or RD in kilometres instead of metres."""

    code = "sign_or_unit"
    level = "proposed"

    def apply(self, draft: Draft) -> Draft:
        """Propose the place in the two cities that the other sign or unit gives."""
        at = np.flatnonzero(
            draft.open & np.isfinite(draft.numbers.a) & np.isfinite(draft.numbers.b)
        )
        if len(at) == 0:
            return draft
        # Hugest numbers overflow when multiplied; none of them is a place.
        a, b = (np.clip(n[at], -1e12, 1e12) for n in (draft.numbers.a, draft.numbers.b))
        found: dict[int, tuple[float, float]] = {}
        for frame, factor in ((DEGREES, 1.0), (RD, METRES_A_KM), (RD, 1.0)):
            x, y = frame.to_rd(np.abs(a) * factor, np.abs(b) * factor)
            for i in np.flatnonzero(in_cities(x, y)):
                found.setdefault(int(at[i]), (float(x[i]), float(y[i])))
        if not found:
            return draft
        rows = list(found)
        proposals = [
            draft.place_proposal(self.code, i, draft.place_text(i), *found[i]) for i in rows
        ]
        columns = " / ".join(draft.numbers.columns)
        told = draft.tell(self.code, self.level, rows, columns, draft.place_text(rows[0]))
        return told.settle(rows).propose(proposals)
