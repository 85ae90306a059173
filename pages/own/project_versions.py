"""What else is in a project: settings of other pages, earlier versions, and who changed what."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from geo.project.kept_settings import scenarios_of
from geo.project.package import file_name, to_bytes
from geo.project.project_store import Stored
from layers.tables.project_tables import audit_table, settings_table, versions_table
from layers.view.scenario_address import name_in
from pages.own import project_session, project_settings
from pages.session import planner
from pages.session.planner import t
from pages.widgets import data_table

MOST_ENTRIES = 200


def show_settings(kept: Stored) -> None:
    """What else is in the project: filters, weights, scenarios and scenes."""
    data_table.show(settings_table(kept.project, planner.state().lang), hide_index=True)
    if project_session.may_edit():
        st.button(
            t("project.keep_settings"),
            on_click=project_session.guarded,
            args=(project_settings.keep_settings,),
        )
    scenarios = ["", *scenarios_of(kept.project)]
    chosen = st.selectbox(t("project.scenario"), scenarios, format_func=name_in)
    st.button(
        t("project.take_up"),
        on_click=project_session.guarded,
        args=(partial(project_settings.take_up_settings, chosen or ""),),
    )


def show_versions(kept: Stored) -> None:
    """The saved states and who changed what; each state can be opened or brought back."""
    revisions = project_session.store().revisions(kept.key, project_session.person())
    data_table.show(versions_table(revisions, planner.state().lang), hide_index=True)
    _earlier(kept, [one.number for one in revisions if one.number < kept.revision])
    _audit(kept)
    st.divider()
    st.button(t("project.leave"), on_click=project_session.leave)
    if project_session.may_edit():
        _remove()


def _earlier(kept: Stored, numbers: Sequence[int]) -> None:
    """Offer an earlier state as a file, and to go back to it."""
    number = st.selectbox(
        t("project.earlier"),
        numbers,
        index=None,
        key="project.revision",
        placeholder=t("project.choose"),
    )
    if not number:
        return
    old = project_session.store().load(kept.key, project_session.person(), number).project
    st.download_button(
        t("project.download_version", n=number),
        partial(to_bytes, old),
        file_name=f"{number}_{file_name(old.name)}",
        on_click="ignore",
    )
    if project_session.may_edit():
        st.button(
            t("project.back_to", n=number),
            on_click=project_session.guarded,
            args=(partial(project_session.back_to, number),),
        )


def _audit(kept: Stored) -> None:
    """Who changed what and when, with the values before and after."""
    with st.expander(t("project.audit")):
        store, who = project_session.store(), project_session.person()
        entries = store.audit(kept.key, who, MOST_ENTRIES)
        data_table.show(audit_table(entries, planner.state().lang), hide_index=True)


def _remove() -> None:
    with st.popover(t("project.remove")):
        st.text(t("project.remove_sure"))
        st.button(
            t("project.remove_now"),
            on_click=project_session.guarded,
            args=(project_session.remove,),
        )
