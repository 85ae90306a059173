"""One odd geometry loses its own row, in every format that holds geometry."""

from __future__ import annotations

import io
import json
import sqlite3
import struct
import zipfile

import geopandas as gpd
import pyarrow as arrow
import pytest
from intakes import read_here
from pyarrow import parquet
from shapely import Point

NAMES = ["A", "B", "C"]
PLACES = [Point(121_236 + i, 490_100) for i in range(3)]
ARC = struct.pack("<BII6d", 1, 8, 3, 121_236, 490_100, 121_241, 490_105, 121_246, 490_100)


def package(tmp_path, second: bytes) -> bytes:
    path = tmp_path / "a.gpkg"
    frame = gpd.GeoDataFrame({"naam": NAMES}, geometry=PLACES, crs=28992)
    frame.to_file(path, layer="hubs", engine="pyogrio", SPATIAL_INDEX="NO")
    with sqlite3.connect(path) as database:
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type='trigger'"):
            database.execute(f'DROP TRIGGER "{trigger}"')
        (blob,) = database.execute("SELECT geom FROM hubs WHERE fid = 2").fetchone()
        database.execute("UPDATE hubs SET geom = ? WHERE fid = 2", (blob[:8] + second,))
    return path.read_bytes()


@pytest.mark.parametrize(
    "second",
    [b"\x01\x63\x00\x00\x00", b"", b"\x01", Point(121_236, 490_100).wkb[:12], bytes(40)],
    ids=["unknown kind", "nothing", "one byte", "cut", "zeros"],
)
def test_a_broken_geometry_in_a_geopackage(tmp_path, second: bytes) -> None:
    intake = read_here("a.gpkg", package(tmp_path, second))
    assert (intake.n_rows, intake.n_on_map) == (3, 2)
    assert [(r.row, r.code) for r in intake.rejections] == [(2, "shape_broken")]


def test_a_curve_in_a_geopackage_is_a_line(tmp_path) -> None:
    intake = read_here("a.gpkg", package(tmp_path, ARC))
    assert intake.n_on_map == 3
    # The middle of half a circle of 5 m about (121241, 490100).
    assert intake.rows.geometry.iloc[1].distance(Point(121_241, 490_105)) < 0.1


def test_a_broken_geometry_in_geojson() -> None:
    shapes = [
        {"type": "Point", "coordinates": [4.89, 52.4]},
        {"type": "Polygon", "coordinates": [[4.89, 52.4]]},
        {"type": "Rondje", "coordinates": [4.89, 52.4]},
        None,
    ]
    features = [{"type": "Feature", "properties": {"naam": "A"}, "geometry": s} for s in shapes]
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    intake = read_here("a.geojson", content)
    assert [(r.row, r.code) for r in intake.rejections] == [
        (2, "shape_broken"),
        (3, "shape_broken"),
        (4, "place_missing"),
    ]


def test_an_unknown_kind_in_a_shapefile(tmp_path) -> None:
    frame = gpd.GeoDataFrame({"naam": NAMES}, geometry=PLACES, crs=28992)
    frame.to_file(tmp_path / "a.shp", engine="pyogrio")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for end in ("shp", "shx", "dbf", "prj"):
            content = bytearray((tmp_path / f"a.{end}").read_bytes())
            if end == "shp":
                # Header of 100 bytes; each record 8 of its own and 20 of a point, kind first.
                content[100 + 28 + 8 : 100 + 28 + 12] = struct.pack("<i", 77)
            archive.writestr(f"a.{end}", bytes(content))
    intake = read_here("a.zip", stream.getvalue())
    assert (intake.n_rows, intake.n_on_map) == (3, 2)
    assert [(r.row, r.code) for r in intake.rejections] == [(2, "shape_broken")]


def test_a_letter_of_a_parquet_that_is_no_text_is_lost_alone() -> None:
    names = arrow.array([b"\x80oods", b"Kade"]).view(arrow.string())
    table = arrow.table({"naam": names, "x": [121_230, 92_000], "y": [490_467, 437_300]})
    stream = io.BytesIO()
    parquet.write_table(table, stream)
    intake = read_here("a.parquet", stream.getvalue())
    assert intake.rows["kk_name"].tolist() == ["\ufffdoods", "Kade"]
    assert intake.n_on_map == 2
