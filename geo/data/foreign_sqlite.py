"""A SQLite database that may come from anyone: opened in memory, read only, and never as gigabytes.

No file is opened and no path followed; an authoriser lets nothing but reading through, so that no
view, trigger or extension of the maker's can run. A column that is computed is not read: its SQL is
the maker's. What is read is bounded first, because a small file can read as much: a default that
every row repeats, or cells that lie about where they end.
"""

from __future__ import annotations

import sqlite3
import struct
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from geo.data.errors import ArgumentError

WRITE_VERSION, READ_VERSION = 18, 19
WAL, JOURNAL = 2, 1
HEADER, PAGES_AT = 100, 28
READING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ}
FUNCTIONS = {"count", "lower"}
PRAGMAS = {"table_info", "table_xinfo"}
LONGEST_CELL = 10_000_000
MOST_REPEATED = 20_000_000
"""Bytes of text that a file may read as beyond its own size."""
STEPS = 100_000
PRIMARY = 0xFF  # of an error code; the rest says more of it
ORDINARY = 0
"""What ``table_xinfo`` says of a column that is neither hidden nor computed."""


def is_wal(content: bytes) -> bool:
    """Say whether a database was left in the mode that keeps its last edits in a file beside it."""
    return content[READ_VERSION : READ_VERSION + 1] == bytes([WAL])


def said_size(content: bytes) -> int:
    """Return the bytes a database says it has; the number counts only when two counters agree.

    SQLite, "Database File Format", 1.3: page size at 16, change counter at 24, pages at 28,
    version-valid-for at 92.
    """
    if len(content) < HEADER:
        return HEADER
    changes, pages = struct.unpack_from(">LL", content, 24)
    (valid_for,) = struct.unpack_from(">L", content, 92)
    return page_size(content) * pages if changes == valid_for else 0


def page_size(content: bytes) -> int:
    """Return the bytes of one page of a database."""
    (page,) = struct.unpack_from(">H", content, 16)
    return int(65_536 if page == 1 else page)


def whole_pages(content: bytes) -> bytes:
    """Return a database that breaks off as one that ends with its last whole page.

    What stands on the pages that are gone is met as damage when it is asked for, not before.
    """
    pages = len(content) // max(page_size(content), 1)
    head = content[:PAGES_AT] + struct.pack(">L", pages) + content[PAGES_AT + 4 : HEADER]
    return head + content[HEADER : pages * page_size(content)]


def is_damage(error: sqlite3.Error) -> bool:
    """Say whether a page was met that is not what it should be."""
    return getattr(error, "sqlite_errorcode", 0) & PRIMARY == sqlite3.SQLITE_CORRUPT


def quoted(name: str) -> str:
    """Return a name as SQL quotes it.

    Examples
    --------
    >>> quoted('a"b')
    '"a""b"'
    """
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def opened(content: bytes, seconds: float, cut: bool = False) -> Iterator[sqlite3.Connection]:
    """Open the bytes of a database for reading.

    Parameters
    ----------
    content : bytes
    seconds : float
        After so long every statement ends with ``sqlite3.OperationalError``.
    cut : bool
        It is damaged: what its list of tables still holds is opened all the same.

    Raises
    ------
    sqlite3.Error
        When it is none.
    """
    if is_wal(content):
        # In memory only the plain mode can be read.
        content = content[:WRITE_VERSION] + bytes([JOURNAL, JOURNAL]) + content[READ_VERSION + 1 :]
    database = sqlite3.connect(":memory:")
    try:
        database.deserialize(content)
        database.execute("PRAGMA trusted_schema = OFF")
        database.execute("PRAGMA cell_size_check = ON")
        if cut:
            # Written is nothing: the authoriser sees to that.
            database.execute("PRAGMA writable_schema = ON")
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_CELL)
        database.set_authorizer(_only_reading)
        end = time.monotonic() + seconds
        database.set_progress_handler(lambda: int(time.monotonic() > end), STEPS)
        database.text_factory = lambda raw: raw.decode("utf-8", errors="replace")
        yield database
    finally:
        database.close()


def _only_reading(action: int, what: str | None, which: str | None, *_: object) -> int:
    """Allow reading tables, two harmless functions and column names; deny everything else."""
    allowed = (
        action in READING
        or (action == sqlite3.SQLITE_FUNCTION and which in FUNCTIONS)
        or (action == sqlite3.SQLITE_PRAGMA and what in PRAGMAS)
    )
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


@dataclass(frozen=True)
class Column:
    """A column as it was declared.

    Attributes
    ----------
    name, declared : str
        Name and type.
    default : int
        Bytes that a row takes which does not hold it.
    computed : bool
        Made by SQL, or hidden: not to be read.
    """

    name: str
    declared: str
    default: int
    computed: bool


def columns_of(database: sqlite3.Connection, table: str) -> list[Column]:
    """Return the columns of a table, computed ones too."""
    rows = database.execute(f"PRAGMA table_xinfo({quoted(table)})").fetchall()
    return [Column(str(row[1]), str(row[2]), len(row[4] or ""), row[6] != ORDINARY) for row in rows]


class Reader:
    """Reads tables of one database, within what a file of its size can honestly hold.

    Parameters
    ----------
    database : sqlite3.Connection
        From `opened`.
    size : int
        Bytes of the file.
    most_cells : int
        Of one table.
    """

    def __init__(self, database: sqlite3.Connection, size: int, most_cells: int) -> None:
        self.database = database
        self.left = size + MOST_REPEATED
        self.most_cells = most_cells

    def count(self, table: str) -> int:
        """Return the number of rows of a table."""
        (count,) = self.database.execute(f"SELECT count(*) FROM {quoted(table)}").fetchone()
        return int(count)

    def rows(
        self, table: str, columns: Sequence[Column], most: int, order: str = ""
    ) -> list[tuple[Any, ...]]:
        """Read a table.

        Parameters
        ----------
        table : str
        columns : sequence of Column
            Those to read.
        most : int
            Rows.
        order : str
            Column to order by, if any.

        Raises
        ------
        ArgumentError
            ``table_too_large``, before it is read where that can be told.
        """
        n = self.count(table)
        repeated = n * sum(column.default for column in columns)
        if n > most or n * len(columns) > self.most_cells or repeated > MOST_REPEATED:
            raise self._too_large(table, n, columns)
        names = ", ".join(quoted(column.name) for column in columns)
        by = f" ORDER BY {quoted(order)}" if order else ""
        found = []
        for row in self.selected(names, table, by):
            self.left -= sum(len(cell) for cell in row if isinstance(cell, str | bytes))
            if self.left < 0:
                raise self._too_large(table, n, columns)
            found.append(row)
        return found

    def selected(self, what: str, table: str, by: str = "") -> Iterator[tuple[Any, ...]]:
        """Give what is asked of each row of a table."""
        return self.each(f"SELECT {what} FROM {quoted(table)}{by}")

    def each(self, query: str) -> Iterator[tuple[Any, ...]]:
        """Give the rows of a query one by one."""
        yield from self.database.execute(query)

    def _too_large(self, table: str, rows: int, columns: Sequence[Column]) -> ArgumentError:
        return ArgumentError("table_too_large", where=table[:80], count=rows, columns=len(columns))
