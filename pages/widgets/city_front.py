"""Two maps where both fit, else one of them with a switch; a screen's width is the browser's."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from layers.web.page_html import front_style
from pages.session import planner
from pages.session.planner import t

FRONT = "kaart.front"
FOLLOWED = "kaart.front.followed"


def ask(cities: Sequence[str]) -> None:
    """Ask which city stands in front on a narrow screen; a single city needs no switch."""
    with st.container(key="city_front"):
        if len(cities) > 1:
            _switch(cities)


def _switch(cities: Sequence[str]) -> None:
    if st.session_state.get(FRONT) not in cities:
        st.session_state[FRONT] = cities[0]
    st.segmented_control(
        t("filter.city"),
        list(cities),
        key=FRONT,
        default=planner.held(FRONT),
        label_visibility="collapsed",
        required=True,
    )
    behind = [f"city_map_{city}" for city in cities if city != st.session_state[FRONT]]
    st.html(front_style(behind))


def put_in_front(city: str) -> None:
    """Have a city stand in front from the next run on."""
    st.session_state[FRONT] = city


def follow(what: object, city: str) -> None:
    """Put the city of an answer in front when it is a new one; a planner may then switch."""
    if st.session_state.get(FOLLOWED) != what:
        st.session_state[FOLLOWED] = what
        put_in_front(city)


def column(city: str) -> DeltaGenerator:
    """The place of one city's map, by which the style sheet knows it."""
    return st.container(key=f"city_map_{city}")
