"""What lies within reach of a pin on *Kaart*: the ground on the map, and what is counted there."""

from __future__ import annotations

from dataclasses import dataclass, replace

import geopandas as gpd
import shapely

from geo.answers.reach_content import MINUTES, ReachContent, content_around
from geo.data.crs import RD_NEW
from geo.data.selection import Filters
from geo.data.store import Dataset
from geo.network.reach import reaches
from layers.map.finding_layers import reach_layer
from layers.map.pin_layer import pin_layer
from layers.sentences.explanation import Explanation
from layers.sentences.reach_explanation import explanation_of_reach
from layers.view.map_model import MapLayer
from layers.view.plan_area import pin_point, pin_within
from layers.view.state import ViewState
from layers.words.text import text
from pages.session import server


@dataclass(frozen=True)
class Pin:
    """A pin that was set on the map.

    Attributes
    ----------
    ref : str
    point : Point
        EPSG:28992.
    city, where : str
        City and neighbourhood that it lies in; "" for none.
    within_m : int
        Metres that it may be off since it was set from afar; 0 where it is as fine as a door.
    """

    ref: str
    point: shapely.Point
    city: str
    where: str
    within_m: int = 0

    @property
    def place(self) -> gpd.GeoDataFrame:
        """The pin as a table of one row."""
        told = {"id": [self.ref], "city": [self.city]}
        return gpd.GeoDataFrame(told, geometry=[self.point], crs=RD_NEW)


def pin_of(data: Dataset, ref: str) -> Pin | None:
    """Find the pin of a reference; None when it is none."""
    point = pin_point(ref)
    if point is None:
        return None
    district = data.districts[data.districts.contains(point)]
    area = data.neighbourhoods[data.neighbourhoods.contains(point)]
    city = str(district["city"].iloc[0]) if len(district) else ""
    where = str(area["name"].iloc[0]) if len(area) and city else ""
    return Pin(ref, point, city, where, pin_within(ref))


def ground_of(pin: Pin, mode: str) -> gpd.GeoDataFrame:
    """The ground within reach of a pin; no rows outside both cities and far from every street."""
    if not pin.city:
        return gpd.GeoDataFrame({"minutes": []}, geometry=[], crs=RD_NEW)
    ground: gpd.GeoDataFrame = _reached(pin.ref, pin.city, mode)
    return ground


@server.shared(64)
def _reached(ref: str, city: str, mode: str) -> gpd.GeoDataFrame:
    """The ground within reach of one pin; shared between sessions and never changed."""
    place = gpd.GeoDataFrame({"id": [ref]}, geometry=[pin_point(ref)], crs=RD_NEW)
    return reaches(server.network(city), place, MINUTES, mode)


def filters_of(filters: Filters, pin: Pin) -> Filters:
    """The filters, of the city that the pin lies in: it is asked about, shown or not."""
    return replace(filters, cities=(pin.city,))


def content_of(data: Dataset, filters: Filters, pin: Pin, mode: str) -> ReachContent:
    """What is within reach of a pin, of what the filters leave."""
    content: ReachContent = _content(data, filters_of(filters, pin), pin.ref, mode)
    return content


@server.shared(64)
def _content(data: Dataset, filters: Filters, ref: str, mode: str) -> ReachContent:
    pin = pin_of(data, ref)
    assert pin is not None  # who asks found it
    network = server.network(pin.city)
    return content_around(server.selection(data, filters), data.stops, network, pin.place, mode)


def layers_of(data: Dataset, state: ViewState, pin: Pin) -> tuple[MapLayer, ...]:
    """The ground within reach, and the pin on it."""
    context = server.context_of(data, state.filters, state.lang)
    ground = ground_of(pin, state.travel)
    beneath = () if ground.empty else (reach_layer(context, ground),)
    return (*beneath, pin_layer(context, pin.ref, pin.point, pin.where))


def explanation_of(data: Dataset, state: ViewState, minutes: str) -> Explanation | None:
    """The sentence and numbers of the chosen pin; None where no pin with a reach is chosen."""
    pin = pin_of(data, state.selected)
    if pin is None or ground_of(pin, state.travel).empty:
        return None
    content = content_of(data, state.filters, pin, state.travel)
    here = text("pin.here", state.lang)
    return explanation_of_reach(content, here, float(minutes), state.travel, state.lang)
