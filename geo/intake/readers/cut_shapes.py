"""Geometries and letters that the delimiter cut in pieces, for they stood in no quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.entities import html5

SRID = re.compile(r"\s*SRID\s*=\s*\d{4,6}\s*", re.I)
KIND = re.compile(
    r"\s*(?:SRID\s*=\s*\d{4,6}\s*;)?\s*(?:MULTI)?(?:POINT|LINESTRING|POLYGON)\s*(?:Z|M|ZM)?\s*\(",
    re.I,
)


ENTITY = re.compile(r"&(#\d{1,6}|\w{2,8})$")


def with_shapes(rows: Sequence[list[str]], mark: str) -> list[list[str]]:
    """Join the pieces of each geometry, and of each letter that a web page wrote out.

    Examples
    --------
    >>> with_shapes([["A", "SRID=28992", "POINT(1 2)"], ["B", "LINESTRING(1 2", " 3 4)", "x"]], ",")
    [['A', 'SRID=28992,POINT(1 2)'], ['B', 'LINESTRING(1 2, 3 4)', 'x']]
    >>> with_shapes([["Caf&eacute", " &amp", " Zo", "1"], ["R&D", "2"]], ";")
    [['Caf&eacute; &amp; Zo', '1'], ['R&D', '2']]
    """
    begins = (_begins, _is_letter) if mark == ";" else (_begins,)
    return [
        _joined(row, mark) if any(b(cell) for b in begins for cell in row) else row for row in rows
    ]


def _begins(cell: str) -> bool:
    return bool(SRID.fullmatch(cell) or KIND.match(cell))


def _is_letter(cell: str) -> bool:
    found = ENTITY.search(cell)
    return found is not None and (found[1].startswith("#") or f"{found[1]};" in html5)


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
        goes_on = depth > 0 or named or (mark == ";" and _is_letter(cell))
    return [mark.join(pieces) for pieces in groups]
