"""The drawer beside the map: closed until something is clicked or asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from layers.web.page_html import CLOSED_DRAWER
from pages.session import planner
from pages.session.planner import t

PANEL = "kaart.panel"
SEEN = "kaart.panel_seen"
SHEET = "sheet"
LISTS = ("table", "clusters", "layers")  # a row chosen in one leaves it open


def begin() -> str | None:
    """Say what the drawer shows in this run; None when it is closed.

    A new choice, and a click on what was chosen already, opens the fact sheet. A row that is
    chosen in a list leaves the list open. A choice that went, by Back or a filter, takes its
    sheet along.
    """
    st.session_state.setdefault(PANEL, None)
    now = (planner.state().selected, st.session_state.get("click_seen", ""))
    before = st.session_state.get(SEEN, ("", ""))
    clicked, chosen = now[1] != before[1], now[0] != before[0]
    if now[0] and (clicked or (chosen and st.session_state[PANEL] not in LISTS)):
        st.session_state[PANEL] = SHEET
    elif before[0] and not now[0] and st.session_state[PANEL] == SHEET:
        st.session_state[PANEL] = None
    st.session_state[SEEN] = now
    panel: str | None = st.session_state[PANEL]
    return panel


def open_sheet() -> None:
    """Have the drawer show the fact sheet from the next run on."""
    st.session_state[PANEL] = SHEET


def close() -> None:
    """Have the drawer closed from the next run on."""
    st.session_state[PANEL] = None


def ask(names: Mapping[str, str]) -> None:
    """Ask which of some panels is open; a second click on one closes the drawer."""
    st.segmented_control(
        t("kaart.drawer"),
        list(names),
        key=PANEL,
        default=planner.held(PANEL),
        format_func=lambda name: names[name],
        label_visibility="collapsed",
    )


def show(panel: str | None, draw: Callable[[], None]) -> None:
    """Draw the open panel; the style sheet gives the room of a closed drawer to the map.

    The drawer stays where it is in the page, so that opening it does not mount the map anew.
    """
    with st.container(key="map_drawer"):
        if panel:
            st.button(f"✕ {t('kaart.close')}", key="kaart.close", on_click=close, type="tertiary")
            draw()
        else:
            st.html(CLOSED_DRAWER)
