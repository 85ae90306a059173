"""What a chosen place adds to the map of *Kaart*: a pin with what is within its reach."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

import numpy as np

from geo.data.store import Dataset
from layers.map.composition import relinked
from layers.view.map_model import MapLayer, MapView
from layers.view.state import NAMES, ViewState
from layers.web.folium_map import encoded
from pages.session import server
from pages.views import pin_view

ROOM_M = 250.0  # round it
ABOVE = 100  # order of what lies above every layer of the map


@server.shared(32)
def layers_of(
    data: Dataset, state: ViewState
) -> tuple[tuple[MapLayer, ...], tuple[MapLayer, ...], tuple[str, ...]]:
    """Layers below and above those of the map, and what the browser gets of them in this order."""
    pin = pin_view.pin_of(data, state.selected)
    every = pin_view.layers_of(data, state, pin) if pin else ()
    below = tuple(layer for layer in every if layer.kind == "polygons")
    above = tuple(layer for layer in every if layer.kind != "polygons")
    return below, above, (*encoded(below, first=-len(below)), *encoded(above, first=ABOVE))


def with_place(data: Dataset, state: ViewState, view: MapView) -> MapView:
    """The map of a state with the chosen place on it, and round it; as it was without one."""
    below, above, _ = layers_of(data, state)
    if not below + above:
        return view
    bounds = np.array([layer.frame.total_bounds for layer in (*below, *above)])
    low, high = bounds[:, :2].min(axis=0) - ROOM_M, bounds[:, 2:].max(axis=0) + ROOM_M
    extent = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
    shown = replace(view, layers=(*below, *view.layers, *above), extent=extent)
    link = f"{view.link}&{urlencode({NAMES['selected']: state.selected})}".lstrip("&")
    return relinked(shown, data.package, link)
