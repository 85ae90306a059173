"""Informal meeting places: cafés, restaurants, markets, libraries and small stages."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd

from data.prepare.addresses import replaced
from data.prepare.ground import with_areas
from data.prepare.partners import markets
from data.prepare.raw import day_read, postcodes, read_layer, web_addresses
from geo.data.coarseness import GIVEN
from geo.data.crs import RD_NEW
from geo.data.gazetteer import Gazetteer
from geo.data.placement import ADDRESS_M
from geo.data.schemas import SOURCE_COLUMNS

COLUMNS = (
    *("id", "name", "category", "city", "address", "postcode", "website", "updated", "dataset"),
    *(*SOURCE_COLUMNS, "precision", "placed_by", "accuracy_m"),
    *("district_code", "neighbourhood_code", "synthetic", "geometry"),
)
CATEGORIES = {
    "restaurant": "restaurant",
    "pancake restaurant": "restaurant",
    "café-restaurant": "cafe_restaurant",
    "lunchroom": "lunchroom",
    "coffee bar": "coffee",
    "tea/coffee house": "coffee",
    "ice cream": "other",
    "snack/delicatessen": "other",
}
MET_AT = {"library": "library", "venue": "venue", "stage": "venue", "market": "market"}
NOT_INFORMAL = ("Rotterdam Ahoy", "Stadsarchief Rotterdam")
EAT_DRINK = {
    "dataset": "eat_drink",
    "source_title": "iamsterdam: EtenDrinken",
    "source_url": "https://open.data.amsterdam.nl/",
}


def meeting_places(
    folder: Path,
    gazetteer: Gazetteer,
    partners: gpd.GeoDataFrame,
    of_neighbourhoods: gpd.GeoDataFrame,
) -> gpd.GeoDataFrame:
    """Meeting places of both cities with the date of their record."""
    parts = [
        replaced(from_eat_drink(folder), gazetteer),
        from_markets(folder),
        from_partners(partners),
    ]
    table = gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), crs=RD_NEW)
    table = with_areas(
        table.assign(synthetic=False, postcode=postcodes(table["postcode"])), of_neighbourhoods
    )
    return table[list(COLUMNS)].sort_values("id", ignore_index=True)


def from_eat_drink(folder: Path) -> pd.DataFrame:
    """Cafés and restaurants of Amsterdam, 2015 to 2018; those closed by their name left out."""
    raw = read_layer(folder, "amsterdam_eat_drink.parquet")
    raw = raw[~raw["closed_in_name"]]
    day = raw["updated"].str[:10]
    table = raw.assign(
        **EAT_DRINK,
        id="eat-drink-" + raw["id"].str[:8],
        category=raw["category"].map(CATEGORIES),
        website=web_addresses(raw["url"]),
        updated=day,
        source_date=day,
        source_read=day_read("amsterdam_eat_drink"),
        precision="address",
        placed_by=GIVEN,
        accuracy_m=ADDRESS_M,
    )
    return _kept(table)


def from_markets(folder: Path) -> pd.DataFrame:
    """Markets of general goods, flowers and food."""
    table = markets(folder, "meeting_place")
    return _kept(table.assign(updated=table["source_date"]))


def from_partners(partners: gpd.GeoDataFrame) -> pd.DataFrame:
    """Libraries, pop stages, venues and the market hall of Rotterdam: they are partners as well.

    Theatres, cinemas, concert halls, the arena and the archive are no informal meeting place.
    """
    table = partners[
        partners["likely_open"]
        & partners["city"].eq("Rotterdam")
        & partners["category"].isin(MET_AT)
        & ~partners["name"].isin(NOT_INFORMAL)
    ]
    table = table.assign(
        id="partner-" + table["id"],
        category=table["category"].map(MET_AT),
        updated=table["source_date"],
    )
    return _kept(table)


def _kept(table: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(table[[name for name in COLUMNS if name in table]])
