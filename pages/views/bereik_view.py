"""What *Bereik* shows of a state: the ground within reach of one building, on the map of its city.

The page and its scene in a presentation are both made here, from the state and from the page's own
parameters, so that they cannot differ.
"""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pandas as pd

from geo.answers.reach_content import MINUTES, ReachContent, reach_content
from geo.data.coarseness import coarse_rows, is_coarse
from geo.data.crs import RD_NEW
from geo.data.selection import Filters, Selection
from geo.data.store import Dataset
from geo.network.reach import reaches
from layers.map.area_layers import districts_layer
from layers.map.composition import map_view, relinked
from layers.map.finding_layers import reach_layer
from layers.map.map_heading import known_note
from layers.map.point_layers import hubs_layer, meeting_layer, partners_layer, stops_layer
from layers.sentences.explanation import Explanation, explanation_of_map
from layers.sentences.reach_explanation import explanation_of_reach
from layers.view.map_model import MapLayer, MapView
from layers.view.state import Parameters, ViewState, address_of
from layers.web.folium_map import encoded
from layers.words.machine_numbers import dotted
from pages.session import server

HUB, WITHIN = "pand", "minuten"  # the page's own parameters in the address
MINUTES_SHOWN = tuple(map(dotted, MINUTES))


def offered(chosen: Selection) -> gpd.GeoDataFrame:
    """The buildings that can be chosen: those placed finely first, then by number of tenants."""
    coarse = coarse_rows(chosen.hubs).rename("coarse")
    order = chosen.hubs.assign(coarse=coarse, fewest=-chosen.hubs["n_tenants"])
    return order.sort_values(["coarse", "fewest"], kind="stable")[chosen.hubs.columns]


def hub_of(data: Dataset, state: ViewState, parameters: Parameters) -> pd.Series | None:
    """The building: the one in the address, else the chosen one, else the first that is offered."""
    hubs = offered(server.selection(data, state.filters)).set_index("id", drop=False)
    if hubs.empty:
        return None
    wanted = (parameters.get(HUB, ""), state.selected.removeprefix("hub:"), hubs.index[0])
    return hubs.loc[next(hub for hub in wanted if hub in hubs.index)]


def ground_of(data: Dataset, hub: pd.Series, mode: str) -> gpd.GeoDataFrame:
    """The ground within reach of a building; no rows where that would be pretence."""
    if is_coarse(hub["precision"]):
        return gpd.GeoDataFrame({"minutes": []}, geometry=[], crs=RD_NEW)
    ground: gpd.GeoDataFrame = _reached(data, hub["id"], mode)
    return ground


@server.shared(128)
def _reached(data: Dataset, hub_id: str, mode: str) -> gpd.GeoDataFrame:
    """The ground within reach of one building; shared between sessions and never changed."""
    hub = data.hubs[data.hubs["id"].eq(hub_id)]
    return reaches(server.network(str(hub["city"].iloc[0])), hub, MINUTES, mode)


def map_of(data: Dataset, state: ViewState, parameters: Parameters, day: str) -> MapView:
    """What lies round a building, with the ground within reach beneath it."""
    return encoded_map(data, state, parameters, day)[0]


def encoded_map(
    data: Dataset, state: ViewState, parameters: Parameters, day: str
) -> tuple[MapView, tuple[str, ...]]:
    """The same, with what the browser gets of it."""
    hub, filters, look = hub_of(data, state, parameters), state.filters, (state.travel, state.lang)
    if hub is None:
        view, contents = _without_ground(data, filters, state.lang, day)
    else:
        view, contents = _drawn(data, replace(filters, cities=(hub["city"],)), hub["id"], look, day)
    return relinked(view, data.package, address_of(state, parameters)), contents


@server.shared(128)
def content_of(data: Dataset, filters: Filters, hub_id: str, mode: str) -> ReachContent:
    """What is within reach of one building; shared between sessions and never changed."""
    chosen = server.selection(data, filters)
    city = chosen.hubs.set_index("id").loc[hub_id, "city"]
    return reach_content(chosen, data.stops, server.network(city), hub_id, mode)


def minutes_of(parameters: Parameters) -> str:
    """Up to how many minutes is counted, one of `MINUTES_SHOWN`."""
    minutes = parameters.get(WITHIN, "")
    return minutes if minutes in MINUTES_SHOWN else MINUTES_SHOWN[0]


def explanation_of(
    data: Dataset, state: ViewState, parameters: Parameters, day: str
) -> Explanation:
    """The sentence of a building and what lies round it; without ground, what the map counts."""
    hub = hub_of(data, state, parameters)
    if hub is None or ground_of(data, hub, state.travel).empty:
        return explanation_of_map(map_of(data, state, parameters, day))
    content = content_of(data, state.filters, hub["id"], state.travel)
    limit = float(minutes_of(parameters))
    return explanation_of_reach(content, hub["name"], limit, state.travel, state.lang)


def _without_ground(
    data: Dataset, filters: Filters, lang: str, day: str
) -> tuple[MapView, tuple[str, ...]]:
    context, (layers, contents) = (
        server.context_of(data, filters, lang),
        _points(data, filters, lang),
    )
    title, why = context.text("bereik.layer"), context.text("bereik.none")
    view = map_view(context, layers, title, why, made_on=day)
    return view, _contents(view, layers, contents)


def _contents(
    view: MapView, layers: tuple[MapLayer, ...], contents: tuple[str, ...]
) -> tuple[str, ...]:
    """What the browser gets of each layer of a view: own rows bring one more, of rings."""
    same = [layer.key for layer in view.layers] == [layer.key for layer in layers]
    return contents if same else encoded(view.layers)


@server.shared(64)
def _drawn(
    data: Dataset, filters: Filters, hub_id: str, look: tuple[str, str], day: str
) -> tuple[MapView, tuple[str, ...]]:
    """The map of one reach; shared between sessions and never changed."""
    mode, lang = look
    context = server.context_of(data, filters, lang)
    hub = context.selection.hubs.set_index("id", drop=False).loc[hub_id]
    ground, (layers, contents) = ground_of(data, hub, mode), _points(data, filters, lang)
    travel = context.text(f"travel.{mode}")
    subtitle = f"{hub['name']} · {travel}"
    notes = (context.text("bereik.method", travel=travel), *known_note(context))
    title = context.text("bereik.layer")
    if ground.empty:
        view = map_view(context, layers, title, subtitle, notes, "", day)
        return view, _contents(view, layers, contents)
    reach = reach_layer(context, ground)
    view = map_view(context, (reach, *layers), title, subtitle, notes, "", day)
    # The sheet shows what is within reach, not the whole city.
    view = replace(view, extent=tuple(ground.total_bounds), framed=True)
    return view, _contents(view, (reach, *layers), (*encoded([reach]), *contents))


@server.shared(16)
def _points(
    data: Dataset, filters: Filters, lang: str
) -> tuple[tuple[MapLayer, ...], tuple[str, ...]]:
    """What lies on the map whichever building is chosen, above its ground; never changed."""
    context = server.context_of(data, filters, lang)
    makers = (districts_layer, stops_layer, meeting_layer, partners_layer, hubs_layer)
    layers = tuple(layer(context) for layer in makers)
    return layers, encoded(layers, first=1)
