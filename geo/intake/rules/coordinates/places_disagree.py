from __future__ import annotations

import numpy as np

from geo.intake.meaning.ground import city_of
from geo.intake.model.draft import Draft
from geo.intake.rules.rule import Rule


class PlacesDisagree(Rule):
    """Two columns put a row in places that lie further apart than either is accurate."""

    code = "places_disagree"
    level = "proposed"

    def apply(self, draft: Draft) -> Draft:
        """Propose the place that the row's own town speaks for, else that of the main columns."""
        beside = draft.numbers.beside
        if beside is None:
            return draft
        at = np.flatnonzero(draft.placed & draft.numbers.by_main & np.isfinite(beside.x))
        if len(at) == 0:
            return draft
        other = self._other_is_likelier(draft, at)
        x = np.where(other, beside.x[at], draft.x[at])
        y = np.where(other, beside.y[at], draft.y[at])
        values = [self._words(draft, int(i)) for i in at]
        proposals = [
            draft.place_proposal(self.code, int(i), value, float(px), float(py))
            for i, value, px, py in zip(at, values, x, y, strict=True)
        ]
        columns = " / ".join(
            [*draft.numbers.columns, *(c for more in beside.columns for c in more)]
        )
        metres = np.hypot(draft.x[at] - beside.x[at], draft.y[at] - beside.y[at]).max()
        told = draft.tell(self.code, self.level, at, columns, values[0], metres=f"{metres:.0f}")
        return told.settle(at).propose(proposals)

    def _other_is_likelier(self, draft: Draft, at: np.ndarray) -> np.ndarray:
        beside, column = draft.numbers.beside, draft.roles.get("city")
        assert beside is not None
        if column is None:
            return np.zeros(len(at), dtype=bool)
        named = np.array([draft.cell(int(i), column).strip().lower() for i in at], dtype=object)
        own = np.char.lower(city_of(draft.x[at], draft.y[at]).astype(str))
        theirs = np.char.lower(city_of(beside.x[at], beside.y[at]).astype(str))
        return np.asarray((own != named) & (theirs == named), dtype=bool)

    def _words(self, draft: Draft, at: int) -> str:
        beside = draft.numbers.beside
        assert beside is not None
        others = [" / ".join(draft.cell(at, c) for c in columns) for columns in beside.columns]
        return "; ".join([draft.place_text(at), *filter(None, others)])[:120]
