"""A plan area from a file: of every kind of file and system, as one outline of few corners."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from archives import zipped

from geo.intake.model.refusal import FileRefused
from geo.intake.process.sandbox import read_outline

pytestmark = pytest.mark.slow

AREA = shapely.Polygon([(121_000, 487_000), (121_400, 487_100), (121_300, 487_500)])
MOST = 30


def written(driver: str, crs: int, tmp_path: Path, ending: str) -> bytes:
    path = tmp_path / f"plan{ending}"
    frame = gpd.GeoDataFrame({"naam": ["Plan"]}, geometry=[AREA], crs=28992)
    frame.to_crs(crs).to_file(path, driver=driver)
    return path.read_bytes()


def shapefile(tmp_path: Path) -> bytes:
    written("ESRI Shapefile", 28992, tmp_path, ".shp")
    parts = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    return zipped(parts)


def geoparquet(tmp_path: Path) -> bytes:
    path = tmp_path / "plan.parquet"
    gpd.GeoDataFrame({"naam": ["Plan"]}, geometry=[AREA], crs=28992).to_parquet(path)
    return path.read_bytes()


KINDS: dict[str, Callable[[Path], bytes]] = {
    "plan.geojson": lambda path: written("GeoJSON", 4326, path, ".geojson"),
    "rd.geojson": lambda path: written("GeoJSON", 28992, path, ".geojson"),
    "plan.gpkg": lambda path: written("GPKG", 28992, path, ".gpkg"),
    "mercator.gpkg": lambda path: written("GPKG", 3857, path, ".gpkg"),
    "plan.fgb": lambda path: written("FlatGeobuf", 25831, path, ".fgb"),
    "plan.zip": shapefile,
    "plan.parquet": geoparquet,
}


@pytest.mark.parametrize("name", KINDS)
def test_an_area_comes_from_any_file_where_it_lies(name: str, tmp_path: Path) -> None:
    found = read_outline(name, KINDS[name](tmp_path), MOST)
    got = shapely.Polygon(found.corners)
    assert got.symmetric_difference(AREA).area < 0.002 * AREA.area  # GeoJSON keeps seven decimals
    assert (found.given, len(found.corners), found.holes) == (3, 3, 0)
    assert found.off_m < 0.01


def geojson(*shapes: shapely.Geometry, crs: int = 28992) -> bytes:
    rows = gpd.GeoSeries(list(shapes), crs=crs).to_crs(4326)
    return rows.to_json().encode()


def test_a_fine_edge_is_simplified_and_says_how_far_it_is_off() -> None:
    turn = np.linspace(0, 2 * np.pi, 400, endpoint=False)
    rough = 500 + 15 * np.sin(9 * turn)
    ring = np.column_stack([121_000 + rough * np.cos(turn), 487_000 + rough * np.sin(turn)])
    found = read_outline("plan.geojson", geojson(shapely.Polygon(ring)), MOST)
    assert found.given == 400
    assert 3 <= len(found.corners) <= MOST
    # No corner of the file lies further from the new edge than is said, nor the other way round.
    edge = shapely.Polygon(found.corners).exterior
    far = max(shapely.distance(shapely.points(ring), edge))
    assert far <= found.off_m + 0.1
    assert 0 < found.off_m < 40


def test_neighbours_are_one_area_and_a_hole_is_told() -> None:
    west, east = (
        shapely.box(121_000, 487_000, 121_200, 487_300),
        shapely.box(121_200.4, 487_000, 121_500, 487_300),
    )
    pond = shapely.box(121_050, 487_050, 121_100, 487_100)
    found = read_outline("plan.geojson", geojson(west.difference(pond), east), MOST)
    assert found.holes == 1
    assert shapely.Polygon(found.corners).area == pytest.approx(500 * 300, rel=0.01)


def test_latitude_first_is_put_right() -> None:
    turned = shapely.Polygon([(52.36, 4.86), (52.36, 4.87), (52.37, 4.87)])
    content = json.dumps(
        {"type": "Feature", "properties": {}, "geometry": turned.__geo_interface__}
    )
    x, y = np.array(read_outline("plan.geojson", content.encode(), MOST).corners).T
    assert (x > 118_000).all()
    assert (x < 122_000).all()
    assert (y > 485_000).all()
    assert (y < 488_000).all()


def code_of(name: str, content: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        read_outline(name, content, MOST)
    assert refused.value.params["file"] == name
    return refused.value.code


def test_a_file_without_an_area_is_refused() -> None:
    assert code_of("punt.geojson", geojson(shapely.Point(121_000, 487_000))) == "outline_none"
    assert code_of("tabel.csv", b"naam;x;y\nA;121000;487000\n") == "outline_none"


def test_a_whole_map_of_areas_is_refused() -> None:
    many = [shapely.box(120_000 + i, 487_000, 120_001 + i, 487_001) for i in range(1_001)]
    assert code_of("kaart.geojson", geojson(*many)) == "outline_many"


def test_an_area_in_pieces_is_refused() -> None:
    apart = geojson(AREA, shapely.box(123_000, 487_000, 123_100, 487_100))
    assert code_of("twee.geojson", apart) == "outline_apart"


def test_an_area_elsewhere_is_refused() -> None:
    berlin = geojson(shapely.box(13.3, 52.4, 13.5, 52.6), crs=4326)
    assert code_of("berlijn.geojson", berlin) == "outline_elsewhere"


def test_bytes_that_are_nothing_are_refused_as_in_every_upload() -> None:
    with pytest.raises(FileRefused) as refused:
        read_outline("plan.geojson", bytes(range(32)) * 9, MOST)
    assert refused.value.code == "kind_unsupported"
