"""What *Bereik* shows of a state: the ground within reach of one building, on the map of its city.

The page and its scene in a presentation are both made here, from the state and from the page's own
parameters, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import geopandas as gpd
import pandas as pd

from geo.reach import reaches
from geo.reach_content import MINUTES
from geo.selection import COARSE, Filters, Selection
from geo.store import Dataset
from layers.drawing import Drawing
from layers.drawn import DrawnLayer, MapView
from layers.finding_layers import reach_layer
from layers.map_view import map_view, relinked
from layers.palette import palette
from layers.point_layers import hubs_layer, meeting_layer, partners_layer, stops_layer
from layers.view_state import ViewState, address_of
from pages.parts import session

HUB = "pand"  # the building, in the address


def offered(chosen: Selection) -> gpd.GeoDataFrame:
    """The buildings that can be chosen: those placed finely first, then by number of tenants."""
    coarse = chosen.hubs["precision"].isin(COARSE).rename("coarse")
    order = chosen.hubs.assign(coarse=coarse, fewest=-chosen.hubs["n_tenants"])
    return order.sort_values(["coarse", "fewest"], kind="stable")[chosen.hubs.columns]


def hub_of(data: Dataset, state: ViewState, own: Mapping[str, str]) -> pd.Series | None:
    """The building: the one in the address, else the chosen one, else the first that is offered."""
    hubs = offered(session.selection(data, state.filters)).set_index("id", drop=False)
    if hubs.empty:
        return None
    wanted = (own.get(HUB, ""), state.selected.removeprefix("hub:"), hubs.index[0])
    return hubs.loc[next(hub for hub in wanted if hub in hubs.index)]


def ground_of(data: Dataset, hub: pd.Series, mode: str) -> gpd.GeoDataFrame:
    """The ground within reach of a building; no rows where that would be pretence."""
    if hub["precision"] in COARSE:
        return gpd.GeoDataFrame({"minutes": []}, geometry=[], crs=28992)
    ground: gpd.GeoDataFrame = _reached(data, hub["id"], mode)
    return ground


@session.shared(128)
def _reached(data: Dataset, hub_id: str, mode: str) -> gpd.GeoDataFrame:
    """The ground within reach of one building; shared between sessions and never changed."""
    hub = data.hubs[data.hubs["id"].eq(hub_id)]
    return reaches(session.network(str(hub["city"].iloc[0])), hub, MINUTES, mode)


def map_of(data: Dataset, state: ViewState, own: Mapping[str, str], day: str) -> MapView:
    """What lies round a building, with the ground within reach beneath it."""
    hub, filters, look = hub_of(data, state, own), state.filters, (state.travel, state.lang)
    if hub is None:
        view = _without_ground(data, filters, state.lang, day)
    else:
        view = _drawn(data, replace(filters, cities=(hub["city"],)), hub["id"], look, day)
    return relinked(view, data.package, address_of(state, own))


def _without_ground(data: Dataset, filters: Filters, lang: str, day: str) -> MapView:
    drawing = _drawing(data, filters, lang)
    title, why = drawing.text("bereik.layer"), drawing.text("bereik.none")
    return map_view(drawing, _points(drawing), title, why, made_on=day)


@session.shared(64)
def _drawn(
    data: Dataset, filters: Filters, hub_id: str, look: tuple[str, str], day: str
) -> MapView:
    """The map of one reach; shared between sessions and never changed."""
    mode, lang = look
    drawing = _drawing(data, filters, lang)
    hub = drawing.selection.hubs.set_index("id", drop=False).loc[hub_id]
    ground = ground_of(data, hub, mode)
    layers = (*((reach_layer(drawing, ground),) if len(ground) else ()), *_points(drawing))
    travel = drawing.text(f"travel.{mode}")
    subtitle = f"{hub['name']} · {travel}"
    notes = (drawing.text("bereik.method", travel=travel),)
    view = map_view(drawing, layers, drawing.text("bereik.layer"), subtitle, notes, "", day)
    # The sheet shows what is within reach, not the whole city.
    return replace(view, extent=tuple(ground.total_bounds)) if len(ground) else view


def _drawing(data: Dataset, filters: Filters, lang: str) -> Drawing:
    chosen = session.selection(data, filters)
    return Drawing(data, chosen, palette(data.chain_model, lang), lang)


def _points(drawing: Drawing) -> tuple[DrawnLayer, ...]:
    layers = (stops_layer, meeting_layer, partners_layer, hubs_layer)
    return tuple(layer(drawing) for layer in layers)
