"""The own rows on the map; a click on the ground sets the chosen one there."""

from __future__ import annotations

from functools import partial

import geopandas as gpd
import streamlit as st

from geo.data.crs import point_at
from geo.intake.model.result import Intake
from geo.project.editing import added, moved
from geo.project.kept_settings import choices_of
from geo.project.project_store import Stored
from geo.project.shown_rows import found_rows, name_of_row
from layers.files.file_kinds import data_file
from layers.map.layer_context import LayerContext
from layers.map.own_layer import data_view, forms_brought, own_view
from layers.web import map_place
from layers.web.map_clicks import NOTHING_SEEN, ground_clicked
from layers.words.plain_text import cell_text, literal
from pages.own import project_session
from pages.own.project_rows import MOST_ROWS, chosen_table, refused
from pages.session import planner, server
from pages.session.planner import t
from pages.session.whole import whole
from pages.widgets import city_maps
from pages.widgets.held_controls import one_listed

NEW = 0
"""Stands for a row that is still to be made; rows are numbered from 1."""


def show_map(kept: Stored) -> None:
    """The own rows on the map; a click on the ground sets the chosen one, or a new one, there."""
    table = chosen_table(kept, "project.map_table")
    if table is None:
        return
    rows = kept.project.tables[table]
    chosen = ask_row(rows, table) if project_session.may_edit() else None
    state = planner.state()
    context = server.context_of(planner.dataset(), state.filters, state.lang)
    choices = choices_of(kept.project, table)
    view = own_view(context, project_session.rows_of(kept, table), choices=choices)
    placed = rows[rows.geometry.notna()]
    # The map keeps its place while a point moves: where it opens depends on the table alone.
    opened = f"project.place.{kept.key}.{table}"
    if opened not in st.session_state:
        ground = placed if len(placed) else planner.dataset().outline
        st.session_state[opened] = map_place.around(ground, city_maps.HEIGHT)
    answer = city_maps.show(
        view, "", "project.map", alone=True, place=st.session_state[opened], also=("last_clicked",)
    )
    for note in view.notes:
        st.caption(literal(note))
    offer_files(kept, table, context)
    if chosen is not None:
        _listen(answer, kept, table, chosen)


def offer_files(kept: Stored, table: str, context: LayerContext) -> None:
    """The rows as data files, each in the form in which it was brought."""
    intake = project_session.rows_of(kept, table)
    if not intake.n_on_map:
        return
    # GeoJSON holds one form a file: several come as a zip.
    endings = {"gpkg": "gpkg", "geojson": "zip" if len(forms_brought(intake)) > 1 else "geojson"}
    for column, (kind, ending) in zip(st.columns(2), endings.items(), strict=True):
        column.download_button(
            t(f"eigen.rows_{kind}"),
            partial(_made, kind, context, intake),
            file_name=f"ketenkaart_eigen_{table}.{ending}",
            on_click="ignore",
            key=f"project.file.{kind}",
        )


def _made(kind: str, context: LayerContext, intake: Intake) -> bytes:
    return data_file(kind, data_view(context, intake))


def ask_row(rows: gpd.GeoDataFrame, table: str) -> int | str | None:
    """Ask which row a click places: its number, the name of a new one, or None."""
    words = ""
    if len(rows) > MOST_ROWS:
        words = st.text_input(t("project.search"), key=f"project.move_search.{table}")
    shown = found_rows(rows, words.strip().casefold()).index[:MOST_ROWS]
    names = {NEW: t("project.new_row"), **{int(n): _name(rows, int(n)) for n in shown}}
    chosen = one_listed(
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
    name = cell_text(name_of_row(rows, number))
    return f"{name} ({number})" if name else str(number)


def _listen(answer: city_maps.Answer, kept: Stored, table: str, row: int | str) -> None:
    """A click on the ground, new since the row was chosen, is its place."""
    last_row, before_seen = st.session_state.get("project.click", (None, NOTHING_SEEN))
    seen, click = ground_clicked(answer, before_seen)
    now_seen = (row, seen)
    if click is None or last_row != row:
        st.session_state["project.click"] = now_seen
        return
    place = point_at(click["lng"], click["lat"])
    before, at = kept.project.tables[table], (round(place.x, 1), round(place.y, 1))
    rows = moved(before, row, *at) if isinstance(row, int) else added(before, row, *at)
    number = row if isinstance(row, int) else rows.index[-1]
    allowed = not refused(table, rows.loc[[number]], before)
    with whole():
        st.session_state["project.click"] = now_seen
        if allowed:
            project_session.guarded(
                lambda: project_session.commit(kept.project.with_table(table, rows))
            )
    if allowed:
        st.rerun()
