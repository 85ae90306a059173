"""The own rows on the map; a click on the ground sets the chosen one there."""

from __future__ import annotations

from functools import partial

import geopandas as gpd
import streamlit as st

from geo.intake.result import PREFIX, Intake
from geo.project.editing import added, moved
from geo.project.store import Stored
from layers.drawing import Drawing
from layers.own_layer import data_view, own_view
from layers.plain_text import cell_text
from layers.web_map import clicked_in
from pages.parts import finding_map, own_data, session, take_home
from pages.parts.project_rows import MOST_ROWS, chosen_table, found_rows, refused
from pages.parts.project_words import literal
from pages.parts.session import t
from pages.parts.whole import whole

NEW = 0
"""Stands for a row that is still to be made; rows are numbered from 1."""


def show_map(kept: Stored) -> None:
    """The own rows on the map; a click on the ground sets the chosen one, or a new one, there."""
    table = chosen_table(kept, "project.map_table")
    if table is None:
        return
    rows = kept.project.tables[table]
    chosen = ask_row(rows, table) if own_data.may_edit() else None
    state = session.state()
    chosen_rows = session.selection(session.dataset(), state.filters)
    drawing = Drawing(session.dataset(), chosen_rows, session.looks(), state.lang)
    choices = own_data.choices_of(kept.project, table)
    view = own_view(drawing, own_data.as_intake(kept, table), choices=choices)
    placed = rows[rows.geometry.notna()]
    # The map keeps its place while a point moves: where it opens depends on the table alone.
    opened = f"project.place.{kept.key}.{table}"
    if opened not in st.session_state:
        ground = placed if len(placed) else session.dataset().outline
        st.session_state[opened] = finding_map.around(ground)
    answer = finding_map.show(
        view, "", "project.map", alone=True, place=st.session_state[opened], also=("last_clicked",)
    )
    for note in view.notes:
        st.caption(literal(note))
    offer_files(kept, table, drawing)
    if chosen is not None:
        _listen(answer, kept, table, chosen)


def offer_files(kept: Stored, table: str, drawing: Drawing) -> None:
    """The rows as data files, each in the form in which it was brought."""
    intake = own_data.as_intake(kept, table)
    if not intake.n_on_map:
        return
    kinds = {"gpkg": "to_geopackage", "geojson": "to_geojson"}
    for column, (ending, function) in zip(st.columns(2), kinds.items(), strict=True):
        kind = take_home.FileKind("data_export", function, ending)
        column.download_button(
            t(f"eigen.rows_{ending}"),
            partial(_made, kind, drawing, intake),
            file_name=f"ketenkaart_eigen_{table}.{ending}",
            on_click="ignore",
            key=f"project.file.{ending}",
        )


def _made(kind: take_home.FileKind, drawing: Drawing, intake: Intake) -> bytes:
    return kind.make(data_view(drawing, intake))


def ask_row(rows: gpd.GeoDataFrame, table: str) -> int | str | None:
    """Ask which row a click places: its number, the name of a new one, or None."""
    words = ""
    if len(rows) > MOST_ROWS:
        words = st.text_input(t("project.search"), key=f"project.move_search.{table}")
    shown = found_rows(rows, words.strip().casefold()).index[:MOST_ROWS]
    names = {NEW: t("project.new_row"), **{int(n): _name(rows, int(n)) for n in shown}}
    chosen = st.selectbox(
        t("project.move_which"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=t("project.move_none"),
        key=f"project.move.{table}",
    )
    if chosen != NEW:
        st.caption(t("project.move_how" if chosen else "project.move_first"))
        return chosen
    st.caption(t("project.new_how"))
    return st.text_input(t("project.new_name"), key=f"project.new_name.{table}").strip() or None


def _name(rows: gpd.GeoDataFrame, number: int) -> str:
    columns = [name for name in (f"{PREFIX}name", "name", "naam") if name in rows]
    cell = rows.at[number, columns[0]] if columns else None
    return f"{cell_text(cell)} ({number})" if isinstance(cell, str) else str(number)


def _listen(answer: dict | None, kept: Stored, table: str, row: int | str) -> None:
    """A click on the ground, new since the row was chosen, is its place."""
    click, on_thing = (answer or {}).get("last_clicked"), clicked_in(answer)
    now_seen = (row, click, on_thing.moment if on_thing else "")
    last = st.session_state.get("project.click", (None, None, ""))
    fresh = click and last[0] == row and click != last[1] and now_seen[2] == last[2]
    if not click or not fresh:
        st.session_state["project.click"] = now_seen
        return
    place = gpd.GeoSeries.from_xy([click["lng"]], [click["lat"]], crs=4326).to_crs(28992).iloc[0]
    before, at = kept.project.tables[table], (round(place.x, 1), round(place.y, 1))
    rows = moved(before, row, *at) if isinstance(row, int) else added(before, row, *at)
    number = row if isinstance(row, int) else rows.index[-1]
    allowed = not refused(table, rows.loc[[number]], before)
    with whole():
        st.session_state["project.click"] = now_seen
        if allowed:
            own_data.guarded(lambda: own_data.commit(kept.project.with_table(table, rows)))
    if allowed:
        st.rerun()
