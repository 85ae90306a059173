"""What may be in a project's GeoPackage, looked at before anything of it is used.

The file is opened in memory, by SQLite alone, with an authoriser that lets nothing but reading
through; so no view, trigger, generated column or extension of the uploader's can run, and no path
in it is ever followed.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from geo.project.fault import ProjectError

MAX_BYTES = 200_000_000
MAX_ROWS = 200_000
SECONDS = 30.0
"""Most a file may take; reading 200,000 rows takes a fraction of it."""
STEPS = 100_000
LONGEST_CELL = 10_000_000
MAGIC = b"SQLite format 3\x00"
APPLICATION = slice(68, 72)
APPLICATIONS = (b"GPKG", b"GP10", b"GP11")
WRITE_VERSION, READ_VERSION = 18, 19
WAL, JOURNAL = 2, 1
SMALLEST = 512
READING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ}
QGIS_TABLES = ("layer_styles", "qgis_projects")
"""What QGIS adds when a planner keeps styles in the file; never read."""
RTREE = re.compile(r'\s*CREATE VIRTUAL TABLE "?rtree_(\w+)_geom"? USING rtree\s*\(', re.I)
TRIGGER = re.compile(
    r"(?:rtree_\w+_geom_(?:insert|update\d?|delete)\d?"
    r"|trigger_(?:insert|delete)_feature_count_\w+|gpkg_\w+)",
    re.I,
)


def quoted(name: str) -> str:
    """Return a name as SQL quotes it.

    Examples
    --------
    >>> quoted('a"b')
    '"a""b"'
    """
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def checked_database(
    content: bytes, name: str, tables: Sequence[str]
) -> Iterator[sqlite3.Connection]:
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
        ``project_large``, ``project_file`` or ``project_forbidden``.
    """
    _check_head(content, name)
    if content[READ_VERSION] == WAL:
        # QGIS leaves files in this mode; in memory only the plain one can be read.
        content = content[:WRITE_VERSION] + bytes([JOURNAL, JOURNAL]) + content[READ_VERSION + 1 :]
    database = sqlite3.connect(":memory:")
    try:
        database.deserialize(content)
        database.execute("PRAGMA trusted_schema = OFF")
        database.execute("PRAGMA cell_size_check = ON")
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_CELL)
        database.set_authorizer(_only_reading)
        end = time.monotonic() + SECONDS
        database.set_progress_handler(lambda: int(time.monotonic() > end), STEPS)
        database.text_factory = lambda raw: raw.decode("utf-8", errors="replace")
        _check_schema(database, name, tables)
        yield database
    except (sqlite3.Error, UnicodeDecodeError, MemoryError) as error:
        raise ProjectError("project_file", file=name) from error
    finally:
        database.close()


def _check_head(content: bytes, name: str) -> None:
    if len(content) > MAX_BYTES:
        raise ProjectError("project_large", file=name, allowed=MAX_BYTES // 1_000_000)
    if len(content) < SMALLEST or not content.startswith(MAGIC):
        raise ProjectError("project_file", file=name)
    if content[APPLICATION] not in APPLICATIONS:
        raise ProjectError("project_file", file=name)


def _only_reading(action: int, what: str | None, which: str | None, *_: object) -> int:
    """Allow reading tables, counting rows and asking for column names; deny everything else."""
    if action in READING:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION and which == "count":
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA and what == "table_info":
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _check_schema(database: sqlite3.Connection, name: str, tables: Sequence[str]) -> None:
    """Refuse views, foreign triggers, virtual tables and tables that a project never has."""
    rows = database.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
    for kind, thing, _, sql in rows:
        if not _may_be(kind, str(thing), str(sql or ""), tables):
            raise ProjectError("project_forbidden", file=name, value=f"{kind} {thing}"[:80])
    for kind, thing, _, _ in rows:
        if kind == "table" and thing in tables:
            (count,) = database.execute(f"SELECT count(*) FROM {quoted(thing)}").fetchone()
            if count > MAX_ROWS:
                raise ProjectError("project_rows", where=thing, value=count, allowed=MAX_ROWS)


def _may_be(kind: str, thing: str, sql: str, tables: Sequence[str]) -> bool:
    if kind == "index":
        return True
    if kind == "trigger":
        return TRIGGER.fullmatch(thing) is not None
    if kind != "table":
        return False
    if sql.lstrip().upper().startswith("CREATE VIRTUAL"):
        found = RTREE.match(sql)
        return found is not None and found.group(1) in tables
    shadows = {f"rtree_{table}_geom_{part}" for table in tables for part in SHADOWS}
    ours = thing in tables or thing in shadows or thing in QGIS_TABLES
    return ours or thing.startswith("gpkg_") or thing == "sqlite_sequence"


SHADOWS = ("node", "rowid", "parent")
