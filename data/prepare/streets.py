"""Streets of both cities as points: all of a street, and its part in each neighbourhood."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.prepare.basemap import street_label
from data.prepare.raw import read_layer
from geo.data.cities import CITIES
from geo.data.crs import RD_NEW
from geo.data.street_words import street_key

STEP_M = 20.0
STREET_MIN_M = 50.0
OFF_STREET_M = 25.0
"""A door stands beside its street."""
FEW, FEW_MIN_M = 3, 200.0
"""A street known by so few trees and bins may run on well beyond them."""
ENOUGH_RANGES, ROUND_RANGES_M = 3, 50.0
"""A street with so many ranges of house numbers has its doors round them, and no further off than
this: found by leaving out known doors. With fewer ranges some of its numbers may be missing."""
KEYS = ["city", "name"]
COLUMNS = ["city", "name", "neighbourhood", "accuracy_m", "x", "y"]


def street_names(
    folder: Path, of_neighbourhoods: gpd.GeoDataFrame, ranges: pd.DataFrame
) -> pd.DataFrame:
    """Named streets of both cities, one row for the whole and one for each neighbourhood it meets.

    A row stands at the point of the street nearest to the middle of it; ``accuracy_m`` is the
    way to its farthest point and 25 m for what stands beside it. Where the ranges of house numbers
    (as `data.prepare.addresses.address_ranges` gives them) say more closely where its doors are, it
    stands in the middle of those. ``neighbourhood`` is missing for the whole of a street; a street
    within one neighbourhood has no other row.
    """
    samples = [_amsterdam(folder), _rotterdam(folder)]
    areas = of_neighbourhoods.rename(columns={"name": "neighbourhood"})
    inside = [
        points.sjoin(areas.loc[areas["city"].eq(city), ["neighbourhood", "geometry"]])
        for points, city in zip(samples, CITIES, strict=True)
    ]
    inside[1] = _where_it_runs(inside[1], folder)
    table = pd.concat([_points(part) for part in inside], ignore_index=True)
    numbers = _range_points(ranges, areas)
    whole = _by_numbers(table, numbers, KEYS).assign(neighbourhood=pd.NA)
    parts = _by_numbers(table, numbers, [*KEYS, "neighbourhood"])
    split = parts.duplicated(["city", "name"], keep=False)
    both = pd.concat([whole, parts[split]])
    order = ["city", "name", "neighbourhood"]
    return both.sort_values(order, na_position="first", ignore_index=True)[COLUMNS]


def _amsterdam(folder: Path) -> gpd.GeoDataFrame:
    """Points along the named lines; a street without a line has the one point of its list."""
    lines = read_layer(folder, "amsterdam_walk_network.parquet")
    listed = read_layer(folder, "amsterdam_street_names.parquet")
    lines = lines[lines["name"].isin(listed["name"])]
    bare = listed[~listed["name"].isin(lines["name"])]
    return _with_city(pd.concat([_along(lines), bare[["name", "geometry"]]]), "Amsterdam")


def _rotterdam(folder: Path) -> gpd.GeoDataFrame:
    """Points along the named lines; else the trees and bins that the city registers to a street."""
    lines = read_layer(folder, "rotterdam_street_lines_named.parquet")
    things = read_layer(folder, "rotterdam_street_asset_points.parquet")
    bare = things[~things["name"].isin(lines["name"])]
    return _with_city(pd.concat([_along(lines), bare[["name", "geometry"]]]), "Rotterdam")


def _along(lines: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Points every `STEP_M` along lines, their ends included."""
    dense = shapely.segmentize(lines.geometry.to_numpy(), STEP_M)
    xy, line = shapely.get_coordinates(dense, return_index=True)
    names = lines["name"].to_numpy()[line]
    return gpd.GeoDataFrame({"name": names}, geometry=shapely.points(xy), crs=RD_NEW)


def _with_city(points: pd.DataFrame, city: str) -> gpd.GeoDataFrame:
    frame = gpd.GeoDataFrame(points, geometry="geometry", crs=RD_NEW)
    return frame[frame["name"].notna()].assign(city=city).reset_index(drop=True)


def _where_it_runs(points: gpd.GeoDataFrame, folder: Path) -> gpd.GeoDataFrame:
    """Keep of a street the neighbourhoods it is known in: a tunnel has the name of its street."""
    listed = read_layer(folder, "rotterdam_street_names.parquet")
    areas = listed["neighbourhoods"].fillna(listed["neighbourhood"]).str.split(";")
    known = pd.DataFrame({"name": listed["name"], "neighbourhood": areas})
    known = known.explode("neighbourhood")
    known["neighbourhood"] = known["neighbourhood"].str.strip()
    wanted = pd.MultiIndex.from_frame(known.drop_duplicates())
    return points[pd.MultiIndex.from_frame(points[["name", "neighbourhood"]]).isin(wanted)]


def _points(frame: gpd.GeoDataFrame) -> pd.DataFrame:
    bare = pd.DataFrame(frame[["city", "name", "neighbourhood"]])
    return bare.join(frame.geometry.get_coordinates())


def _middles(points: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """One row a group: the point of it from which its farthest is nearest, and how far that is."""
    groups = points.groupby(keys, sort=True)
    sizes = groups.size()
    in_order = points[["x", "y"]].to_numpy()[groups.ngroup().argsort(kind="stable")]
    rows = [_middle(part, part) for part in np.split(in_order, sizes.cumsum()[:-1])]
    table = sizes.index.to_frame(index=False)
    table[["x", "y", "accuracy_m"]] = rows
    least = np.where(sizes <= FEW, FEW_MIN_M, STREET_MIN_M)
    radius = (table["accuracy_m"] + OFF_STREET_M).clip(lower=least)
    whole = table.assign(accuracy_m=radius)[["x", "y", "accuracy_m"]].round().astype(int)
    return table[keys].join(whole)


def _middle(xy: np.ndarray, street: np.ndarray) -> tuple[float, float, float]:
    """The point of a street from which the farthest of ``xy`` is nearest, and how far that is."""
    stand = np.unique(street, axis=0)
    ends = shapely.get_coordinates(shapely.convex_hull(shapely.multipoints(xy)))
    reach = np.max([np.hypot(*(stand - end).T) for end in ends], axis=0)
    first = np.lexsort((stand[:, 1], stand[:, 0], reach.round(1)))[0]
    return *stand[first], float(reach[first])


def _range_points(ranges: pd.DataFrame, areas: gpd.GeoDataFrame) -> pd.DataFrame:
    """Mean points of the ranges of house numbers, with the folded street and the neighbourhood."""
    places = gpd.points_from_xy(ranges["x"], ranges["y"], crs=RD_NEW)
    points = gpd.GeoDataFrame({"city": ranges["city"], "name": ranges["street"]}, geometry=places)
    return _points(_folded(points.sjoin(areas[["neighbourhood", "geometry"]])))


def _by_numbers(points: pd.DataFrame, ranges: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """As `_middles`, but nearest to a street's house numbers where they say more closely."""
    table = _middles(points, keys)
    streets, doors = _spots(_folded(points), keys), _spots(ranges, keys)
    columns = ["x", "y", "accuracy_m"]
    found = table[columns].to_numpy()
    for row, key in enumerate(_folded(table)[keys].itertuples(index=False, name=None)):
        if len(doors.get(key, ())) >= ENOUGH_RANGES:
            x, y, reach = _middle(doors[key], streets[key])
            if reach + ROUND_RANGES_M < found[row, 2]:
                found[row] = np.round((x, y, reach + ROUND_RANGES_M))
    return table.assign(**dict(zip(columns, found.T, strict=True)))


def _folded(frame: pd.DataFrame) -> pd.DataFrame:
    """The same rows with every name folded: each is folded once, however many rows bear it."""
    keys = {name: street_key(name) for name in frame["name"].unique()}
    return frame.assign(name=frame["name"].map(keys))


def _spots(points: pd.DataFrame, keys: list[str]) -> dict[tuple[str, ...], np.ndarray]:
    """The places of each group."""
    xy = points[["x", "y"]].to_numpy()
    return {key: xy[rows] for key, rows in points.groupby(keys).indices.items()}


PEN_M = 3.0
"""How far a line that only gives a way its name may be off."""


def street_lines(folder: Path) -> gpd.GeoDataFrame:
    """Lines of the named streets of both cities, to name a way by: ``city, name, geometry``.

    One row a street; whole metres, simplified to 3 m. Ferries and lines with two names are left
    out, and so are names that are codes of a file.
    """
    amsterdam = read_layer(folder, "amsterdam_walk_network.parquet")
    amsterdam = amsterdam[amsterdam["walkable"] & amsterdam["mode"].ne("ferry")]
    rotterdam = read_layer(folder, "rotterdam_street_lines_named.parquet")
    rotterdam = rotterdam[~rotterdam["shared_by_two_names"]]
    both = [part[["name", "geometry"]] for part in (amsterdam, rotterdam)]
    named = [part.assign(city=city) for part, city in zip(both, CITIES, strict=True)]
    lines = gpd.GeoDataFrame(pd.concat(named, ignore_index=True), crs=RD_NEW)
    lines["name"] = lines["name"].fillna("").map(street_label)
    whole = lines[lines["name"].ne("")].dissolve(["city", "name"], as_index=False)
    merged = shapely.line_merge(whole.geometry.to_numpy())
    whole.geometry = shapely.set_precision(shapely.simplify(merged, PEN_M), 1.0, mode="pointwise")
    return whole[["city", "name", "geometry"]].sort_values(["city", "name"], ignore_index=True)
