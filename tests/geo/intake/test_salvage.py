"""Files that break off or are broken within: what is whole is read, and what is lost is told."""

from __future__ import annotations

import io
import json
import re
import zipfile

import geopandas as gpd
import pytest
from geopackages import made_geopackage
from hypothesis import given, settings
from hypothesis import strategies as st
from intakes import read_here
from shapely import Point

from geo.data.cut_database import rows_on_pages
from geo.intake.model.result import Intake

HUBS = {
    "Loods Noorderkruid": (4.8910066, 52.4009993),
    "Café {Étage}": (4.9980000, 52.3546000),
    'Pand "Oost"]': (4.9280000, 52.3620000),
}
FEATURES = [
    {
        "type": "Feature",
        "properties": {"naam": name, "tags": ["a", {"b": 1}]},
        "geometry": {"type": "Point", "coordinates": list(place)},
    }
    for name, place in HUBS.items()
]
LABEL = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
WHOLE = json.dumps(
    {"type": "FeatureCollection", "crs": LABEL, "features": FEATURES}, ensure_ascii=False
)
ENDS = [
    WHOLE.index(json.dumps(f, ensure_ascii=False)) + len(json.dumps(f, ensure_ascii=False))
    for f in FEATURES
]


def told(intake: Intake, code: str) -> dict[str, str]:
    return next((dict(n.params) for n in intake.notices if n.code == code), {})


@pytest.mark.slow
@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(0, len(WHOLE) - 1))
def test_every_cut_leaves_the_whole_features(length: int) -> None:
    part = WHOLE[:length]
    whole = sum(end <= length for end in ENDS)
    intake = read_here("hubs.geojson", part.encode())
    assert (intake.n_rows if intake.refused is None else 0) == whole
    if whole:
        rest = part[ENDS[whole - 1] :].lstrip(", ").rstrip(" ")
        assert told(intake, "file_cut") == {"n": str(whole), "lost": str(len(rest.encode()))}
        assert intake.rows["kk_name"].tolist() == list(HUBS)[:whole]


def test_a_fault_in_the_middle_is_no_cut() -> None:
    broken = WHOLE.replace('"Café', "Café", 1)
    refused = read_here("hubs.geojson", broken.encode()).refused
    assert refused is not None
    assert refused.code == "json_broken"


def test_a_broken_line_loses_that_line_only() -> None:
    lines = [json.dumps(f) for f in FEATURES]
    lines[1] = lines[1][:40]
    intake = read_here("hubs.geojsonl", "\n".join(lines).encode())
    assert told(intake, "lines_lost") == {"n": "1", "lines": "2"}
    assert intake.rows["kk_name"].tolist() == [list(HUBS)[0], list(HUBS)[2]]


def test_an_answer_of_a_map_service_that_breaks_off_keeps_its_system() -> None:
    rows = [{"attributes": {"naam": n}, "geometry": {"x": 121000 + n, "y": 487000}} for n in (1, 2)]
    text = json.dumps({"spatialReference": {"wkid": 28992}, "features": rows})
    intake = read_here("hubs.json", text[:-30].encode())
    assert (intake.n_on_map, intake.crs) == (1, "EPSG:28992")


KML = (
    '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    "<Folder><name>Noord</name><Folder><name>Loodsen</name>{}</Folder>{}</Folder>{}"
    "</Document></kml>"
).format(
    *(
        f"<Placemark><name>{name}</name><Point><coordinates>{x},{y}</coordinates></Point>"
        "</Placemark>"
        for name, (x, y) in HUBS.items()
    )
)


def test_folders_of_a_kml_are_kept() -> None:
    intake = read_here("hubs.kml", KML.encode())
    assert intake.rows["kk_name"].tolist() == list(HUBS)
    assert intake.rows["map"].tolist() == ["Noord / Loodsen", "Noord", None]


def test_a_table_in_a_description_is_columns() -> None:
    table = (
        "<description><![CDATA[<html><table border='1'><tr><td>sbi</td><td>90.03</td></tr>"
        "<tr bgcolor='#D4E4F3'><td>Stadsdeel</td><td><b>Noord</b> &amp; Oost</td></tr></table>]]>"
        "</description><Point>"
    )
    intake = read_here("hubs.kml", KML.replace("<Point>", table, 1).encode())
    assert intake.rows["kk_sbi"].iloc[0] == "9003"
    assert intake.rows["Stadsdeel"].iloc[0] == "Noord & Oost"


@pytest.mark.parametrize("whole", [1, 2, 3])
def test_a_kml_that_breaks_off_keeps_the_whole_placemarks(whole: int) -> None:
    ends = [found.end() for found in re.finditer("</Placemark>", KML)]
    intake = read_here("hubs.kml", KML[: ends[whole - 1] + 9].encode())
    assert intake.rows["kk_name"].tolist() == list(HUBS)[:whole]
    assert told(intake, "file_cut") == {"n": str(whole), "lost": "9"}


def test_a_bare_ampersand_in_a_kml_is_a_letter() -> None:
    intake = read_here("hubs.kml", KML.replace("Loods N", "Loods & N").encode())
    assert intake.rows["kk_name"].iloc[0] == "Loods & Noorderkruid"
    assert not told(intake, "file_cut")


@pytest.mark.parametrize("index", ["YES", "NO"])
def test_a_flatgeobuf_that_breaks_off_keeps_its_whole_features(tmp_path, index: str) -> None:
    names = [f"Loods {i}" for i in range(50)]
    places = [Point(121_000 + i * 10, 490_000) for i in range(50)]
    frame = gpd.GeoDataFrame({"naam": names}, geometry=places, crs=28992)
    frame.to_file(tmp_path / "a.fgb", engine="pyogrio", SPATIAL_INDEX=index)
    whole = (tmp_path / "a.fgb").read_bytes()
    assert told(read_here("a.fgb", whole), "lines_lost") == {}
    cut = read_here("a.fgb", whole[:-10])
    assert (cut.n_rows, told(cut, "lines_lost")) == (49, {"n": "1", "lines": "50 … 50"})
    half = read_here("a.fgb", whole[: len(whole) * 2 // 3])
    assert 0 < half.n_on_map == half.n_rows < 49
    assert int(told(half, "lines_lost")["n"]) == 50 - half.n_rows
    # The feature that is cut is dropped, not read wrong.
    assert set(half.rows["kk_name"]) <= set(names)


@pytest.mark.parametrize("part", [0.95, 0.6])
def test_a_geopackage_that_breaks_off_keeps_the_rows_before_the_cut(tmp_path, part: float) -> None:
    content = package_of(tmp_path, SPATIAL_INDEX="NO")
    cut = read_here("a.gpkg", content[: int(len(content) * part)])
    whole = read_here("a.gpkg", content)
    assert 0.7 * part * 2000 < cut.n_rows == cut.n_on_map < 2000
    assert dict(cut.layers) == {"hubs": cut.n_rows}
    lost = str(len(content) - int(len(content) * part))
    assert told(cut, "file_cut") == {"n": str(cut.n_rows), "lost": lost}
    assert cut.rows["kk_name"].tolist() == whole.rows["kk_name"].tolist()[: cut.n_rows]
    assert list(cut.rows.geometry) == list(whole.rows.geometry)[: cut.n_rows]


@pytest.mark.parametrize("part", [0.99, 0.4])
def test_a_geopackage_that_lost_its_list_of_layers_keeps_rows_without_headings(
    tmp_path, part: float
) -> None:
    # The index of places is written last, and the list of tables moves behind it.
    content = package_of(tmp_path, SPATIAL_INDEX="YES")
    cut = read_here("a.gpkg", content[: int(len(content) * part)])
    assert (cut.n_rows == 2000) == (part == 0.99)
    assert cut.n_rows == cut.n_on_map > 500
    assert cut.crs == "EPSG:28992"
    assert "header_missing" in {notice.code for notice in cut.notices}
    at = (cut.rows.geometry.x - 121_000).astype(int)
    read = dict(zip(at, cut.rows["kolom 3"], strict=True))
    # A long name stands on pages of its own: with one of them gone, the row is.
    assert all(LONG_NAMES[i] == name for i, name in read.items())


def test_a_geopackage_of_which_no_row_is_left_is_damaged(tmp_path) -> None:
    content = package_of(tmp_path, SPATIAL_INDEX="YES")
    for part in (120, 5_000, 60_000):
        refused = read_here("a.gpkg", content[:part]).refused
        assert refused is not None
        assert (refused.code, refused.params["damage"]) == ("file_damaged", "database")


LONG_NAMES = [f"Loods {i}" + "x" * (i % 3) * 3000 for i in range(2000)]


def package_of(tmp_path, **options: str) -> bytes:
    """Two thousand rows in a row, some of them too long for one page."""
    places = [Point(121_000 + i, 487_000) for i in range(2000)]
    frame = gpd.GeoDataFrame({"naam": LONG_NAMES}, geometry=places, crs=28992)
    frame.to_file(tmp_path / "a.gpkg", layer="hubs", engine="pyogrio", **options)
    return (tmp_path / "a.gpkg").read_bytes()


@pytest.mark.parametrize("part", ["shp", "dbf"])
def test_a_shapefile_that_breaks_off_keeps_its_whole_rows(tmp_path, part: str) -> None:
    names = [f"Loods {i}" for i in range(50)]
    places = [Point(121_000 + i * 10, 490_000) for i in range(50)]
    frame = gpd.GeoDataFrame({"naam": names}, geometry=places, crs=28992)
    frame.to_file(tmp_path / "a.shp", engine="pyogrio")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for end in ("shp", "shx", "dbf", "prj"):
            content = (tmp_path / f"a.{end}").read_bytes()
            archive.writestr(f"a.{end}", content[: len(content) // 2] if end == part else content)
    intake = read_here("a.zip", stream.getvalue())
    assert intake.n_rows == 50
    assert 20 < (intake.n_on_map if part == "shp" else intake.rows["kk_name"].notna().sum()) < 26
    assert told(intake, "lines_lost") or "shape_broken" in {n.code for n in intake.notices}


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.binary(max_size=60), st.integers(0, 4000))
def test_nonsense_on_the_pages_of_a_cut_geopackage_is_left_out(nonsense: bytes, at: int) -> None:
    content = bytearray(made_geopackage())
    content[at + 100 : at + 100 + len(nonsense)] = nonsense
    assert isinstance(rows_on_pages(bytes(content), 100), list)
