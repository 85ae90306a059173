"""What an address is looked up in: known doors, ranges of house numbers and postcodes."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.prepare.raw import read_hand_table, read_layer
from geo.data.coarseness import GIVEN
from geo.data.crs import RD_NEW
from geo.data.gazetteer import Gazetteer
from geo.data.placement import equal_area_radius, place_rows
from geo.data.street_numbers import lone_accuracy
from geo.data.street_words import address_keys, first_street

POSTCODE4_MIN_M = 250.0
HOLDS_NINE_TENTHS = 1.35
"""An area is no circle, and its addresses lie not in its middle: times the circle of its size."""
SAME_ADDRESS_M = 100.0
"""Sets that put one address further apart than this contradict each other: it is not used."""
DOORS = {
    "osm_tourism": "amsterdam_osm_tourism_2026.parquet",
    "osm_culture": "amsterdam_osm_culture.geojson",
    "eat_drink": "amsterdam_eat_drink.parquet",
    "iamsterdam": "amsterdam_museums_galleries_iamsterdam.parquet",
    "makerspaces": "makerspaces_fablabs.parquet",
    "osm_meeting_places": "meeting_places_2.parquet",
    "functiekaart": "partners_3_amsterdam.parquet",
}
"""Sets whose points stand at the door. Those of art and architecture stand at the work."""


def address_ranges(folder: Path) -> pd.DataFrame:
    """Ranges of house numbers of Amsterdam with the mean point of their addresses."""
    raw = read_layer(folder, "amsterdam_postcode6_ranges.parquet")
    table = _with_metres(raw).assign(city="Amsterdam")
    columns = ["city", "street", "number_from", "number_to", "parity", "postcode", "x", "y"]
    numbers = dict.fromkeys(["number_from", "number_to"], "int32")
    return table[columns].astype(numbers).sort_values(columns[1:], ignore_index=True)


def postcode6(folder: Path, ranges: pd.DataFrame) -> pd.DataFrame:
    """Six-character postcodes of Amsterdam: street, place in whole metres, accuracy.

    A code with ranges of house numbers stands in the middle of them; the others are derived.
    """
    raw = read_layer(folder, "postcode_pc6_amsterdam.parquet")
    derived = _with_metres(raw[raw["in_city"] & ~raw["pc6"].isin(ranges["postcode"])])
    columns = ["pc6", "street", "accuracy_m", "x", "y"]
    both = pd.concat([_by_ranges(ranges)[columns], derived[columns]])
    return both.sort_values("pc6", ignore_index=True)


def _by_ranges(ranges: pd.DataFrame) -> pd.DataFrame:
    """Middle of the ranges of a postcode, and the radius that holds each with its own."""
    of_code = ranges.groupby("postcode")
    x, y = of_code["x"].transform("mean"), of_code["y"].transform("mean")
    lone = (ranges["number_to"] - ranges["number_from"]).map(lone_accuracy)
    reach = np.hypot(ranges["x"] - x, ranges["y"] - y) + lone
    table = ranges.assign(pc6=ranges["postcode"], x=x, y=y, accuracy_m=reach).groupby("pc6")
    made = table.agg({"street": "first", "accuracy_m": "max", "x": "first", "y": "first"})
    whole = dict.fromkeys(["accuracy_m", "x", "y"], int)
    return made.round({"accuracy_m": 0, "x": 0, "y": 0}).astype(whole).reset_index()


def postcode4(folder: Path, of_outline: gpd.GeoDataFrame) -> pd.DataFrame:
    """Four-digit postcodes of both cities, PO boxes left out.

    The accuracy is `HOLDS_NINE_TENTHS` times the radius of the circle as large as the ground nearer
    to this point than to any other postcode's (its Voronoi cell inside the city).
    """
    raw = read_layer(folder, "postcode_pc4_points.parquet")
    raw = raw[raw["kind"].str.startswith("Adres") & raw["city"].notna()]
    parts = [
        _with_cells(raw[raw["city"].eq(city)], outline)
        for city, outline in zip(of_outline["city"], of_outline.geometry, strict=True)
    ]
    table = _with_metres(pd.concat(parts))
    return table[["pc4", "city", "accuracy_m", "x", "y"]].sort_values("pc4", ignore_index=True)


def _with_cells(points: gpd.GeoDataFrame, outline: shapely.Geometry) -> gpd.GeoDataFrame:
    cells = shapely.get_parts(shapely.voronoi_polygons(points.union_all(), extend_to=outline))
    tree = shapely.STRtree(cells)
    around = [cells[tree.query(point, predicate="intersects")[0]] for point in points.geometry]
    radii = [equal_area_radius(cell.intersection(outline).area) for cell in around]
    accuracy = HOLDS_NINE_TENTHS * pd.Series(radii, index=points.index)
    accuracy = accuracy.clip(lower=POSTCODE4_MIN_M)
    return points.assign(accuracy_m=accuracy.round().astype(int))


def _with_metres(table: gpd.GeoDataFrame) -> pd.DataFrame:
    """Swap the geometry for x and y in whole metres."""
    places = table.geometry.get_coordinates().round().astype(int)
    return pd.DataFrame(table.drop(columns="geometry")).join(places)


def known_doors(folder: Path, hubs: gpd.GeoDataFrame) -> pd.DataFrame:
    """Addresses with one house number, and where the sets put them, in whole metres.

    ``hubs`` are those that a source places at their door. Where sets contradict each other the
    address is left out.
    """
    found = every_door(folder, hubs)
    places = found.join(found.geometry.get_coordinates()).groupby("key", sort=True)
    spread = places[["x", "y"]].max() - places[["x", "y"]].min()
    middle = places[["x", "y"]].median().round().astype(int)
    table = middle.join(places[["street", "dataset"]].first())[spread.max(axis=1) <= SAME_ADDRESS_M]
    keys = pd.DataFrame(table.index.tolist(), columns=["city", "key", "number"], index=table.index)
    columns = ["city", "street", "number", "dataset", "x", "y"]
    made = keys.join(table)[columns].astype({"number": "int32"})
    return made.sort_values(columns, ignore_index=True)


def every_door(folder: Path, hubs: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Every address of the sets, a row each.

    ``key`` is as placement keys it; with ``street, address, postcode, dataset, geometry``.
    """
    parts = [_addresses(_at_door(read_layer(folder, file)), name) for name, file in DOORS.items()]
    parts.append(_addresses(hubs, "hubs"))
    return gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), crs=RD_NEW)


def _at_door(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Of sets that say how a row was placed, those that their source itself places."""
    if "placed_by" not in table:
        return table
    given = table["placed_by"].eq(GIVEN) & table["accuracy_m"].le(15)
    return table[given & table["source_url"].str.startswith("https://")]


def _addresses(table: pd.DataFrame, dataset: str) -> pd.DataFrame:
    """One row an address, keyed as placement does; only single numbers, no ranges."""
    bare = table.rename(columns=lambda name: name.removeprefix("addr:"))
    if "id" in bare:
        bare = bare[~bare["id"].isin(read_hand_table("misplaced")["source_id"])]
    if "street" in bare:
        bare["address"] = bare["street"] + " " + bare["housenumber"]
    if "city" not in bare:
        bare["city"] = "Amsterdam"
    if "postcode" not in bare:
        bare["postcode"] = pd.NA
    cells = zip(bare["city"], bare["address"], bare["postcode"], bare.geometry, strict=True)
    rows = [
        (keys[0], first_street(address), address, code, dataset, point)
        for city, address, code, point in cells
        if (keys := address_keys(city, address)) and point is not None
    ]
    columns = ["key", "street", "address", "postcode", "dataset", "geometry"]
    return pd.DataFrame(rows, columns=columns)


def replaced(table: pd.DataFrame, gazetteer: Gazetteer) -> pd.DataFrame:
    """Place anew, by address and postcode, the rows whose given point is wrong (by hand)."""
    wrong = table["id"].isin(read_hand_table("misplaced")["id"])
    rows = table[wrong].drop(columns=["geometry", "precision", "placed_by", "accuracy_m"])
    rows = rows.assign(area=pd.NA, point=None, point_precision="none")
    return pd.concat([table[~wrong], place_rows(rows, gazetteer)])
