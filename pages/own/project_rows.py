"""The own rows in a table that can be edited; every change is checked and saved at once."""

from __future__ import annotations

import math
from functools import partial

import geopandas as gpd
import pandas as pd
import streamlit as st

from geo.data.errors import KetenkaartError
from geo.intake.model.records import OUTLINE, PREFIX
from geo.project.editing import edited
from geo.project.fault import ProjectError
from geo.project.project import TABLES
from geo.project.project_store import Stored
from geo.project.row_rules import own_faults
from layers.words.plain_text import cell_text, literal
from layers.words.text import table as texts_table
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
    bare = pd.DataFrame(shown.drop(columns=["geometry", *bookkeeping(shown)])).reset_index()
    after = st.data_editor(
        bare,
        key=f"project.edit.{table}.{kept.revision}.{page}.{words}",
        num_rows="dynamic",
        hide_index=True,
        disabled=True if not project_session.may_edit() else ["fid", *found_by_intake(bare)],
        column_config=headings(bare),
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


def found_rows(rows: gpd.GeoDataFrame, words: str) -> gpd.GeoDataFrame:
    """The rows that hold some words in one of their text columns; all when there are none."""
    if not words:
        return rows
    texts = pd.DataFrame(rows.drop(columns="geometry")).select_dtypes("str")
    hits = [texts[name].str.casefold().str.contains(words, regex=False, na=False) for name in texts]
    return rows[pd.concat(hits, axis=1).any(axis=1)] if hits else rows.iloc[:0]


def bookkeeping(rows: gpd.GeoDataFrame) -> list[str]:
    """Columns that the intake keeps for itself; they stay in the project and out of sight."""
    kept = ("row", "line", "layer", "frame", "entity", OUTLINE)
    return [f"{PREFIX}{name}" for name in kept if f"{PREFIX}{name}" in rows]


def found_by_intake(rows: pd.DataFrame) -> list[str]:
    """Columns that say how a row was placed: they follow from its place and are not typed."""
    fixed = ("placed_by", "accuracy_m", "in_city")
    return [f"{PREFIX}{name}" for name in fixed if f"{PREFIX}{name}" in rows]


def headings(rows: pd.DataFrame) -> dict[str, str]:
    """What stands above the columns: the planner's own names, and words for recognised values."""
    known = texts_table()
    found = {"fid": t("project.number")}
    for name in rows.columns:
        role = name.removeprefix(PREFIX)
        if name.startswith(PREFIX):
            for key in (f"intake.role.{role}", f"project.column_{role}"):
                if key in known:
                    found[name] = f"{t(key)} {t('project.recognised')}"
    return found


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
    model = planner.dataset().chain_model
    known = {_mark(fault) for fault in own_faults(table, before, model)}
    new = [fault for fault in own_faults(table, rows, model) if _mark(fault) not in known]
    if new:
        faults.show(t("project.edit_refused", n=len(new)), new[:MOST_FAULTS])
    return bool(new)


def _mark(fault: KetenkaartError) -> tuple[object, ...]:
    return (fault.code, *(str(fault.params.get(name)) for name in ("row", "column", "value")))


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
