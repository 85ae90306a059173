"""Tables that lie on their side: the headings below each other, a column for each record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from geo.intake.values.cells import is_blank, is_nothing, text_of
from geo.intake.values.column_names import is_known, role_of

Row = Sequence[Any]
MOST_FIELDS = 200
NAMES = {"name", "hub"}
PLACES = {"address", "street", "postcode", "city", "x", "lat"}
"""What a list of places has one of each of, whichever way it lies."""
SURE = 3
"""Headings below each other that nothing else can be; of less all of them must be headings."""
HALF = 0.5
TURNED, PERHAPS = "table_turned", "table_perhaps_turned"


@dataclass(frozen=True)
class Turned:
    """Rows set upright, the columns they were, and titles that stood above."""

    rows: list[list[Any]]
    lines: list[int]
    fields: list[str]
    titles: list[int]


def lies_on_its_side(rows: Sequence[Row]) -> str:
    """Return `TURNED` where filled rows surely are fields, `PERHAPS` where they may be, else "".

    Examples
    --------
    >>> lies_on_its_side([["naam", "A", "B"], ["adres", "Weena 1", "Blaak 2"]])
    'table_turned'
    >>> lies_on_its_side([["naam", "adres"], ["A", "Weena 1"]])
    ''
    """
    if not 1 < len(rows) <= MOST_FIELDS or max(map(_filled, rows)) < 2:  # noqa: PLR2004
        return ""
    firsts = [text_of(row[0]) if row else None for row in rows]
    known = [text for text in firsts if text and is_known(text)]
    roles = {role_of(text) for text in known}
    # Kinds below each other ("pand", "gebouw") are values of one column.
    alike = len(known) - len(roles)
    if alike > 1 or not roles & NAMES or not roles & PLACES or any(map(_is_heading, rows)):
        return ""
    fields = [text for text, row in zip(firsts, rows, strict=True) if text and _filled(row) > 1]
    if len(known) < HALF * len(fields):
        return ""
    return TURNED if len(roles) >= SURE or len(known) == len(fields) else PERHAPS


def _is_heading(row: Row) -> bool:
    """Say whether a row has headings behind its first cell; a cross or a letter is a mark."""
    texts = [text for cell in row[1:] if (text := text_of(cell)) and is_known(text)]
    words = any(len(text) > 1 and not is_nothing(text) for text in texts)
    return words or {"x", "y"} <= {role_of(text) for text in texts}


def _filled(row: Row) -> int:
    return sum(not is_blank(cell) for cell in row)


def turned(rows: Sequence[Row], lines: Sequence[int]) -> Turned:
    """Set filled rows upright; each record stands on the number of the column it was.

    Examples
    --------
    >>> found = turned([["naam", "A", "B"], ["x", 1, 2]], [1, 2])
    >>> found.rows, found.lines, found.fields
    ([['naam', 'x'], ['A', 1], ['B', 2]], [1, 2, 3], ['naam', 'x'])
    """
    width = max(len(row) for row in rows)
    # A title fills the first cell alone; so does a field that nobody filled in.
    is_title = [_filled(row) == 1 and not is_known(text_of(row[0])) for row in rows]
    titles = [line for line, title in zip(lines, is_title, strict=True) if title]
    kept = [
        [*row, *[None] * (width - len(row))]
        for row, title in zip(rows, is_title, strict=True)
        if not title
    ]
    upright = [list(cells) for cells in zip(*kept, strict=True)]
    fields = [text_of(cell) or "" for cell in upright[0]]
    return Turned(upright, list(range(1, width + 1)), fields, titles)
