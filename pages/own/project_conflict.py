"""A conflict with another planner: both versions of every item, to choose from."""

from __future__ import annotations

from functools import partial

import streamlit as st

from geo.project.changes import Item
from layers.tables.project_tables import conflict_table
from pages.own import project_session
from pages.session import planner
from pages.session.planner import t
from pages.widgets import data_table
from pages.widgets.segments import one_of


def show_conflict() -> None:
    """Both versions of everything that somebody else has changed, to choose from."""
    clash = project_session.conflict()
    if clash is None:
        return
    st.warning(t("error.project_conflict", count=len(clash.conflicts)))
    mine: set[Item] = set()
    for conflict in clash.conflicts:
        part = t(f"project.part_{conflict.item.part}")
        with st.container(border=True):
            st.text(f"{part} {conflict.item.key}")
            data_table.show(conflict_table(conflict, planner.state().lang))
            key = f"project.keep.{clash.current.revision}.{conflict.item}"
            names = planner.worded("project.keep_")
            chosen = one_of(t("project.keep_which"), ("mine", "theirs"), key, names)
        mine |= {conflict.item} if chosen == "mine" else set()
    st.button(
        t("project.settle"),
        type="primary",
        on_click=project_session.guarded,
        args=(partial(project_session.settle, frozenset(mine)),),
    )
