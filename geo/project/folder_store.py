"""Projects in a folder: one subfolder a project, one GeoPackage and one record a saved state.

The folder is the server's alone. A project's key is the secret of the planner who made it; the
name of its subfolder is made from that key, which cannot be made from the name. A state is written
beside the others under a name of its own and given its number only when it is whole and on the
disk, so a crash at any moment leaves the state before it. The record of who changed what is written
before its state and counts only when that is there. It holds a sum of the state too: one that a
failing disk has changed is known, and made anew from the state before it and the records since.

What is kept: the newest states and the newest records of each project, and, where a number of days
is set, only projects that were changed within it. That a project went stands in `REMOVED`.
"""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import json
import os
import re
import shutil
import sqlite3
import tempfile
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from pyogrio.errors import DataSourceError

from geo.data.errors import KetenkaartError
from geo.project.changes import (
    Change,
    applied,
    beginning_of,
    change_of,
    changes_between,
    conflicts_with,
)
from geo.project.fault import ProjectError
from geo.project.package import from_bytes, to_bytes
from geo.project.people import Person
from geo.project.project import Project, now
from geo.project.project_store import (
    KEY,
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

STATE = re.compile(r"(\d{8})\.gpkg")
RECORD = re.compile(r"(\d{8})\.audit\.gz")
PLACE = re.compile(r"[0-9a-f]{40}")
KEPT = 30
"""Saved states that are kept of each project."""
KEPT_RECORDS = 1000
"""Saves of which it is kept who changed what."""
LONGEST_WAIT_S, ONCE_MORE_S = 30.0, 0.02
"""How long saving waits for another that writes the same project, and how often it looks."""
REMOVED = "removed.jsonl"
DAMAGE = frozenset(
    ("project_file", "project_cell", "project_none", "project_forbidden", "project_layer_crs")
    + ("project_nesting",)
)
"""Faults of a state that this store wrote whole: the disk has spoilt it, or somebody has."""
SPOILT = (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, AttributeError)
"""What reading a damaged record can meet."""
UNNAMED = "?"
"""A project before its first record has given it a name."""
A_DAY = 86_400
OURS_ALONE = 0o700


class FolderStore:
    """A `geo.project.project_store.ProjectStore` in a folder.

    Parameters
    ----------
    folder : Path
    keep_days : int
        Projects that were not changed for so many days are removed; 0 keeps all.
    """

    shared = False

    def __init__(self, folder: Path, keep_days: int = 0) -> None:
        self.folder = folder
        self.keep_days = keep_days
        with suppress(OSError):  # not there yet, or another user's
            if all(_is_ours(path) for path in folder.iterdir()):
                folder.chmod(OURS_ALONE)

    def create(self, project: Project, who: Person) -> Stored:
        """Keep a new project under a new random key."""
        who.must_edit()
        self.clean_up()
        key = new_key()
        place = self._place(key)
        with _told("store_unwritable"):
            self.folder.mkdir(parents=True, exist_ok=True, mode=OURS_ALONE)
            place.mkdir(mode=OURS_ALONE)
        try:
            self._write(place, 1, project, beginning_of(project), who)
        except ProjectError:
            shutil.rmtree(place, ignore_errors=True)  # an empty folder is nobody's project
            raise
        return Stored(key, project, 1)

    def load(self, key: str, who: Person, revision: int = 0) -> Stored:
        """Read a project as it stands, or as it was after a revision."""
        who.must_read()
        place = self._place(key)
        numbers = self._numbers(place)
        number = revision or max(numbers)
        if number not in numbers:
            raise ProjectError("project_unknown", value=str(number))
        try:
            return Stored(key, self._state(place, number), number)
        except ProjectError as fault:
            if fault.code not in DAMAGE:
                raise
            found = self._rebuilt(place, number)
            if found is None or not (found[1].is_whole or not revision):
                raise ProjectError("project_damaged", value=number) from fault
            return Stored(key, found[0], number, rebuilt=found[1])

    def _state(self, place: Path, number: int) -> Project:
        """Read one saved state; what its record does not know for whole is damaged."""
        path = _path(place, number)
        with _told("store_unreadable"):
            content = path.read_bytes()
        if _kept_sum(place, number) not in ("", _sum(content)):
            raise ProjectError("project_file", file=path.name)
        return from_bytes(content, path.name)

    def _rebuilt(self, place: Path, number: int) -> tuple[Project, Rebuilt] | None:
        """Make a damaged state anew from the newest whole one before it and the records since."""
        project, reached, at = self._whole_before(place, number)
        while reached < number:
            head, *changes = _lines(place, reached + 1) or [{}]
            if not head:
                break
            project = applied(
                project or Project(UNNAMED, created=head["at"]), map(change_of, changes)
            )
            reached, at = reached + 1, head["at"]
        if project is None:
            return None
        return project.changed_to(changed=at), Rebuilt(number, reached, at)

    def _whole_before(self, place: Path, number: int) -> tuple[Project | None, int, str]:
        """Read the newest state before one that can be read: itself, its number and moment."""
        for earlier in sorted((n for n in self._numbers(place) if n < number), reverse=True):
            with suppress(ProjectError):
                return self._state(place, earlier), earlier, self._revision(place, earlier).at
        return None, 0, ""

    def save(self, base: Stored, project: Project, who: Person) -> Stored:
        """Write what differs from ``base``; changes from another tab on other items stay."""
        who.must_edit()
        place = self._place(base.key)
        changes = changes_between(base.project, project)
        if not changes and base.rebuilt is None:
            return base
        with self._locked(place):
            newest = max(self._numbers(place))
            if newest != base.revision:
                current = self.load(base.key, who)
                conflicts = conflicts_with(changes, current.project)
                if conflicts:
                    raise EditConflictError(conflicts, changes, current)
                project = applied(current.project, changes)
            self._write(place, newest + 1, project, changes, who)
            self._tidy(place)
        return Stored(base.key, project, newest + 1)

    def revisions(self, key: str, who: Person) -> list[Revision]:
        """List the saved states, newest first."""
        who.must_read()
        place = self._place(key)
        return [
            self._revision(place, number) for number in sorted(self._numbers(place), reverse=True)
        ]

    def _revision(self, place: Path, number: int) -> Revision:
        head = self._head(place, number)
        moment = _moment(_path(place, number))
        return Revision(number, head.get("at", moment), head.get("who", ""), head.get("n"))

    def _head(self, place: Path, number: int) -> dict[str, Any]:
        """Read who saved a state and how much changed; nothing where no record was kept."""
        lines = _lines(place, number)
        return lines[0] if lines else {}

    def audit(self, key: str, who: Person, most: int = 500) -> list[AuditEntry]:
        """List who changed what, newest first."""
        who.must_read()
        place = self._place(key)
        newest = max(self._numbers(place))
        found: list[AuditEntry] = []
        for number in sorted(self._records(place), reverse=True):
            if number <= newest and len(found) < most:
                found += reversed(self._record(place, number))
        return found[:most]

    def projects(self, who: Person) -> list[Listed]:
        """Return nothing: whoever knows the key of a project may open it."""
        who.must_read()
        return []

    def remove(self, key: str, who: Person) -> None:
        """Take a project away for good."""
        who.must_edit()
        self._remove(self._place(key), who.name)

    def _remove(self, place: Path, by: str) -> None:
        """Take a project away, and note its last name, the moment and who did it."""
        newest = max(self._numbers(place))
        path, name = _path(place, newest), ""
        with suppress(KetenkaartError, OSError):  # one that is damaged goes as well
            name = from_bytes(path.read_bytes(), path.name).name
        note = {"project": place.name, "name": name, "revision": newest, "at": now(), "who": by}
        with _told("store_unwritable"):
            with (self.folder / REMOVED).open("a", encoding="utf-8") as stream:
                stream.write(json.dumps(note, ensure_ascii=False) + "\n")
                stream.flush()
                os.fsync(stream.fileno())
            shutil.rmtree(place)

    def clean_up(self) -> int:
        """Remove the projects that nobody changed for too long; returns how many.

        One that cannot be looked into or taken away keeps nobody from beginning another.
        """
        if not self.keep_days or not self.folder.is_dir():
            return 0
        oldest = time.time() - self.keep_days * A_DAY
        gone = 0
        for place in self.folder.iterdir():
            with suppress(OSError, ProjectError):
                if _named(place, STATE) and self._changed(place) < oldest:
                    self._remove(place, RETENTION)
                    gone += 1
        return gone

    def _place(self, key: str) -> Path:
        """Subfolder of a project; one that an earlier version named by its key is renamed."""
        place = self.folder / place_name(checked_key(key))
        old = self.folder / key
        if old.is_dir() and not place.exists():
            # Another process may have been quicker.
            with suppress(FileNotFoundError, OSError):
                old.rename(place)
        return place

    def _changed(self, place: Path) -> float:
        return _path(place, max(self._numbers(place))).stat().st_mtime

    def _numbers(self, place: Path) -> set[int]:
        """Numbers of the saved states."""
        found = _named(place, STATE)
        if not found:
            raise ProjectError("project_unknown", value="")
        return found

    def _records(self, place: Path) -> set[int]:
        """Numbers of the saves of which it is known who changed what."""
        return _named(place, RECORD)

    def _record(self, place: Path, number: int) -> list[AuditEntry]:
        """Read what was changed in one save, in its order; nothing where it was not kept."""
        head, *lines = _lines(place, number) or [{}]
        return [_entry(number, head, line) for line in lines]

    def _write(
        self, place: Path, number: int, project: Project, changes: Sequence[Change], who: Person
    ) -> None:
        with _told("store_unwritable"):
            state = to_bytes(project)
            record = _recorded(changes, who, _sum(state))
            write_whole(_record_path(place, number), record)
            write_whole(_path(place, number), state)

    def _tidy(self, place: Path) -> None:
        """Drop the oldest states and records, and what a crash has left half written."""
        old = [_path(place, n) for n in sorted(self._numbers(place))[:-KEPT]]
        old += [_record_path(place, n) for n in sorted(self._records(place))[:-KEPT_RECORDS]]
        for path in (*old, *place.glob("*.half")):
            with suppress(OSError):  # the state is saved; tidying can be done the next time
                path.unlink()

    @contextmanager
    def _locked(self, place: Path) -> Iterator[None]:
        """Let one process at a time write a project; the lock goes when the process does.

        Raises
        ------
        ProjectError
            ``project_locked`` when another goes on writing it for longer than saving can take.
        """
        self._numbers(place)
        with _told("store_unwritable"):
            stream = (place / "lock").open("w")
        with stream:
            end = time.monotonic() + LONGEST_WAIT_S
            while not _is_taken(stream):
                if time.monotonic() > end:
                    raise ProjectError("project_locked", seconds=f"{LONGEST_WAIT_S:.0f}")
                time.sleep(ONCE_MORE_S)
            yield


def _named(place: Path, form: re.Pattern[str]) -> set[int]:
    names = [path.name for path in place.iterdir()] if place.is_dir() else []
    return {int(match.group(1)) for name in names if (match := form.fullmatch(name))}


def _path(place: Path, number: int) -> Path:
    return place / f"{number:08d}.gpkg"


def _record_path(place: Path, number: int) -> Path:
    return _path(place, number).with_suffix(".audit.gz")


def _lines(place: Path, number: int) -> list[dict[str, Any]]:
    """Who and when, and then every change; nothing where no record was kept or it is damaged.

    A record that a failing disk has spoilt takes nothing with it but itself.
    """
    path = _record_path(place, number)
    try:
        words = gzip.decompress(path.read_bytes()).decode("utf-8")
        head, *lines = map(json.loads, words.split("\n"))
        [_entry(number, head, line) for line in lines]
    except SPOILT:
        return []
    return [head, *lines]


def _kept_sum(place: Path, number: int) -> str:
    """Read the sum of a state that stands in its record; none where that is not there."""
    with suppress(*SPOILT), gzip.open(_record_path(place, number)) as stream:
        return str(json.loads(stream.readline()).get("sum", ""))
    return ""


@contextmanager
def _told(code: str) -> Iterator[None]:
    """Say what the disk refused: full, read-only, or no room for what is written on the way."""
    try:
        yield
    except (OSError, sqlite3.Error, DataSourceError) as error:
        why = error.strerror if isinstance(error, OSError) else None
        raise ProjectError(code, value=why or "") from error


def _is_taken(stream: IO[str]) -> bool:
    """Take the lock of a file if nobody has it; says whether that was so."""
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_ours(path: Path) -> bool:
    """Say whether something in the folder was put there by this store."""
    return path.name == REMOVED or any(form.fullmatch(path.name) for form in (PLACE, KEY))


def place_name(key: str) -> str:
    """Return the name of the subfolder of a project.

    Examples
    --------
    >>> len(place_name("A" * 22)), place_name("A" * 22) == place_name("B" * 22)
    (40, False)
    """
    return hashlib.sha256(b"ketenkaart " + key.encode()).hexdigest()[:40]


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that under its name it is whole or not there at all, also after a crash."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, suffix=".half")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _moment(path: Path) -> str:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="milliseconds")


def _sum(content: bytes) -> str:
    """Return what tells a state from one that the disk has changed."""
    return hashlib.sha256(content).hexdigest()


def _recorded(changes: Sequence[Change], who: Person, check: str) -> bytes:
    """Write who, when, how much and the sum of the state, and then the changes, one a line."""
    head = {"at": now(), "who": who.name, "n": len(changes), "sum": check}
    lines: list[dict[str, Any]] = [head]
    lines += [change.record() for change in changes]
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    return gzip.compress(text.encode("utf-8"), compresslevel=1)


def _entry(number: int, head: dict[str, Any], said: dict[str, Any]) -> AuditEntry:
    return AuditEntry(number, head["at"], head["who"], change_of(said))
