"""*Nabijheid*: does nearness mean anything; both cities side by side under one definition."""

from __future__ import annotations

import streamlit as st

from geo.evidence.association import BY
from pages.app import frame
from pages.sections import nabijheid_areas, nabijheid_country, nabijheid_points
from pages.session import planner
from pages.session.planner import t
from pages.views.nabijheid_asked import (
    ALL_POINTS,
    PER,
    POINTS,
    QUESTION,
    QUESTIONS,
    Asked,
    asked_of,
)
from pages.widgets import known_bar, page_choice
from pages.widgets.page_choice import Choice

DRAWERS = {
    "matrix": nabijheid_points.show_matrix,
    "local": nabijheid_points.show_local,
    "curve": nabijheid_points.show_curve,
    "hot": nabijheid_areas.show_hot_spots,
    "quotient": nabijheid_areas.show_quotients,
    "country": nabijheid_country.show,
}


def show() -> None:
    """Lay out the page."""
    st.markdown(f"# {t('nabijheid.title')}")
    if not planner.state().cities:
        st.info(t("kaart.no_city"))
        return
    st.caption(t("nabijheid.intro"))
    known_bar.show(_asked().filters)
    _question()
    names = {name: t(f"nabijheid.tab_{name}") for name in DRAWERS}
    is_new = page_choice.is_new(QUESTION, "nb.tab")
    if is_new or st.session_state["nb.tab"] not in names.values():
        said = planner.parameter(QUESTION)
        st.session_state["nb.tab"] = names[said if said in names else QUESTIONS[0]]
    opened = planner.held("nb.tab")
    tabs = st.tabs(list(names.values()), on_change="rerun", key="nb.tab", default=opened)
    for tab, (name, draw) in zip(tabs, DRAWERS.items(), strict=True):
        if not tab.open:
            continue
        page_choice.keep(QUESTION, name, QUESTIONS[0])
        with tab:
            draw(_asked())
    st.caption(nabijheid_points.differ_words(_asked()))


def _asked() -> Asked:
    return asked_of(planner.dataset(), planner.state(), planner.parameters())


def _question() -> None:
    """What is set against what: read from the controls, kept in the address."""
    left, right = st.columns([0.4, 0.6])
    by, points = planner.worded("nabijheid.by_"), planner.worded("nabijheid.points_")
    Choice(PER, "nb.by", BY).ask(t("nabijheid.by"), by, left)
    Choice(POINTS, "nb.with", ALL_POINTS).ask(t("nabijheid.points"), points, right)


frame.only_from_app()
show()
