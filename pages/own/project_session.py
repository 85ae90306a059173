"""The project of one session: its store, who is at work, saving at every change, undo and redo.

The key of the project stands in the address as ``project``, so that a browser tab that crashed
opens it again. Every change is saved at once; a conflict with another planner is kept until it is
settled, and the planner's own version with it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from geo.data.errors import KetenkaartError
from geo.intake.model.result import Intake
from geo.own.as_brought import as_intake
from geo.project.changes import Item, changes_between, settled
from geo.project.editing import empty_table
from geo.project.history import History
from geo.project.kept_settings import choices_of, with_choices, with_mapping
from geo.project.open_store import KEEP_DAYS, SETTING, open_store
from geo.project.package_apart import read_project
from geo.project.people import EDITOR_GROUPS, EDITORS, GROUPS_HEADER, USER_HEADER, Person, person_of
from geo.project.project import Project
from geo.project.project_store import EditConflictError, ProjectStore, Stored
from pages.session import planner, server
from pages.session.whole import whole

PARAMETER = planner.PROJECT
STORED, HISTORY, CONFLICT, FAULT = (
    "project.stored",
    "project.history",
    "project.conflict",
    "project.fault",
)


def setting(name: str) -> str:
    """A setting of the server: an environment variable, else a secret of Streamlit."""
    if name in os.environ:
        return os.environ[name]
    try:
        return str(st.secrets.get(name, ""))
    except StreamlitSecretNotFoundError:
        return ""


@server.shared()
def _opened(where: str, keep_days: int) -> ProjectStore:
    return open_store(where, keep_days)


def store() -> ProjectStore:
    """The store that the setting names; opened once for the server."""
    days = setting(KEEP_DAYS)
    return _opened(setting(SETTING), int(days) if days.isdecimal() else 0)


def person() -> Person:
    """Who is at work: with a store of one's own nobody asks, but a name that is known is kept."""
    settings = {
        name: setting(name) for name in (USER_HEADER, GROUPS_HEADER, EDITORS, EDITOR_GROUPS)
    }
    known = person_of(settings, st.context.headers, login())
    return known if store().shared else Person(known.name)


def login() -> Mapping[str, object]:
    """What the OpenID provider says of whoever signed in; empty without a login."""
    return st.user.to_dict() if st.user.get("is_logged_in") else {}


def may_edit() -> bool:
    """Whether this session may change the project."""
    return person().role == "edit"


def stored() -> Stored | None:
    """The project of this session: the one in the address, read once."""
    key = planner.parameter(PARAMETER)
    kept: Stored | None = st.session_state.get(STORED)
    if not key:
        return None
    if kept is None or kept.key != key:
        kept = store().load(key, person())
        _put(kept, History())
    return kept


def opened() -> Stored:
    """The project of this session, where there must be one."""
    kept = stored()
    assert kept is not None
    return kept


@whole()
def _put(kept: Stored, history: History) -> None:
    st.session_state[STORED] = kept
    st.session_state[HISTORY] = history
    st.session_state.pop(CONFLICT, None)
    planner.set_parameter(PARAMETER, kept.key)


def history() -> History:
    """The steps of this session."""
    found: History = st.session_state.get(HISTORY, History())
    return found


def conflict() -> EditConflictError | None:
    """The conflict that waits to be settled."""
    found: EditConflictError | None = st.session_state.get(CONFLICT)
    return found


@whole()
def guarded(action: Callable[[], None]) -> None:
    """Do something with the store; what goes wrong is told on the page at the next run."""
    try:
        action()
    except EditConflictError as clash:
        st.session_state[CONFLICT] = clash
    except KetenkaartError as fault:
        st.session_state[FAULT] = fault


def run(action: Callable[[], None]) -> None:
    """Do something with the store and draw the page anew."""
    guarded(action)
    st.rerun()


def begin(project: Project) -> None:
    """Keep a new project and make it this session's."""
    _put(store().create(project, person()), History())


def begin_from_file(content: bytes, name: str) -> None:
    """Make a project of a file this session's, as a new one: the file's own stays as it is."""
    begin(read_project(content, name))


@whole()
def leave() -> None:
    """Close the project; it stays in the store."""
    for name in (STORED, HISTORY, CONFLICT):
        st.session_state.pop(name, None)
    planner.set_parameter(PARAMETER, "")


def remove() -> None:
    """Take the project out of the store for good."""
    kept = stored()
    if kept is not None:
        store().remove(kept.key, person())
    leave()


def commit(project: Project) -> None:
    """Save a changed project and remember the step."""
    kept = opened()
    changes = changes_between(kept.project, project)
    after = store().save(kept, project, person())
    _put(after, history().done(changes))


def keep_rebuilt() -> None:
    """Write a version that had to be rebuilt anew; the steps of this session stay."""
    kept = opened()
    _put(store().save(kept, kept.project, person()), history())


def undo() -> None:
    """Take the last step back and save that."""
    kept = opened()
    after, project = history().undone(kept.project)
    _put(store().save(kept, project, person()), after)


def redo() -> None:
    """Make the step again that was taken back last, and save that."""
    kept = opened()
    after, project = history().redone(kept.project)
    _put(store().save(kept, project, person()), after)


def settle(mine: frozenset[Item]) -> None:
    """Save what was refused, on top of what now stands; of the conflicts only those chosen."""
    clash = conflict()
    assert clash is not None
    current = clash.current
    wanted = settled(current.project, clash.changes, mine, {c.item for c in clash.conflicts})
    changes = changes_between(current.project, wanted)
    _put(store().save(current, wanted, person()), history().done(changes))


def back_to(revision: int) -> None:
    """Make an earlier state the newest one."""
    commit(store().load(opened().key, person(), revision).project)


# ---- own rows


def take_in(upload: Intake, table: str, choices: Mapping[str, str] | None = None) -> None:
    """Put the rows of an upload in the project, with how its columns were recognised.

    ``choices`` is what was said of rows that the shipped data hold too, and of their hubs.
    """
    project = opened().project.with_table(table, upload.rows)
    project = with_mapping(project, upload.source.name, upload.columns)
    commit(with_choices(project, table, choices or {}))


def begin_table(table: str) -> None:
    """Put a table without rows in the project, to be filled in by hand."""
    commit(opened().project.with_table(table, empty_table(table)))


def choose(table: str, choices: Mapping[str, str]) -> None:
    """Say which of two twins counts, an own row of a table or a shipped one, or a row's hub."""
    project = opened().project
    commit(with_choices(project, table, {**choices_of(project, table), **choices}))


def rows_of(kept: Stored, table: str) -> Intake:
    """An own table as rows that are drawn and marked like those of an upload."""
    project = kept.project
    return as_intake(project.tables[table], project.name, project.changed[:10])
