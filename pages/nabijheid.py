"""*Nabijheid*: does nearness mean anything; both cities side by side under one definition."""

from __future__ import annotations

import streamlit as st

from geo.association import BY
from pages.parts import frame, nabijheid_map, nearness, own_choice, regional, session
from pages.parts.nabijheid_map import ALL_POINTS, PER, POINTS, TAB
from pages.parts.session import t

TABS = {
    "matrix": nearness.show_matrix,
    "local": nearness.show_local,
    "curve": nearness.show_curve,
    "hot": regional.show_hot_spots,
    "quotient": regional.show_quotients,
}


def show() -> None:
    """Lay out the page."""
    st.markdown(f"#### {t('nabijheid.title')}")
    if not session.state().cities:
        st.info(t("kaart.no_city"))
        return
    st.caption(t("nabijheid.intro"))
    _question()
    names = {name: t(f"nabijheid.tab_{name}") for name in TABS}
    if st.session_state.get("nb.tab") not in names.values():
        said = session.parameter(TAB)
        st.session_state["nb.tab"] = names[said if said in names else nabijheid_map.TABS[0]]
    opened = session.held("nb.tab")
    tabs = st.tabs(list(names.values()), on_change="rerun", key="nb.tab", default=opened)
    for tab, (name, draw) in zip(tabs, TABS.items(), strict=True):
        if not tab.open:
            continue
        own_choice.keep(TAB, name, nabijheid_map.TABS[0])
        with tab:
            draw(_asked())
    st.caption(nearness.differ_words(_asked()))


def _asked() -> nabijheid_map.Asked:
    return nabijheid_map.asked_of(session.dataset(), session.state(), session.parameters())


def _question() -> None:
    """What is set against what: read from the controls, kept in the address."""
    say = session.words()
    own_choice.seed("nb.by", PER, BY, "stage")
    own_choice.seed("nb.with", POINTS, ALL_POINTS, "all")
    left, right = st.columns([0.4, 0.6])
    by = left.segmented_control(
        t("nabijheid.by"),
        BY,
        key="nb.by",
        default=session.held("nb.by"),
        format_func=lambda code: say(f"nabijheid.by_{code}"),
        required=True,
    )
    points = right.segmented_control(
        t("nabijheid.points"),
        ALL_POINTS,
        key="nb.with",
        default=session.held("nb.with"),
        format_func=lambda code: say(f"nabijheid.points_{code}"),
        required=True,
    )
    own_choice.keep(PER, by, "stage")
    own_choice.keep(POINTS, points, "all")


frame.only_from_app()
show()
