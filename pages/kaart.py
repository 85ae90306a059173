"""*Kaart*: what is where, with fact sheet, table, legend and everything that is not drawn."""

from __future__ import annotations

from functools import partial

import streamlit as st
from streamlit_folium import st_folium

from geo.data.schemas import SOURCE_COLUMNS
from layers.view.map_model import MapView
from layers.web.folium_map import RETURNED_OBJECTS, base_map, clicked_in
from layers.web.legend_html import drawings_as_images, legend_html
from pages.app import frame
from pages.sections import fact_sheet_panel
from pages.session import map_place, planner, server
from pages.session.planner import t
from pages.views import kaart_view
from pages.widgets import add_scene, map_files, map_table, rows_behind

MAP_HEIGHT = 620
BEHIND = {
    "hubs": ("name", "city", "address", "kind", "status", "n_tenants", *SOURCE_COLUMNS),
    "tenants": (
        "hub_name",
        "city",
        "label",
        "chain",
        "stage",
        "year_from",
        "year_to",
        *SOURCE_COLUMNS,
    ),
    "partners": ("name", "city", "category", "chain", "stage", "address", *SOURCE_COLUMNS),
}


def show() -> None:
    """Lay out the page."""
    view = kaart_view.current_view()
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
    cities = planner.state().cities
    if not cities:
        st.info(t("kaart.no_city"))
        return
    for column, city in zip(st.columns(len(cities), gap="small"), cities, strict=True):
        with column:
            show_map(city, alone=len(cities) == 1)


def show_map(city: str, alone: bool) -> None:
    """Draw the map of one city; a click chooses what was clicked."""
    centre, zoom = map_place.at_start(city, alone)
    state = planner.state()
    answer = st_folium(
        base_map(centre, zoom, state.lang, keep_place=alone),
        key=f"kaart.{city}.{alone}",
        height=MAP_HEIGHT,
        use_container_width=True,
        feature_group_to_add=kaart_view.city_layers(city),
        returned_objects=RETURNED_OBJECTS,
    )
    click = clicked_in(answer)
    if click and click.moment > st.session_state.get("click_seen", ""):
        st.session_state["click_seen"] = click.moment
        planner.choose(click.ref)
        st.rerun()


def show_behind() -> None:
    """The rows behind the three counts of the subtitle."""
    chosen = server.selection(planner.dataset(), planner.state().filters)
    tenants = chosen.tenants[chosen.tenants["hub_id"].isin(chosen.hubs["id"])]
    names = chosen.hubs.set_index("id")["name"]
    told = {
        "hubs": chosen.hubs,
        "tenants": tenants.assign(hub_name=tenants["hub_id"].map(names)),
        "partners": chosen.partners,
    }
    for name, found in told.items():
        what, columns = t(f"kaart.behind_{name}"), BEHIND[name]
        rows_behind.show(what, len(found), f"kaart.{name}", partial(found.filter, items=columns))


def show_beside(view: MapView) -> None:
    """Fact sheet, table, what is not drawn, and the files to take home."""
    names = ("tab_sheet", "tab_table", "tab_not_drawn", "tab_export")
    tabs = st.tabs([t(f"kaart.{name}") for name in names], on_change="rerun", key="kaart.tab")
    drawers = (
        fact_sheet_panel.show,
        map_table.show_table,
        map_table.show_not_drawn,
        show_take_home,
    )
    for tab, draw in zip(tabs, drawers, strict=True):
        with tab:
            if tab.open:
                draw(view)


def show_take_home(view: MapView) -> None:
    """The map as a file, and as a scene of the presentation."""
    map_files.show(view)
    st.divider()
    st.caption(t("presentatie.add"))
    add_scene.show("kaart")


frame.only_from_app()
show()
