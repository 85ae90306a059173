"""The clusters beside the map: which is the strongest, what it carries, and what is not seen."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from geo.evidence.cluster_density import DRAWS
from layers.map.area_layers import who_words
from layers.sentences.cluster_words import (
    density_words,
    in_order,
    name_words,
    strongest_words,
)
from layers.tables import cluster_tables
from layers.view.map_model import MapView
from layers.web.page_html import heading_html
from layers.words.plain_text import one_line
from pages.session import planner, server
from pages.session.planner import t
from pages.views import kaart_view, schakels_view
from pages.widgets import row_choice

BAND_M = 500
MOST_NAMES = 12


def show(_: MapView) -> None:
    """The strongest of each city, all in order, and the profile of one."""
    state, look = planner.state(), planner.looks()
    found = in_order(kaart_view.clusters_of(planner.dataset(), state))
    for city in state.cities:
        st.text(strongest_words(city, found, look, state.lang))
    if found.empty:
        return
    st.caption(t("cluster.pick"))
    table = cluster_tables.clusters_table(found, look, state.lang)
    with row_choice.newly_chosen(table, "kaart.clusters") as chosen:
        if chosen is not None:
            planner.choose(f"cluster:{found.at[chosen, 'cluster']}")
    if chosen is not None:
        st.rerun()  # the map rings what is chosen
    kind, _sep, key = state.selected.partition(":")
    mine = found[found["cluster"].eq(key)] if kind == "cluster" else found.iloc[:0]
    _profile((mine if len(mine) else found).iloc[0].to_dict())
    st.caption(t("cluster.order_note", draws=DRAWS))


def _profile(row: dict[str, Any]) -> None:
    """Who is in it, which links are known and which are not seen, and who is near."""
    look, lang, data = planner.looks(), planner.state().lang, planner.dataset()
    chosen = server.selection(data, planner.state().filters)
    st.html(heading_html(name_words(row, look, lang), 2))
    st.text(density_words(row, lang))
    if words := who_words(row, look, lang):
        st.text(t("cluster.who", mix=words))
    for words in schakels_view.link_words(data, planner.state(), row, BAND_M):
        st.text(words)
    hubs = chosen.hubs[chosen.hubs["id"].isin(row["hub_ids"])]
    _names(t("cluster.houses"), hubs["name"])
    leading = [line[0] for line in row["lines"]]
    near = chosen.partners[chosen.partners.within(row["geometry"].buffer(BAND_M))]
    serves = near["chain"].fillna("").str.split(";").map(lambda codes: bool({*codes} & {*leading}))
    _names(t("cluster.near", band=BAND_M), near.loc[serves.astype(bool), "name"])


def _names(heading: str, names: pd.Series) -> None:
    every = sorted(one_line(name) for name in names)
    st.text(f"{heading} ({len(every)})")
    st.text(", ".join(every[:MOST_NAMES]) + (" …" if len(every) > MOST_NAMES else ""))
