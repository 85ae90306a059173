"""What *Nabijheid* shows of areas: hot spots of neighbourhoods, and location quotients."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import pandas as pd

from geo.data.selection import Filters
from geo.data.store import Dataset
from geo.evidence.area_counts import (
    SECTORS,
    business_share,
    chain_quotients,
    hot_spots,
    neighbourhood_tenants,
    sector_quotients,
)
from geo.evidence.hotspots import MoranAnswer
from geo.own.forms import OWN
from layers.map.layer_context import LayerContext
from layers.map.nearness_layers import hot_spots_layer, quotients_layer
from layers.view.map_model import MapLayer
from pages.session import server
from pages.views.nabijheid_asked import Asked


def hot_spots_of(
    data: Dataset, asked: Asked, city: str
) -> tuple[gpd.GeoDataFrame, MoranAnswer | None]:
    """Neighbourhoods of one city with Gi*, and Moran's I."""
    return _hot_spots(data, asked.filters, city, asked.value)


@server.shared(32)
def _hot_spots(
    data: Dataset, filters: Filters, city: str, value: str
) -> tuple[gpd.GeoDataFrame, MoranAnswer | None]:
    """Neighbourhoods of one city with Gi*; shared between sessions and never changed."""
    if value == "tenants":
        return hot_spots(neighbourhood_tenants(data, server.selection(data, filters), city))
    return hot_spots(business_share(data, city, value))


def quotients_of(data: Dataset, asked: Asked, city: str) -> gpd.GeoDataFrame:
    """Location quotients of one city."""
    return _quotients(data, asked.whole, city, asked.share, asked.level)


@server.shared(64)
def _quotients(
    data: Dataset, filters: Filters, city: str, share: str, level: str
) -> gpd.GeoDataFrame:
    """Location quotients of one city; shared between sessions and never changed."""
    if share in SECTORS:
        return sector_quotients(data, city, share, level)
    return chain_quotients(data, server.selection(data, filters), city, share, level)


def own_outside(data: Dataset, asked: Asked, cities: Sequence[str]) -> int:
    """Count a planner's own rows outside the buildings, which the counts of tenants leave out."""
    rows = server.selection(data, asked.filters).partners
    if OWN not in rows:
        return 0
    return int((rows[OWN].fillna(False).astype(bool) & rows["city"].isin(cities)).sum())


def hot_map_layer(context: LayerContext, asked: Asked, cities: Sequence[str]) -> MapLayer | None:
    """The neighbourhoods of some cities by Gi*; None where nothing is counted."""
    areas = _together([hot_spots_of(context.dataset, asked, city)[0] for city in cities])
    return None if areas is None else hot_spots_layer(context, areas, asked.value)


def quotient_map_layer(
    context: LayerContext, asked: Asked, cities: Sequence[str]
) -> MapLayer | None:
    """The areas of some cities by their location quotient; None where nothing is counted."""
    areas = _together([quotients_of(context.dataset, asked, city) for city in cities])
    return None if areas is None else quotients_layer(context, areas, asked.share)


def _together(found: Sequence[gpd.GeoDataFrame]) -> gpd.GeoDataFrame | None:
    filled = [rows for rows in found if len(rows)]
    return gpd.GeoDataFrame(pd.concat(filled, ignore_index=True)) if filled else None
