"""What lies within reach of a pin, in the drawer of *Kaart*."""

from __future__ import annotations

import streamlit as st

from geo.data.tenant_count import known_of_published, placed_counts
from geo.data.travel_modes import MODES
from layers.sentences.pin_words import pin_notes
from layers.sentences.reach_words import reach_words
from layers.web.page_html import heading_html
from layers.words.plain_text import literal
from pages.sections import reach_panel
from pages.session import planner, server
from pages.session.planner import t
from pages.session.whole import whole
from pages.views import pin_view
from pages.widgets.held_controls import one_of_few

TRAVEL = "pin.travel"


def show(pin: pin_view.Pin) -> None:
    """Draw what is within five, ten and fifteen minutes of a pin."""
    state, data = planner.state(), planner.dataset()
    st.html(heading_html(t("pin.heading"), 2))
    st.caption(literal(" · ".join(filter(None, (t("pin.title"), pin.where, pin.city)))))
    if not pin.city:
        st.info(t("pin.outside"))
        return
    _ask_travel(state.travel)
    grounds = pin_view.ground_of(pin, state.travel)
    if grounds.empty:
        st.warning(t("pin.off"))
        return
    limit = reach_panel.ask_limit("pin.limit")
    content = pin_view.content_of(data, state.filters, pin, state.travel)
    words = reach_words(content, t("pin.here"), limit, state.travel, state.lang)
    st.markdown(f"**{literal(words)}**")
    reach_panel.show_counts(content, grounds)
    near = content.rows[content.rows["kind"].eq("hubs") & content.rows["minutes"].le(limit)]
    counts = placed_counts(server.selection(data, pin_view.filters_of(state.filters, pin)))
    for note in pin_notes(known_of_published(data, list(near["id"])), counts, pin.city, state.lang):
        st.text(note)
    every = pin_view.content_of(data, state.filters_for(), pin, state.travel)
    reach_panel.show_matrix(content, every, pin.city, limit)
    reach_panel.show_rows(content, limit)
    st.caption(t("bereik.method", travel=t(f"travel.{state.travel}")))
    st.caption(t("pin.link"))


def _ask_travel(travel: str) -> None:
    """On foot or by bicycle: the same choice as the filter beside the map."""
    planner.told(TRAVEL, travel)
    one_of_few(t("filter.travel"), MODES, TRAVEL, planner.worded("travel."), on_change=_take_travel)


@whole()
def _take_travel() -> None:
    st.session_state[planner.key("travel")] = st.session_state[TRAVEL] or planner.state().travel
