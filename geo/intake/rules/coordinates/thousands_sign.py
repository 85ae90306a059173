from __future__ import annotations

from dataclasses import replace

import numpy as np

from geo.intake.meaning.systems import systems_of
from geo.intake.model.draft import Draft
from geo.intake.rules.rule import Rule, open_pairs
from geo.intake.values.cells import number_of, thousands_of
from geo.intake.values.frames import BY_KEY


class ThousandsSign(Rule):
    """121.230 or 121,230 for a hundred and twenty-one thousand metres."""

    code = "thousands_sign"
    level = "mended"

    def apply(self, draft: Draft) -> Draft:
        """Place the open rows that lie in a known system when their point counts thousands."""
        numbers = draft.numbers
        at = open_pairs(draft)
        if len(at) == 0:
            return draft
        table = draft.layer.table
        a, b = (np.array([_reading(table[c].iloc[i]) for i in at]) for c in numbers.columns)
        frames, swapped = systems_of(a, b)
        good = np.array([f not in ("", "rd_old") for f in frames]) & ~swapped
        if not good.any():
            return draft
        return _placed(draft, at[good], frames[good], (a[good], b[good])).tell(
            self.code,
            self.level,
            at[good],
            " / ".join(numbers.columns),
            draft.place_text(at[good][0]),
        )


def _reading(cell: object) -> float:
    thousands = thousands_of(cell)
    return thousands if np.isfinite(thousands) else number_of(cell)


def _placed(
    draft: Draft, at: np.ndarray, frames: np.ndarray, pairs: tuple[np.ndarray, np.ndarray]
) -> Draft:
    x, y, keys = draft.x.copy(), draft.y.copy(), draft.numbers.frames.copy()
    for key in set(frames):
        rows = frames == key
        x[at[rows]], y[at[rows]] = BY_KEY[key].to_rd(pairs[0][rows], pairs[1][rows])
        keys[at[rows]] = key
    return replace(draft, x=x, y=y, numbers=replace(draft.numbers, frames=keys))
