"""Of several map layers one kind is read, the others can be chosen; a district is no building."""

from __future__ import annotations

import geopandas as gpd
import pytest
from intakes import read_here
from shapely import Point, box

from geo.intake.model.result import Intake
from geo.intake.process.mapping import layer_names
from geo.intake.process.pipeline import Options

HUBS = gpd.GeoDataFrame(
    {"naam": ["Loods", "Hal"], "adres": ["Weena 5", "Damrak 3"]},
    geometry=[Point(121_230, 490_467), Point(122_590, 485_228)],
    crs=28992,
)
WIJKEN = gpd.GeoDataFrame(
    {"wijkcode": ["WK036301", "WK036302", "WK036303"], "naam": ["Noord", "West", "Oost"]},
    geometry=[box(x, 485_000, x + 900, 486_000) for x in (119_000, 120_000, 121_000)],
    crs=28992,
)
TREES = gpd.GeoDataFrame(
    {"soort": ["linde"] * 9}, geometry=[Point(121_000 + i, 487_000) for i in range(9)], crs=28992
)


def package(tmp_path, **layers: gpd.GeoDataFrame) -> bytes:
    path = tmp_path / "a.gpkg"
    for name, frame in layers.items():
        frame.to_file(path, layer=name, engine="pyogrio")
    return path.read_bytes()


def told(intake: Intake) -> dict[str, str]:
    return {n.code: n.params.get("layers", "") for n in intake.notices}


@pytest.mark.parametrize("order", [("wijken", "bomen", "hubs"), ("hubs", "bomen", "wijken")])
def test_the_layer_of_buildings_is_read_and_the_others_are_told(tmp_path, order) -> None:
    frames = {"wijken": WIJKEN, "bomen": TREES, "hubs": HUBS}
    content = package(tmp_path, **{name: frames[name] for name in order})
    intake = read_here("a.gpkg", content)
    assert dict(intake.layers) == {"hubs": 2}
    assert {"wijken (3)", "bomen (9)"} == set(told(intake)["layers_left_out"].split(", "))
    assert set(layer_names(intake)) == {"hubs", "wijken", "bomen"}


def test_layers_with_the_same_columns_are_read_together(tmp_path) -> None:
    intake = read_here("a.gpkg", package(tmp_path, ams=HUBS, rtm=HUBS, wijken=WIJKEN))
    assert dict(intake.layers) == {"ams": 2, "rtm": 2}


def test_a_district_that_is_asked_for_is_still_no_building(tmp_path) -> None:
    content = package(tmp_path, hubs=HUBS, wijken=WIJKEN)
    intake = read_here("a.gpkg", content, Options(layers=("wijken",)))
    assert (intake.n_rows, intake.n_on_map) == (3, 0)
    assert {r.code for r in intake.rejections} == {"area_no_building"}


def test_a_large_building_is_a_building(tmp_path) -> None:
    large = HUBS.set_geometry([box(121_000, 490_000, 121_300, 490_300)] * 2, crs=28992)
    assert read_here("a.gpkg", package(tmp_path, hallen=large)).n_on_map == 2
