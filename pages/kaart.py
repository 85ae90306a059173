"""*Kaart*: what is where; fact sheet, table and what is not drawn in a drawer beside the map."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from geo.data.schemas import SOURCE_COLUMNS
from layers.view.map_model import MapView
from layers.web.map_place import Place
from layers.web.page_html import title_html
from layers.words.plain_text import literal
from pages.app import frame
from pages.own import correcting
from pages.sections import (
    cluster_panel,
    fact_sheet_panel,
    layer_panel,
    plan_upload,
    search_box,
    year_slider,
)
from pages.session import planner, server
from pages.session.planner import t
from pages.views import kaart_view
from pages.widgets import (
    chosen_chips,
    city_front,
    city_maps,
    compared,
    known_bar,
    legend_filter,
    map_drawer,
    map_table,
    rows_behind,
)

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
    """Lay out the page: a line above the map, the map, and a drawer beside it when it is open."""
    view = kaart_view.current_view()
    panel = map_drawer.begin()
    said, asked = st.columns([0.48, 0.52], gap="small", vertical_alignment="center")
    with said:
        bar = known_bar.known_bar_html(planner.state().filters)
        st.html(title_html(view.title, view.subtitle) + bar)
    with asked:
        map_drawer.ask({name: t(f"kaart.tab_{name}") for name in DRAWERS})
    left, right = st.columns([0.64, 0.36], gap="small")
    with left:
        show_maps(view)
        show_behind()
        for note in view.notes:
            st.caption(literal(note))
    with right:
        map_drawer.show(panel, lambda: DRAWERS[panel or map_drawer.SHEET](view))


def show_maps(view: MapView) -> None:
    """Draw one map a city, side by side where both fit, with the legend on them."""
    cities = planner.state().cities
    if not cities:
        st.info(t("kaart.no_city"))
        return
    with st.container(key="map_stage"):
        ask_front(cities)
        chosen_chips.show()
        city_maps.side_by_side(cities, show_map)
        legend_filter.show(view)
        with st.container(key="map_foot"):
            compared.show()
            year_slider.show()


def ask_front(cities: Sequence[str]) -> None:
    """Ask which city stands in front: that of what is chosen, until the planner switches."""
    row, selected = search_box.found(), planner.state().selected
    named = str(row["city"]) if row else ""
    opens_with = named if named in cities else kaart_view.city_of_chosen(cities)
    if selected and opens_with:  # of what lies on neither map the city in front stays there
        city_front.follow(selected, opens_with)
    city_front.ask(cities, opens_with)


def show_map(city: str) -> None:
    """Draw the map of one city; a click chooses what was clicked."""
    alone = len(planner.state().cities) == 1
    groups = kaart_view.city_layers(city)
    with city_front.column(city):
        goal = plan_upload.goal(city) or search_box.goal(city)
        main = city_maps.MainMap(MAP_HEIGHT, keeps_place=alone, goal=goal)
        answer = city_maps.draw(
            groups, city, "kaart", alone=alone, place=opening(city), as_main=main
        )
    city_maps.take_click(answer)


def opening(city: str) -> Place:
    """Where the map of a city opens in this session: on what was chosen when it was first drawn.

    It stays the same for the session, else the map would be mounted anew.
    """
    name = f"kaart.opening.{city}"
    if name not in st.session_state:
        st.session_state[name] = kaart_view.opens_on(city)
    place: Place = st.session_state[name]
    return place


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


def show_sheet(view: MapView) -> None:
    """The fact sheet of what was chosen, and a way to say that it is wrong."""
    fact_sheet_panel.show(view, correcting.offer)


# What the drawer shows, by the choice above the map.
DRAWERS: dict[str, Callable[[MapView], None]] = {
    "sheet": show_sheet,
    "table": map_table.show_table,
    "clusters": cluster_panel.show,
    "layers": layer_panel.show,
    "not_drawn": map_table.show_not_drawn,
}

frame.only_from_app()
show()
