"""*Waar ontbreken ontmoetingsplekken?*: buildings and clusters with few within five minutes."""

from __future__ import annotations

import streamlit as st

from layers.sentences.meeting_words import city_words
from layers.tables import meeting_tables
from layers.words.plain_text import literal
from pages.app import frame
from pages.session import planner, server
from pages.session.planner import t
from pages.views import kaart_view, ontmoeting_view
from pages.widgets import city_front, city_maps, data_table, known_bar


def show() -> None:
    """Lay out the page."""
    st.markdown(f"# {t('ontmoeting.title')}")
    state, data = planner.state(), planner.dataset()
    if not state.cities:
        st.info(t("kaart.no_city"))
        return
    st.caption(t("ontmoeting.intro"))
    known_bar.show(planner.state().filters)
    city_maps.side_by_side(state.cities, _words)
    city_front.ask(state.cities)
    city_maps.side_by_side(state.cities, _map)
    rows = ontmoeting_view.buildings(data, state.filters)
    st.markdown(f"## {t('ontmoeting.buildings')}")
    data_table.show(meeting_tables.buildings_table(rows, state.lang), hide_index=True)
    clusters = kaart_view.clusters_of(data, state)
    if len(clusters):
        st.markdown(f"## {t('ontmoeting.clusters')}")
        sayable = [city for city in state.cities if ontmoeting_view.few_sayable(city)]
        table = meeting_tables.clusters_table(clusters, rows, sayable, state.lang)
        data_table.show(table, hide_index=True)
    st.caption(t("ontmoeting.method"))


def _words(city: str) -> None:
    state, data = planner.state(), planner.dataset()
    rows = ontmoeting_view.buildings(data, state.filters)
    mine, listed = rows[rows["city"].eq(city)], ontmoeting_view.listed_in(city)
    st.markdown(literal(city_words(city, mine, listed, state.lang)))


def _map(city: str) -> None:
    state, data = planner.state(), planner.dataset()
    view = ontmoeting_view.city_map(data, state, city, server.today())
    with city_front.column(city):
        answer = city_maps.show(
            view, city, "ontmoeting", alone=len(state.cities) == 1, selected=state.selected
        )
    city_maps.take_click(answer)


frame.only_from_app()
show()
