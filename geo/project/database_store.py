"""Projects of a team in PostgreSQL with PostGIS: one writer a row, and a record of who did what.

Three tables: ``ketenkaart_projects`` (name, settings and columns as JSON), ``ketenkaart_features``
(one row an own row, with its place as a PostGIS geometry) and ``ketenkaart_audit`` (one row a
change, with the values before and after). Every item knows the revision in which it was last
written; a save whose base is older is refused as a conflict. A save is one transaction: it is
there whole, with its audit entries, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import sqlalchemy as sql
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.engine import Connection, Row
from sqlalchemy.types import UserDefinedType

from geo.data.crs import SRID
from geo.data.errors import KetenkaartError
from geo.project.changes import (
    NAME,
    Change,
    Conflict,
    Item,
    applied,
    beginning_of,
    change_of,
    changes_between,
    table_of,
)
from geo.project.fault import ProjectError
from geo.project.migrations import FORM, migrated
from geo.project.package import must_open_again
from geo.project.people import Person
from geo.project.project import TABLES, Project, now
from geo.project.project_store import (
    RETENTION,
    AuditEntry,
    EditConflictError,
    Listed,
    Rebuilt,
    Revision,
    Stored,
    checked_key,
    new_key,
)

SCHEMA_LOCK = 20_260_101
"""Number of the lock under which the tables are made, so that two servers do not both try."""
BATCH = 5000


class Place(UserDefinedType[bytes]):
    """A geometry in EPSG:28992, as WKB on this side."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        """Return the type as PostGIS names it."""
        return f"geometry(Geometry, {SRID})"

    def bind_expression(self, bindvalue: sql.BindParameter[bytes]) -> sql.ColumnElement[bytes]:
        """Return how WKB becomes a geometry."""
        return sql.func.ST_GeomFromWKB(sql.cast(bindvalue, sql.LargeBinary), SRID)

    def column_expression(self, col: sql.ColumnElement[bytes]) -> sql.ColumnElement[bytes]:
        """Return how a geometry becomes WKB."""
        return sql.func.ST_AsBinary(col, type_=self)


METADATA = sql.MetaData()
PROJECTS = sql.Table(
    "ketenkaart_projects",
    METADATA,
    sql.Column("id", sql.Text, primary_key=True),
    sql.Column("name", sql.Text, nullable=False),
    sql.Column("form", sql.Integer, nullable=False),
    sql.Column("revision", sql.Integer, nullable=False),
    sql.Column("created", sql.DateTime(timezone=True), nullable=False),
    sql.Column("changed", sql.DateTime(timezone=True), nullable=False),
    sql.Column("parts", JSONB, nullable=False),  # [[part, key, value, revision], ...]
)
FEATURES = sql.Table(
    "ketenkaart_features",
    METADATA,
    sql.Column("project", sql.ForeignKey(PROJECTS.c.id, ondelete="CASCADE"), primary_key=True),
    sql.Column("part", sql.Text, primary_key=True),
    sql.Column("number", sql.BigInteger, primary_key=True),
    sql.Column("version", sql.Integer, nullable=False),
    sql.Column("cells", JSONB, nullable=False),
    sql.Column("place", Place, nullable=True),
)
sql.Index("ketenkaart_features_place", FEATURES.c.place, postgresql_using="gist")
AUDIT = sql.Table(
    "ketenkaart_audit",
    METADATA,
    sql.Column("number", sql.BigInteger, sql.Identity(), primary_key=True),
    # No foreign key: what was done to a project outlives it.
    sql.Column("project", sql.Text, nullable=False, index=True),
    sql.Column("revision", sql.Integer, nullable=False),
    sql.Column("at", sql.DateTime(timezone=True), nullable=False),
    sql.Column("who", sql.Text, nullable=False),
    sql.Column("part", sql.Text, nullable=False),
    sql.Column("item", sql.Text, nullable=False),
    sql.Column("before", JSONB(none_as_null=True)),
    sql.Column("after", JSONB(none_as_null=True)),
)
Parts = dict[Item, tuple[Any, int]]
ODD = (KetenkaartError, ValueError, KeyError, TypeError, AttributeError)
"""What reading rows can meet that were changed by another hand, or spoilt."""


@dataclass(frozen=True)
class _Save:
    """What is written in one transaction: which changes, as which revision, by whom and when."""

    key: str
    revision: int
    changes: Sequence[Change]
    who: Person
    moment: str


class DatabaseStore:
    """A `geo.project.project_store.ProjectStore` in PostgreSQL with PostGIS.

    Parameters
    ----------
    address : str
        ``postgresql://user:password@host/database``. The tables are made when they are not there.
    keep_days : int
        Projects that nobody changed for so many days are removed; 0 keeps all. What was done to
        them stays on record, and that they went.
    """

    shared = True

    def __init__(self, address: str, keep_days: int = 0) -> None:
        self.keep_days = keep_days
        plain = address.partition(":")[2]
        self._engine = sql.create_engine(
            f"postgresql+psycopg:{plain}",
            module=psycopg,
            pool_pre_ping=True,
            hide_parameters=True,
            isolation_level="REPEATABLE READ",
        )
        with self._work() as connection:
            connection.execute(sql.select(sql.func.pg_advisory_xact_lock(SCHEMA_LOCK)))
            if not _has_postgis(connection):
                connection.execute(sql.text("CREATE EXTENSION postgis"))
            METADATA.create_all(connection)

    @contextmanager
    def _work(self) -> Iterator[Connection]:
        """Begin a transaction; what goes wrong with the database is told without its address."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except sql.exc.DBAPIError as error:
            if _is_race(error):
                raise ProjectError("store_busy") from error
            raise ProjectError("store_unreachable") from error
        except sql.exc.SQLAlchemyError as error:
            raise ProjectError("store_unreachable") from error

    def create(self, project: Project, who: Person) -> Stored:
        """Keep a new project under a new random key."""
        who.must_edit()
        must_open_again(project)
        with suppress(ProjectError):  # another server may be at it
            self.clean_up()
        key, moment = new_key(), now()
        row = {"id": key, "name": project.name, "form": FORM, "revision": 0, "parts": []}
        with self._work() as connection:
            connection.execute(
                sql.insert(PROJECTS).values(**row, created=project.created, changed=moment)
            )
            _write(connection, _Save(key, 1, beginning_of(project), who, moment), {})
        return self.load(key, who)

    def load(self, key: str, who: Person, revision: int = 0) -> Stored:
        """Read a project as it stands, or as it was after a revision."""
        who.must_read()
        with self._work() as connection:
            head = _head(connection, checked_key(key))
            try:
                stored = _read(connection, key)
            except ODD:
                stored = _rebuilt(connection, head)
            if revision and revision < stored.revision:
                stored = _earlier(connection, stored, revision)
        return stored

    def save(self, base: Stored, project: Project, who: Person) -> Stored:
        """Write what differs from ``base``; other people's changes of other items stay."""
        who.must_edit()
        must_open_again(project)
        changes = changes_between(base.project, project)
        if not changes and base.rebuilt is None:
            return base
        key, moment = checked_key(base.key), now()
        with self._work() as connection:
            # Read committed: after waiting for another writer, that writer's rows must be seen.
            connection.execute(sql.text("SET TRANSACTION ISOLATION LEVEL READ COMMITTED"))
            row = _head(connection, key, lock=True)
            if base.rebuilt is not None and row.revision == base.revision:
                row = _laid_anew(connection, row)
                if not changes:
                    return Stored(key, base.project, base.revision, base.versions)
            parts = _parts(row)
            stale = _stale(connection, key, parts, base, changes)
            if stale:
                current = _read(connection, key)
                raise EditConflictError(stale, changes, current)
            revision = row.revision + 1
            _write(connection, _Save(key, revision, changes, who, moment), parts)
        if revision != base.revision + 1:
            return self.load(key, who)  # with what others saved in the meantime
        versions = {**base.versions, **{change.item: revision for change in changes}}
        for change in changes:
            if change.after is None:
                versions.pop(change.item, None)
        return Stored(key, project.changed_to(changed=moment), revision, versions)

    def revisions(self, key: str, who: Person) -> list[Revision]:
        """List the saved states, newest first."""
        who.must_read()
        query = (
            sql.select(
                AUDIT.c.revision,
                sql.func.min(AUDIT.c.at).label("at"),
                sql.func.min(AUDIT.c.who).label("who"),
                sql.func.count().label("n"),
            )
            .where(AUDIT.c.project == checked_key(key))
            .group_by(AUDIT.c.revision)
            .order_by(AUDIT.c.revision.desc())
        )
        with self._work() as connection:
            rows = connection.execute(query).all()
        return [Revision(row.revision, _words(row.at), row.who, row.n) for row in rows]

    def audit(self, key: str, who: Person, most: int = 500) -> list[AuditEntry]:
        """List who changed what, newest first."""
        who.must_read()
        query = sql.select(AUDIT).where(AUDIT.c.project == checked_key(key))
        with self._work() as connection:
            rows = connection.execute(query.order_by(AUDIT.c.number.desc()).limit(most)).all()
        return [_entry(row) for row in rows]

    def projects(self, who: Person) -> list[Listed]:
        """List the projects of the team, last changed first."""
        who.must_read()
        query = sql.select(PROJECTS.c.id, PROJECTS.c.name, PROJECTS.c.changed)
        with self._work() as connection:
            rows = connection.execute(query.order_by(PROJECTS.c.changed.desc())).all()
        return [Listed(row.id, row.name, _words(row.changed)) for row in rows]

    def remove(self, key: str, who: Person) -> None:
        """Take a project away; who did so stays in the audit trail, with its last name."""
        who.must_edit()
        with self._work() as connection:
            row = _head(connection, checked_key(key), lock=True)
            gone = [Change(NAME, row.name, None)]
            _record(connection, _Save(key, row.revision + 1, gone, who, now()))
            connection.execute(sql.delete(PROJECTS).where(PROJECTS.c.id == key))

    def clean_up(self) -> int:
        """Remove the projects that nobody changed for too long; returns how many."""
        if not self.keep_days:
            return 0
        oldest = datetime.now(UTC) - timedelta(days=self.keep_days)
        old = sql.select(PROJECTS).where(PROJECTS.c.changed < oldest)
        with self._work() as connection:
            rows = connection.execute(old.with_for_update(skip_locked=True)).all()
            for row in rows:
                gone = [Change(NAME, row.name, None)]
                _record(connection, _Save(row.id, row.revision + 1, gone, Person(RETENTION), now()))
                connection.execute(sql.delete(PROJECTS).where(PROJECTS.c.id == row.id))
        return len(rows)


def _has_postgis(connection: Connection) -> bool:
    query = sql.text("SELECT 1 FROM pg_extension WHERE extname = 'postgis'")
    return connection.execute(query).first() is not None


def _is_race(error: sql.exc.DBAPIError) -> bool:
    return isinstance(
        error.orig, psycopg.errors.SerializationFailure | psycopg.errors.DeadlockDetected
    )


def _words(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")


# ---- reading


def _head(connection: Connection, key: str, *, lock: bool = False) -> Row[Any]:
    query = sql.select(PROJECTS).where(PROJECTS.c.id == key)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise ProjectError("project_unknown", value=key)
    if row.form > FORM:
        raise ProjectError("project_newer", file=row.name, value=row.form, allowed=FORM)
    return row


def _parts(row: Row[Any]) -> Parts:
    return {Item(part, key): (value, revision) for part, key, value, revision in row.parts}


def _read(connection: Connection, key: str) -> Stored:
    head = _head(connection, key)
    parts = _parts(head)
    rows = connection.execute(sql.select(FEATURES).where(FEATURES.c.project == key)).all()
    values = {item: value for item, (value, _) in parts.items()}
    tables = {}
    for table in TABLES:
        columns = values.get(Item("columns", table))
        if columns is not None:
            listed = {row.number: _row(row) for row in rows if row.part == table}
            tables[table] = table_of(columns, listed)
    settings = {item.key: value for item, value in values.items() if item.part == "settings"}
    settings = migrated(settings, head.form, head.name)
    blank = Project(values[NAME], created=_words(head.created), changed=_words(head.changed))
    project = blank.changed_to(tables=tables, settings=settings, changed=_words(head.changed))
    versions = {item: revision for item, (_, revision) in parts.items()}
    versions |= {Item(row.part, str(row.number)): row.version for row in rows}
    return Stored(key, project, head.revision, versions)


def _latest(connection: Connection, head: Row[Any]) -> dict[Item, tuple[Any, int]]:
    """Gather from the record what every item of a project is now, and since which revision.

    Raises
    ------
    ProjectError
        ``project_damaged`` when the record does not reach what stands.
    """
    query = sql.select(AUDIT).where(AUDIT.c.project == head.id).order_by(AUDIT.c.number)
    found: dict[Item, tuple[Any, int]] = {}
    last = 0
    for entry in map(_entry, connection.execute(query)):
        found[entry.change.item] = (entry.change.after, entry.revision)
        last = entry.revision
    if last != head.revision:
        raise ProjectError("project_damaged", value=head.revision)
    return {item: each for item, each in found.items() if each[0] is not None}


def _rebuilt(connection: Connection, head: Row[Any]) -> Stored:
    """Make a project anew from the record, where its own rows hold what does not belong there."""
    latest = _latest(connection, head)
    changes = [Change(item, None, after) for item, (after, _) in latest.items()]
    blank = Project(latest[NAME][0], created=_words(head.created))
    moment = _words(head.changed)
    project = applied(blank, changes).changed_to(changed=moment)
    versions = {item: revision for item, (_, revision) in latest.items()}
    how = Rebuilt(head.revision, head.revision, moment)
    return Stored(head.id, project, head.revision, versions, how)


def _row(row: Row[Any]) -> dict[str, Any]:
    place = None if row.place is None else bytes(row.place).hex().upper()
    return {"cells": row.cells, "geometry": place}


def _earlier(connection: Connection, stored: Stored, revision: int) -> Stored:
    """Take back, newest first, what was done after a revision."""
    query = (
        sql.select(AUDIT)
        .where(AUDIT.c.project == stored.key, AUDIT.c.revision > revision)
        .order_by(AUDIT.c.number.desc())
    )
    entries = [_entry(row) for row in connection.execute(query)]
    back: dict[Item, Any] = {entry.change.item: entry.change.before for entry in entries}
    changes = [Change(item, None, before) for item, before in back.items()]
    return Stored(stored.key, applied(stored.project, changes), revision)


def _entry(row: Row[Any]) -> AuditEntry:
    return AuditEntry(row.revision, _words(row.at), row.who, change_of(row._asdict()))


def _stale(
    connection: Connection, key: str, parts: Parts, base: Stored, changes: Sequence[Change]
) -> list[Conflict]:
    """Return the changes on items that were written since the base was read."""
    standing: Parts = dict(parts)
    for table in TABLES:
        numbers = [int(change.item.key) for change in changes if change.item.part == table]
        for start in range(0, len(numbers), BATCH):
            query = sql.select(FEATURES).where(
                FEATURES.c.project == key,
                FEATURES.c.part == table,
                FEATURES.c.number.in_(numbers[start : start + BATCH]),
            )
            for row in connection.execute(query):
                standing[Item(table, str(row.number))] = (_row(row), row.version)
    found = []
    for change in changes:
        theirs, version = standing.get(change.item, (None, 0))
        if version != base.versions.get(change.item, 0) and theirs != change.after:
            found.append(Conflict(change.item, change.before, change.after, theirs))
    return found


# ---- writing


def _write(connection: Connection, save: _Save, parts: Parts) -> None:
    """Write changes, the record of them and the new head."""
    changed = dict(parts)
    for change in save.changes:
        if change.item.part not in TABLES:
            changed[change.item] = (change.after, save.revision)
    listed = [
        [item.part, item.key, value, written]
        for item, (value, written) in changed.items()
        if value is not None
    ]
    name = changed[NAME][0]
    connection.execute(
        sql.update(PROJECTS)
        .where(PROJECTS.c.id == save.key)
        .values(name=name, revision=save.revision, changed=save.moment, parts=listed, form=FORM)
    )
    for table in TABLES:
        _write_rows(connection, save, table)
    _record(connection, save)


def _laid_anew(connection: Connection, head: Row[Any]) -> Row[Any]:
    """Write a damaged project anew from the record, every item as of its own revision."""
    latest = _latest(connection, head)
    connection.execute(sql.delete(FEATURES).where(FEATURES.c.project == head.id))
    of_revision: dict[int, list[Change]] = {}
    for item, (after, revision) in latest.items():
        of_revision.setdefault(revision, []).append(Change(item, None, after))
    for revision, changes in of_revision.items():
        save = _Save(head.id, revision, changes, Person(""), "")
        for table in TABLES:
            _write_rows(connection, save, table)
    listed = [[*item, *each] for item, each in latest.items() if item.part not in TABLES]
    ours = PROJECTS.c.id == head.id
    connection.execute(
        sql.update(PROJECTS).where(ours).values(name=latest[NAME][0], parts=listed, form=FORM)
    )
    return _head(connection, head.id)


def _write_rows(connection: Connection, save: _Save, table: str) -> None:
    changes = [change for change in save.changes if change.item.part == table]
    gone = [int(change.item.key) for change in changes if change.after is None]
    rows = [
        {
            "project": save.key,
            "part": table,
            "number": int(change.item.key),
            "version": save.revision,
            "cells": change.after["cells"],
            "place": change.after["geometry"] and bytes.fromhex(change.after["geometry"]),
        }
        for change in changes
        if change.after is not None
    ]
    for start in range(0, len(gone), BATCH):
        connection.execute(
            sql.delete(FEATURES).where(
                FEATURES.c.project == save.key,
                FEATURES.c.part == table,
                FEATURES.c.number.in_(gone[start : start + BATCH]),
            )
        )
    statement = insert(FEATURES)
    put = statement.on_conflict_do_update(
        index_elements=["project", "part", "number"],
        set_={name: statement.excluded[name] for name in ("version", "cells", "place")},
    )
    if rows:
        connection.execute(put, rows)


def _record(connection: Connection, save: _Save) -> None:
    head = {"project": save.key, "revision": save.revision, "at": save.moment}
    entries = [{**head, "who": save.who.name, **change.record()} for change in save.changes]
    if entries:
        connection.execute(sql.insert(AUDIT), entries)
