"""What stands in one window alone, and what is said of it once a reload has taken it away.

A reload is a new session. So that it can say what was lost, the address of the window tells what
kinds of things it holds; links that the app gives out do not tell it.
"""

from __future__ import annotations

import streamlit as st

from geo.data.errors import KetenkaartError
from layers.words.plain_text import cell_text, literal
from pages.own import file, project_session
from pages.session import planner, scene_list
from pages.session.planner import t
from pages.session.whole import whole

LOST = "session.lost"
FILE, SCENES = "file", "scenes"


def _here() -> tuple[str, ...]:
    """What this window holds now that is kept nowhere else."""
    own = file.kept()
    has_file = own is not None and own.intake.refused is None
    return (FILE,) * has_file + (SCENES,) * bool(scene_list.scenes())


def lost() -> tuple[str, ...]:
    """What the window held before it was loaded anew, until the planner has seen it."""
    if LOST not in st.session_state:
        told = planner.parameter(planner.HERE).split(".")
        st.session_state[LOST] = tuple(kind for kind in (FILE, SCENES) if kind in told)
    found: tuple[str, ...] = st.session_state[LOST]
    return tuple(kind for kind in found if kind not in _here())


def note() -> None:
    """Tell the address of the window what it holds, and what it held."""
    told = {*_here(), *lost()}
    planner.set_parameter(planner.HERE, ".".join(kind for kind in (FILE, SCENES) if kind in told))


def show() -> None:
    """Say what is lost, and offer the project that would have kept it."""
    gone = lost()
    if not gone:
        return
    with st.container(border=True):
        what = " ".join(t(f"own.lost_{kind}") for kind in gone)
        st.warning(f"{t('own.lost')} {what} {_in_project()}")
        left, middle, right = st.columns(3)
        left.page_link("pages/project.py", label=t("app.page_project"))
        middle.page_link("pages/eigen.py", label=t("app.page_own"))
        right.button(t("own.lost_seen"), on_click=_seen)


def _in_project() -> str:
    """Say what the open project keeps, or that one would have kept it all."""
    try:
        kept = project_session.stored()
    except KetenkaartError:  # the page of the project tells it
        kept = None
    if kept is None:
        return t("own.lost_keep")
    return t("own.lost_opened", name=literal(cell_text(kept.project.name)))


@whole()
def _seen() -> None:
    st.session_state[LOST] = ()
