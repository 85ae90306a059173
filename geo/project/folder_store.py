"""Projects in a folder: one subfolder a project, one GeoPackage a saved state.

The name of the subfolder is the secret of the planner who made it. A state is written beside the
others under a name of its own and given its number only when it is whole and on the disk, so a
crash at any moment leaves the state before it.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from geo.project.changes import applied, changes_between, conflicts_with
from geo.project.fault import ProjectError
from geo.project.package import from_bytes, to_bytes
from geo.project.people import Person
from geo.project.project import Project
from geo.project.store import (
    AuditEntry,
    EditConflictError,
    Listed,
    Revision,
    Stored,
    checked_key,
    new_key,
)

STATE = re.compile(r"(\d{8})\.gpkg")
KEPT = 30
"""Saved states that are kept of each project."""
OURS_ALONE = 0o700


class FolderStore:
    """A `geo.project.store.ProjectStore` in a folder."""

    shared = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def create(self, project: Project, who: Person) -> Stored:
        """Keep a new project under a new random key."""
        who.must_edit()
        key = new_key()
        try:
            (self.folder / key).mkdir(parents=True, mode=OURS_ALONE)
        except OSError as error:
            raise ProjectError("store_unwritable", value=error.strerror or "") from error
        self._write(key, 1, project)
        return Stored(key, project, 1)

    def load(self, key: str, who: Person, revision: int = 0) -> Stored:
        """Read a project as it stands, or as it was after a revision."""
        who.must_read()
        numbers = self._numbers(key)
        number = revision or max(numbers)
        if number not in numbers:
            raise ProjectError("project_unknown", value=str(number))
        path = self._path(key, number)
        return Stored(key, from_bytes(path.read_bytes(), path.name), number)

    def save(self, base: Stored, project: Project, who: Person) -> Stored:
        """Write what differs from ``base``; changes from another tab on other items stay."""
        who.must_edit()
        changes = changes_between(base.project, project)
        if not changes:
            return base
        with self._locked(base.key):
            newest = max(self._numbers(base.key))
            if newest != base.revision:
                current = self.load(base.key, who)
                conflicts = conflicts_with(changes, current.project)
                if conflicts:
                    raise EditConflictError(conflicts, changes, current)
                project = applied(current.project, changes)
            self._write(base.key, newest + 1, project)
            self._tidy(base.key)
        return Stored(base.key, project, newest + 1)

    def revisions(self, key: str, who: Person) -> list[Revision]:
        """List the saved states, newest first."""
        who.must_read()
        return [
            Revision(number, _moment(self._path(key, number)))
            for number in sorted(self._numbers(key), reverse=True)
        ]

    def audit(self, key: str, who: Person, most: int = 500) -> list[AuditEntry]:
        """Return nothing: a folder is one planner's own, and its states tell the rest."""
        who.must_read()
        del key, most
        return []

    def projects(self, who: Person) -> list[Listed]:
        """Return nothing: whoever knows the key of a project may open it."""
        who.must_read()
        return []

    def remove(self, key: str, who: Person) -> None:
        """Take a project away for good."""
        who.must_edit()
        self._numbers(key)
        shutil.rmtree(self.folder / key)

    def _numbers(self, key: str) -> set[int]:
        folder = self.folder / checked_key(key)
        names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
        found = {int(match.group(1)) for name in names if (match := STATE.fullmatch(name))}
        if not found:
            raise ProjectError("project_unknown", value=key)
        return found

    def _path(self, key: str, number: int) -> Path:
        return self.folder / checked_key(key) / f"{number:08d}.gpkg"

    def _write(self, key: str, number: int, project: Project) -> None:
        content = to_bytes(project)
        try:
            write_whole(self._path(key, number), content)
        except OSError as error:
            raise ProjectError("store_unwritable", value=error.strerror or "") from error

    def _tidy(self, key: str) -> None:
        """Drop the oldest states, and what a crash has left half written."""
        for number in sorted(self._numbers(key))[:-KEPT]:
            self._path(key, number).unlink()
        for path in (self.folder / key).glob("*.half"):
            path.unlink()

    @contextmanager
    def _locked(self, key: str) -> Iterator[None]:
        """Let one process at a time write a project; the lock goes when the process does."""
        self._numbers(key)
        with (self.folder / key / "lock").open("w") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            yield


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
