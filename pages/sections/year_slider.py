"""The slider of years on *Kaart*: what stood open when, played through or chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from geo.answers.open_then import ENDED, OpenThen, open_then, years_of_change
from layers.sentences.year_words import ended_words, year_words
from layers.view.state import YEARS
from layers.web.page_files import component_script, component_style
from pages.session import planner, server
from pages.session.planner import t
from pages.session.whole import whole

KEY = "kaart.years"
OPENED = "kaart.years.opened"
EVERY = "all"
WORDS = ("slider", "every", "play", "stop", "next", "again", "clear")


def show() -> None:
    """Draw the slider on the map, folded until it is asked for; open where a year is chosen."""
    year = planner.state().year
    # The same for the session: folding or unfolding it anew would end what is being played.
    unfolded = st.session_state.setdefault(OPENED, year is not None)
    with (
        st.container(key="map_years"),
        st.expander(t("years.title"), expanded=unfolded, key="kaart.years.fold"),
    ):
        _slider(year)
        if year is None:
            st.caption(t("years.none"))
            return
        found = _found()
        st.caption(year_words(found, year, planner.language()))
        if words := ended_words(found, planner.language()):
            st.caption(words)
            st.button(t("years.with_ended"), key="years.with_ended", on_click=_with_ended)


def _slider(year: int | None) -> None:
    first, last = YEARS[0], int(server.today()[:4])
    last = min(last, YEARS[-1])
    words = {name: t(f"years.{name}") for name in WORDS}
    years = years_of_change(planner.dataset(), first, last)
    component = st.components.v2.component(
        "ketenkaart_years", css=component_style("years"), js=component_script("years")
    )
    component(
        data={"first": first, "last": last, "year": year or 0, "years": years, "words": words},
        key=KEY,
        on_asked_change=_take,
    )


def _found() -> OpenThen:
    data, filters = planner.dataset(), planner.state().filters
    others = tuple(each for each in filters.statuses if each != ENDED)
    ended = replace(filters, statuses=(*others, ENDED))
    return open_then(server.selection(data, filters), server.selection(data, ended))


@whole()
def _take() -> None:
    """Make what the slider says the year; a text of any kind may come from a browser."""
    said: Mapping[str, Any] = st.session_state.get(KEY) or {}
    asked = {str(year): year for year in YEARS} | {EVERY: None}
    value = said.get("asked")
    if isinstance(value, str) and value in asked:
        st.session_state[planner.key("year")] = asked[value]


@whole()
def _with_ended() -> None:
    kept = st.session_state[planner.key("statuses")]
    st.session_state[planner.key("statuses")] = [*kept, ENDED]
