"""What an address is looked up in: postcodes, streets, and the addresses of partners."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from pathlib import Path
from typing import TypeVar

import geopandas as gpd
import pandas as pd
import shapely
from shapely import Point

from data.prepare.ground import whole_city
from data.prepare.raw import read_hand_table, read_layer
from geo.data.crs import RD_NEW
from geo.data.placement import Gazetteer, address_keys, equal_area_radius, place_rows, plain_words

Key = TypeVar("Key", bound=Hashable)

POSTCODE4_MIN_M = 250.0
STREET_MIN_M = 50.0
SAME_ADDRESS_M = 100.0
"""Sets that put one address further apart than this contradict each other: it is not used."""
WITH_ADDRESSES = (
    "amsterdam_osm_tourism_2026.parquet",
    "amsterdam_osm_culture.geojson",
    "amsterdam_eat_drink.parquet",
    "amsterdam_museums_galleries_iamsterdam.parquet",
    "amsterdam_art_architecture.parquet",
    "makerspaces_fablabs.parquet",
)


def postcode6(folder: Path) -> pd.DataFrame:
    """Six-character postcodes of Amsterdam: street, place in whole metres, accuracy."""
    raw = read_layer(folder, "postcode_pc6_amsterdam.parquet")
    table = _with_metres(raw[raw["in_city"]])
    return table[["pc6", "street", "accuracy_m", "x", "y"]].sort_values("pc6", ignore_index=True)


def postcode4(folder: Path, of_outline: gpd.GeoDataFrame) -> pd.DataFrame:
    """Four-digit postcodes of both cities, PO boxes left out.

    The accuracy is the radius of the circle as large as the ground nearer to this point than to
    any other postcode's (its Voronoi cell inside the city).
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
    accuracy = pd.Series(radii, index=points.index).clip(lower=POSTCODE4_MIN_M)
    return points.assign(accuracy_m=accuracy.round().astype(int))


def street_names(folder: Path, of_outline: gpd.GeoDataFrame) -> pd.DataFrame:
    """Streets of Amsterdam with one point each in whole metres.

    The accuracy is the way to the farthest point of the street: half its length would be too short
    where the point stands at an end, and too long where the street has two carriageways.
    """
    raw = read_layer(folder, "amsterdam_street_names.parquet")
    lines = read_layer(folder, "amsterdam_walk_network.parquet")
    # A neighbouring municipality may have a street of the same name.
    lines = lines[lines.intersects(whole_city(of_outline, "Amsterdam"))]
    whole = lines.dissolve("name").geometry.reindex(raw["name"]).to_numpy()
    reach = pd.Series(shapely.hausdorff_distance(whole, raw.geometry.to_numpy()), raw.index)
    # Never more than its length: further away is another street of the same name.
    accuracy = reach.fillna(raw["length_m"]).clip(upper=raw["length_m"]).clip(lower=STREET_MIN_M)
    accuracy = accuracy.round().astype(int)
    table = _with_metres(raw.assign(city="Amsterdam", accuracy_m=accuracy))
    return table[["city", "name", "accuracy_m", "x", "y"]].sort_values("name", ignore_index=True)


def _with_metres(table: gpd.GeoDataFrame) -> pd.DataFrame:
    """Swap the geometry for x and y in whole metres."""
    places = table.geometry.get_coordinates().round().astype(int)
    return pd.DataFrame(table.drop(columns="geometry")).join(places)


def partner_addresses(folder: Path) -> dict[tuple[str, str, int], Point]:
    """Map city, street and house number to where the partner sets put it."""
    parts = [_addresses(read_layer(folder, name)) for name in WITH_ADDRESSES]
    table = gpd.GeoDataFrame(pd.concat(parts, ignore_index=True), crs=RD_NEW)
    places = table.join(table.geometry.get_coordinates()).groupby("key")
    spread = places[["x", "y"]].max() - places[["x", "y"]].min()
    middle = places[["x", "y"]].median()[spread.max(axis=1) <= SAME_ADDRESS_M]
    return {key: Point(x, y) for key, x, y in middle.itertuples()}


def _addresses(table: gpd.GeoDataFrame) -> pd.DataFrame:
    """One row an address, keyed as placement does; only single numbers, no ranges."""
    bare = table.rename(columns=lambda name: name.removeprefix("addr:"))
    if "id" in bare:
        bare = bare[~bare["id"].isin(read_hand_table("misplaced")["source_id"])]
    if "street" in bare:
        bare["address"] = bare["street"] + " " + bare["housenumber"]
    if "city" not in bare:
        bare["city"] = "Amsterdam"
    keys = [address_keys(c, a) for c, a in zip(bare["city"], bare["address"], strict=True)]
    rows = zip(keys, bare.geometry, strict=True)
    return pd.DataFrame([(k[0], point) for k, point in rows if k], columns=["key", "geometry"])


def gazetteer(
    folder: Path,
    tables: dict[str, pd.DataFrame],
    of_neighbourhoods: gpd.GeoDataFrame,
    of_districts: gpd.GeoDataFrame,
) -> Gazetteer:
    """Gather everything placement looks up."""
    six, four, street = tables["postcode6"], tables["postcode4"], tables["street_names"]
    names = zip(street["city"], street["name"].map(plain_words), strict=True)
    return Gazetteer(
        addresses=partner_addresses(folder),
        postcode6=_lookup(six["pc6"], six),
        streets=_lookup(names, street),
        postcode4=_lookup(four["pc4"].astype(str), four),
        areas=_areas(of_neighbourhoods, of_districts),
        neighbourhoods=of_neighbourhoods[["city", "geometry"]],
    )


def replaced(table: pd.DataFrame, gazetteer: Gazetteer) -> pd.DataFrame:
    """Place anew, by address and postcode, the rows whose given point is wrong (by hand)."""
    wrong = table["id"].isin(read_hand_table("misplaced")["id"])
    rows = table[wrong].drop(columns=["geometry", "precision", "placed_by", "accuracy_m"])
    rows = rows.assign(area=pd.NA, point=None, point_precision="none")
    return pd.concat([table[~wrong], place_rows(rows, gazetteer)])


def _lookup(keys: Iterable[Key], table: pd.DataFrame) -> dict[Key, tuple[Point, float]]:
    rows = zip(table["x"], table["y"], table["accuracy_m"], strict=True)
    return {key: (Point(x, y), float(m)) for key, (x, y, m) in zip(keys, rows, strict=True)}


def _areas(
    of_neighbourhoods: gpd.GeoDataFrame, of_districts: gpd.GeoDataFrame
) -> dict[tuple[str, str], shapely.Polygon]:
    """Neighbourhoods by name, without names that a district or another neighbourhood has too."""
    taken = set(zip(of_districts["city"], of_districts["name"].map(plain_words), strict=True))
    plain = of_neighbourhoods.assign(plain=of_neighbourhoods["name"].map(plain_words))
    single = plain[~plain.duplicated(["city", "plain"], keep=False)]
    rows = zip(single["city"], single["plain"], single.geometry, strict=True)
    return {(city, name): area for city, name, area in rows if (city, name) not in taken}
