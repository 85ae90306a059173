"""*Mijn project*: own data and settings under one name, kept at every change, and edited here."""

from __future__ import annotations

from functools import partial

import streamlit as st

from geo.errors import KetenkaartError
from geo.project.package import to_bytes
from geo.project.project import LONGEST_NAME, Project
from geo.project.store import Stored
from layers.plain_text import cell_text
from pages.parts import frame, own_data, session
from pages.parts.project_conflict import show_conflict
from pages.parts.project_joining import show_joining
from pages.parts.project_place import show_map
from pages.parts.project_rows import show_rows
from pages.parts.project_versions import show_settings, show_versions
from pages.parts.project_words import day, file_name, literal, say
from pages.parts.session import t
from pages.parts.whole import whole

NAME = "project.name_now"


def show() -> None:
    """Lay out the page."""
    st.markdown(f"#### {t('project.title')}")
    try:
        kept = own_data.stored()
        say_faults()
        if kept is None:
            show_start()
            return
        show_head(kept)
        show_conflict()
        show_tabs(kept)
    except KetenkaartError as fault:
        say(fault)
        if session.parameter(own_data.PARAMETER):
            st.button(t("project.leave"), on_click=own_data.leave)
        show_login()


def say_faults() -> None:
    """Tell what went wrong in the last step."""
    fault: KetenkaartError | None = st.session_state.pop(own_data.FAULT, None)
    if fault is not None:
        say(fault)


def show_login() -> None:
    """Who is at work, and how to sign in where the server knows a provider."""
    if own_data.setting("KETENKAART_USER_HEADER"):
        return
    try:
        known = "auth" in st.secrets
    except FileNotFoundError:
        known = False
    if known and not own_data.login():
        st.button(t("project.sign_in"), on_click=st.login)


def show_logout() -> None:
    """How to sign out, for whoever signed in."""
    if own_data.login():
        st.button(t("project.sign_out"), on_click=st.logout)


# ---- beginning and opening


def show_start() -> None:
    """Begin a project, open a file, or choose one of the team's."""
    st.caption(t("project.intro"))
    who, shared = own_data.person(), own_data.store().shared
    if shared:
        who.must_read()
        st.caption(t(f"project.role_{who.role}", name=literal(who.name)))
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
    own_data.guarded(lambda: own_data.begin(Project(name)))


@whole()
def _open() -> None:
    upload = st.session_state["project.file"]
    if upload is not None:
        own_data.guarded(lambda: own_data.begin_from_file(upload.getvalue(), upload.name))


def show_team() -> None:
    """The projects of the team."""
    who = own_data.person()
    listed = own_data.store().projects(who)
    if not listed:
        st.info(t("project.none"))
        return
    names = {one.key: f"{cell_text(one.name)} · {day(one.changed)}" for one in listed}
    chosen = st.selectbox(
        t("project.team"),
        list(names),
        format_func=names.__getitem__,
        index=None,
        key="project.one",
        placeholder=t("project.choose"),
    )
    if chosen:
        session.set_parameter(own_data.PARAMETER, chosen)
        st.rerun()


# ---- the project


def show_head(kept: Stored) -> None:
    """Name, state of saving, undo and redo, download."""
    may, history, version = own_data.may_edit(), own_data.history(), kept.revision
    name, back, again, file = st.columns([0.46, 0.14, 0.14, 0.26], vertical_alignment="bottom")
    name.text_input(
        t("project.name"),
        session.told(NAME, kept.project.name),
        max_chars=LONGEST_NAME,
        key=NAME,
        disabled=not may,
        on_change=_rename,
    )
    back.button(
        t("project.undo", n=len(history.past)),
        key="project.undo",
        disabled=not (may and history.past),
        on_click=own_data.guarded,
        args=(own_data.undo,),
        width="stretch",
    )
    again.button(
        t("project.redo", n=len(history.future)),
        key="project.redo",
        disabled=not (may and history.future),
        on_click=own_data.guarded,
        args=(own_data.redo,),
        width="stretch",
    )
    file.download_button(
        t("project.download"),
        partial(to_bytes, kept.project),
        file_name=file_name(kept.project),
        mime="application/geopackage+sqlite3",
        on_click="ignore",
        width="stretch",
    )
    where = "team" if own_data.store().shared else "own"
    st.caption(t(f"project.saved_{where}", moment=day(kept.project.changed), n=version))
    if own_data.store().shared:
        who = own_data.person()
        st.caption(t(f"project.role_{who.role}", name=literal(who.name)))


@whole()
def _rename() -> None:
    kept = own_data.stored()
    assert kept is not None
    new = str(st.session_state[NAME])
    own_data.guarded(lambda: own_data.commit(kept.project.renamed(new)))


def show_tabs(kept: Stored) -> None:
    """Rows in a table, points on the map, joining, settings, versions."""
    names = ("rows", "map", "joining", "settings", "versions")
    drawers = (show_rows, show_map, show_joining, show_settings, show_versions)
    titles = [t(f"project.tab_{name}") for name in names]
    for tab, draw in zip(
        st.tabs(titles, on_change="rerun", key="project.tab"), drawers, strict=True
    ):
        with tab:
            if tab.open:
                draw(kept)


frame.only_from_app()
show()
