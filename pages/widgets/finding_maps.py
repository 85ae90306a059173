"""A map of a finding, one a city, with its legend beneath."""

from __future__ import annotations

import math

import geopandas as gpd
import streamlit as st
from streamlit_folium import st_folium

from geo.data.crs import WGS84
from layers.view.map_model import MapView
from layers.web.folium_map import RETURNED_OBJECTS, base_map, feature_groups
from layers.web.legend_html import drawings_as_images, legend_html
from pages.session import map_place, planner

HEIGHT = 460
METRES_A_PIXEL_AT_ZOOM_0 = 96_400.0
MOST_ZOOM = 16


def show(
    view: MapView,
    city: str,
    key: str,
    *,
    alone: bool,
    place: map_place.Place | None = None,
    also: tuple[str, ...] = (),
    encoded: tuple[str, ...] | None = None,
) -> dict[str, object] | None:
    """Draw the map of one city, at ``place`` if given; returns what the map says (a click).

    ``also`` names what `st_folium` shall return beside the thing that was clicked; ``encoded`` is
    what `layers.web.folium_map.encoded_layers` returned for the view, where it was kept.
    """
    centre, zoom = place or map_place.at_start(city, alone)
    answer: dict[str, object] | None = st_folium(
        base_map(centre, zoom, planner.state().lang, keep_place=False),
        key=f"{key}.{city}.{alone}",
        height=HEIGHT,
        use_container_width=True,
        feature_group_to_add=feature_groups(view, "", encoded),
        returned_objects=[*RETURNED_OBJECTS, *also],
    )
    st.html(drawings_as_images(legend_html(view)))
    return answer


def around(grounds: gpd.GeoDataFrame) -> map_place.Place:
    """Centre (lat, lon) and the largest zoom at which the whole of it fits."""
    minx, miny, maxx, maxy = grounds.total_bounds
    middle = gpd.GeoSeries.from_xy([(minx + maxx) / 2], [(miny + maxy) / 2], crs=grounds.crs)
    point = middle.to_crs(WGS84).iloc[0]
    metres_a_pixel = max(maxx - minx, maxy - miny, 1.0) / HEIGHT
    # At 52 degrees north zoom 0 has about 96 km a pixel, and each step halves it.
    zoom = math.floor(math.log2(METRES_A_PIXEL_AT_ZOOM_0 / metres_a_pixel))
    return (point.y, point.x), min(zoom, MOST_ZOOM)
