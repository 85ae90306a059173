"""The map as a table: what is drawn, chosen with the map, and what is not drawn."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from layers.map.crowd_points import refs_of
from layers.tables.coded_table import in_words, with_heading
from layers.view.map_model import MapLayer, MapView
from layers.words.plain_text import literal
from pages.session import planner, server
from pages.session.planner import t
from pages.widgets import data_table
from pages.widgets.held_controls import one_listed

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
    name = one_listed(
        t("kaart.tab_table"),
        list(layers),
        index=first,
        key="kaart.table_layer",
        format_func=lambda layer: layers[layer].title,
        label_visibility="collapsed",
    )
    _choose_row(layers[name])
    if name == "hubs":
        _without_place()


def _choose_row(layer: MapLayer) -> None:
    """The rows of a layer; one that is chosen here is chosen on the map, and the reverse."""
    selected = planner.state().selected
    rows, refs = layer.single.frame[with_heading(layer.single.data_columns)], refs_of(layer)
    chosen = np.flatnonzero(refs.eq(selected)).tolist()[:1]
    event = data_table.show(
        in_words(pd.DataFrame(rows), planner.looks(), planner.state().lang),
        f"kaart.table.{layer.key}",
        hide_index=True,
        height=HEIGHT,
        on_select="rerun",
        selection_mode="single-row",
        # A new key for each choice: the table then opens with the row that the map has chosen.
        key=f"kaart.table.{layer.key}.{selected}",
        selection_default={"selection": {"rows": chosen}},
    )
    picked = event.selection.rows
    if picked and picked != chosen:
        planner.choose(str(refs.iloc[picked[0]]))
        st.rerun()


def _without_place() -> None:
    hubs = server.selection(planner.dataset(), planner.state().filters).hubs_without_place
    if hubs.empty:
        return
    st.caption(t("kaart.without_place", n=len(hubs)))
    columns = ["name", "city", "address", "kind", "status", "n_tenants", "source_title"]
    table = in_words(hubs[columns], planner.looks(), planner.state().lang)
    data_table.show(table, hide_index=True)


def show_not_drawn(view: MapView) -> None:
    """Reason and number of everything that is not on the map."""
    st.caption(t("kaart.not_drawn_intro"))
    # A drawer may be narrower than the reasons: the numbers stay in sight.
    data_table.show_narrow(pd.DataFrame(view.not_drawn, columns=[t("kaart.reason"), t("kaart.n")]))
    if "links" in planner.state().layers and len(planner.state().chains) != 1:
        st.info(t("kaart.choose_chain_for_links"))
    for note in view.notes:
        st.caption(literal(note))
