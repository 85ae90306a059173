"""What a store of projects is, and what it gives; `geo.project.open_store` opens one."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from geo.project.changes import Change, Conflict, Item
from geo.project.fault import ProjectError
from geo.project.people import Person
from geo.project.project import Project

RETENTION = "retention"
"""Who removed a project that nobody changed for too long."""
KEY = re.compile(r"[A-Za-z0-9_-]{22}")
KEY_BYTES = 16


@dataclass(frozen=True)
class Rebuilt:
    """How a state was come by that could not be read: from the record of who changed what.

    Attributes
    ----------
    number : int
        The state that was damaged.
    reached : int
        The state that this equals: ``number`` itself where nothing is lost, else an earlier one.
    at : str
        When that one was saved.
    """

    number: int
    reached: int
    at: str

    @property
    def is_whole(self) -> bool:
        """Whether nothing is lost."""
        return self.reached == self.number


@dataclass(frozen=True, eq=False)
class Stored:
    """A project as it was read from a store.

    Attributes
    ----------
    key : str
    project : Project
    revision : int
        Counts the times it was saved, from 1.
    versions : mapping of Item to int
        Revision in which each item was last written, where the store keeps that.
    rebuilt : Rebuilt, optional
        How it was come by, where what was saved is damaged.
    """

    key: str
    project: Project
    revision: int
    versions: Mapping[Item, int] = field(default_factory=dict)
    rebuilt: Rebuilt | None = None


@dataclass(frozen=True)
class Revision:
    """One saved state: its number, moment (UTC, ISO 8601), who saved it and how much changed."""

    number: int
    at: str
    who: str = ""
    changes: int | None = None


@dataclass(frozen=True)
class AuditEntry:
    """Who changed what, when: the change with the values before and after."""

    revision: int
    at: str
    who: str
    change: Change


@dataclass(frozen=True)
class Listed:
    """A project in a list: key, name, and when it last changed."""

    key: str
    name: str
    changed: str


class EditConflictError(ProjectError):
    """Somebody else has changed the same item; nothing was written and nothing is lost.

    Attributes
    ----------
    conflicts : tuple of Conflict
        Both versions of each item.
    changes : tuple of Change
        All that was to be saved.
    current : Stored
        What stands in the store.
    """

    def __init__(
        self, conflicts: Sequence[Conflict], changes: Sequence[Change], current: Stored
    ) -> None:
        self.conflicts = tuple(conflicts)
        self.changes = tuple(changes)
        self.current = current
        super().__init__("project_conflict", count=len(conflicts))


class ProjectStore(Protocol):
    """What pages ask of a store. Every method checks what ``who`` may do."""

    @property
    def shared(self) -> bool:
        """Whether several people work in it, who must say who they are."""

    def create(self, project: Project, who: Person) -> Stored:
        """Keep a new project under a new random key."""

    def load(self, key: str, who: Person, revision: int = 0) -> Stored:
        """Read a project as it stands, or as it was after a revision.

        A damaged state is rebuilt from the states before it and the record of who changed what: as
        far as that goes for what stands now, and wholly or not at all for an earlier revision.

        Raises
        ------
        ProjectError
            ``project_unknown``, and ``project_damaged`` when nothing can be rebuilt.
        """

    def save(self, base: Stored, project: Project, who: Person) -> Stored:
        """Write what differs from ``base``; other people's changes of other items stay.

        A base that had to be rebuilt is written also where nothing differs.

        Raises
        ------
        EditConflictError
            When an item that is to change was changed by somebody else since ``base``.
        """

    def revisions(self, key: str, who: Person) -> list[Revision]:
        """List the saved states, newest first."""

    def audit(self, key: str, who: Person, most: int = 500) -> list[AuditEntry]:
        """List who changed what, newest first."""

    def projects(self, who: Person) -> list[Listed]:
        """List the projects of the team, last changed first; nothing where keys are secret."""

    def remove(self, key: str, who: Person) -> None:
        """Take a project away for good."""


def new_key() -> str:
    """Return a key that nobody can guess.

    Examples
    --------
    >>> KEY.fullmatch(new_key()) is not None
    True
    """
    return secrets.token_urlsafe(KEY_BYTES)


def checked_key(key: str) -> str:
    """Return a key if it has the form of one.

    Raises
    ------
    ProjectError
        ``project_unknown``.
    """
    if not KEY.fullmatch(key):
        raise ProjectError("project_unknown", value=key[:40])
    return key
