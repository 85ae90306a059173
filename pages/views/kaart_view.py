"""What the map of this session shows: from the state to one `MapView`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.answers.kept_clusters import stable_clusters
from geo.answers.known_around import known_in_clusters
from geo.data.business_counts import address_points, business_points, counted_areas
from geo.data.cities import CITIES
from geo.data.crs import RD_NEW
from geo.data.kept_arrays import Arrays, find, found_or_made
from geo.data.row_kinds import organisations
from geo.data.selection import Filters
from geo.data.store import SHIPPED, Dataset
from geo.data.tenant_count import organisation_shares
from geo.evidence.cluster_density import (
    TOLD,
    Population,
    Search,
    chance_scores,
    density,
    drawn_counts,
    population,
    population_of,
)
from geo.evidence.cluster_names import cluster_names
from geo.evidence.clusters import (
    Numbers,
    describe_clusters,
    places_of,
    tenant_points,
)
from geo.network.proximity import next_stage_links, routes
from layers.map.area_layers import clusters_layer, links_layer
from layers.map.composition import SIMPLE_LAYERS, map_view, relinked
from layers.map.crowd_points import crowd_points, one_point, shown_kinds
from layers.map.layer_context import LayerContext
from layers.map.map_heading import map_notes, map_subtitle, map_title
from layers.map.point_layers import meeting_layer, partner_points
from layers.sentences.explanation import Explanation, explanation_of_rows
from layers.view.layer_look import LOOK, looked
from layers.view.map_model import MapLayer, MapView, PointCrowd
from layers.view.state import Parameters, ViewState, address_of, to_query
from layers.web.folium_map import encoded_layers, feature_groups
from layers.web.map_place import Place, fitting
from layers.web.point_file import PointFile, fetched_from, near_content, point_file
from layers.words.palette import palette
from pages.session import planner, served, server
from pages.views import area_view, bereik_view, chosen_place_view, pin_view

Near = Mapping[str, tuple[PointFile, Mapping[str, object]]]
"""By layer that counts its rows: the bytes of those rows, and what the browser makes of them."""
MIN_CLUSTER = {"hubs": 3, "tenants": 8}


@server.shared(64)
def clusters(
    data: Dataset, filters: Filters, basis: str, method: str, radius: int
) -> gpd.GeoDataFrame:
    """Clusters of what passes the filters, the strongest first; shared, never changed.

    ``basis`` is "hubs" (each building once) or "tenants" (each known organisation once). Beside
    what `describe_clusters` says: ``place`` (its name), ``stability``, of `density` ``expected,
    times, p, verdict``, and ``open``, what is known of the stages that no known tenant has. What
    is said of one is the same whatever other cities are shown.
    """
    alone = [replace(filters, cities=(city,)) for city in filters.cities] or [filters]
    parts = [_city_clusters(data, one, basis, method, radius) for one in alone]
    if len(parts) == 1:
        return parts[0]
    every = gpd.GeoDataFrame(pd.concat(parts))
    west, south = every.bounds["minx"], every.bounds["miny"]
    order = every.assign(_west=west, _south=south).sort_values(
        ["n_points", "_west", "_south"], ascending=[False, True, True], kind="stable"
    )
    return order[every.columns].assign(label=range(1, len(every) + 1)).reset_index(drop=True)


@server.shared(64)
def _city_clusters(
    data: Dataset, filters: Filters, basis: str, method: str, radius: int
) -> gpd.GeoDataFrame:
    """The clusters of one city, or of none: no row, and the columns."""
    chosen, model = server.selection(data, filters), data.chain_model
    # A test and a lead count organisations; which stages are there, all that is known.
    who, counted = chosen.tenants[organisations(chosen.tenants)], organisation_shares(chosen)
    points = chosen.hubs if basis == "hubs" else tenant_points(who, chosen.hubs)
    least = MIN_CLUSTER[basis]
    search = Search(method, least, float(radius))
    # One chain is what is asked most: the ten are few to keep, all that can be chosen is not.
    often = len(filters.chains) <= 1 and not (filters.stages or filters.year)
    found, stability = stable_clusters(points, search, data.key == SHIPPED and often)
    strength, labels = found["probability"], found["cluster"].to_numpy()
    table = describe_clusters(
        points, found["cluster"], chosen.shares, model, strength, counted=counted
    )
    names = cluster_names(points, found["cluster"], data.neighbourhoods)
    # Where each house counts once, few numbers of houses serve all choices (`drawn_counts`).
    whole = not (filters.chains or filters.stages or filters.year)
    keeps = data.key == SHIPPED and (whole or basis == "hubs")
    tested = [_tested(points, labels, city, search, keeps) for city in filters.cities]
    table = table.assign(
        stability=table["label"].map(stability), place=table["label"].map(names).fillna("")
    )
    held = pd.concat(tested) if tested else pd.DataFrame(columns=list(TOLD))
    table = table.merge(held, left_on="label", right_index=True, how="left")
    # A filter on chain or stage hides nobody here: what is open is asked of all who are known.
    every = replace(filters, chains=(), stages=())
    bases = {city: server.unseen(data, every, city) for city in filters.cities}
    return table.assign(open=known_in_clusters(table, server.selection(data, every), bases))


def clusters_of(data: Dataset, state: ViewState) -> gpd.GeoDataFrame:
    """The clusters that the map of a state shows."""
    found: gpd.GeoDataFrame = clusters(data, state.filters, state.basis, state.method, state.radius)
    return found


@server.shared()
def businesses(city: str) -> Population:
    """Where the businesses of a city are; shared between sessions and never changed."""

    def made() -> Arrays:
        areas = counted_areas(server.shipped(), city)
        people = population(business_points(areas, address_points(city)))
        return {"xy": people.xy, "share": people.share}

    return population_of(**found_or_made(f"businesses.{city}", made))


@server.shared(64)
def _chance(city: str, counts: tuple[int, ...], search: Search, _keeps: bool) -> Numbers:
    """The clusters of places that lie as businesses do; shared and never changed.

    With `_keeps` they are kept for the next start: those of shipped rows. What was kept of them
    serves a planner's own rows too, where as many houses take part.
    """

    def made() -> Arrays:
        return {"scores": chance_scores(businesses(city), counts, search)}

    name = f"chance.{city}.{counts}.{search}"
    held = found_or_made(name, made) if _keeps else find(name) or made()
    return held["scores"]


def _tested(
    points: gpd.GeoDataFrame, labels: NDArray[np.int64], city: str, search: Search, keeps: bool
) -> pd.DataFrame:
    """The clusters of one city against its businesses in general, by label."""
    places = places_of(points, city, search.min_size)
    counts = drawn_counts(tuple(int(n) for n in places.counts))
    chance = _chance(city, counts, search, keeps)
    return density(places, labels[places.rows], businesses(city), chance)


@server.shared(64)
def links(data: Dataset, filters: Filters, chain: str, mode: str) -> gpd.GeoDataFrame:
    """The way from every hub to its nearest next stage in one chain, along the streets."""
    found = [
        _city_links(data, replace(filters, cities=(city,)), chain, mode)
        for city in filters.cities
        if server.selection(data, filters).hubs["city"].eq(city).any()
    ]
    columns = ["hub_id", "chain", "stage", "next_stage", "metres", "minutes", "geometry"]
    if not found:
        return gpd.GeoDataFrame(columns=columns, geometry="geometry", crs=RD_NEW)
    return gpd.GeoDataFrame(pd.concat(found, ignore_index=True), crs=RD_NEW)


@server.shared(64)
def _city_links(data: Dataset, filters: Filters, chain: str, mode: str) -> gpd.GeoDataFrame:
    chosen = server.selection(data, filters)
    net, line = server.network(filters.cities[0]), data.chain_model.stage_line
    found = next_stage_links(chosen.hubs, chosen.shares, chosen.partners, line, net, chain, mode)
    found = found[found["reason"].eq("ok")]
    return routes(net, chosen.hubs, chosen.partners, found, mode)


@server.shared(96)
def view_of(data: Dataset, state: ViewState, day: str) -> MapView:
    """The whole map of a state; shared between sessions and never changed."""
    context = server.context_of(data, state.filters, state.lang)
    layers = tuple(_layer(context, state, name) for name in state.layers if _possible(state, name))
    return map_view(
        context,
        layers,
        map_title(context, state),
        map_subtitle(context),
        map_notes(context, state, MIN_CLUSTER[state.basis]),
        urlencode(to_query(state)),
        day,
    )


def map_of(data: Dataset, state: ViewState, parameters: Parameters, day: str) -> MapView:
    """The map of a state with its layers as they are asked; of what is chosen only a place."""
    view: MapView = view_of(data, replace(state, selected=""), day)
    if look := parameters.get(LOOK, ""):
        link = address_of(replace(state, selected=""), {LOOK: look})
        view = relinked(replace(view, layers=looked(view.layers, look)), data.package, link)
    return chosen_place_view.with_place(data, state, view)


def explanation_of(data: Dataset, state: ViewState, parameters: Parameters, _: str) -> Explanation:
    """What the rows that pass the filters come to, or those of the pin or plan area chosen."""
    of_pin = pin_view.explanation_of(data, state, bereik_view.minutes_of(parameters))
    said = of_pin or area_view.explanation_of(data, state)
    if said:
        return said
    look = palette(data.chain_model, state.lang)
    return explanation_of_rows(server.selection(data, state.filters), look, state.lang)


@server.shared(64)
def on_map(
    data: Dataset, state: ViewState, look: str, day: str
) -> tuple[MapView, tuple[str, ...], Near]:
    """The map of a state, and what the browser gets of it, layer by layer and from near."""
    view = view_of(data, state, day)
    view = replace(view, layers=looked(view.layers, look))
    near = {}
    for layer in view.layers:
        if layer.counted is not None:
            crowd, file = points_of(data, _of_all_chains(state.filters), state.lang, layer.key)
            shown = shown_kinds(crowd, layer.counted.frame)
            near[layer.key] = (file, near_content(crowd, file, shown, layer.alpha))
    return view, encoded_layers(view), near


@server.shared(8)
def points_of(data: Dataset, filters: Filters, lang: str, key: str) -> tuple[PointCrowd, PointFile]:
    """The single rows of a layer that counts them; made once, whichever chains are chosen."""
    crowd = crowd_points(server.context_of(data, filters, lang), key)
    return crowd, point_file(crowd)


def _of_all_chains(filters: Filters) -> Filters:
    return replace(filters, chains=(), stages=())


def first_views(data: Dataset, chain: str = "") -> None:
    """Make what a planner sees first, as the map opens or of one chain: each city, and both."""
    chains = (chain,) if chain else ()
    view_of(data, ViewState(chains=chains), server.today())
    for city in CITIES:
        on_map(data, ViewState(cities=(city,), chains=chains), "", server.today())


def current_view() -> MapView:
    """The map of this session."""
    return map_of(planner.dataset(), planner.state(), planner.parameters(), server.today())


def city_layers(city: str) -> list[folium.FeatureGroup]:
    """The layers of this session's map that lie in one city, with the chosen thing ringed."""
    data, asked = planner.dataset(), planner.state()
    mine, look = replace(asked, cities=(city,), selected=""), planner.parameter(LOOK)
    view, encoded, near = on_map(data, mine, look, server.today())
    below, above, beside = chosen_place_view.layers_of(data, asked)
    shown = replace(view, layers=(*below, *view.layers, *above))
    contents = (*beside[: len(below)], *encoded, *beside[len(below) :])
    points = {
        key: fetched_from(content, served.address_of(file.content, f"{city}.{key}"))
        for key, (file, content) in near.items()
    }
    return feature_groups(shown, asked.selected, contents, points)


def layer_of(view: MapView, ref: str) -> MapLayer | None:
    """The layer of a view that says what a click on a thing shows; None when there is none."""
    for layer in view.layers:
        if ref in layer.card:
            return layer
    if any(layer.counted is not None for layer in view.layers):
        state = planner.state()
        return one_point(server.context_of(planner.dataset(), state.filters, state.lang), ref)
    return None


def undrawn(data: Dataset, state: ViewState, ref: str) -> MapLayer | None:
    """The layer of one partner or meeting place that the map leaves out, for what its card says."""
    kind, _, row_id = ref.partition(":")
    context = server.context_of(data, state.filters, state.lang)
    partners = data.partners[data.partners["id"].eq(row_id)]
    if kind == "partner" and len(partners):
        return partner_points(context, partners)
    places = data.meeting_places[data.meeting_places["id"].eq(row_id)]
    if kind == "meeting" and len(places):
        alone = replace(context.selection, meeting_places=places)
        return meeting_layer(replace(context, selection=alone))
    return None


def opens_on(city: str) -> Place:
    """Where a map has the chosen in view: a place, else the buildings of a chain, else the city."""
    state = planner.state()
    ground = _ground_of_chosen(planner.dataset(), state, city)
    if len(ground):
        return fitting(ground, city)
    hubs = server.selection(planner.dataset(), replace(state.filters, cities=(city,))).hubs
    chosen = hubs[hubs.geometry.notna()] if state.chains else hubs.iloc[:0]
    return fitting(chosen.geometry, city)


def city_of_chosen(cities: Sequence[str]) -> str:
    """The city that the chosen thing lies in; "" where none is chosen, or it is on no map."""
    data, state = planner.dataset(), planner.state()
    for city in cities:
        if len(_ground_of_chosen(data, state, city)):
            return city
    return ""


def _ground_of_chosen(data: Dataset, state: ViewState, city: str) -> gpd.GeoSeries:
    """The ground of the chosen thing in a city: a place, or what its map draws."""
    ground = chosen_place_view.bounds_in(data, state, city)
    if len(ground) or not state.selected:
        return ground
    alone = replace(state, cities=(city,), selected="")
    for layer in view_of(data, alone, server.today()).layers:
        rows = layer.frame[layer.frame["ref"].eq(state.selected)]
        if len(rows):
            return rows.geometry.buffer(chosen_place_view.ROUND_HUB_M)
    return ground


def _possible(state: ViewState, name: str) -> bool:
    return name != "links" or len(state.chains) == 1


def _layer(context: LayerContext, state: ViewState, name: str) -> MapLayer:
    if name == "clusters":
        return clusters_layer(context, clusters_of(context.dataset, state))
    if name == "links":
        return links_layer(
            context, links(context.dataset, state.filters, state.chains[0], state.travel)
        )
    return SIMPLE_LAYERS[name](context)
