"""Rows that still stand whole on the pages of a SQLite database that is not whole itself.

The list of tables often stands at the end of a file, and goes with it when the file breaks off:
SQLite then finds no row, though all are there; a page lost in the middle hides all pages that it
leads to. Here each page is looked at by itself (SQLite, "Database File Format", 1.5, 1.6, 2.1 and
2.3). What a table and its columns are called does not stand on them.
"""

from __future__ import annotations

import struct
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Any

from geo.data.foreign_sqlite import page_size

LEAF = 13
"""The first byte of a page that holds rows."""
BRANCH = 5
"""The first byte of a page that leads to pages of rows."""
FREE_AT = 32
LOWEST, HIGHEST = -(2**63), 2**63 - 1
"""Between which the numbers of rows lie."""
RESERVED_AT, HEADER_ON_FIRST = 20, 100
INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
"""Bytes of a whole number, by its kind in a row."""
REAL, NOUGHT, ONE, BYTES = 7, 8, 9, 12
LONGEST_NUMBER = 9
LOST = -1
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Span:
    """Rows of a table that one page holds, or should hold.

    Attributes
    ----------
    after, upto : int
        Their numbers are above the one and not above the other.
    page : int
        Counted from 1.
    n : int
        How many stand there; `LOST` where the page, and all it leads to, is not what it should be.
    """

    after: int
    upto: int
    page: int
    n: int

    @property
    def there(self) -> bool:
        """Whether the page is there and holds rows."""
        return self.n != LOST


def spans(content: bytes, root: int, seen: set[int] | None = None) -> list[Span]:
    """Return the pages of a table, found by going from its first page to those it leads to.

    Parameters
    ----------
    content : bytes
        Of a database.
    root : int
        The first page of the table, counted from 1.
    seen : set of int, optional
        Pages that are not gone to again; those of this table are added.

    Examples
    --------
    >>> import sqlite3
    >>> database = sqlite3.connect(":memory:")
    >>> _ = database.execute("CREATE TABLE hubs (naam TEXT)")
    >>> _ = database.execute("INSERT INTO hubs VALUES ('Loods')")
    >>> database.commit()
    >>> [(span.page, span.there) for span in spans(database.serialize(), 2)]
    [(2, True)]
    """
    seen = set() if seen is None else seen
    found, waiting = [], [(LOWEST, HIGHEST, root)]
    while waiting:
        after, upto, number = waiting.pop()
        page = b"" if number in seen else _page(content, number)
        at = HEADER_ON_FIRST if number == 1 else 0
        seen.add(number)
        if page[at : at + 1] == bytes([BRANCH]):
            for key, child in _children(page, at, upto):
                waiting.append((after, key, child))
                after = key
        else:
            found.append(Span(after, upto, number, _held(page, at, after, upto)))
    return sorted(found, key=lambda span: (span.after, span.upto))


def _held(page: bytes, at: int, after: int, upto: int) -> int:
    """Count the rows of a page; `LOST` if others should be there: behind a gap all may move."""
    try:
        keys = [_number(page, _number(page, cell)[1])[0] for cell, _ in _cells(page, at)]
    except IndexError:
        return LOST
    sound = page[at : at + 1] == bytes([LEAF]) and all(after < _signed(key) <= upto for key in keys)
    return len(keys) if sound else LOST


def _signed(key: int) -> int:
    return key if key <= HIGHEST else key - 2**64


def _page(content: bytes, number: int) -> bytes:
    size = page_size(content)
    page = content[(number - 1) * size : number * size] if number > 0 else b""
    return page if len(page) == size else b""


def _children(page: bytes, at: int, upto: int) -> Iterator[tuple[int, int]]:
    """The pages that a page leads to, each with the highest number of a row on it."""
    (count,) = struct.unpack_from(">H", page, at + 3)
    count = min(count, (len(page) - at - 12) // 2)
    for cell in dict.fromkeys(struct.unpack_from(f">{count}H", page, at + 12)):
        try:
            key = _number(page, cell + 4)[0]
            yield _signed(key), struct.unpack_from(">L", page, cell)[0]
        except (IndexError, struct.error):
            continue
    yield upto, struct.unpack_from(">L", page, at + 8)[0]


def free_pages(content: bytes) -> set[int]:
    """Return the pages that hold nothing now: what stands on them was thrown away."""
    found: set[int] = set()
    (trunk,) = struct.unpack_from(">L", content, FREE_AT)
    while trunk not in found and (page := _page(content, trunk)):
        found.add(trunk)
        following, count = struct.unpack_from(">LL", page)
        count = min(count, len(page) // 4 - 2)
        found.update(struct.unpack_from(f">{count}L", page, 8))
        trunk = following
    return found


def rows_on_pages(
    content: bytes, most: int, without: Container[int] = frozenset()
) -> list[tuple[int, Row]]:
    """Return the whole rows of all tables, each with its number, in the order of their pages.

    Parameters
    ----------
    content : bytes
        Of a database that breaks off.
    most : int
        Rows at most.
    without : container of int
        Pages that are passed over, counted from 1.

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
        if number + 1 in without:
            continue
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
    if page[at : at + 1] != bytes([LEAF]):
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
