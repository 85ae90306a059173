"""The own rows in a table that can be edited; every change is checked and saved at once."""

from __future__ import annotations

import math
from functools import partial

import geopandas as gpd
import pandas as pd
import streamlit as st

from geo.intake.model.records import PREFIX
from geo.project.editing import edited
from geo.project.fault import ProjectError
from geo.project.project import TABLES
from geo.project.project_store import Stored
from geo.project.row_rules import new_faults
from geo.project.shown_rows import fixed_columns, found_rows, hidden_columns
from layers.tables.project_tables import column_headings
from layers.words.plain_text import cell_text, literal
from pages.own import file, project_session
from pages.session import planner
from pages.session.planner import t
from pages.widgets import faults
from pages.widgets.segments import one_of

MOST_ROWS = 500
MOST_FAULTS = 10


def show_rows(kept: Stored) -> None:
    """The own rows in a table that can be edited; every change is checked and saved at once."""
    if project_session.may_edit():
        take_in_upload()
        begin_empty(kept)
    table = chosen_table(kept, "project.table")
    if table is None:
        return
    rows = kept.project.tables[table]
    st.caption(t("project.own_mark", name=literal(kept.project.name)))
    words = st.text_input(t("project.search"), key="project.search").strip().casefold()
    shown, page = one_page(found_rows(rows, words), f"{table}.{words}")
    bare = pd.DataFrame(shown.drop(columns=["geometry", *hidden_columns(shown)])).reset_index()
    after = st.data_editor(
        bare,
        key=f"project.edit.{table}.{kept.revision}.{page}.{words}",
        num_rows="dynamic",
        hide_index=True,
        disabled=True if not project_session.may_edit() else ["fid", *fixed_columns(bare)],
        column_config=column_headings(bare, planner.state().lang),
        placeholder="",
    )
    if project_session.may_edit() and not after.equals(bare):
        _take_edits(kept, table, after, shown.index)


def begin_empty(kept: Stored) -> None:
    """Offer to begin the tables that are not there yet without a file."""
    absent = [name for name in TABLES if name not in kept.project.tables]
    if not absent:
        return
    say_word = planner.words()
    with st.popover(t("project.begin_table")):
        st.caption(t("project.begin_table_how"))
        for name in absent:
            st.button(
                say_word(f"project.part_{name}"),
                key=f"project.begin.{name}",
                on_click=project_session.guarded,
                args=(partial(project_session.begin_table, name),),
                width="stretch",
            )


def one_page(rows: gpd.GeoDataFrame, mark: str) -> tuple[gpd.GeoDataFrame, int]:
    """The rows of the page that is chosen, and its number; all rows when they fit on one."""
    pages = max(1, math.ceil(len(rows) / MOST_ROWS))
    page = 1
    if pages > 1:
        page = st.number_input(
            t("project.page", pages=pages, n=len(rows)), 1, pages, key=f"project.page.{mark}"
        )
    start = (page - 1) * MOST_ROWS
    return rows.iloc[start : start + MOST_ROWS], page


def chosen_table(kept: Stored, key: str) -> str | None:
    """Which of the own tables is looked at."""
    there = [name for name in TABLES if name in kept.project.tables]
    if not there:
        st.info(t("project.no_rows"))
        return None
    names, tables = planner.worded("project.part_"), kept.project.tables
    return one_of(t("project.table"), there, key, lambda x: f"{names(x)} ({len(tables[x])})")


def _take_edits(kept: Stored, table: str, after: pd.DataFrame, shown: pd.Index) -> None:
    """Save the edits if every row keeps the rules, else say which does not."""
    try:
        rows = edited(kept.project.tables[table], after, shown)
    except ProjectError as fault:
        faults.show(t("project.not_done"), [fault])
        return
    if refused(table, rows, kept.project.tables[table]):
        return
    project_session.run(lambda: project_session.commit(kept.project.with_table(table, rows)))


def refused(table: str, rows: gpd.GeoDataFrame, before: gpd.GeoDataFrame) -> bool:
    """Say which rules an edit newly breaks; faults that a file brought along stop nobody."""
    found = new_faults(table, rows, before, planner.dataset().chain_model)
    if found:
        faults.show(t("project.edit_refused", n=len(found)), found[:MOST_FAULTS])
    return bool(found)


def take_in_upload() -> None:
    """Bring the rows of *Eigen gegevens* into the project."""
    own = file.kept()
    if own is None or own.intake.refused is not None or not own.intake.n_rows:
        st.caption(t("project.bring_first"))
        return
    with st.container(border=True):
        st.text(t("project.bring", name=cell_text(own.intake.source.name), n=own.intake.n_rows))
        left, right = st.columns([0.6, 0.4], vertical_alignment="bottom")
        entities = own.intake.rows.get(f"{PREFIX}entity", pd.Series(dtype="str")).mode()
        likely = entities.iloc[0] if len(entities) and entities.iloc[0] in TABLES else TABLES[0]
        key = f"project.bring_as.{own.intake.source.sha256[:8]}"
        table = one_of(
            t("project.bring_as"),
            TABLES,
            key,
            planner.worded("project.part_"),
            default=likely,
            column=left,
        )
        right.button(
            t("project.bring_now"),
            on_click=project_session.guarded,
            args=(partial(project_session.take_in, own.intake, table, own.choices),),
        )
