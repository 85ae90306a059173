"""The corrections of a project: what each says, whether it counts, and the file they leave as."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from geo.own.corrections import FILE, Correction
from geo.own.rows import TABLES
from geo.project.project_store import Stored
from layers.files.data_export import rows_to_csv
from layers.sentences.correction_words import correction_words
from layers.tables.correction_tables import corrections_table, file_rows
from layers.words.palette import palette
from pages.own import correcting, project_session, taking_part
from pages.session import planner, server
from pages.session.planner import t
from pages.widgets import data_table
from pages.widgets.held_controls import some_of
from pages.widgets.segments import one_of

BACK = "correction.back"


def show_corrections(kept: Stored) -> None:
    """The list, the file, taking back, and a form for what is missing."""
    found = taking_part.corrections().rows
    if found:
        _show_list(found)
        if project_session.may_edit():
            _offer_taking_back(found, kept.revision)
    else:
        st.info(t("correction.none"))
    with st.expander(t("correction.missing_title")):
        _ask_missing()


def _show_list(found: Sequence[Correction]) -> None:
    joined = taking_part.joined()
    outcomes = joined.corrections if joined else ()
    st.markdown(t("correction.count", n=len(found)))
    if planner.parameter(planner.OWN) != "1":
        st.caption(t("correction.switch_off"))
    areas, names = server.shipped().neighbourhoods, correcting.hub_names()
    table = corrections_table(found, outcomes, planner.looks(), names, areas, planner.language())
    data_table.show_narrow(table)
    st.download_button(
        t("correction.download"),
        partial(_file, found, names),
        file_name=FILE,
        mime="text/csv",
        on_click="ignore",
    )
    st.caption(t("correction.download_how"))


def _file(found: Sequence[Correction], names: Mapping[str, str]) -> bytes:
    """For the data step: one form, whatever the language."""
    look = palette(server.shipped().chain_model, "nl")
    return rows_to_csv(file_rows(found, look, names), "nl")


def _offer_taking_back(found: Sequence[Correction], revision: int) -> None:
    words = {
        each.setting: correction_words(
            each, planner.looks(), correcting.hub_names(), planner.language()
        )
        for each in found
    }
    key = f"{BACK}.{revision}"
    st.session_state.setdefault(key, [])
    chosen = some_of(
        t("correction.take_back"), list(words), key, words.__getitem__, t("correction.choose")
    )
    st.button(
        t("correction.take_back_now"),
        disabled=not chosen,
        on_click=project_session.guarded,
        args=(partial(_take_back, chosen),),
    )


def _take_back(settings: Sequence[str]) -> None:
    project = project_session.opened().project
    for name in settings:
        project = project.with_setting(name, None)
    project_session.commit(project)


def _ask_missing() -> None:
    table = one_of(
        t("correction.table"),
        TABLES,
        "correction.missing_table",
        planner.worded("correction.table_"),
    )
    correcting.ask(correcting.About(table, "", ""), f"correction.new.{table}")
