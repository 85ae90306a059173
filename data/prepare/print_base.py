"""Make the ground of the printed map: ``python -m data.prepare.print_base ../shared/data``.

The printed map needs the streets as plain lines, lighter than the tiles of the screen: ranked as
on the screen, paths left out, pieces joined, and simplified to what a pen can draw at 1:5 000.
Writes ``data/base_streets.parquet`` and ``data/water_names.parquet``. Run by hand.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from data.prepare.basemap import (
    WATER_NAMES,
    amsterdam_streets,
    joined,
    rotterdam_streets,
)
from data.prepare.write import write_table
from geo.data.cities import CITIES
from geo.data.crs import RD_NEW
from geo.data.folders import DATA

LAST_RANK = 5  # ranks 6 and 7 are service roads and paths: clutter on paper
PEN_M = 4.0  # simplification: under a millimetre at the largest scale of the sheet
SHORTEST_M = 60.0  # loose ends of local streets shorter than this are left out


def base_streets(raw: Path) -> gpd.GeoDataFrame:
    """Return the streets of both cities: city, rank (1 motorway ... 5 local street), line."""
    found = {"Amsterdam": amsterdam_streets(raw), "Rotterdam": rotterdam_streets(raw)}
    rows = pd.concat([lines.assign(city=city) for city, lines in found.items()], ignore_index=True)
    rows = rows[rows["rank"].le(LAST_RANK) & ~rows["tunnel"]]
    kept = pd.concat(
        [joined(rows[rows["city"].eq(city)], ["rank"]).assign(city=city) for city in CITIES],
        ignore_index=True,
    )
    kept = kept[kept["rank"].lt(LAST_RANK) | kept.length.ge(SHORTEST_M)]
    # Whole metres: a tenth of the pen at 1:5 000, and a third of the size on disk.
    kept.geometry = shapely.set_precision(
        shapely.simplify(kept.geometry.to_numpy(), PEN_M), 1.0, mode="pointwise"
    )
    return kept[["city", "rank", "geometry"]].sort_values(["city", "rank"], ignore_index=True)


def water_names() -> gpd.GeoDataFrame:
    """Return a point in each named water of both cities: city, label, point."""
    rows = [
        (city, label, shapely.Point(place))
        for city in CITIES
        for label, place in WATER_NAMES[city].items()
    ]
    return gpd.GeoDataFrame(rows, columns=["city", "label", "geometry"], crs=RD_NEW)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m data.prepare.print_base", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder with the raw files")
    parser.add_argument("--out", type=Path, default=DATA, help="folder to write to")
    arguments = parser.parse_args()
    write_table(base_streets(arguments.folder), arguments.out / "base_streets.parquet")
    write_table(water_names(), arguments.out / "water_names.parquet")
