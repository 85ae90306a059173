"""Read the raw files: text as text, blanks as missing, coordinates in metres (EPSG:28992)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geo.data.crs import RD_NEW, WGS84

TABLES = Path(__file__).parent / "tables"
"""Hand-made tables: what a person decided, with the reason."""
SOURCES = Path(__file__).with_name("sources.toml")
"""Sources, files and columns in words, kept by hand."""
RAIL_MODES = {0: "train", 1: "tram", 2: "metro"}
"""Rotterdam numbers its classes: 0 passes every station, 1 Coolsingel, 2 Zuidplein."""


def read_text_table(path: Path, separator: str = ",") -> pd.DataFrame:
    """Read a CSV with every column as text; blank cells are missing."""
    table = pd.read_csv(path, sep=separator, dtype=str, encoding="utf-8-sig")
    return table.apply(lambda column: column.str.strip()).replace("", pd.NA)


def read_hand_table(name: str) -> pd.DataFrame:
    """Read one of the hand-made tables beside this module."""
    return read_text_table(TABLES / f"{name}.csv")


def read_layer(folder: Path, name: str) -> gpd.GeoDataFrame:
    """Read a raw layer and bring it to EPSG:28992; text is trimmed, blanks are missing."""
    path = folder / name
    layer = gpd.read_parquet(path) if path.suffix == ".parquet" else gpd.read_file(path)
    for column in layer.select_dtypes("str"):
        layer[column] = layer[column].str.strip().replace("", pd.NA)
    return layer.to_crs(RD_NEW)


def day_read(name: str) -> str:
    """The day on which the pages that a raw file rests on had been read.

    Raises
    ------
    ValueError
        When ``sources.toml`` does not tell of that file.
    """
    if name not in _days_read():
        raise ValueError(f"sources.toml: [read] does not say when {name} was read")
    return _days_read()[name]


@cache
def _days_read() -> dict[str, str]:
    told = tomllib.loads(SOURCES.read_text(encoding="utf-8"))["read"]
    return {name: day for day, names in told.items() for name in names}


def points_from_degrees(table: pd.DataFrame) -> gpd.GeoSeries:
    """Make points in metres of the columns lon and lat; None where either is missing."""
    lon, lat = pd.to_numeric(table["lon"]), pd.to_numeric(table["lat"])
    points = gpd.GeoSeries(gpd.points_from_xy(lon, lat), index=table.index, crs=WGS84)
    return points.to_crs(RD_NEW).where(lon.notna() & lat.notna(), None)


def whole_numbers(column: pd.Series) -> pd.Series:
    """Turn text into nullable whole numbers."""
    return pd.to_numeric(column).astype("Int64")


def postcodes(column: pd.Series) -> pd.Series:
    """Write postcodes one way: "1012 AB", or four digits when the source has no more."""
    parts = column.str.upper().str.extract(r"^\s*([1-9]\d{3})\s*([A-Z]{2})?\s*$")
    return parts[0].where(parts[1].isna(), parts[0] + " " + parts[1])


def web_addresses(column: pd.Series) -> pd.Series:
    """Keep the web addresses of a source cell, several joined by " | "; missing without one."""
    found = column.fillna("").str.findall(r"https?://[^\s|]+").str.join(" | ")
    bare = column.str.extract(r"^((?:[a-z0-9-]+\.)+[a-z]{2,})\b", expand=False)
    return found.where(found.ne(""), "https://" + bare)
