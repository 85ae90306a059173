"""Of several map layers one kind is read, the others can be chosen; a district is no building."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
from intakes import read_here
from shapely import LineString, Point, affinity, box

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


ROUTE = LineString([(121_230, 490_467), (122_230, 490_467)])
FRONT = LineString([(122_590, 485_228), (122_610, 485_228)])
AROUND = LineString([(0, 0), (400, 0), (400, 400), (0, 0)])


@pytest.mark.parametrize("driver", ["GPKG", "FlatGeobuf", "GML", "GeoJSON"])
def test_lines_are_no_buildings_whatever_the_format(tmp_path: Path, driver: str) -> None:
    # A side street of 20 m in a layer with a route of a kilometre is a street as well.
    frame = gpd.GeoDataFrame({"naam": ["Route", "Zijstraat"]}, geometry=[ROUTE, FRONT], crs=28992)
    path = tmp_path / f"a.{driver.lower()[:4]}"
    frame.to_file(path.with_suffix(".fgb") if driver == "FlatGeobuf" else path, driver=driver)
    (made,) = [p for p in tmp_path.iterdir() if p.suffix != ".xsd"]
    intake = read_here(made.name, made.read_bytes())
    assert (intake.n_rows, intake.n_on_map) == (2, 0)
    assert {r.code for r in intake.rejections} == {"line_no_building"}
    assert intake.rows["kk_outline"].notna().all()
    assert "geometry_to_point" not in {n.code for n in intake.notices}


@pytest.mark.parametrize(("line", "on_map"), [(FRONT, 1), (AROUND, 1), (ROUTE, 0)])
def test_a_front_and_a_line_that_closes_are_places(line: LineString, on_map: int) -> None:
    moved = affinity.translate(line, 121_000, 487_000) if line is AROUND else line
    intake = read_here("a.csv", f"naam;geometrie\nA;{moved.wkt}\n".encode())
    assert intake.n_on_map == on_map


def test_a_layer_of_lines_is_left_out_beside_buildings(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    points = gpd.GeoDataFrame(
        {"naam": ["Loods"]}, geometry=gpd.points_from_xy([121_230], [490_467]), crs=28992
    )
    lines = gpd.GeoDataFrame({"naam": ["R"] * 9}, geometry=[ROUTE] * 9, crs=28992)
    lines.to_file(path, layer="routes")
    points.to_file(path, layer="panden")
    intake = read_here("a.gpkg", path.read_bytes())
    assert (intake.n_rows, intake.n_on_map) == (1, 1)
    (told,) = [n for n in intake.notices if n.code == "layers_left_out"]
    assert told.params["layers"] == "routes (9)"


def test_a_layer_whose_name_begins_with_a_digit_is_read(tmp_path: Path) -> None:
    points = gpd.GeoDataFrame(
        {"naam": ["Loods"]}, geometry=gpd.points_from_xy([121_230], [490_467]), crs=28992
    )
    points.to_file(tmp_path / "2024_panden.gml", driver="GML")
    assert read_here("a.gml", (tmp_path / "2024_panden.gml").read_bytes()).n_on_map == 1
