"""The project of one session: its store, who is at work, saving at every change, undo and redo.

The key of the project stands in the address as ``project``, so that a browser tab that crashed
opens it again. Every change is saved at once; a conflict with another planner is kept until it is
settled, and the planner's own version with it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from geo.errors import DataErrors, KetenkaartError
from geo.intake.result import PREFIX, Intake, SourceFile
from geo.own_rows import fingerprint
from geo.project.changes import Item, changes_between, settled
from geo.project.editing import empty_table
from geo.project.history import History
from geo.project.package import from_bytes
from geo.project.people import EDITORS, GROUPS_HEADER, USER_HEADER, Person, person_of
from geo.project.project import Project
from geo.project.store import (
    KEEP_DAYS,
    SETTING,
    EditConflictError,
    ProjectStore,
    Stored,
    open_store,
)
from layers.scenes import from_file, to_file
from layers.view_state import ViewState, from_query, to_query
from pages.parts import add_scene, session, wat_als_map
from pages.parts.whole import whole

PARAMETER = session.PROJECT
CHOICES = "choices"
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


@st.cache_resource(show_spinner=False)
def _opened(where: str, keep_days: int) -> ProjectStore:
    return open_store(where, keep_days)


def store() -> ProjectStore:
    """The store that the setting names; opened once for the server."""
    days = setting(KEEP_DAYS)
    return _opened(setting(SETTING), int(days) if days.isdecimal() else 0)


def person() -> Person:
    """Who is at work: with a store of one's own nobody asks, but a name that is known is kept."""
    settings = {name: setting(name) for name in (USER_HEADER, GROUPS_HEADER, EDITORS)}
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
    key = session.parameter(PARAMETER)
    kept: Stored | None = st.session_state.get(STORED)
    if not key:
        return None
    if kept is None or kept.key != key:
        kept = store().load(key, person())
        _put(kept, History())
    return kept


@whole()
def _put(kept: Stored, history: History) -> None:
    st.session_state[STORED] = kept
    st.session_state[HISTORY] = history
    st.session_state.pop(CONFLICT, None)
    session.set_parameter(PARAMETER, kept.key)


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
    begin(from_bytes(content, name))


@whole()
def leave() -> None:
    """Close the project; it stays in the store."""
    for name in (STORED, HISTORY, CONFLICT):
        st.session_state.pop(name, None)
    session.set_parameter(PARAMETER, "")


def remove() -> None:
    """Take the project out of the store for good."""
    kept = stored()
    if kept is not None:
        store().remove(kept.key, person())
    leave()


def commit(project: Project) -> None:
    """Save a changed project and remember the step."""
    kept = stored()
    assert kept is not None
    changes = changes_between(kept.project, project)
    after = store().save(kept, project, person())
    _put(after, history().done(changes))


def undo() -> None:
    """Take the last step back and save that."""
    kept = stored()
    assert kept is not None
    after, project = history().undone(kept.project)
    _put(store().save(kept, project, person()), after)


def redo() -> None:
    """Make the step again that was taken back last, and save that."""
    kept = stored()
    assert kept is not None
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
    kept = stored()
    assert kept is not None
    commit(store().load(kept.key, person(), revision).project)


# ---- own rows


def take_in(own: Intake, table: str, choices: Mapping[str, str] | None = None) -> None:
    """Put the rows of an upload in the project, with how its columns were recognised.

    ``choices`` is what was said of rows that the shipped data hold too, and of their hubs.
    """
    kept = stored()
    assert kept is not None
    columns = {layer: dict(roles) for layer, roles in own.columns.items()}
    before = kept.project.settings.get("mapping")
    mapping = {**(before if isinstance(before, dict) else {}), own.source.name: columns}
    project = kept.project.with_table(table, own.rows).with_setting("mapping", mapping)
    commit(with_choices(project, table, choices or {}))


def begin_table(table: str) -> None:
    """Put a table without rows in the project, to be filled in by hand."""
    kept = stored()
    assert kept is not None
    commit(kept.project.with_table(table, empty_table(table)))


def choices_of(project: Project, table: str) -> dict[str, str]:
    """What was chosen for the rows of a table that the shipped data hold too, and their hubs."""
    said = project.settings.get(CHOICES)
    found = said.get(table) if isinstance(said, dict) else None
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def with_choices(project: Project, table: str, choices: Mapping[str, str]) -> Project:
    """The project with other choices for one of its tables."""
    said = project.settings.get(CHOICES)
    both = {**(said if isinstance(said, dict) else {}), table: dict(choices)}
    return project.with_setting(CHOICES, {name: each for name, each in both.items() if each})


def choose(table: str, choices: Mapping[str, str]) -> None:
    """Say which of two twins counts, an own row of a table or a shipped one, or a row's hub."""
    kept = stored()
    assert kept is not None
    said = {**choices_of(kept.project, table), **choices}
    commit(with_choices(kept.project, table, said))


def as_intake(kept: Stored, table: str) -> Intake:
    """An own table as rows that are drawn and marked like those of an upload."""
    frame = kept.project.tables[table]
    placed = frame.geometry.notna()
    made = {
        "placed_by": placed.map({True: "given_coordinate", False: "none"}),
        "accuracy_m": pd.Series(0.0, index=frame.index).where(placed),
        "in_city": "",
    }
    absent = {f"{PREFIX}{n}": v for n, v in made.items() if f"{PREFIX}{n}" not in frame}
    source = SourceFile(kept.project.name, fingerprint(frame), 0, kept.project.changed[:10], "gpkg")
    return Intake(source, frame.assign(**absent))


# ---- what is set on other pages


def settings_now() -> dict[str, Any]:
    """Filters, pages' own values (weights among them), scenario and scenes as they are now."""
    own: dict[str, str] = dict(st.session_state.get("parameters", {}))
    own.pop(PARAMETER, None)
    scenes = add_scene.scenes()
    scenario_words = own.pop(wat_als_map.SCENARIO, "")
    found: dict[str, Any] = {"filters": to_query(session.state()), "weights": own}
    if scenario_words:
        found["scenarios"] = [scenario_words]
    if scenes:
        found["scenes"] = json.loads(to_file(scenes))
    return found


def keep_settings() -> None:
    """Put the settings of now in the project; earlier scenarios stay beside the new one."""
    kept = stored()
    assert kept is not None
    project, found = kept.project, settings_now()
    if "scenarios" in found:
        both = [*kept_scenarios(project), *found["scenarios"]]
        found["scenarios"] = list(dict.fromkeys(both))
    for name, value in found.items():
        project = project.with_setting(name, value)
    commit(project)


def kept_scenarios(project: Project) -> list[str]:
    """The scenarios of a project, as their words in the address."""
    found = project.settings.get("scenarios")
    return [words for words in found if isinstance(words, str)] if isinstance(found, list) else []


def count_scenes(project: Project) -> int:
    """How many scenes a project holds."""
    found = project.settings.get("scenes")
    rows = found.get("scenes") if isinstance(found, dict) else None
    return len(rows) if isinstance(rows, list) else 0


def take_up_settings(scenario_words: str = "") -> None:
    """Set the controls of all pages to what the project holds; called before they are drawn."""
    kept = stored()
    assert kept is not None
    filters, weights = (kept.project.settings.get(name, {}) for name in ("filters", "weights"))
    query = {str(k): str(v) for k, v in filters.items()} if isinstance(filters, dict) else {}
    state = from_query(query, *session.dataset_codes())
    st.session_state["view"] = state
    for name in ViewState.__dataclass_fields__:
        st.session_state.pop(session.key(name), None)
    session.seed()
    for name, value in weights.items() if isinstance(weights, dict) else ():
        session.set_parameter(str(name)[:40], str(value)[: session.MAX_PARAMETER])
    session.set_parameter(wat_als_map.SCENARIO, scenario_words[: session.MAX_PARAMETER])
    session.set_parameter(PARAMETER, kept.key)
    _take_up_scenes(kept.project.settings.get("scenes"))


def _take_up_scenes(said: object) -> None:
    if not said:
        return
    try:
        _, scenes = from_file(json.dumps(said).encode("utf-8"), "scenes")
    except DataErrors as faults:
        st.session_state[FAULT] = faults.errors[0]
        return
    add_scene.keep(scenes)
