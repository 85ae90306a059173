"""Streets of Rotterdam get the names of the lines they run along."""

from __future__ import annotations

import gzip
import json
import struct

import geopandas as gpd
import pytest
from shapely import LineString

from data.prepare.line_names import BESIDE_M, names_along
from geo.data.cities import CITIES
from geo.data.crs import RD_NEW
from geo.data.folders import STATIC

KADE = LineString([(0, 0), (100, 0)])
STRAAT = LineString([(50, 0), (50, 90)])
NAMED = gpd.GeoDataFrame({"name": ["Kade", "Straat"]}, geometry=[KADE, STRAAT], crs=RD_NEW)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (LineString([(0, BESIDE_M - 1), (100, BESIDE_M - 1)]), "Kade"),
        (LineString([(0, -BESIDE_M - 1), (100, -BESIDE_M - 1)]), ""),
        # Across the quay: one of three places lies near it.
        (LineString([(20, -50), (20, 50)]), ""),
        # Of its 124 m 20 % is at (57.2, 0), 50 % at (50, 30) and 80 % at (50, 67.2).
        (LineString([(82, 0), (50, 0), (50, 92)]), "Straat"),
    ],
)
def test_a_line_has_the_name_of_what_it_runs_along(line: LineString, name: str) -> None:
    assert names_along(gpd.GeoSeries([line], crs=RD_NEW), NAMED).tolist() == [name]


def test_names_stand_on_the_index_of_the_lines() -> None:
    lines = gpd.GeoSeries([STRAAT, KADE], index=[7, 3], crs=RD_NEW)
    assert names_along(lines, NAMED).to_dict() == {7: "Straat", 3: "Kade"}


@pytest.mark.parametrize("city", CITIES)
def test_the_base_map_names_the_streets_of_the_city(city: str) -> None:
    content = (STATIC / "basemap" / f"{city.lower()}.pmtiles").read_bytes()
    # PMTiles version 3: where the description begins and how long it is, from byte 24.
    begin, length = struct.unpack_from("<QQ", content, 24)
    layers = json.loads(gzip.decompress(content[begin : begin + length]))["tilestats"]["layers"]
    (streets,) = (layer for layer in layers if layer["layer"] == "streets")
    counts = {each["attribute"]: each["count"] for each in streets["attributes"]}
    # The description counts no further than a thousand; both cities have over four thousand.
    assert counts["label"] == 1000
