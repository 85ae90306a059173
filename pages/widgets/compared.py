"""Buildings of the map that are put beside each other: a tick on the fact sheet, chips on the map.

They are the buildings of *Broedplaatsen vergelijken* itself, in the same place of the address.
"""

from __future__ import annotations

import streamlit as st

from geo.data.thresholds import FEWEST_COMPARED, MOST_COMPARED
from layers.words.plain_text import literal
from pages.session import planner
from pages.session.planner import t
from pages.session.whole import whole
from pages.views.vergelijken_view import HUBS, SEPARATOR, checked

FULL = "compared.full"  # the building for which there was no room
TWICE = "twice"
"""Kind of what the map tells where a building was clicked twice (static/ketenkaart/chart.js)."""


def tick(hub_id: str) -> None:
    """Draw the tick by which the building of a fact sheet is put beside others."""
    chosen, key = _chosen(), f"compared.tick.{hub_id}"
    st.session_state[key] = hub_id in chosen
    st.checkbox(
        t("vergelijken.tick"),
        planner.held(key),
        key=key,
        on_change=_toggle,
        args=(hub_id,),
        disabled=len(chosen) >= MOST_COMPARED and hub_id not in chosen,
        help=t("vergelijken.tick_help", least=FEWEST_COMPARED, most=MOST_COMPARED),
    )


def show() -> None:
    """Draw a chip for each building, and the way to the comparison when there are enough.

    Their room is there without any too, so that nothing on the page moves.
    """
    chosen = _chosen()
    names = planner.dataset().hubs.set_index("id")["name"]
    with st.container(key="map_compared", horizontal=True, gap="xsmall"):
        if planner.state().selected == f"hub:{st.session_state.pop(FULL, '')}":
            st.warning(t("vergelijken.full", most=MOST_COMPARED))
        for hub_id in chosen:
            name = literal(str(names[hub_id]))
            away = t("vergelijken.tick_away", hub=name)
            chip = f"compared.chip.{hub_id}"
            st.button(f"{name} ✕", key=chip, help=away, on_click=_toggle, args=(hub_id,))
        if chosen:
            st.page_link(
                "pages/vergelijken.py",
                label=t("vergelijken.compare_n", n=len(chosen)),
                icon=":material/compare_arrows:",
                disabled=len(chosen) < FEWEST_COMPARED,
            )


def take_twice(hub_id: str) -> None:
    """Put a building that was clicked twice beside the others; said where there are six already."""
    chosen = _chosen()
    if hub_id in chosen:
        return
    if len(chosen) >= MOST_COMPARED:
        st.session_state[FULL] = hub_id
        return
    planner.set_parameter(
        HUBS, SEPARATOR.join(checked(planner.dataset(), SEPARATOR.join([*chosen, hub_id]))[0])
    )


def _chosen() -> list[str]:
    return checked(planner.dataset(), planner.parameter(HUBS))[0]


@whole()
def _toggle(hub_id: str) -> None:
    now = _chosen()
    after = [each for each in now if each != hub_id] if hub_id in now else [*now, hub_id]
    planner.set_parameter(HUBS, SEPARATOR.join(after[:MOST_COMPARED]))
