"""Layers of areas are credited to the tables that their numbers were counted in."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest

from geo.data.selection import Filters, select
from geo.data.store import Dataset
from geo.evidence.area_counts import sector_quotients
from layers.map.layer_context import LayerContext
from layers.map.nearness_layers import quotients_layer
from layers.words.palette import palette


@pytest.mark.parametrize(
    ("cities", "credited"),
    [
        (("Amsterdam",), {"business_areas"}),
        (("Rotterdam",), {"neighbourhoods"}),
        (("Amsterdam", "Rotterdam"), {"business_areas", "neighbourhoods"}),
    ],
)
def test_businesses_are_credited_to_the_table_of_their_city(
    shipped: Dataset, cities: tuple[str, ...], credited: set[str]
) -> None:
    context = LayerContext(
        shipped, select(shipped, Filters()), palette(shipped.chain_model, "nl"), "nl"
    )
    found = [sector_quotients(shipped, c, "culture_recreation", "district") for c in cities]
    areas = gpd.GeoDataFrame(pd.concat(found, ignore_index=True))
    layer = quotients_layer(context, areas, "culture_recreation")
    assert set(layer.source_keys) == credited | {"districts"}
