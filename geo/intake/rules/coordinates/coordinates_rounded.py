from __future__ import annotations

from dataclasses import replace

import numpy as np

from geo.intake.model.draft import Draft
from geo.intake.rules.rule import Rule
from geo.intake.values.cells import step_of

METRES_A_DEGREE = 111_195.0
"""Of latitude; of longitude it is times the cosine of 52 degrees."""
NARROWING = 0.62
FEWEST_METRES = 5.0
COARSE_DEGREES = 5e-4
FINE = 1e-4
SAMPLE = 500


class CoordinatesRounded(Rule):
    """Coordinates with so few digits that a point may lie hundreds of metres off."""

    code = "coordinates_rounded"
    level = "mended"

    def apply(self, draft: Draft) -> Draft:
        """Set the accuracy of each row by the digits that its column has at most, and tell it.

        Trailing zeros get lost in any file, so that the finest row speaks for its column; only the
        power of ten of "1,2123E+05" speaks for its own row.
        """
        columns = draft.numbers.columns
        if len(columns) != 2 or not draft.placed.any():  # noqa: PLR2004
            return draft
        steps = np.array([self._steps(draft, column) for column in columns])
        degrees = draft.numbers.frames == "wgs84"
        scale = np.where(degrees, METRES_A_DEGREE, 1.0)
        reach = np.hypot(steps[0] * scale * np.where(degrees, NARROWING, 1), steps[1] * scale) / 2
        coarse = self._among(draft) & np.where(degrees, steps.max(axis=0) > COARSE_DEGREES, True)
        coarse &= reach >= FEWEST_METRES
        if not coarse.any():
            return draft
        accuracy = draft.accuracy_m.copy()
        accuracy[coarse] = reach[coarse]
        metres = f"{reach[coarse].max():.0f}"
        at = np.flatnonzero(coarse)
        return replace(draft, accuracy_m=accuracy).tell(
            self.code,
            self.level,
            at,
            " / ".join(columns),
            draft.place_text(int(at[0])),
            metres=metres,
        )

    def _among(self, draft: Draft) -> np.ndarray:
        among: np.ndarray = draft.placed & draft.numbers.by_main
        return among

    def _steps(self, draft: Draft, column: str) -> np.ndarray:
        cells = draft.layer.table[column].tolist()
        power = np.array(["e+" in str(cell).lower() for cell in cells])
        plain = np.flatnonzero(self._among(draft) & ~power)
        finest = _finest([cells[i] for i in plain[:: max(1, len(plain) // SAMPLE)]])
        degrees = (draft.numbers.frames[self._among(draft)] == "wgs84").any()
        if finest > (FINE if degrees else 1.0):
            finest = _finest([cells[i] for i in plain])
        # Whole metres are as fine as RD needs to be; tens of metres may be chance.
        steps = np.full(len(cells), min(finest, 1.0))
        steps[[cell is None or cell == "" for cell in cells]] = 0.0
        steps[power] = [step_of(cells[i]) for i in np.flatnonzero(power)]
        return steps


def _finest(cells: list[object]) -> float:
    return min((step for cell in cells if (step := step_of(cell)) > 0), default=0.0)
