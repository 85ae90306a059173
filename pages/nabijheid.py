"""*Nabijheid*: does nearness mean anything; both cities side by side under one definition."""

from __future__ import annotations

import streamlit as st

from geo.association import BY
from pages.parts import frame, nearness, own_choice, regional, session
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
    wanted = _question()
    tabs = st.tabs([t(f"nabijheid.tab_{name}") for name in TABS], on_change="rerun", key="nb.tab")
    for tab, draw in zip(tabs, TABS.values(), strict=True):
        with tab:
            if tab.open:
                draw(wanted)
    st.caption(nearness.differ_words(wanted))


def _question() -> nearness.Question:
    """What is set against what: read from the controls, kept in the address."""
    say = session.words()
    own_choice.seed("nb.by", "per", BY, "stage")
    own_choice.seed("nb.with", "punten", ("all", "tenants"), "all")
    left, right = st.columns([0.4, 0.6])
    by = left.segmented_control(
        t("nabijheid.by"),
        BY,
        key="nb.by",
        format_func=lambda code: say(f"nabijheid.by_{code}"),
        required=True,
    )
    points = right.segmented_control(
        t("nabijheid.points"),
        ("all", "tenants"),
        key="nb.with",
        format_func=lambda code: say(f"nabijheid.points_{code}"),
        required=True,
    )
    by = own_choice.keep("per", by, "stage")
    points = own_choice.keep("punten", points, "all")
    return nearness.Question(by, partners=points == "all")


frame.only_from_app()
show()
