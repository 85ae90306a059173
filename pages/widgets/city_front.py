"""Two maps where both fit, else one of them with a switch; a screen's width is the browser's.

Which of them stands in front is in the address, unless the page would put that one in front by
itself.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from layers.web.page_html import front_style
from pages.session import planner
from pages.session.planner import t
from pages.widgets import page_choice

FRONT = "kaart.front"
FOLLOWED = "kaart.front.followed"
TAKEN = "kaart.front.taken"


def ask(cities: Sequence[str], opens_with: str = "") -> None:
    """Ask which city stands in front on a narrow screen; a single city needs no switch.

    ``opens_with`` is the one that the page puts there by itself; the first where it says none.
    """
    with st.container(key="city_front"):
        if len(cities) > 1:
            _switch(cities, opens_with or cities[0])


def _switch(cities: Sequence[str], opens_with: str) -> None:
    if _comes_by_address() or st.session_state.get(FRONT) not in cities:
        said = planner.parameter(planner.FRONT)
        st.session_state[FRONT] = said if said in cities else opens_with
    st.session_state[TAKEN] = planner.taken()
    st.segmented_control(
        t("filter.city"),
        list(cities),
        key=FRONT,
        default=planner.held(FRONT),
        label_visibility="collapsed",
        required=True,
    )
    page_choice.keep(planner.FRONT, st.session_state[FRONT], opens_with)
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


def _comes_by_address() -> bool:
    """Whether an address came since the switch stood: it says which is in front, or that none is.

    Back to an address without one is back to what the page opens with.
    """
    return st.session_state.get(TAKEN) != planner.taken()


def column(city: str) -> DeltaGenerator:
    """The place of one city's map, by which the style sheet knows it."""
    return st.container(key=f"city_map_{city}")
