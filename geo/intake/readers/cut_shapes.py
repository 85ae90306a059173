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
    return bool(found) and (found[1].startswith("#") or f"{found[1]};" in html5)


def _joined(row: list[str], mark: str) -> list[str]:
    made: list[str] = []
    for cell in row:
        cut = made and (SRID.fullmatch(made[-1]) or _is_open(made[-1])) and cell.strip()
        if cut or (made and mark == ";" and _is_letter(made[-1])):
            made[-1] = f"{made[-1]}{mark}{cell}"
        else:
            made.append(cell)
    return made


def _is_open(cell: str) -> bool:
    return bool(KIND.match(cell)) and cell.count("(") > cell.count(")")
