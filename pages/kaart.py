"""*Kaart*: what is where, with fact sheet, table, legend and everything that is not drawn."""

from __future__ import annotations

from functools import partial

import streamlit as st

from geo.data.schemas import SOURCE_COLUMNS
from layers.view.map_model import MapView
from layers.words.plain_text import literal
from pages.app import frame
from pages.sections import fact_sheet_panel
from pages.session import planner, server
from pages.session.planner import t
from pages.views import kaart_view
from pages.widgets import add_scene, city_maps, map_files, map_table, open_tabs, rows_behind

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
        st.markdown(f"**{literal(view.title)}** — {literal(view.subtitle)}")
        show_maps()
        city_maps.show_legend(view)
        show_behind()
    with right:
        show_beside(view)
    for note in view.notes:
        st.caption(literal(note))


def show_maps() -> None:
    """Draw one map a city, side by side, so that both are seen on one scale."""
    cities = planner.state().cities
    if not cities:
        st.info(t("kaart.no_city"))
        return
    city_maps.side_by_side(cities, show_map)


def show_map(city: str) -> None:
    """Draw the map of one city; a click chooses what was clicked."""
    alone = len(planner.state().cities) == 1
    groups = kaart_view.city_layers(city)
    answer = city_maps.draw(groups, city, "kaart", alone=alone, height=MAP_HEIGHT, keep_place=alone)
    city_maps.take_click(answer)


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
    drawers = {
        "tab_sheet": fact_sheet_panel.show,
        "tab_table": map_table.show_table,
        "tab_not_drawn": map_table.show_not_drawn,
        "tab_export": show_take_home,
    }
    open_tabs.show(
        {t(f"kaart.{name}"): partial(draw, view) for name, draw in drawers.items()}, "kaart.tab"
    )


def show_take_home(view: MapView) -> None:
    """The map as a file, and as a scene of the presentation."""
    map_files.show(view)
    st.divider()
    st.caption(t("presentatie.add"))
    add_scene.show("kaart")


frame.only_from_app()
show()
