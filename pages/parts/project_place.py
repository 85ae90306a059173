"""The own rows on the map; a click on the ground sets the chosen one there."""

from __future__ import annotations

import geopandas as gpd
import streamlit as st

from geo.intake.result import PREFIX
from geo.project.editing import moved
from geo.project.store import Stored
from layers.drawing import Drawing
from layers.own_layer import own_view
from layers.plain_text import cell_text
from layers.web_map import clicked_in
from pages.parts import finding_map, own_data, session
from pages.parts.project_rows import MOST_ROWS, chosen_table, refused
from pages.parts.project_words import literal
from pages.parts.session import t


def show_map(kept: Stored) -> None:
    """The own rows on the map; a click on the ground sets the chosen one there."""
    table = chosen_table(kept, "project.map_table")
    if table is None:
        return
    rows = kept.project.tables[table]
    names = {int(number): _name(rows, int(number)) for number in rows.index[:MOST_ROWS]}
    chosen = None
    if own_data.may_edit():
        chosen = st.selectbox(
            t("project.move_which"),
            list(names),
            index=None,
            format_func=names.__getitem__,
            placeholder=t("project.move_none"),
            key=f"project.move.{table}",
        )
        st.caption(t("project.move_how" if chosen else "project.move_first"))
    state = session.state()
    chosen_rows = session.selection(session.dataset(), state.filters)
    drawing = Drawing(session.dataset(), chosen_rows, session.looks(), state.lang)
    view = own_view(drawing, own_data.as_intake(kept, table))
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
    if chosen is not None:
        _listen(answer, kept, table, chosen)


def _name(rows: gpd.GeoDataFrame, number: int) -> str:
    columns = [name for name in (f"{PREFIX}name", "name", "naam") if name in rows]
    cell = rows.at[number, columns[0]] if columns else None
    return f"{cell_text(cell)} ({number})" if isinstance(cell, str) else str(number)


def _listen(answer: dict | None, kept: Stored, table: str, row: int) -> None:
    """A click on the ground, new since the row was chosen, is its new place."""
    click, on_thing = (answer or {}).get("last_clicked"), clicked_in(answer)
    now_seen = (row, click, on_thing.moment if on_thing else "")
    before = st.session_state.get("project.click", (None, None, ""))
    st.session_state["project.click"] = now_seen
    fresh = click and before[0] == row and click != before[1] and now_seen[2] == before[2]
    if not click or not fresh:
        return
    place = gpd.GeoSeries.from_xy([click["lng"]], [click["lat"]], crs=4326).to_crs(28992).iloc[0]
    rows = moved(kept.project.tables[table], row, round(place.x, 1), round(place.y, 1))
    if not refused(table, rows.loc[[row]], kept.project.tables[table]):
        own_data.run(lambda: own_data.commit(kept.project.with_table(table, rows)))
