"""*Nabijheid*, the part on areas: hot spots of neighbourhoods, and location quotients."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from geo.data.thresholds import FEW_BUSINESSES
from geo.evidence.area_counts import LEVELS, SECTORS
from layers.sentences import nearness_words as words
from layers.tables import nearness_tables
from pages.sections.nabijheid_points import show_map, show_numbers
from pages.session import planner
from pages.session.planner import t
from pages.views import nabijheid_areas_view as view
from pages.views.nabijheid_asked import LEVEL, SHARE, VALUE, VALUES, Asked
from pages.views.nabijheid_points_view import with_city
from pages.widgets import city_maps, data_table
from pages.widgets.page_choice import Choice


def show_hot_spots(asked: Asked) -> None:
    """Gi* on the map of each city, and Moran's I in words."""
    names = planner.worded("nabijheid.value_")
    value = Choice(VALUE, "nb.value", VALUES).ask_in_list(t("nabijheid.hot_value"), names)
    asked = replace(asked, value=value)
    data, cities, lang = planner.dataset(), planner.state().cities, planner.state().lang
    found = {city: view.hot_spots_of(data, asked, city) for city in cities}

    def draw(city: str) -> None:
        areas, answer = found[city]
        st.markdown(f"**{city}: {t(f'nabijheid.value_{asked.value}')}**")
        if areas.empty:
            st.info(t("nabijheid.no_counts", city=city))
            return
        show_map(city, "nb.hot")
        st.markdown(words.moran_words(answer, lang))

    city_maps.side_by_side(cities, draw)
    st.caption(words.hot_method(lang))
    caution = "hot_caution_tenants" if asked.value == "tenants" else "hot_caution_share"
    st.caption(t(f"nabijheid.{caution}", n=FEW_BUSINESSES))
    if asked.value == "tenants":
        _say_own_outside(asked)
    areas = with_city({city: areas for city, (areas, _) in found.items()})
    if areas is not None:
        show_numbers(nearness_tables.hot_spots_table(areas, asked.value, lang))


def show_quotients(asked: Asked) -> None:
    """Location quotients per area: map, table with interval, and what they rest on."""
    share, level = _ask_quotient()
    asked = replace(asked, share=share, level=level)
    data, cities, lang = planner.dataset(), planner.state().cities, planner.state().lang
    found = {city: view.quotients_of(data, asked, city) for city in cities}

    def draw(city: str) -> None:
        st.markdown(f"**{city}**")
        if found[city].empty:
            st.info(t("nabijheid.no_counts", city=city))
            return
        show_map(city, "nb.lq_map")
        st.markdown(words.quotients_words(found[city], lang))

    city_maps.side_by_side(cities, draw)
    st.caption(words.quotient_method(lang))
    st.caption(t("nabijheid.lq_businesses" if share in SECTORS else "nabijheid.lq_tenants"))
    if share not in SECTORS:
        _say_own_outside(asked)
    areas = with_city(found)
    if areas is not None:
        data_table.show(nearness_tables.quotients_table(areas, lang), hide_index=True)


def _say_own_outside(asked: Asked) -> None:
    """Say which own rows do not count: areas count the tenants of buildings."""
    n = view.own_outside(planner.dataset(), asked, planner.state().cities)
    if n:
        st.caption(t("nabijheid.own_outside", n=n))


def _ask_quotient() -> tuple[str, str]:
    """Ask of what and per which area, beginning with what is in the address, and keep it there."""
    look, lang = planner.looks(), planner.state().lang
    shares = (*SECTORS, *planner.dataset().chain_model.ten)
    left, right = st.columns([0.6, 0.4])
    share = Choice(SHARE, "nb.lq", shares).ask_in_list(
        t("nabijheid.lq_what"), lambda code: words.share_words(code, look, lang), left
    )
    level = Choice(LEVEL, "nb.level", LEVELS)
    names = planner.worded("nabijheid.level_")
    return share, level.ask(t("nabijheid.lq_level"), names, right)
