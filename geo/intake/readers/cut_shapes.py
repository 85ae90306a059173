"""Geometries that the delimiter cut in pieces, for they stood in no quotes; letters kept whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.entities import html5

SRID = re.compile(r"\s*SRID\s*=\s*\d{4,6}\s*", re.I)
KIND = re.compile(
    r"\s*(?:SRID\s*=\s*\d{4,6}\s*;)?\s*(?:MULTI)?(?:POINT|LINESTRING|POLYGON)\s*(?:Z|M|ZM)?\s*\(",
    re.I,
)


LETTER = re.compile(r"&(#\d{1,6}|[A-Za-z]{2,8});")
"""A letter as web pages write it out, with a semicolon of its own."""
HIDDEN = "\x1f"
"""What no text holds once control characters are taken out."""
MOST_LETTERS = 300
"""Different ones in one text: more are no letters."""


def hidden_letters(text: str) -> str:
    """Hide the semicolon of letters that a web page wrote out: it divides no cells.

    Examples
    --------
    >>> hidden_letters("Caf&eacute; &amp; Zo;1;R&D;2").replace(HIDDEN, "_")
    'Caf&eacute_ &amp_ Zo;1;R&D;2'
    """
    found: set[str] = set()
    for letter in LETTER.finditer(text):
        found.add(letter[1])
        if len(found) > MOST_LETTERS:
            return text
    for name in found:
        if name.startswith("#") or f"{name};" in html5:
            text = text.replace(f"&{name};", f"&{name}{HIDDEN}")
    return text


def shown_letters(rows: list[list[str]]) -> list[list[str]]:
    """Give those letters their semicolon back."""
    return [
        [cell.replace(HIDDEN, ";") for cell in row] if any(HIDDEN in c for c in row) else row
        for row in rows
    ]


def with_shapes(rows: Sequence[list[str]], mark: str) -> list[list[str]]:
    """Join the pieces of each geometry.

    Examples
    --------
    >>> with_shapes([["A", "SRID=28992", "POINT(1 2)"], ["B", "LINESTRING(1 2", " 3 4)", "x"]], ",")
    [['A', 'SRID=28992,POINT(1 2)'], ['B', 'LINESTRING(1 2, 3 4)', 'x']]
    """
    return [_joined(row, mark) if any(map(_begins, row)) else row for row in rows]


def _begins(cell: str) -> bool:
    return bool(SRID.fullmatch(cell) or KIND.match(cell))


def _joined(row: list[str], mark: str) -> list[str]:
    """Join in one pass, however many pieces there are."""
    groups: list[list[str]] = []
    depth, goes_on = 0, False
    for cell in row:
        if goes_on and cell.strip():
            groups[-1].append(cell)
        else:
            groups.append([cell])
            depth = 0
        if depth or KIND.match(cell):
            depth += cell.count("(") - cell.count(")")
        named = len(groups[-1]) == 1 and SRID.fullmatch(cell) is not None
        goes_on = depth > 0 or named
    return [mark.join(pieces) for pieces in groups]
