"""Files that break off or are broken within: what is whole is read, and what is lost is told."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import struct
import zipfile
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import geopandas as gpd
import pytest
from geopackages import made_geopackage
from hostile_uploads import looping_tree
from hypothesis import given, settings
from hypothesis import strategies as st
from intakes import read_here
from shapely import Point

from geo.data.cut_database import BRANCH, rows_on_pages
from geo.data.cut_reader import CutReader
from geo.data.foreign_sqlite import opened
from geo.intake.model.result import Intake
from geo.intake.process.sandbox import read_upload
from geo.intake.readers.geopackage import read_geopackage

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
    n = cut.n_rows
    assert told(cut, "rows_lost") == {"n": str(n), "said": "2000", "lost": str(2000 - n)}
    assert not told(cut, "file_cut")
    assert cut.rows["kk_name"].tolist() == whole.rows["kk_name"].tolist()[: cut.n_rows]
    assert list(cut.rows.geometry) == list(whole.rows.geometry)[: cut.n_rows]


@pytest.mark.parametrize("part", [0.99, 0.4])
def test_a_geopackage_that_lost_its_list_of_layers_keeps_its_rows(tmp_path, part: float) -> None:
    # The index of places is written last, and the list of tables moves behind it.
    content = package_of(tmp_path, SPATIAL_INDEX="YES")
    cut = read_here("a.gpkg", content[: int(len(content) * part)])
    assert (cut.n_rows == 2000) == (part == 0.99)
    assert cut.n_rows == cut.n_on_map > 500
    assert cut.crs == "EPSG:28992"
    # Of the list of tables too, what stands before the cut is read.
    at = (cut.rows.geometry.x - 121_000).astype(int)
    read = dict(zip(at, cut.rows["naam"], strict=True))
    # A long name stands on pages of its own: with one of them gone, the row is.
    assert all(LONG_NAMES[i] == name for i, name in read.items())


def test_a_geopackage_whose_layer_has_lost_its_name_keeps_rows_without_headings(tmp_path) -> None:
    even_rows().to_file(tmp_path / "a.gpkg", layer="hubs", engine="pyogrio")
    content = bytearray((tmp_path / "a.gpkg").read_bytes())
    page = content.index(b'CREATE TABLE "hubs"') // 4096
    assert page > 0
    content[page * 4096 : (page + 1) * 4096] = bytes(4096)
    cut = read_here("a.gpkg", bytes(content[: int(len(content) * 0.9)]))
    assert "header_missing" in {notice.code for notice in cut.notices}
    assert (cut.n_on_map, cut.crs) == (N, "EPSG:28992")
    assert sorted(cut.rows["kolom 3"]) == EVEN_NAMES


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


N = 300
CUTS = (0.3, 0.6, 0.9, 0.31237, 0.777, 0.9999)
EVEN_NAMES = [f"Loods {i:03d}" for i in range(N)]  # equally long, so that rows are


def even_rows(n: int = N) -> gpd.GeoDataFrame:
    places = [Point(121_000 + i * 10, 490_000) for i in range(n)]
    return gpd.GeoDataFrame({"naam": EVEN_NAMES[:n]}, geometry=places, crs=28992)


def zipped(parts: dict[str, bytes], **how: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", **how) as archive:
        for end, content in parts.items():
            archive.writestr(f"a.{end}", content)
    return stream.getvalue()


@pytest.fixture(scope="module")
def shapefile_parts(tmp_path_factory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("shp")
    even_rows().to_file(folder / "a.shp", engine="pyogrio")
    return {end: (folder / f"a.{end}").read_bytes() for end in ("shp", "shx", "dbf", "prj")}


def test_each_whole_feature_before_the_cut_of_a_flatgeobuf_is_read(tmp_path) -> None:
    sizes = []
    for n in (N, N - 1):
        even_rows(n).to_file(tmp_path / "a.fgb", engine="pyogrio", SPATIAL_INDEX="NO")
        sizes.append((tmp_path / "a.fgb").stat().st_size)
    even_rows().to_file(tmp_path / "a.fgb", engine="pyogrio", SPATIAL_INDEX="NO")
    content, each = (tmp_path / "a.fgb").read_bytes(), sizes[0] - sizes[1]
    for cut in CUTS:
        part = content[: int(len(content) * cut)]
        intake = read_here("a.fgb", part)
        whole = (len(part) - (len(content) - N * each)) // each
        assert intake.rows["kk_name"].tolist() == EVEN_NAMES[:whole]
        assert intake.n_on_map == whole
        assert int(told(intake, "lines_lost")["n"]) == N - whole
    refused = read_here("a.fgb", content[: len(content) - N * each]).refused
    assert refused is not None
    assert (refused.code, refused.params["damage"]) == ("file_damaged", "map_file")


def test_each_row_on_a_whole_page_before_the_cut_of_a_geopackage_is_read(tmp_path) -> None:
    even_rows().to_file(tmp_path / "a.gpkg", engine="pyogrio", SPATIAL_INDEX="NO")
    content = (tmp_path / "a.gpkg").read_bytes()
    # By eye: each name stands once in the bytes, on a page of 4,096.
    page_of = [content.index(name.encode()) // 4096 for name in EVEN_NAMES]
    some = 0
    for cut in (0.3, 0.6, 0.777, 0.85, 0.9, 0.95, 1 - 1 / len(content)):
        part = content[: int(len(content) * cut)]
        whole = [n for n, p in zip(EVEN_NAMES, page_of, strict=True) if p < len(part) // 4096]
        intake = read_here("a.gpkg", part)
        if whole:
            assert intake.rows["kk_name"].tolist() == whole
            lost = {"n": str(len(whole)), "said": str(N), "lost": str(N - len(whole))}
            assert told(intake, "rows_lost") == lost
            some += 1
        else:
            assert intake.refused is not None
            assert intake.refused.code == "file_damaged"
    assert some >= 3


@pytest.mark.parametrize("cut", CUTS)
def test_a_cut_part_of_a_shapefile_costs_its_own_rows_only(shapefile_parts, cut: float) -> None:
    def read(end: str) -> Intake:
        content = shapefile_parts[end]
        short = {**shapefile_parts, end: content[: int(len(content) * cut)]}
        return read_here("a.zip", zipped(short))

    # Points of a .shp have 28 bytes behind a head of 100.
    whole = (int(len(shapefile_parts["shp"]) * cut) - 100) // 28
    intake = read("shp")
    assert intake.rows["kk_name"].tolist() == EVEN_NAMES
    assert (intake.n_rows, intake.n_on_map) == (N, whole)
    assert told(intake, "file_cut")["n"] == str(whole)
    # A .dbf says itself how long its head and a row are.
    dbf = shapefile_parts["dbf"]
    head, row = (int.from_bytes(dbf[at : at + 2], "little") for at in (8, 10))
    named = (int(len(dbf) * cut) - head) // row
    intake = read("dbf")
    assert intake.n_on_map == N
    assert intake.rows["kk_name"].dropna().tolist() == EVEN_NAMES[:named]
    assert told(intake, "lines_lost") == {"n": str(N - named), "lines": f"{named + 1} … {N}"}
    intake = read("shx")
    assert (intake.rows["kk_name"].tolist(), intake.n_on_map) == (EVEN_NAMES, N)


def test_a_shapefile_of_which_all_parts_are_cut_keeps_what_both_hold(shapefile_parts) -> None:
    short = {end: part[: len(part) * 2 // 5] for end, part in shapefile_parts.items()}
    intake = read_here("a.zip", zipped({**short, "prj": shapefile_parts["prj"]}))
    assert 100 < intake.n_on_map <= intake.n_rows < 130
    first, _, last = told(intake, "lines_lost")["lines"].split()
    assert (int(first), int(last)) == (intake.rows["kk_name"].notna().sum() + 1, N)
    assert intake.rows["kk_name"].dropna().tolist() == EVEN_NAMES[: int(first) - 1]


def test_a_dbf_without_its_head_leaves_the_places(shapefile_parts) -> None:
    for dbf in (b"", shapefile_parts["dbf"][:20], shapefile_parts["dbf"][:40]):
        intake = read_here("a.zip", zipped({**shapefile_parts, "dbf": dbf}))
        assert intake.n_on_map == N
        assert told(intake, "dbf_missing")


@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_zip_that_breaks_off_keeps_the_files_before_the_cut(shapefile_parts, how: int) -> None:
    content = zipped(shapefile_parts, compression=how)
    # The directory at the end names each file; behind it stands where that file begins.
    begins = {
        info.filename: info.header_offset
        for info in zipfile.ZipFile(io.BytesIO(content)).infolist()
    }
    after_shx = read_here("a.zip", content[: begins["a.dbf"]])
    assert after_shx.n_on_map == N
    assert told(after_shx, "archive_cut") == {"files": "a.shp, a.shx"}
    after_dbf = read_here("a.zip", content[: begins["a.prj"] + 40])
    assert after_dbf.rows["kk_name"].tolist() == EVEN_NAMES
    in_dbf = read_here("a.zip", content[: (begins["a.dbf"] + begins["a.prj"]) // 2])
    assert told(in_dbf, "archive_cut") == {"files": "a.shp, a.shx, a.dbf …"}
    named = in_dbf.rows["kk_name"].dropna().tolist()
    assert named == EVEN_NAMES[: len(named)] != []
    if how == zipfile.ZIP_STORED:
        in_shp = read_here("a.zip", content[: len("a.shp") + 30 + 100 + 28 * 7 + 27])
        assert (in_shp.n_on_map, told(in_shp, "file_cut")["n"]) == (7, "7")


def test_a_file_within_a_cut_zip_is_salvaged_as_it_would_be_by_itself(tmp_path) -> None:
    even_rows().to_file(tmp_path / "a.fgb", engine="pyogrio")
    content = (tmp_path / "a.fgb").read_bytes()
    for part in (WHOLE.encode()[:-20], content[: len(content) * 4 // 5]):
        end = "fgb" if part[:3] == b"fgb" else "geojson"
        alone = read_here(f"a.{end}", part)
        # Stored as it is, and the zip ends where the file in it does.
        within = zipped({end: part})
        head = within.index(part)
        cut = read_here("a.zip", within[: head + len(part)])
        assert cut.rows["kk_name"].tolist() == alone.rows["kk_name"].tolist() != []


def test_sizes_behind_a_file_in_a_zip_are_passed_over() -> None:
    class Stream(io.RawIOBase):
        """What cannot be gone back in: sizes are then written behind each file."""

        def __init__(self) -> None:
            self.written = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, part) -> int:
            self.written += part
            return len(part)

    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("a", "b"):
            archive.writestr(f"{name}.csv", f"naam;x;y\nKade {name};121000;487000\n")
    content = bytes(stream.written)
    intake = read_here("a.zip", content[: content.index(b"PK\x01\x02")])
    assert intake.rows["kk_name"].tolist() == ["Kade a", "Kade b"]


def test_a_cut_zip_that_unpacks_to_very_much_is_refused() -> None:
    content = zipped({"csv": b"\x00" * (80 * 2**20)}, compression=zipfile.ZIP_DEFLATED)
    refused = read_here("a.zip", content[:-60]).refused
    assert refused is not None
    assert refused.code == "archive_bomb"


def test_half_a_workbook_stays_damaged() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    refused = read_here("a.xlsx", stream.getvalue()[:-30]).refused
    assert refused is not None
    assert refused.code == "file_damaged"


def test_a_cut_zip_is_read_where_planners_bring_it(shapefile_parts) -> None:
    content = zipped(shapefile_parts, compression=zipfile.ZIP_DEFLATED)
    intake = read_upload("a.zip", content[: len(content) * 2 // 3])
    assert (intake.refused, intake.n_on_map) == (None, N)
    assert told(intake, "archive_cut")
    half = read_upload("a.zip", content[:20]).refused
    assert half is not None
    assert half.code == "file_damaged"


@pytest.mark.slow
@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.integers(0, 400), st.binary(max_size=30), st.integers(1, 60))
def test_nonsense_in_a_cut_zip_is_no_crash(at: int, nonsense: bytes, short: int) -> None:
    content = bytearray(zipped({"csv": b"naam;x;y\nA;121000;487000\n", "geojson": WHOLE.encode()}))
    content[at : at + len(nonsense)] = nonsense
    intake = read_here("a.zip", bytes(content)[:-short])
    assert intake.n_on_map + intake.n_off_map == intake.n_rows


def test_broken_json_of_which_a_quote_hid_the_depth_is_refused() -> None:
    deep = "[" * 5_000 + "]" * 5_000
    # A quote too many: to a look the brackets stand in a text.
    text = '{"type":"FeatureCollection","features":[{"a":"" ,"b"",' + deep + "}]}"
    for body in (text, '[{"a" 1},{"b":' + deep + ',,"}]'):
        refused = read_here("a.geojson", body.encode()).refused
        assert refused is not None
        assert refused.code in ("json_nesting", "json_broken")


@pytest.fixture(scope="module")
def many_pages(tmp_path_factory) -> bytes:
    """A GeoPackage whose rows stand on several pages, with its index and all that GDAL adds."""
    path = tmp_path_factory.mktemp("gpkg") / "a.gpkg"
    even_rows().to_file(path, engine="pyogrio", layer="hubs")
    return path.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("left", [b"\0" * 4096, b"\xff" * 4096, b""], ids=["empty", "ink", "gone"])
def test_a_page_lost_in_the_middle_of_a_geopackage_costs_its_own_rows_only(
    many_pages: bytes, left: bytes
) -> None:
    page_of = [many_pages.index(name.encode()) // 4096 for name in EVEN_NAMES]
    costly = 0
    for page in range(1, len(many_pages) // 4096):
        content = many_pages[: page * 4096] + left + many_pages[(page + 1) * 4096 :]
        intake = read_here("a.gpkg", content)
        whole = [n for n, p in zip(EVEN_NAMES, page_of, strict=True) if p != page]
        named = "kk_name" if "kk_name" in intake.rows else "kolom 3"
        assert sorted(intake.rows[named]) == whole
        assert intake.n_on_map == len(whole)
        if len(whole) < N:
            lost = {"n": str(len(whole)), "said": str(N), "lost": str(N - len(whole))}
            assert told(intake, "rows_lost") in (lost, {})
            costly += bool(told(intake, "rows_lost"))
    assert costly >= 3


def test_a_page_that_leads_to_others_costs_no_row_when_it_is_lost(tmp_path) -> None:
    """With pages of 512 bytes and 20,000 rows the pages stand three floors deep."""
    database = sqlite3.connect(tmp_path / "a.db")
    database.executescript("PRAGMA page_size = 512; CREATE TABLE hubs (id INTEGER, naam TEXT)")
    rows = [(None if i % 2 else i, f"Loods {i}") for i in range(20_000)]
    database.executemany("INSERT INTO hubs VALUES (?, ?)", rows)
    database.commit()
    database.close()
    content = (tmp_path / "a.db").read_bytes()
    pages = [content[at : at + 512] for at in range(0, len(content), 512)]
    branches = [i for i, page in enumerate(pages) if page[0] == BRANCH]
    assert len(branches) > 10
    for lost in branches[:: len(branches) // 5]:
        part = b"".join([*pages[:lost], bytes(512), *pages[lost + 1 :]])
        with opened(part, 60, cut=True) as damaged:
            reader = CutReader(damaged, part, 10**9)
            found = [name for _, name in reader.selected("id, naam", "hubs")]
            found += [name for _, name in reader.loose("hubs", 10**6)]
        assert sorted(found) == sorted(name for _, name in rows)


def test_rows_that_were_thrown_away_do_not_come_back(tmp_path) -> None:
    """Pages of rows that were deleted stay in the file; a lost page leads to none of them."""
    path = tmp_path / "a.gpkg"
    path.write_bytes(made_geopackage())
    with closing(sqlite3.connect(path)) as database:
        (geom,) = database.execute("SELECT geom FROM hubs").fetchone()
        rows = [(geom, f"{name} {'x' * 60}") for name in EVEN_NAMES]
        database.executemany("INSERT INTO hubs (geom, name) VALUES (?, ?)", rows)
        database.execute("PRAGMA secure_delete = OFF")
        database.execute("DELETE FROM hubs WHERE fid > 100 AND fid <= 250")
        database.commit()
        root = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'hubs'")
        at = (root.fetchone()[0] - 1) * 4096
    content = path.read_bytes()
    assert sum(name.encode() in content for name in EVEN_NAMES) > 160  # they are still there
    intake = read_here("a.gpkg", content[:at] + bytes(4096) + content[at + 4096 :])
    left = [name for i, name in enumerate(EVEN_NAMES, start=2) if not 100 < i <= 250]
    assert sorted(name.split(" x")[0] for name in intake.rows["kk_name"]) == ["A", *left]


def test_pages_that_lead_to_each_other_give_no_row_twice() -> None:
    (layer,) = read_geopackage("a.gpkg", looping_tree())
    # 10,000 were put beside the one that was there.
    assert sorted(layer.table["fid"]) == list(range(1, 10_002))


def test_tables_that_lead_to_each_other_take_no_time_without_end() -> None:
    """Each of many tables begins at the next page of one long chain of pages."""
    n = 3_000
    head = struct.pack(">BHHHBL", BRANCH, 0, 0, 500, 0, 0)[:8]
    chain = [(head + struct.pack(">L", page + 1)).ljust(512, b"\0") for page in range(2, n)]

    class ManyTables(CutReader):
        def each(self, _query: str) -> Iterator[tuple[Any, ...]]:
            yield from ((f"t{page}", page) for page in range(2, n))

    content = b"".join([struct.pack(">16sH", b"", 512).ljust(512, b"\0"), *chain])
    reader = ManyTables(sqlite3.connect(":memory:"), content, 100)
    assert reader.loose("t2", 100) == []
    # The first goes to all pages, each other to one fewer: beyond four times the file it ends.
    assert len(reader._spans) < 10
