"""What a chosen place adds to the map of *Kaart*: a plan area, or a pin with its reach."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

import geopandas as gpd
import numpy as np

from geo.data.crs import RD_NEW
from geo.data.store import Dataset
from layers.map.composition import relinked
from layers.map.plan_layer import plan_layer
from layers.view.map_model import MapLayer, MapView
from layers.view.plan_area import plan_shape
from layers.view.state import NAMES, ViewState
from layers.web.folium_map import encoded
from pages.session import server
from pages.views import area_view, pin_view

ROOM_M = 250.0  # round it
HUB = "hub:"
ROUND_HUB_M = 450.0  # what is seen of the streets round a building
ABOVE = 100  # order of what lies above every layer of the map


@server.shared(32)
def layers_of(
    data: Dataset, state: ViewState
) -> tuple[tuple[MapLayer, ...], tuple[MapLayer, ...], tuple[str, ...]]:
    """Layers below and above those of the map, and what the browser gets of them in this order."""
    every = _every(data, state)
    below = tuple(layer for layer in every if layer.kind == "polygons")
    above = tuple(layer for layer in every if layer.kind != "polygons")
    return below, above, (*encoded(below, first=-len(below)), *encoded(above, first=ABOVE))


def _every(data: Dataset, state: ViewState) -> tuple[MapLayer, ...]:
    if pin := pin_view.pin_of(data, state.selected):
        return pin_view.layers_of(data, state, pin)
    shape = plan_shape(state.selected)
    if shape is None:
        return ()
    context = server.context_of(data, state.filters, state.lang)
    return (plan_layer(context, state.selected, shape),)


def bounds_in(data: Dataset, state: ViewState, city: str) -> gpd.GeoSeries:
    """The ground of what is chosen (a place, area or building) where most lies in a city."""
    if pin := pin_view.pin_of(data, state.selected):
        ground = pin_view.ground_of(pin, state.travel)
        found, lies_in = (ground if len(ground) else pin.place).geometry, pin.city
    elif area := area_view.area_of(data, state.selected, state.lang):
        found, lies_in = gpd.GeoSeries([area.shape], crs=RD_NEW), area.city
    elif state.selected.startswith(HUB):
        hubs = data.hubs[data.hubs["id"].eq(state.selected.removeprefix(HUB))]
        return hubs[hubs["city"].eq(city) & hubs.geometry.notna()].geometry.buffer(ROUND_HUB_M)
    else:
        return gpd.GeoSeries([], crs=RD_NEW)
    return found if lies_in == city else found.iloc[:0]


def with_place(data: Dataset, state: ViewState, view: MapView) -> MapView:
    """The map of a state with the chosen place on it, and round it; as it was without one."""
    below, above, _ = layers_of(data, state)
    if not below + above:
        return view
    bounds = np.array([layer.frame.total_bounds for layer in (*below, *above)])
    low, high = bounds[:, :2].min(axis=0) - ROOM_M, bounds[:, 2:].max(axis=0) + ROOM_M
    extent = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
    layers = (*below, *view.layers, *above)
    shown = replace(view, layers=layers, extent=extent, framed=True)
    link = f"{view.link}&{urlencode({NAMES['selected']: state.selected})}".lstrip("&")
    return relinked(shown, data.package, link)
