"""What the map of this session shows: from the state to one `MapView`."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pandas as pd
import streamlit as st

from geo.chains import ChainModel
from geo.clusters import cluster_points, describe_clusters
from geo.proximity import next_stage_links, routes
from geo.selection import COARSE, Filters, Selection
from layers.area_layers import clusters_layer, links_layer
from layers.drawing import Drawing
from layers.drawn import DrawnLayer, MapView
from layers.map_view import SIMPLE_LAYERS, map_view
from layers.view_state import ViewState
from pages.parts import session

MIN_CLUSTER = 3


@st.cache_resource(show_spinner=False, max_entries=64)
def clusters(filters: Filters, method: str, radius: int) -> gpd.GeoDataFrame:
    """Clusters of the hubs that pass the filters; shared between sessions, never changed."""
    chosen = session.selection(filters)
    fine = chosen.hubs[~chosen.hubs["precision"].isin(COARSE)]
    labels = cluster_points(fine, method=method, min_size=MIN_CLUSTER, radius_m=radius)
    model = session.dataset().chain_model
    return describe_clusters(fine, labels, chosen.shares, model)


@st.cache_resource(show_spinner=False, max_entries=64)
def links(filters: Filters, chain: str, mode: str) -> gpd.GeoDataFrame:
    """The way from every hub to its nearest next stage in one chain, along the streets."""
    chosen, model = session.selection(filters), session.dataset().chain_model
    found = [
        _city_links(chosen, model, city, chain, mode)
        for city in filters.cities
        if chosen.hubs["city"].eq(city).any()
    ]
    columns = ["hub_id", "chain", "stage", "next_stage", "metres", "minutes", "geometry"]
    if not found:
        return gpd.GeoDataFrame(columns=columns, geometry="geometry", crs=28992)
    return gpd.GeoDataFrame(pd.concat(found, ignore_index=True), crs=28992)


def _city_links(
    chosen: Selection, model: ChainModel, city: str, chain: str, mode: str
) -> gpd.GeoDataFrame:
    net = session.network(city)
    hubs = chosen.hubs[chosen.hubs["city"].eq(city)]
    partners = chosen.partners[chosen.partners["city"].eq(city)]
    found = next_stage_links(hubs, chosen.shares, partners, model.stage_line, net, chain, mode)
    found = found[found["reason"].eq("ok")]
    return routes(net, hubs, partners, found, mode)


@st.cache_resource(show_spinner=False, max_entries=32)
def view_of(state: ViewState, link: str) -> MapView:
    """The whole map of a state; shared between sessions and never changed."""
    chosen = session.selection(state.filters)
    drawing = Drawing(session.dataset(), chosen, session.looks(), state.lang)
    layers = tuple(_layer(drawing, state, name) for name in state.layers if _possible(state, name))
    return map_view(
        drawing, layers, _title(drawing, state), _subtitle(drawing), _notes(drawing, state), link
    )


def current_view() -> MapView:
    """The map of this session."""
    return view_of(replace(session.state(), selected=""), session.address())


def city_view(city: str) -> MapView:
    """The part of the map of this session that lies in one city."""
    state = replace(session.state(), cities=(city,), selected="")
    return view_of(state, session.address())


def _possible(state: ViewState, name: str) -> bool:
    return name != "links" or len(state.chains) == 1


def _layer(drawing: Drawing, state: ViewState, name: str) -> DrawnLayer:
    if name == "clusters":
        return clusters_layer(drawing, clusters(state.filters, state.method, state.radius))
    if name == "links":
        return links_layer(drawing, links(state.filters, state.chains[0], state.travel))
    return SIMPLE_LAYERS[name](drawing)


def _title(drawing: Drawing, state: ViewState) -> str:
    if len(state.chains) != 1:
        return drawing.text("kaart.view_title")
    cities = drawing.text("kaart.and").join(state.cities)
    return drawing.text(
        "kaart.view_title_chain", chain=drawing.palette.chain(state.chains[0]), cities=cities
    )


def _subtitle(drawing: Drawing) -> str:
    chosen = drawing.selection
    on_map = chosen.tenants["hub_id"].isin(chosen.hubs["id"]).sum()
    return drawing.text(
        "kaart.subtitle", hubs=len(chosen.hubs), tenants=int(on_map), partners=len(chosen.partners)
    )


def _notes(drawing: Drawing, state: ViewState) -> tuple[str, ...]:
    coarse = int(drawing.selection.hubs["precision"].isin(COARSE).sum())
    notes = [drawing.text("kaart.count_note")]
    if coarse:
        notes.append(drawing.text("kaart.coarse_note", n=coarse))
    if "clusters" in state.layers:
        n = len(drawing.selection.hubs) - coarse
        notes.append(
            drawing.text(
                "kaart.cluster_note",
                method=drawing.text(f"method.{state.method}"),
                size=MIN_CLUSTER,
                n=n,
            )
        )
    if "links" in state.layers and len(state.chains) == 1:
        notes.append(
            drawing.text("kaart.distance_note", travel=drawing.text(f"travel.{state.travel}"))
        )
        if "Amsterdam" in state.cities:
            notes.append(drawing.text("kaart.network_note"))
    return tuple(notes)
