"""Stops and stations of both cities, one point a stop however many platforms it has."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.cluster.hierarchy import fcluster, linkage

from data.prepare.ground import whole_city
from data.prepare.raw import read_layer, read_text_table
from geo.data.crs import RD_NEW
from geo.data.folders import DATA

FERRIES = DATA / "ferries.csv"
SAME_LANDING_M = 50.0
SAME_STOP_M = 200.0
"""Platforms of one name and kind this near are one stop: the two sides of a wide street."""


def stops(folder: Path, of_outline: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Stops with kind and lines; that of a Rotterdam stop is unknown but for train and metro."""
    parts = [_amsterdam(folder), _rotterdam(folder, whole_city(of_outline, "Rotterdam"))]
    table = collapse(pd.concat(parts, ignore_index=True))
    table["id"] = [
        f"{city[:3].lower()}-stop-{number:04d}"
        for city, number in zip(table["city"], table.groupby("city").cumcount() + 1, strict=True)
    ]
    return table[["id", "name", "city", "mode", "lines", "geometry"]]


def _amsterdam(folder: Path) -> pd.DataFrame:
    raw = read_layer(folder, "amsterdam_stops.parquet")
    # Some names carry invisible direction marks.
    names = raw["name"].str.replace(r"[\u200e\u200f]", "", regex=True).str.strip()
    # Of a train station the source gives its rank in place of its lines.
    lines = raw["lines"].str.replace(" | ", ", ", regex=False).mask(raw["mode"].eq("Train"))
    table = raw.assign(name=names, mode=raw["mode"].str.lower(), lines=lines)
    return _landings_named(table)[["name", "city", "mode", "lines", "geometry"]]


def _landings_named(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give the landings of the ferries the names of the ferry table; the source has none."""
    ferries = read_text_table(FERRIES, ";")
    ends = [
        ferries[["name", f"{end}_place", f"{end}_x", f"{end}_y"]].set_axis(list("fnxy"), axis=1)
        for end in ("from", "to")
    ]
    ends = pd.concat(ends).astype({"x": float, "y": float})
    landings = gpd.GeoDataFrame(ends, geometry=gpd.points_from_xy(ends["x"], ends["y"]), crs=RD_NEW)
    boats = table[table["mode"].eq("ferry")][["geometry"]]
    near = boats.sjoin_nearest(landings, max_distance=SAME_LANDING_M)
    found = near.groupby(level=0)["n"].first()
    return table.assign(name=found.reindex(table.index).fillna(table["name"]))


def _rotterdam(folder: Path, city: object) -> pd.DataFrame:
    """Stop areas in the city, quays without one by themselves, train and metro stations."""
    raw = read_layer(folder, "rotterdam_stops.parquet")
    raw = raw[raw.within(city)]
    areas = raw["stop_id"].str.startswith("stoparea")
    orphans = ~areas & ~raw["parent"].isin(raw.loc[areas, "stop_id"])
    stop = raw[areas | orphans]
    trains = read_layer(folder, "rotterdam_train_stations.parquet").assign(mode="train")
    names = stop["name"].str.removeprefix("Rotterdam, ")
    metro = read_layer(folder, "rotterdam_metro_stations.parquet").assign(mode="metro")
    metro = metro.assign(lines=metro["lines"].str.replace(" ", ", "))
    bare = stop.assign(name=names, mode="stop", lines=pd.NA)
    table = pd.concat([bare, trains.assign(lines=pd.NA), metro[metro.within(city)]])
    return table.assign(city="Rotterdam")[["name", "city", "mode", "lines", "geometry"]]


def collapse(table: pd.DataFrame, within_m: float = SAME_STOP_M) -> gpd.GeoDataFrame:
    """Join points of one city, kind and name that stand near each other into their middle.

    Examples
    --------
    >>> from shapely import Point
    >>> sides = pd.DataFrame({"name": "Dam", "city": "Amsterdam", "mode": "tram",
    ...     "lines": ["4", "2"], "geometry": [Point(0, 0), Point(40, 0)]})
    >>> collapse(sides)[["lines", "geometry"]].values.tolist()
    [['2, 4', <POINT (20 0)>]]
    """
    keys = ["city", "mode", "name"]
    named = table[table["name"].notna()]
    parts = [
        group.assign(part=_parts(group["geometry"], within_m))
        for _, group in named.groupby(keys, sort=True)
    ]
    rows = [
        {**dict(zip([*keys, "part"], key, strict=True)), "lines": _lines(group["lines"]),
         "geometry": shapely.union_all(group["geometry"].to_numpy()).centroid}
        for key, group in pd.concat(parts).groupby([*keys, "part"], sort=True)
    ]  # fmt: skip
    return gpd.GeoDataFrame(rows, geometry="geometry", crs=RD_NEW)


def _parts(points: pd.Series, within_m: float) -> np.ndarray:
    """Number the groups of points joined by steps of at most ``within_m``, west to east."""
    places = np.array([(point.x, point.y) for point in points])
    if len(places) == 1:
        return np.array([0])
    found = fcluster(linkage(places, "single"), within_m, "distance")
    west = pd.Series(places[:, 0]).groupby(found).min().rank(method="first")
    numbers: np.ndarray = west.loc[found].to_numpy().astype(int)
    return numbers


def _lines(cells: pd.Series) -> str | None:
    """Join the line numbers of the platforms, low to high."""
    found = {line for cell in cells.dropna() for line in cell.split(", ")}
    order = sorted(
        found, key=lambda line: (not line.isdigit(), int(line) if line.isdigit() else 0, line)
    )
    return ", ".join(order) or None
