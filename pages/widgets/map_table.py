"""The map as a table: what is drawn, chosen with the map, and what is not drawn."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from layers.tables.coded_table import in_words
from layers.view.map_model import MapView
from pages.session import planner, server
from pages.session.planner import t

HEIGHT = 520
# Drawn for the eye only: their rows stand in another layer's table already.
NO_TABLE = {"sectors"}


def show_table(view: MapView) -> None:
    """The rows of one drawn layer; a chosen row is chosen on the map as well."""
    layers = {x.key: x for x in view.layers if len(x.frame) and x.key not in NO_TABLE}
    if not layers:
        st.info(t("kaart.nothing"))
        return
    first = list(layers).index("hubs") if "hubs" in layers else 0
    name = st.selectbox(
        t("kaart.tab_table"),
        list(layers),
        index=first,
        key="kaart.table_layer",
        format_func=lambda layer: layers[layer].title,
        label_visibility="collapsed",
    )
    layer = layers[name]
    rows = layer.frame[list(layer.data_columns)]
    frame = in_words(rows, planner.looks(), planner.state().lang)
    chosen = layer.frame.index[layer.frame["ref"].eq(planner.state().selected)].tolist()
    # A new key for each choice: the table then opens with the row that the map has chosen.
    key = f"kaart.table.{name}.{planner.state().selected}"
    event = st.dataframe(
        frame,
        hide_index=True,
        height=HEIGHT,
        on_select="rerun",
        selection_mode="single-row",
        key=key,
        selection_default={"selection": {"rows": chosen[:1]}},
    )
    picked = event.selection.rows
    if picked and picked != chosen[:1]:
        planner.choose(str(layer.frame["ref"].iloc[picked[0]]))
        st.rerun()
    _without_place(name)


def _without_place(name: str) -> None:
    hubs = server.selection(planner.dataset(), planner.state().filters).hubs_without_place
    if name != "hubs" or hubs.empty:
        return
    st.caption(t("kaart.without_place", n=len(hubs)))
    columns = ["name", "city", "address", "kind", "status", "n_tenants", "source_title"]
    table = in_words(hubs[columns], planner.looks(), planner.state().lang)
    st.dataframe(table, hide_index=True)


def show_not_drawn(view: MapView) -> None:
    """Reason and number of everything that is not on the map."""
    st.caption(t("kaart.not_drawn_intro"))
    st.dataframe(
        pd.DataFrame(view.not_drawn, columns=[t("kaart.reason"), t("kaart.n")]), hide_index=True
    )
    if "links" in planner.state().layers and len(planner.state().chains) != 1:
        st.info(t("kaart.choose_chain_for_links"))
    for note in view.notes:
        st.caption(note)
