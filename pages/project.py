"""*Mijn project*: own data and settings under one name, kept at every change, and edited here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.data.errors import KetenkaartError
from geo.project.package import file_name, to_bytes
from geo.project.people import Person
from geo.project.project import LONGEST_NAME, Project
from geo.project.project_store import Stored
from layers.sentences.project_words import moment_words
from layers.words.plain_text import cell_text, literal
from pages.app import frame
from pages.own import project_session
from pages.own.project_conflict import show_conflict
from pages.own.project_corrections import show_corrections
from pages.own.project_joining import show_joining
from pages.own.project_place import show_map
from pages.own.project_rows import show_rows
from pages.own.project_versions import show_settings, show_versions
from pages.session import planner
from pages.session.planner import t
from pages.session.whole import whole
from pages.widgets import faults, open_tabs
from pages.widgets.held_controls import one_listed

NAME = "project.name_now"


def show() -> None:
    """Lay out the page."""
    st.markdown(f"# {t('project.title')}")
    try:
        kept = project_session.stored()
        say_faults()
        if kept is None:
            show_start()
            return
        say_rebuilt(kept)
        show_head(kept)
        show_conflict()
        show_tabs(kept)
    except KetenkaartError as fault:
        faults.show(t("project.not_done"), [fault])
        if planner.parameter(project_session.PARAMETER):
            st.button(t("project.leave"), on_click=project_session.leave)
        show_login()


def say_faults() -> None:
    """Tell what went wrong in the last step."""
    fault: KetenkaartError | None = st.session_state.pop(project_session.FAULT, None)
    if fault is not None:
        faults.show(t("project.not_done"), [fault])


def say_rebuilt(kept: Stored) -> None:
    """Tell that what was saved is damaged, how far it was rebuilt, and offer to save it anew."""
    how = kept.rebuilt
    if how is None:
        return
    if how.is_whole:
        st.info(t("project.rebuilt_whole", n=how.number))
    else:
        moment = moment_words(how.at)
        st.warning(t("project.rebuilt_part", n=how.number, reached=how.reached, moment=moment))
    if project_session.may_edit():
        st.button(
            t("project.keep_rebuilt"),
            on_click=project_session.guarded,
            args=(project_session.keep_rebuilt,),
        )


def show_login() -> None:
    """Who is at work, and how to sign in where the server knows a provider."""
    if project_session.setting("KETENKAART_USER_HEADER"):
        return
    try:
        known = "auth" in st.secrets
    except FileNotFoundError:
        known = False
    if known and not project_session.login():
        st.button(t("project.sign_in"), on_click=st.login)


def show_logout() -> None:
    """How to sign out, for whoever signed in."""
    if project_session.login():
        st.button(t("project.sign_out"), on_click=st.logout)


# ---- beginning and opening


def show_start() -> None:
    """Begin a project, open a file, or choose one of the team's."""
    st.caption(t("project.intro"))
    who, shared = project_session.person(), project_session.store().shared
    if shared:
        who.must_read()
        _say_role(who)
        show_logout()
        show_team()
    if who.role != "edit":
        return
    left, right = st.columns(2, gap="large")
    with left, st.form("project.new"):
        st.text_input(t("project.name"), max_chars=LONGEST_NAME, key="project.new_name")
        st.form_submit_button(t("project.begin"), on_click=_begin)
    with right:
        st.file_uploader(t("project.open"), type=["gpkg"], key="project.file", on_change=_open)


@whole()
def _begin() -> None:
    name = str(st.session_state["project.new_name"])
    project_session.guarded(lambda: project_session.begin(Project(name)))


@whole()
def _open() -> None:
    upload = st.session_state["project.file"]
    if upload is not None:
        project_session.guarded(
            lambda: project_session.begin_from_file(upload.getvalue(), upload.name)
        )


def show_team() -> None:
    """The projects of the team."""
    who = project_session.person()
    listed = project_session.store().projects(who)
    if not listed:
        st.info(t("project.none"))
        return
    names = {one.key: f"{cell_text(one.name)} · {moment_words(one.changed)}" for one in listed}
    chosen = one_listed(
        t("project.team"),
        list(names),
        format_func=names.__getitem__,
        index=None,
        key="project.one",
        placeholder=t("project.choose"),
    )
    if chosen:
        planner.set_parameter(project_session.PARAMETER, chosen)
        st.rerun()


# ---- the project


def show_head(kept: Stored) -> None:
    """Name, state of saving, undo and redo, download."""
    version = kept.revision
    name, back, again, file = st.columns([0.46, 0.14, 0.14, 0.26], vertical_alignment="bottom")
    name.text_input(
        t("project.name"),
        planner.told(NAME, kept.project.name),
        max_chars=LONGEST_NAME,
        key=NAME,
        disabled=not project_session.may_edit(),
        on_change=_rename,
    )
    history = project_session.history()
    _step(back, "undo", len(history.past), project_session.undo)
    _step(again, "redo", len(history.future), project_session.redo)
    file.download_button(
        t("project.download"),
        partial(to_bytes, kept.project),
        file_name=file_name(kept.project.name),
        mime="application/geopackage+sqlite3",
        on_click="ignore",
        width="stretch",
    )
    is_shared = project_session.store().shared
    where = "team" if is_shared else "own"
    st.caption(t(f"project.saved_{where}", moment=moment_words(kept.project.changed), n=version))
    if is_shared:
        _say_role(project_session.person())


def _step(column: DeltaGenerator, word: str, steps: int, action: Callable[[], None]) -> None:
    """Offer to go a step back or forth, where there is one and the planner may."""
    column.button(
        t(f"project.{word}", n=steps),
        key=f"project.{word}",
        disabled=not (project_session.may_edit() and steps),
        on_click=project_session.guarded,
        args=(action,),
        width="stretch",
    )


def _say_role(who: Person) -> None:
    st.caption(t(f"project.role_{who.role}", name=literal(who.name)))


@whole()
def _rename() -> None:
    kept = project_session.stored()
    assert kept is not None
    new = str(st.session_state[NAME])
    project_session.guarded(lambda: project_session.commit(kept.project.renamed(new)))


def show_tabs(kept: Stored) -> None:
    """Rows in a table, points on the map, joining, settings, versions."""
    drawers = {
        "rows": show_rows,
        "map": show_map,
        "joining": show_joining,
        "corrections": show_corrections,
        "settings": show_settings,
        "versions": show_versions,
    }
    open_tabs.show(
        {t(f"project.tab_{name}"): partial(draw, kept) for name, draw in drawers.items()},
        "project.tab",
    )


frame.only_from_app()
show()
