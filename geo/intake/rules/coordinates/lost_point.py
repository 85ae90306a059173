from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from geo.intake.model.draft import Draft
from geo.intake.rules.rule import Rule, open_pairs
from geo.intake.values.cells import digits_of
from geo.intake.values.frames import DEGREES, FRAMES, RD, Frame, in_cities

LONGEST = 17


class LostPoint(Rule):
    """A number that lost its decimal sign: 52.4009 became 524009 or 52.400.988."""

    code = "lost_point"
    level = "proposed"

    def apply(self, draft: Draft) -> Draft:
        """Propose the one place in the two cities that the digits allow."""
        numbers = draft.numbers
        table = draft.layer.table
        found = {}
        for i in map(int, open_pairs(draft)):
            place = restored(*(digits_of(table[c].iloc[i]) for c in numbers.columns))
            if place is not None:
                found[i] = place
        if not found:
            return draft
        rows = list(found)
        proposals = [
            draft.place_proposal(self.code, i, draft.place_text(i), *found[i][1]) for i in rows
        ]
        frames = draft.numbers.frames.copy()
        frames[rows] = [found[i][0].key for i in rows]
        draft = replace(draft, numbers=replace(draft.numbers, frames=frames))
        columns = " / ".join(numbers.columns)
        told = draft.tell(self.code, self.level, rows, columns, draft.place_text(rows[0]))
        return told.settle(rows).propose(proposals)


def restored(first: str, second: str) -> tuple[Frame, tuple[float, float]] | None:
    """Put a point in two rows of digits so that they lie in one of the two cities.

    Returns
    -------
    Frame and tuple of float, or None
        The system, and the place in EPSG:28992; None when no place, or more than one, is possible.

    Examples
    --------
    >>> frame, place = restored("48910066", "524009993")
    >>> tuple(round(number, 1) for number in place)
    (121230.5, 490467.0)
    >>> restored("12", "34")
    """
    if not first or not second or max(len(first), len(second)) > LONGEST:
        return None
    for frame in (DEGREES, RD):
        places = {(round(x, 1), round(y, 1)): (x, y) for x, y in _places(frame, first, second)}
        if len(places) == 1:
            return frame, next(iter(places.values()))
    return None


def _places(frame: Frame, first: str, second: str) -> Iterator[tuple[float, float]]:
    """Yield the places in the cities that the digits can mean in a system, x first or last."""
    assert frame in FRAMES
    for a, b in ((first, second), (second, first)):
        for x in _values(a):
            for y in _values(b):
                pair = np.array([x]), np.array([y])
                if not frame.holds(*pair)[0]:
                    continue
                rd = frame.to_rd(*pair)
                if in_cities(*rd)[0]:
                    yield float(rd[0][0]), float(rd[1][0])


def _values(digits: str) -> list[float]:
    return [float(f"{digits[:i]}.{digits[i:]}") for i in range(1, len(digits) + 1)]
