"""Landmarks of both cities: where addresses are put, against coordinates of another source.

``landmarks.csv`` holds museums and stages with their address and the coordinate that
OpenStreetMap (Amsterdam) or Wikidata (Rotterdam) gives; they are placed by house numbers and
streets alone, without the doors that those sets make known. Rotterdam's train stations stand where
NS puts them, and are held against the stops of the region.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geo.answers.comparison import STATIONS
from geo.data.cities import CITIES
from geo.data.crs import RD_NEW, WGS84
from geo.data.folders import DATA
from geo.data.gazetteer import shipped_gazetteer
from geo.data.placement import place_row

LIST = Path(__file__).with_name("landmarks.csv")
STATION_M = 150.0
"""Half the length of a platform: a station stands at one of its doors."""


def landmarks() -> gpd.GeoDataFrame:
    table = pd.read_csv(LIST, dtype={"postcode": "str"}, keep_default_na=False)
    points = gpd.points_from_xy(table["lon"], table["lat"], crs=WGS84)
    return gpd.GeoDataFrame(table, geometry=points).to_crs(RD_NEW)


def missed() -> list[str]:
    """Landmarks that stand outside the radius round the place of their address."""
    places = replace(shipped_gazetteer(), doors={})
    stops = gpd.read_parquet(DATA / "stops.parquet")
    trains = stops[stops["mode"].eq("train")].set_index("name").geometry
    outside = []
    for row in landmarks().to_dict("records"):
        if row["kind"] == "station":
            near = trains[row["name"]].distance(row["geometry"]) <= STATION_M
        else:
            asked = {"city": row["city"], "address": row["address"], "postcode": row["postcode"]}
            nothing = {"area": None, "point": None, "point_precision": "none"}
            place = place_row({**asked, **nothing}, places)
            found = place.point is not None
            near = found and place.point.distance(row["geometry"]) <= place.accuracy_m
        if not near:
            outside.append(row["name"])
    return outside


def test_there_are_landmarks_of_both_cities_and_each_says_where_its_coordinate_is_from() -> None:
    table = landmarks()
    assert len(table) >= 60
    assert (table["city"].value_counts() >= 25).all()
    assert table["source"].str.len().gt(5).all()
    assert table["name"].is_unique


def test_nineteen_of_twenty_landmarks_stand_within_the_stated_radius() -> None:
    assert len(missed()) <= 0.05 * len(landmarks()), missed()


def test_a_city_has_stops_of_every_kind_that_is_called_a_station() -> None:
    """The comparison speaks of the nearest station of train or metro, of both cities."""
    stops = gpd.read_parquet(DATA / "stops.parquet")
    for city in CITIES:
        assert set(STATIONS) <= set(stops.loc[stops["city"].eq(city), "mode"])
