"""Maps on a page: one a city, with a legend beneath, and what a click on one of them chooses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import folium
import streamlit as st
from streamlit_folium import st_folium

from layers.view.map_model import MapLayer, MapView
from layers.web import map_place
from layers.web.folium_map import (
    RETURNED_OBJECTS,
    base_map,
    clicked_in,
    encoded_layer,
    feature_groups,
)
from layers.web.legend_html import drawings_as_images, legend_html
from pages.session import planner
from pages.session.answers import made_of
from pages.session.whole import whole
from pages.widgets import compared

HEIGHT = 460
Answer = Mapping[str, object] | None  # what a map says: a click, and what else was asked of it


@dataclass(frozen=True)
class MainMap:
    """What a map may do that a page is about.

    Attributes
    ----------
    height : int
        Pixels.
    keeps_place : bool
        Whether it writes its place in the address.
    goal : (centre, zoom) or None
        Where it flies to.
    """

    height: int = HEIGHT
    keeps_place: bool = False
    goal: map_place.Place | None = None


def side_by_side(
    cities: Sequence[str], draw: Callable[[str], None], gap: Literal["small", "medium"] = "small"
) -> None:
    """Draw something of each city in a column of its own, so that all are seen at once."""
    for column, city in zip(st.columns(len(cities), gap=gap), cities, strict=True):
        with column:
            draw(city)


def show(
    view: MapView,
    city: str,
    key: str,
    *,
    alone: bool,
    place: map_place.Place | None = None,
    also: Sequence[str] = (),
    encoded: Sequence[str] | None = None,
    selected: str = "",
) -> Answer:
    """Draw the map of one city with its legend; returns what the map says.

    ``also`` and ``place`` are as in `draw`; ``encoded`` is what `layers.web.folium_map.encoded`
    returned for the layers of the view, where it was kept; ``selected`` is ringed.
    """
    contents = encoded or [_encoded(layer, order) for order, layer in enumerate(view.layers)]
    groups = feature_groups(view, selected, contents)
    answer = draw(groups, city, key, alone=alone, place=place, also=also)
    show_legend(view)
    return answer


@made_of
def _encoded(layer: MapLayer, order: int) -> str:
    """What the map draws of one layer: where the layer is kept, this is kept with it."""
    return encoded_layer(layer, order)


def draw(
    groups: Iterable[folium.FeatureGroup],
    city: str,
    key: str,
    *,
    alone: bool,
    place: map_place.Place | None = None,
    also: Sequence[str] = (),
    as_main: MainMap | None = None,
) -> Answer:
    """Draw layers on the map of one city, at ``place`` if given; returns what the map says.

    ``also`` names what `st_folium` shall return beside the thing that was clicked. A main map keeps
    its place in the address when it is asked to, and flies to a goal that is another than before.
    """
    main = as_main or MainMap()
    centre, zoom = place or map_place.at_start(city, alone)
    flies_to = {"center": main.goal[0], "zoom": main.goal[1]} if main.goal else {}
    answer: Answer = st_folium(
        base_map(
            centre,
            zoom,
            planner.state().lang,
            keep_place=main.keeps_place,
            shown=city,
            tools=as_main is not None,
        ),
        key=f"{key}.{city}.{alone}",
        height=main.height,
        use_container_width=True,
        feature_group_to_add=list(groups),
        returned_objects=[*RETURNED_OBJECTS, *also],
        **flies_to,
    )
    return answer


def show_legend(view: MapView) -> None:
    """Draw the legend of a view."""
    st.html(drawings_as_images(legend_html(view)))


def take_click(answer: Answer) -> None:
    """Make what was just clicked the chosen thing and draw the page anew.

    A building that was clicked twice is put beside others too.
    """
    click = clicked_in(answer)
    # A map repeats its last click in every run; each click has its own moment.
    if click and click.moment > st.session_state.get("click_seen", ""):
        kind, _, hub_id = click.ref.partition(":")
        with whole():
            st.session_state["click_seen"] = click.moment
            if kind == compared.TWICE:
                compared.take_twice(hub_id)
            planner.choose(f"hub:{hub_id}" if kind == compared.TWICE else click.ref)
        st.rerun()
