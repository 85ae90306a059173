"""*Kaart*: what is where, with fact sheet, table, legend and everything that is not drawn."""

from __future__ import annotations

import streamlit as st
from layers.legend import legend_html
from layers.web_map import base_map, feature_groups, ref_of_popup
from streamlit_folium import st_folium

from layers.drawn import MapView
from pages.parts import map_content, rows, session, sheet, take_home, view_place
from pages.parts.session import t

MAP_HEIGHT = 620
RETURNED = ["last_object_clicked_popup", "last_object_clicked_count"]


def show() -> None:
    """Lay out the page."""
    view = map_content.current_view()
    st.markdown(f"#### {t('kaart.title')}")
    left, right = st.columns([0.64, 0.36], gap="small")
    with left:
        st.markdown(f"**{view.title}** — {view.subtitle}")
        show_map(view)
        st.html(legend_html(view))
    with right:
        show_beside(view)
    for note in view.notes:
        st.caption(note)


def show_map(view: MapView) -> None:
    """Draw the map; a click chooses what was clicked."""
    centre, zoom = view_place.at_start()
    target, target_zoom = view_place.fly_to()
    answer = st_folium(
        base_map(centre, zoom, view.lang),
        key="kaart",
        height=MAP_HEIGHT,
        use_container_width=True,
        feature_group_to_add=feature_groups(view, session.state().selected),
        returned_objects=RETURNED,
        center=target,
        zoom=target_zoom,
    )
    count = (answer or {}).get("last_object_clicked_count")
    if count and count != st.session_state.get("click_seen"):
        st.session_state["click_seen"] = count
        ref = ref_of_popup(answer.get("last_object_clicked_popup"))
        if ref:
            session.choose(ref)
            st.rerun()


def show_beside(view: MapView) -> None:
    """Fact sheet, table, what is not drawn, and the files to take home."""
    names = ("tab_sheet", "tab_table", "tab_not_drawn", "tab_export")
    tabs = st.tabs([t(f"kaart.{name}") for name in names], on_change="rerun", key="kaart.tab")
    drawers = (sheet.show, rows.show_table, rows.show_not_drawn, take_home.show)
    for tab, draw in zip(tabs, drawers, strict=True):
        with tab:
            if tab.open:
                draw(view)


show()
