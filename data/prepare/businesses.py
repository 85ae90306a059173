"""Business counts of Amsterdam by area, and points along the streets of Rotterdam."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd

from data.prepare.ground import whole_city
from data.prepare.raw import read_layer
from geo.data.business_counts import SECTORS

CELL_M = 50
"""One point a street and cell: close enough for areas, and a third of the trees and bins."""


def business_areas(folder: Path) -> gpd.GeoDataFrame:
    """Establishments by sector in the 22 areas of Amsterdam, 2018; Westpoort is not among them."""
    raw = read_layer(folder, "business_counts_amsterdam.parquet")
    counts = ["businesses", *(f"businesses_{sector}" for sector in SECTORS)]
    table = raw.rename(columns={"area_code": "code", "area_name": "name"})
    columns = ["city", "code", "name", "district_code", "year", *counts, "geometry"]
    whole = dict.fromkeys(["year", *counts], "int32")
    return table[columns].astype(whole).sort_values("code", ignore_index=True)


def street_points(folder: Path, outline: gpd.GeoDataFrame) -> pd.DataFrame:
    """Points along the streets of Rotterdam, in whole metres: trees and bins, thinned."""
    raw = read_layer(folder, "rotterdam_street_asset_points.parquet")
    raw = raw[raw.within(whole_city(outline, "Rotterdam"))]
    table = pd.DataFrame(
        {"name": raw["name"], "x": raw.geometry.x.round(), "y": raw.geometry.y.round()}
    ).sort_values(["name", "x", "y"])
    cells = table.assign(column=table["x"] // CELL_M, row=table["y"] // CELL_M)
    kept = cells.drop_duplicates(["name", "column", "row"])
    # By strips from south to north: neighbours stand together, and the file is smaller.
    kept = kept.sort_values(["column", "y", "x", "name"])
    return kept[["x", "y"]].astype("int32").assign(city="Rotterdam").reset_index(drop=True)
