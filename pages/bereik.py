"""*Bereik*: what lies within 5, 10 and 15 minutes of a building, on foot or by bicycle."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import streamlit as st

from geo.answers.reach_content import ReachContent
from geo.data.coarseness import is_coarse
from geo.data.store import Dataset
from layers.sentences.reach_words import reach_words
from layers.tables import reach_tables
from layers.view.state import ViewState
from layers.web import map_place
from layers.words.numbers import number, whole
from layers.words.plain_text import literal
from pages.app import frame
from pages.session import planner, server
from pages.session.planner import t
from pages.views import bereik_view, knowledge_view
from pages.widgets import city_maps, data_table, page_choice
from pages.widgets.held_controls import one_of_many
from pages.widgets.page_choice import Choice


def show() -> None:
    """Lay out the page."""
    state = planner.state()
    st.markdown(f"# {t('bereik.title')}")
    data = planner.dataset()
    start = bereik_view.hub_of(data, state, {})
    if start is None:
        st.info(t("bereik.none"))
        return
    hub = _chosen_hub(data, state, start["id"])
    if is_coarse(hub["precision"]):
        st.warning(
            t(
                "bereik.coarse",
                hub=literal(hub["name"]),
                metres=whole(hub["accuracy_m"], state.lang),
            )
        )
        return
    grounds = bereik_view.ground_of(data, hub, state.travel)
    if grounds.empty:
        st.warning(t("bereik.off", hub=literal(hub["name"])))
        return
    content = bereik_view.content_of(data, state.filters, hub["id"], state.travel)
    left, right = st.columns([0.6, 0.4], gap="small")
    with left:
        _map(hub, grounds)
    with right:
        limit = _limit()
        words = reach_words(content, hub["name"], limit, state.travel, state.lang)
        st.markdown(f"**{literal(words)}**")
        _counts(content, grounds)
        _matrix(content, hub, limit)
    st.caption(t("bereik.method", travel=t(f"travel.{state.travel}")))
    _rows(content, limit)


def _chosen_hub(data: Dataset, state: ViewState, start: str) -> pd.Series:
    """The building from the control, else from the address, else the one to start with."""
    hubs = bereik_view.offered(server.selection(data, state.filters))
    names = dict(zip(hubs["id"], hubs["name"] + " · " + hubs["city"], strict=True))
    page_choice.seed("reach.hub", bereik_view.HUB, tuple(names), start)
    picked = one_of_many(t("bereik.choose"), names, "reach.hub", names.__getitem__)
    # Always in the address: what it starts with depends on what is chosen on the map.
    page_choice.keep(bereik_view.HUB, picked, "")
    return hubs.set_index("id", drop=False).loc[picked]


def _limit() -> float:
    say = planner.words()
    choice = Choice(bereik_view.WITHIN, "reach.limit", bereik_view.MINUTES_SHOWN)
    limit = choice.ask(
        t("bereik.minutes"), lambda minutes: say("bereik.minutes_unit", minutes=minutes)
    )
    return float(limit)


def _map(hub: pd.Series, grounds: gpd.GeoDataFrame) -> None:
    state, parameters = planner.state(), planner.parameters()
    view, contents = bereik_view.encoded_map(planner.dataset(), state, parameters, server.today())
    city, key = str(hub["city"]), f"reach.{hub['id']}.{state.travel}"
    place = map_place.around(grounds, city_maps.HEIGHT)
    city_maps.show(view, city, key, alone=True, place=place, encoded=contents)


def _counts(content: ReachContent, grounds: gpd.GeoDataFrame) -> None:
    table = reach_tables.reach_counts_table(content, grounds, planner.state().lang)
    data_table.show(table, hide_index=True, height="content")
    if content.too_coarse:
        st.caption(t("bereik.too_coarse_note", n=content.too_coarse))


def _matrix(content: ReachContent, hub: pd.Series, limit: float) -> None:
    matrix = content.by_chain_and_stage(limit)
    minutes = number(limit, planner.state().lang)
    st.markdown(f"**{t('bereik.by_chain', minutes=minutes)}**")
    if matrix.empty:
        st.caption(t("bereik.nothing", minutes=minutes))
        return
    data, state = planner.dataset(), planner.state()
    known = knowledge_view.within_reach(data, state, hub["id"], hub["city"], limit)
    table = reach_tables.reach_matrix_table(matrix, known, planner.looks(), state.lang)
    data_table.show(table, height="content")
    st.caption(t("kennis.cell_note"))


def _rows(content: ReachContent, limit: float) -> None:
    rows = content.rows[content.rows["minutes"].le(limit)]
    table = reach_tables.reach_rows_table(rows, planner.looks(), planner.state().lang)
    with st.expander(t("bereik.rows")):
        data_table.show(table, hide_index=True)


frame.only_from_app()
show()
