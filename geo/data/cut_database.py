"""Rows that still stand whole on the pages of a SQLite database that breaks off.

The list of tables often stands at the end of a file, and goes with it: SQLite then finds no row,
though all are there. Here each page is looked at by itself (SQLite, "Database File Format", 1.6,
2.1 and 2.3). What a table and its columns are called is lost.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

from geo.data.foreign_sqlite import page_size

LEAF = 13
"""The first byte of a page that holds rows."""
RESERVED_AT, HEADER_ON_FIRST = 20, 100
INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
"""Bytes of a whole number, by its kind in a row."""
REAL, NOUGHT, ONE, BYTES = 7, 8, 9, 12
LONGEST_NUMBER = 9
Row = tuple[Any, ...]


def rows_on_pages(content: bytes, most: int) -> list[tuple[int, Row]]:
    """Return the whole rows of all tables, each with its number, in the order of their pages.

    Parameters
    ----------
    content : bytes
        Of a database that breaks off.
    most : int
        Rows at most.

    Examples
    --------
    >>> import sqlite3
    >>> database = sqlite3.connect(":memory:")
    >>> _ = database.execute("CREATE TABLE hubs (naam TEXT, jaar INTEGER, x REAL)")
    >>> _ = database.execute("INSERT INTO hubs VALUES ('Loods', 2012, 0.5), ('Kade', NULL, 1)")
    >>> database.commit()
    >>> rows_on_pages(database.serialize(), 100)[-2:]
    [(1, ('Loods', 2012, 0.5)), (2, ('Kade', None, 1))]
    """
    size = page_size(content)
    # No honest row lies over another: together they are no longer than the file.
    left = len(content)
    found: list[tuple[int, Row]] = []
    for number in range(len(content) // size):
        page = content[number * size : (number + 1) * size]
        for at, end in _cells(page, HEADER_ON_FIRST if number == 0 else 0):
            try:
                rowid, payload = _row(content, page[:end], at, size)
                left -= len(payload)
                if left < 0 or len(found) == most:
                    return found
                found.append((rowid, _values(payload)))
            except (IndexError, ValueError, OverflowError, struct.error):
                continue  # a part of it is gone, or makes no sense
    return found


def _cells(page: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Where the rows of a page begin and end at most; nothing of a page of another kind."""
    if page[at] != LEAF:
        return
    (count,) = struct.unpack_from(">H", page, at + 3)
    count = min(count, (len(page) - at - 8) // 2)
    listed = dict.fromkeys(struct.unpack_from(f">{count}H", page, at + 8))
    places = sorted(listed)
    ends = dict(zip(places, [*places[1:], len(page)], strict=False))
    yield from ((place, ends[place]) for place in listed)


def _row(content: bytes, page: bytes, at: int, size: int) -> tuple[int, bytes]:
    """Return the number of a row and its bytes."""
    length, at = _number(page, at)
    rowid, at = _number(page, at)
    return rowid, _payload(content, page[at:], length, size)


def _number(page: bytes, at: int) -> tuple[int, int]:
    """Read a whole number of one to nine bytes; says where the next thing begins."""
    value = 0
    for i in range(LONGEST_NUMBER - 1):
        value = value << 7 | page[at + i] & 0x7F
        if page[at + i] < 0x80:  # noqa: PLR2004
            return value, at + i + 1
    return value << 8 | page[at + LONGEST_NUMBER - 1], at + LONGEST_NUMBER


def _payload(content: bytes, here: bytes, length: int, size: int) -> bytes:
    """Return the bytes of a row, of which the end may stand on pages of their own."""
    if length > len(content):
        raise ValueError(length)
    usable = size - content[RESERVED_AT]
    most, least = usable - 35, (usable - 12) * 32 // 255 - 23
    local = least + (length - least) % (usable - 4)
    local = length if length <= most else local if local <= most else least
    parts, missing = [here[:local]], length - local
    following = struct.unpack_from(">L", here, local)[0] if missing else 0
    while missing:
        start = (following - 1) * size
        if start <= 0 or start + size > len(content):
            raise ValueError(following)
        (following,) = struct.unpack_from(">L", content, start)
        parts.append(content[start + 4 : start + 4 + min(missing, usable - 4)])
        missing -= len(parts[-1])
    return b"".join(parts)


def _values(payload: bytes) -> Row:
    """Read the cells of a row: first their kinds, then what they hold."""
    end, at = _number(payload, 0)
    kinds, cells, place = [], [], end
    while at < end:
        kind, at = _number(payload, at)
        kinds.append(kind)
    for kind in kinds:
        cell, place = _cell(payload, kind, place)
        cells.append(cell)
    if place != len(payload):
        raise ValueError(place)
    return tuple(cells)


def _cell(payload: bytes, kind: int, at: int) -> tuple[Any, int]:
    if kind >= BYTES:
        end = at + (kind - BYTES) // 2
        part = payload[at:end]
        return (part if kind % 2 == 0 else part.decode("utf-8", errors="replace")), end
    if kind in INTEGERS:
        end = at + INTEGERS[kind]
        return int.from_bytes(payload[at:end], "big", signed=True), end
    if kind == REAL:
        return struct.unpack_from(">d", payload, at)[0], at + 8
    return {NOUGHT: 0, ONE: 1}.get(kind), at
