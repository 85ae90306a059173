"""What *Open schakels* shows of a state: places by what is known of their links, and the ways.

The page and its scene in a presentation are both made here, from the state and from the page's own
parameters, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.answers.broken_links import (
    KINDS,
    Places,
    area_places,
    broken_links,
    cluster_places,
    hub_places,
)
from geo.answers.link_knowledge import with_knowledge
from geo.answers.missing_links import MissingLinks, in_one_order
from geo.data.selection import Filters
from geo.data.store import Dataset
from geo.data.thresholds import BANDS_M
from geo.evidence.knowledge import knowledge_of
from geo.network.proximity import routes
from layers.map.area_layers import districts_layer
from layers.map.broken_layers import places_layer, ways_layer
from layers.map.composition import map_view, relinked
from layers.map.map_heading import known_note
from layers.sentences.explanation import Explanation
from layers.sentences.knowledge_words import knowledge_words, within_words
from layers.sentences.missing_link_explanation import explanation_of_links
from layers.sentences.missing_link_words import places_words, ways_words
from layers.tables.missing_link_tables import missing_links_table, places_table
from layers.view.map_model import MapView
from layers.view.state import Parameters, ViewState, address_of
from layers.words.palette import palette
from layers.words.text import text
from pages.session import server
from pages.views import kaart_view

ASKED, WAYS = "plek", "wegen"  # the page's own parameters in the address
ALL = "all"
WAYS_DRAWN = ("12", "30", ALL)  # in a city, the first of the list
Clustered = tuple[str, str, int]  # what is clustered, how, and the radius


@dataclass(frozen=True)
class Asked:
    """What the page is asked.

    Attributes
    ----------
    filters : Filters
        Without chain and stage: those would hide the very links that are looked for.
    chains : tuple of str
        One, or all ten.
    kind : str
        Of place, one of `geo.answers.broken_links.KINDS`.
    band_m : int
    clustered : tuple
        How clusters are made.
    """

    filters: Filters
    chains: tuple[str, ...]
    kind: str
    band_m: int
    clustered: Clustered


def options(data: Dataset, state: ViewState, parameters: Parameters) -> tuple[str, str, str]:
    """Chain, kind of place and band as the controls hold them; nonsense falls back."""
    ten = data.chain_model.ten
    first = next((chain for chain in state.chains if chain in ten), ten[0])
    given = [*parameters.get(ASKED, "").split("."), "", "", ""]
    bands = [str(band) for band in BANDS_M]
    return (
        given[0] if given[0] in [*ten, ALL] else first,
        given[1] if given[1] in KINDS else "hub",
        given[2] if given[2] in bands else "500",
    )


def asked_of(data: Dataset, state: ViewState, parameters: Parameters) -> Asked:
    """Read what is asked."""
    chain, kind, band = options(data, state, parameters)
    return Asked(
        state.filters_for(),
        tuple(data.chain_model.ten) if chain == ALL else (chain,),
        kind,
        int(band),
        (state.basis, state.method, state.radius),
    )


def most_ways(parameters: Parameters) -> int | None:
    """How many ways are drawn in a city; None for all."""
    given = parameters.get(WAYS, "")
    given = given if given in WAYS_DRAWN else WAYS_DRAWN[0]
    return None if given == ALL else int(given)


@server.shared(32)
def _places(data: Dataset, filters: Filters, kind: str, clustered: Clustered) -> Places:
    """The places of one kind; shared between sessions and never changed."""
    chosen = server.selection(data, filters)
    if kind == "hub":
        return hub_places(chosen)
    if kind == "cluster":
        return cluster_places(chosen, kaart_view.clusters(data, filters, *clustered))
    areas = data.districts if kind == "district" else data.neighbourhoods
    return area_places(chosen, areas[areas["city"].isin(filters.cities)], kind)


@server.shared(64)
def answer(data: Dataset, asked: Asked) -> MissingLinks:
    """Present and missing stages; shared between sessions and never changed."""
    walks = {city: server.around(data, city) for city in asked.filters.cities}
    places = _places(data, asked.filters, asked.kind, asked.clustered)
    chosen = server.selection(data, asked.filters)
    found = broken_links(data, chosen, walks, places, asked.chains, asked.band_m)
    bases = {city: server.unseen(data, asked.filters, city) for city in asked.filters.cities}
    return in_one_order(with_knowledge(found, chosen, walks, places, bases))


def link_words(
    data: Dataset, state: ViewState, cluster: Mapping[str, Any], band_m: int
) -> list[str]:
    """Of each chain that a cluster carries the links that are known, and what of each other one.

    Parameters
    ----------
    cluster : mapping
        A row of `pages.views.kaart_view.clusters`.
    """
    look, lang = palette(data.chain_model, state.lang), state.lang
    clustered = (state.basis, state.method, state.radius)
    # A filter on chain or stage hides the links that are looked for: the same buildings without.
    filters, said = state.filters_for(), []
    every = kaart_view.clusters(data, filters, *clustered)
    same = every.loc[[ids == cluster["hub_ids"] for ids in every["hub_ids"]], "cluster"]
    for chain, *_ in cluster["lines"] if len(same) else ():
        key = same.iloc[0]
        links = answer(data, Asked(filters, (chain,), "cluster", band_m, clustered)).links[0]
        name, where = look.chain(chain), within_words(band_m, lang)
        has = ", ".join(map(look.stage, links.places.at[key, "present"]))
        if has:
            said.append(text("cluster.has", lang, chain=name, band=band_m, stages=has))
        mine = links.missing[links.missing["place_id"].eq(key)]
        for row in mine.to_dict("records"):
            told = knowledge_words(knowledge_of(row | {"found": 0}), where, lang)
            stage = look.stage(row["stage"])
            said.append(text("cluster.link", lang, chain=name, stage=stage, state=told))
    return said


@server.shared(64)
def list_table(data: Dataset, asked: Asked, lang: str) -> pd.DataFrame:
    """The open links with who supplies each nearest by, as a table."""
    found, look = answer(data, asked).missing, palette(data.chain_model, lang)
    return missing_links_table(found, asked.band_m, look, lang)


@server.shared(64)
def every_table(data: Dataset, asked: Asked, lang: str) -> pd.DataFrame:
    """Every place, those that miss nothing too, as a table."""
    return places_table(answer(data, asked).links, palette(data.chain_model, lang), lang)


@server.shared(64)
def _ways(data: Dataset, found: pd.DataFrame, city: str) -> gpd.GeoDataFrame:
    """The ways of some missing links along the streets of one city; never changed."""
    return routes(server.network(city), data.hubs, data.partners, found)


def map_of(data: Dataset, state: ViewState, parameters: Parameters, day: str) -> MapView:
    """Places by what they miss, and the way to who supplies it, in the cities of a state."""
    return city_map(data, state, parameters, day, state.cities)


def explanation_of(
    data: Dataset, state: ViewState, parameters: Parameters, _day: str
) -> Explanation:
    """At how many places of the cities one link is open, and the first of them."""
    found = answer(data, asked_of(data, state, parameters))
    look = palette(data.chain_model, state.lang)
    return explanation_of_links(found, state.cities, look, state.lang)


def city_map(
    data: Dataset,
    state: ViewState,
    parameters: Parameters,
    day: str,
    cities: tuple[str, ...],
) -> MapView:
    """The same of some of the cities; what is missing does not depend on which."""
    asked, look = asked_of(data, state, parameters), (most_ways(parameters), state.lang)
    view = _drawn(data, asked, cities, state.selected, look, day)
    return relinked(view, data.package, address_of(state, parameters))


@server.shared(64)
def _drawn(
    data: Dataset,
    asked: Asked,
    cities: tuple[str, ...],
    selected: str,
    look: tuple[int | None, str],
    day: str,
) -> MapView:
    """The map of some cities; shared between sessions and never changed."""
    (most, lang), found = look, answer(data, asked)
    context = server.context_of(data, replace(asked.filters, cities=cities), lang)
    layers = [districts_layer(context)]
    if len(found.links) == 1:
        layers.append(places_layer(context, found.links[0], _shapes(data, asked)))
    wanted = [found.first_of(city, most, selected) for city in cities]
    ways = [_ways(data, rows, city) for rows, city in zip(wanted, cities, strict=True)]
    drawn = [each for each in ways if len(each)]
    if drawn:
        layers.append(ways_layer(context, pd.concat(drawn)))
    names = ", ".join(context.palette.chain(chain) for chain in asked.chains)
    title = context.text("schakels.map_title", chain=names)
    note = ways_words(found, cities, most, lang)
    subtitle = places_words(found, cities, lang)
    return map_view(context, tuple(layers), title, subtitle, (note, *known_note(context)), "", day)


def _shapes(data: Dataset, asked: Asked) -> gpd.GeoSeries:
    """Point or polygon of every place, by place id."""
    if asked.kind == "hub":
        return server.selection(data, asked.filters).hubs.set_index("id").geometry
    if asked.kind == "cluster":
        hulls = kaart_view.clusters(data, asked.filters, *asked.clustered)
        return hulls.set_index("cluster").geometry
    areas = data.districts if asked.kind == "district" else data.neighbourhoods
    return areas.set_index(areas["city"] + ":" + areas["code"]).geometry
