"""Reads a database that is not whole: of each table the rows on the pages that are left."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import Any

from geo.data.cut_database import Row, Span, free_pages, rows_on_pages, spans
from geo.data.foreign_sqlite import Reader, columns_of, is_damage, page_size, quoted

ROW_NUMBERS = ("_rowid_", "rowid", "oid")
"""What SQLite calls the number of a row; a column of that name hides it."""
OVERLAP = 4
"""Tables of an honest file share no page; damaged, some may. Of one made to take long no more."""


class CutReader(Reader):
    """Reads tables page by page, so that one that is lost costs its own rows only.

    Parameters
    ----------
    database : sqlite3.Connection
        From `geo.data.foreign_sqlite.opened`, as a damaged one.
    content : bytes
        Of that database.
    most_cells : int
        Of one table.
    """

    def __init__(self, database: sqlite3.Connection, content: bytes, most_cells: int) -> None:
        super().__init__(database, len(content), most_cells)
        self.content = content

    def count(self, table: str) -> int:
        """Return the number of rows of a table that are left."""
        return sum(1 for _ in self.selected("1", table))

    def selected(self, what: str, table: str, by: str = "") -> Iterator[tuple[Any, ...]]:
        """Give what is asked of each row that is left."""
        query = f"SELECT {what} FROM {quoted(table)}"
        names = {column.name.lower() for column in columns_of(self.database, table)}
        number = next((name for name in ROW_NUMBERS if name not in names), None)
        pages = self._spans.get(table, [])
        if number is None or len(pages) <= 1:
            yield from self.each(query + by)
            return
        # From the number after: one asked for what lies above would start on the page before.
        for span in filter(lambda span: span.there, pages):
            within = f" WHERE {number} >= {span.after + 1} AND {number} <= {span.upto}"
            # Pages that lead to each other would give the rows of one page again and again.
            yield from islice(self.each(query + within + by), span.n)

    def each(self, query: str) -> Iterator[tuple[Any, ...]]:
        """Give the rows one by one, until the first that is gone."""
        given = 0
        try:
            for row in self.database.execute(query):
                given += 1
                yield row
        except sqlite3.DatabaseError as error:
            _only_damage(error)
        else:
            return
        # A row comes when the next one was found: the last before the gap has to be asked alone.
        try:
            yield from self.database.execute(f"{query} LIMIT 1 OFFSET {given}")
        except sqlite3.DatabaseError as error:
            _only_damage(error)

    def loose(self, table: str, most: int) -> list[Row]:
        """Return rows that a table may have lost: no page leads to them any more.

        They stand on pages of no table, and their numbers are ones that this table misses; whether
        they are of its kind is for the caller to see.

        Parameters
        ----------
        table : str
        most : int
            Rows at most.
        """
        gaps = [span for span in self._spans.get(table, []) if not span.there]
        if not gaps:
            return []
        # The number of a row stands for its key, which is empty in the row itself.
        return [
            (number if row[0] is None else row[0], *row[1:])
            for number, row in self._of_no_table
            if row and _within(gaps, number)
        ][:most]

    @cached_property
    def _of_no_table(self) -> list[tuple[int, Row]]:
        """The rows on pages that no table leads to and that were not thrown away."""
        taken = {span.page for pages in self._spans.values() for span in pages if span.there}
        return rows_on_pages(self.content, self.most_cells, taken | free_pages(self.content))

    @cached_property
    def _spans(self) -> dict[str, list[Span]]:
        """The pages of each table, in the order of their rows."""
        query = "SELECT name, rootpage FROM sqlite_master WHERE type = 'table' AND rootpage > 0"
        left = OVERLAP * (len(self.content) // page_size(self.content))
        found: dict[str, list[Span]] = {}
        for name, root in [("sqlite_master", 1), *self.each(query)]:
            seen: set[int] = set()
            found[str(name)] = spans(self.content, int(root), seen)
            left -= len(seen)
            if left < 0:
                break
        return found


def _within(gaps: list[Span], number: int) -> bool:
    """Say whether a row of this number may be one of those that are lost."""
    at = bisect_left(gaps, number, key=lambda span: span.after) - 1
    return at >= 0 and number <= gaps[at].upto


def _only_damage(error: sqlite3.DatabaseError) -> None:
    if not is_damage(error):
        raise error
