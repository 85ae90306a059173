"""What *Waar ontbreken ontmoetingsplekken?* shows of a state: buildings by what is near."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pandas as pd

from geo.answers.meeting_gaps import few_can_be_said, meeting_gaps
from geo.data.coverage import meeting_places_listed
from geo.data.selection import Filters
from geo.data.store import Dataset
from layers.map.area_layers import districts_layer
from layers.map.composition import map_view, relinked
from layers.map.map_heading import known_note
from layers.map.meeting_layer import meeting_gaps_layer
from layers.map.point_layers import meeting_layer
from layers.sentences.explanation import Explanation, explanation_of_map
from layers.sentences.meeting_words import city_words
from layers.view.map_model import MapView
from layers.view.state import Parameters, ViewState, address_of
from pages.session import server


def listed_in(city: str) -> tuple[int, int] | None:
    """How many meeting places of a city are listed, of how many published; None: no number."""
    return meeting_places_listed(server.coverage(server.shipped()), city)


def few_sayable(city: str) -> bool:
    """Whether the lists of a city carry that meeting places are few somewhere."""
    return few_can_be_said(listed_in(city))


@server.shared(32)
def buildings(data: Dataset, filters: Filters) -> gpd.GeoDataFrame:
    """The buildings that pass the filters, each with what is said of it; never changed.

    All buildings of the city make the middle they are held against, whatever the filters are.
    """
    chosen = server.selection(data, filters).hubs
    told = []
    for city in filters.cities:
        every = data.hubs[data.hubs["city"].eq(city)]
        told.append(meeting_gaps(every, server.around(data, city), listed_in(city)))
    if not told:
        return chosen.iloc[:0].assign(verdict="", reason="")
    found: gpd.GeoDataFrame = chosen.merge(pd.concat(told), left_on="id", right_index=True)
    return found


def map_of(data: Dataset, state: ViewState, parameters: Parameters, day: str) -> MapView:
    """The buildings by what is near, in the cities of a state."""
    view: MapView = _drawn(data, state.filters, state.lang, day)
    return relinked(view, data.package, address_of(state, parameters))


def city_map(data: Dataset, state: ViewState, city: str, day: str) -> MapView:
    """The same of one city."""
    view: MapView = _drawn(data, replace(state.filters, cities=(city,)), state.lang, day)
    return view


def explanation_of(
    data: Dataset, state: ViewState, parameters: Parameters, day: str
) -> Explanation:
    """The sentences of the cities, and what the map counts."""
    explanation = explanation_of_map(map_of(data, state, parameters, day))
    return replace(explanation, statement=statement(data, state))


def statement(data: Dataset, state: ViewState) -> str:
    """What is said of the cities of a state, a sentence or two each."""
    rows = buildings(data, state.filters)
    return " ".join(
        city_words(city, rows[rows["city"].eq(city)], listed_in(city), state.lang)
        for city in state.cities
    )


@server.shared(32)
def _drawn(data: Dataset, filters: Filters, lang: str, day: str) -> MapView:
    context = server.context_of(data, filters, lang)
    layers = (
        districts_layer(context),
        meeting_layer(context),
        meeting_gaps_layer(context, buildings(data, filters)),
    )
    title = context.text("ontmoeting.title")
    notes = (context.text("ontmoeting.method"), *known_note(context))
    return map_view(context, layers, title, context.text("ontmoeting.subtitle"), notes, "", day)
