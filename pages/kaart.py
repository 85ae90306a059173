"""*Kaart*: what is where, with fact sheet, table, legend and everything that is not drawn."""

from __future__ import annotations

from functools import partial

import streamlit as st
from streamlit_folium import st_folium

from layers.drawn import MapView
from layers.legend import drawings_as_images, legend_html
from layers.web_map import RETURNED_OBJECTS, base_map, clicked_in
from pages.parts import (
    add_scene,
    behind,
    frame,
    map_content,
    rows,
    session,
    sheet,
    take_home,
    view_place,
)
from pages.parts.session import t
from pages.parts.whole import whole

MAP_HEIGHT = 620
SOURCE = ("source_title", "source_url", "source_date")
BEHIND = {
    "hubs": ("name", "city", "address", "kind", "status", "n_tenants", *SOURCE),
    "tenants": ("hub_name", "city", "label", "chain", "stage", "year_from", "year_to", *SOURCE),
    "partners": ("name", "city", "category", "chain", "stage", "address", *SOURCE),
}


def show() -> None:
    """Lay out the page."""
    view = map_content.current_view()
    st.markdown(f"#### {t('kaart.title')}")
    left, right = st.columns([0.66, 0.34], gap="small")
    with left:
        st.markdown(f"**{view.title}** — {view.subtitle}")
        show_maps()
        st.html(drawings_as_images(legend_html(view)))
        show_behind()
    with right:
        show_beside(view)
    for note in view.notes:
        st.caption(note)


def show_maps() -> None:
    """Draw one map a city, side by side, so that both are seen on one scale."""
    cities = session.state().cities
    if not cities:
        st.info(t("kaart.no_city"))
        return
    for column, city in zip(st.columns(len(cities), gap="small"), cities, strict=True):
        with column:
            show_map(city, alone=len(cities) == 1)


def show_map(city: str, alone: bool) -> None:
    """Draw the map of one city; a click chooses what was clicked."""
    centre, zoom = view_place.at_start(city, alone)
    state = session.state()
    answer = st_folium(
        base_map(centre, zoom, state.lang, keep_place=alone),
        key=f"kaart.{city}.{alone}",
        height=MAP_HEIGHT,
        use_container_width=True,
        feature_group_to_add=map_content.city_layers(city),
        returned_objects=RETURNED_OBJECTS,
    )
    click = clicked_in(answer)
    if click and click.moment > st.session_state.get("click_seen", ""):
        with whole():
            st.session_state["click_seen"] = click.moment
            session.choose(click.ref)
        st.rerun()


def show_behind() -> None:
    """The rows behind the three counts of the subtitle."""
    chosen = session.selection(session.dataset(), session.state().filters)
    tenants = chosen.tenants[chosen.tenants["hub_id"].isin(chosen.hubs["id"])]
    names = chosen.hubs.set_index("id")["name"]
    told = {
        "hubs": chosen.hubs,
        "tenants": tenants.assign(hub_name=tenants["hub_id"].map(names)),
        "partners": chosen.partners,
    }
    for name, found in told.items():
        what, columns = t(f"kaart.behind_{name}"), BEHIND[name]
        behind.show(what, len(found), f"kaart.{name}", partial(found.filter, items=columns))


def show_beside(view: MapView) -> None:
    """Fact sheet, table, what is not drawn, and the files to take home."""
    names = ("tab_sheet", "tab_table", "tab_not_drawn", "tab_export")
    tabs = st.tabs([t(f"kaart.{name}") for name in names], on_change="rerun", key="kaart.tab")
    drawers = (sheet.show, rows.show_table, rows.show_not_drawn, show_take_home)
    for tab, draw in zip(tabs, drawers, strict=True):
        with tab:
            if tab.open:
                draw(view)


def show_take_home(view: MapView) -> None:
    """The map as a file, and as a scene of the presentation."""
    take_home.show(view)
    st.divider()
    st.caption(t("presentatie.add"))
    add_scene.show("kaart")


frame.only_from_app()
show()
