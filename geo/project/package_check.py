"""What may be in a project's GeoPackage, looked at before anything of it is used.

How the file is opened, so that nothing in it can run, stands at `geo.data.foreign_sqlite`.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from geo.data.errors import ArgumentError
from geo.data.foreign_sqlite import Reader, columns_of, opened, quoted
from geo.project.fault import ProjectError

MAX_BYTES = 200_000_000
MAX_ROWS = 200_000
SECONDS = 30.0
"""Most a file may take; reading 200,000 rows takes a fraction of it."""
MOST_CELLS = 20_000_000
MAGIC = b"SQLite format 3\x00"
APPLICATION = slice(68, 72)
APPLICATIONS = (b"GPKG", b"GP10", b"GP11")
SMALLEST = 512
QGIS_TABLES = ("layer_styles", "qgis_projects")
"""What QGIS adds when a planner keeps styles in the file; never read."""
RTREE = re.compile(r'\s*CREATE VIRTUAL TABLE "?rtree_(\w+)_geom"? USING rtree\s*\(', re.I)
TRIGGER = re.compile(
    r"(?:rtree_\w+_geom_(?:insert|update\d?|delete)\d?"
    r"|trigger_(?:insert|delete)_feature_count_\w+|gpkg_\w+)",
    re.I,
)


@contextmanager
def checked_database(content: bytes, name: str, tables: Sequence[str]) -> Iterator[Reader]:
    """Open the bytes of a GeoPackage for reading, if it holds nothing but what it may hold.

    Parameters
    ----------
    content : bytes
    name : str
        File name, for the message.
    tables : sequence of str
        Tables of our own that it may hold.

    Raises
    ------
    ProjectError
        ``project_large``, ``project_file``, ``project_forbidden`` or, while it is read,
        ``project_too_large``.
    """
    _check_head(content, name)
    try:
        with opened(content, SECONDS) as database:
            _check_schema(database, name, tables)
            yield Reader(database, len(content), MOST_CELLS)
    except ArgumentError as error:
        raise ProjectError("project_too_large", file=name, **error.params) from error
    except (sqlite3.Error, UnicodeDecodeError, MemoryError) as error:
        raise ProjectError("project_file", file=name) from error


def _check_head(content: bytes, name: str) -> None:
    if len(content) > MAX_BYTES:
        raise ProjectError("project_large", file=name, allowed=MAX_BYTES // 1_000_000)
    if len(content) < SMALLEST or not content.startswith(MAGIC):
        raise ProjectError("project_file", file=name)
    if content[APPLICATION] not in APPLICATIONS:
        raise ProjectError("project_file", file=name)


def _check_schema(database: sqlite3.Connection, name: str, tables: Sequence[str]) -> None:
    """Refuse views, foreign triggers, virtual tables, and tables or columns of no project."""
    rows = database.execute("SELECT type, name, rootpage, sql FROM sqlite_master").fetchall()
    for kind, thing, page, sql in rows:
        if not _may_be(kind, str(thing), str(sql or ""), tables, virtual=not page):
            raise ProjectError("project_forbidden", file=name, value=f"{kind} {thing}"[:80])
    for kind, thing, _, _ in rows:
        if kind == "table" and thing in tables:
            computed = [each.name for each in columns_of(database, str(thing)) if each.computed]
            if computed:
                value = f"column {thing}.{computed[0]}"[:80]
                raise ProjectError("project_forbidden", file=name, value=value)
            (count,) = database.execute(f"SELECT count(*) FROM {quoted(thing)}").fetchone()
            if count > MAX_ROWS:
                raise ProjectError("project_rows", where=thing, value=count, allowed=MAX_ROWS)


def _may_be(kind: str, thing: str, sql: str, tables: Sequence[str], *, virtual: bool) -> bool:
    if kind == "index":
        return True
    if kind == "trigger":
        return TRIGGER.fullmatch(thing) is not None
    if kind != "table":
        return False
    if virtual:  # whatever its SQL says, it has no page of its own
        found = RTREE.match(sql)
        return found is not None and found.group(1) in tables
    shadows = {f"rtree_{table}_geom_{part}" for table in tables for part in SHADOWS}
    ours = thing in tables or thing in shadows or thing in QGIS_TABLES
    return ours or thing.startswith("gpkg_") or thing == "sqlite_sequence"


SHADOWS = ("node", "rowid", "parent")
