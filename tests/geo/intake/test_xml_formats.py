"""GML and GPX: the ways in which services and devices write them, whole and broken off."""

from __future__ import annotations

import geopandas as gpd
import pytest
from intakes import read_here
from shapely import MultiPolygon, Point, Polygon, box

from geo.intake.process.pipeline import Options

HUBS = gpd.GeoDataFrame(
    {"naam": ["Loods <7>", "Hal & Co", "Kade"], "m2": [10, 20, 30]},
    geometry=[Point(121_230.5, 490_467), Point(122_590.5, 485_228), Point(89_689.5, 436_371.5)],
    crs=28992,
)
WFS = """<?xml version="1.0" encoding="utf-8"?>
<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0"
 xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:app="http://a">
{members}
</wfs:FeatureCollection>"""
MEMBER = """<wfs:member><app:pand gml:id="p.{i}"><app:naam>Pand {i}</app:naam>
<app:geom>{shape}</app:geom></app:pand></wfs:member>"""
POINT = '<gml:Point srsName="{system}"><gml:pos>{one} {other}</gml:pos></gml:Point>'


def service(*shapes: str) -> bytes:
    members = "\n".join(MEMBER.format(i=i, shape=shape) for i, shape in enumerate(shapes))
    return WFS.format(members=members).encode()


@pytest.mark.parametrize("version", ["GML2", "GML3", "GML3.2"])
@pytest.mark.parametrize("system", [28992, 4326])
def test_what_gdal_writes_is_read_as_it_was(tmp_path, version: str, system: int) -> None:
    path = tmp_path / "a.gml"
    frame = HUBS.to_crs(system)
    frame.to_file(path, driver="GML", engine="pyogrio", FORMAT=version)
    intake = read_here("a.gml", path.read_bytes())
    assert intake.rows["kk_name"].tolist() == HUBS["naam"].tolist()
    far = [a.distance(b) for a, b in zip(intake.rows.geometry, HUBS.geometry, strict=True)]
    assert max(far) < 0.5
    assert "axes_swapped" not in {n.code for n in intake.notices}


@pytest.mark.parametrize(
    ("system", "one", "other"),
    [
        ("urn:ogc:def:crs:EPSG::28992", 121_230.5, 490_467),
        ("http://www.opengis.net/gml/srs/epsg.xml#28992", 121_230.5, 490_467),
        ("EPSG:28992", 121_230.5, 490_467),
        ("urn:ogc:def:crs:EPSG::4326", 52.4009993, 4.8910066),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", 4.8910066, 52.4009993),
        ("EPSG:4326", 4.8910066, 52.4009993),
    ],
)
def test_the_axes_of_a_named_system(system: str, one: float, other: float) -> None:
    intake = read_here("a.gml", service(POINT.format(system=system, one=one, other=other)))
    assert intake.rows.geometry.iloc[0].distance(HUBS.geometry[0]) < 1


def test_surfaces_curves_and_what_is_broken() -> None:
    ring = "121200 490400 121300 490400 121300 490500 121200 490500 121200 490400"
    patch = (
        "<gml:Surface srsName='EPSG:28992'><gml:patches><gml:PolygonPatch><gml:exterior>"
        f"<gml:LinearRing><gml:posList>{ring}</gml:posList></gml:LinearRing></gml:exterior>"
        "</gml:PolygonPatch></gml:patches></gml:Surface>"
    )
    arc = (
        "<gml:Curve srsName='EPSG:28992'><gml:segments><gml:Arc><gml:posList srsDimension='3'>"
        "121200 490400 1 121250 490450 1 121300 490400 1</gml:posList></gml:Arc></gml:segments>"
        "</gml:Curve>"
    )
    intake = read_here("a.gml", service(patch, arc, "<gml:Point><gml:pos>?</gml:pos></gml:Point>"))
    assert box(121_200, 490_400, 121_300, 490_500).contains(intake.rows.geometry.iloc[0])
    assert intake.rows.geometry.iloc[1].distance(Point(121_250, 490_450)) < 1
    assert [r.code for r in intake.rejections] == ["shape_broken"]


def test_what_gdal_writes_of_areas(tmp_path) -> None:
    shapes = [Polygon(box(0, 0, 9, 9).exterior, [box(3, 3, 6, 6).exterior.coords]), box(0, 0, 1, 1)]
    moved = [
        MultiPolygon([Polygon([(x + 121_200, y + 490_400) for x, y in s.exterior.coords])])
        for s in shapes
    ]
    frame = gpd.GeoDataFrame({"naam": ["A", "B"]}, geometry=moved, crs=28992)
    frame.to_file(tmp_path / "a.gml", driver="GML", engine="pyogrio")
    intake = read_here("a.gml", (tmp_path / "a.gml").read_bytes())
    assert [s.covers(p) for s, p in zip(moved, intake.rows.geometry, strict=True)] == [True, True]


def test_a_service_that_breaks_off_keeps_its_whole_features() -> None:
    point = POINT.format(system="EPSG:28992", one=121_230.5, other=490_467)
    content = service(*[point] * 5)
    intake = read_here("a.gml", content[: content.rfind(b"<app:naam>")])
    assert intake.n_on_map == 4
    assert "file_cut" in {n.code for n in intake.notices}


GPX = """<?xml version="1.0"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">
<wpt lat="52.4009993" lon="4.8910066"><ele>1</ele><name>Loods</name><desc>Bij het water</desc></wpt>
<wpt lat="52.35" lon="4.91"><name>Hal</name></wpt>
<trk><name>Rondje</name><trkseg><trkpt lat="52.40" lon="4.89"/><trkpt lat="52.41" lon="4.89"/>
</trkseg></trk></gpx>"""


def test_waypoints_are_rows_and_tracks_can_be_chosen() -> None:
    intake = read_here("a.gpx", GPX.encode())
    assert intake.rows["kk_name"].tolist() == ["Loods", "Hal"]
    assert intake.rows.geometry.iloc[0].distance(HUBS.geometry[0]) < 1
    assert "layers_left_out" in {n.code for n in intake.notices}
    track = read_here("a.gpx", GPX.encode(), Options(layers=("tracks",)))
    assert track.rows["kk_name"].tolist() == ["Rondje"]
    assert [r.code for r in track.rejections] == ["line_no_building"]


def test_what_gdal_writes_as_gpx(tmp_path) -> None:
    frame = HUBS.to_crs(4326).rename(columns={"naam": "name"})[["name", "geometry"]]
    frame.to_file(tmp_path / "a.gpx", driver="GPX", engine="pyogrio")
    intake = read_here("a.gpx", (tmp_path / "a.gpx").read_bytes())
    assert intake.rows["kk_name"].tolist() == HUBS["naam"].tolist()
    assert intake.n_on_map == 3


def test_a_route_alone_is_a_line_and_no_building() -> None:
    points = '<rtept lat="52.40" lon="4.89"/><rtept lat="52.40" lon="4.90"/>'
    intake = read_here("a.gpx", f"<gpx><rte><name>R</name>{points}</rte></gpx>".encode())
    assert [r.code for r in intake.rejections] == ["line_no_building"]
    assert intake.rows["kk_outline"].notna().all()


@pytest.mark.parametrize("content", [b"<gpx></gpx>", b"<gml:FeatureCollection/>", b"<gpx><wpt"])
def test_nothing_in_it_is_said(content: bytes) -> None:
    refused = read_here("a.xml", content).refused
    assert refused is not None
    assert refused.code in ("no_rows", "file_damaged")
