"""Geometries in text that the delimiter cut in pieces, for they stood in no quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence

SRID = re.compile(r"\s*SRID\s*=\s*\d{4,6}\s*", re.I)
KIND = re.compile(
    r"\s*(?:SRID\s*=\s*\d{4,6}\s*;)?\s*(?:MULTI)?(?:POINT|LINESTRING|POLYGON)\s*(?:Z|M|ZM)?\s*\(",
    re.I,
)


def with_shapes(rows: Sequence[list[str]], mark: str) -> list[list[str]]:
    """Join the pieces of each geometry; other cells stay as they are.

    Examples
    --------
    >>> with_shapes([["A", "SRID=28992", "POINT(1 2)"], ["B", "LINESTRING(1 2", " 3 4)", "x"]], ",")
    [['A', 'SRID=28992,POINT(1 2)'], ['B', 'LINESTRING(1 2, 3 4)', 'x']]
    """
    return [_joined(row, mark) if any(map(_begins, row)) else row for row in rows]


def _begins(cell: str) -> bool:
    return bool(SRID.fullmatch(cell) or KIND.match(cell))


def _joined(row: list[str], mark: str) -> list[str]:
    made: list[str] = []
    for cell in row:
        if made and (SRID.fullmatch(made[-1]) or _is_open(made[-1])) and cell.strip():
            made[-1] = f"{made[-1]}{mark}{cell}"
        else:
            made.append(cell)
    return made


def _is_open(cell: str) -> bool:
    return bool(KIND.match(cell)) and cell.count("(") > cell.count(")")
