from __future__ import annotations

import numpy as np

from geo.intake.model.draft import Draft
from geo.intake.rules.rule import RejectingRule
from geo.intake.values.cell_shapes import is_written_shape


class ShapeBroken(RejectingRule):
    """A geometry that breaks off or is of a kind that nobody knows: that row is lost, no other."""

    code = "shape_broken"

    def wrong(self, draft: Draft) -> np.ndarray:
        """Return the rows that hold a geometry of which nothing could be made."""
        numbers = draft.numbers
        nothing = np.isnan(numbers.a) & np.isnan(numbers.b)
        if numbers.source == "shapes":
            shapes = np.asarray(draft.layer.shapes, dtype=object)
            broken = np.array([shape is None for shape in shapes], dtype=bool)
        elif numbers.source == "point":
            cells = draft.layer.table[numbers.columns[0]]
            broken = np.array([is_written_shape(cell) for cell in cells], dtype=bool)
        else:
            broken = np.zeros(draft.n, dtype=bool)
        wrong: np.ndarray = nothing & broken & numbers.given
        return wrong
