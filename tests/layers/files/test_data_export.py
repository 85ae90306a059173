"""Data files, opened again by other programs than the one that wrote them."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sqlite3
import subprocess
import time
import zipfile
from dataclasses import replace

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import pytest
import shapely
from pdok_rules import SPOILT, broken_rules
from shapely import Point
from views import (
    FILES,
    NASTY_NAMES,
    areas,
    layer_of_file,
    lines,
    nasty_view,
    points,
    view_of,
)

from geo.data.errors import ArgumentError
from layers.files.data_export import (
    harmless,
    sheet_title,
    to_csv,
    to_geojson,
    to_geopackage,
    to_xlsx,
)
from layers.view.map_model import MapLayer, MapView
from layers.view.state import ViewState
from layers.words.plain_text import cell_text
from layers.words.text import text
from pages.session import server
from pages.views import kaart_view

EVERY_FILE = (to_geopackage, to_geojson, to_csv, to_xlsx)
WIBAUTKAMER = (52.354000, 4.911500)  # published position of RD 122590.5, 485228.0


def read_zip(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def read_csv(content: bytes, name: str = "hubs.csv") -> list[dict[str, str]]:
    stream = io.StringIO(read_zip(content)[name].decode("utf-8-sig"), newline="")
    return list(csv.DictReader(stream, delimiter=";"))


def read_book(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def gpkg_file(view: MapView, tmp_path) -> str:
    path = tmp_path / "k.gpkg"
    path.write_bytes(to_geopackage(view))
    return str(path)


def four_hubs() -> MapLayer:
    """Case 14: RD coordinates in a GeoJSON without a crs member."""
    rows = json.loads((FILES / "14-rd-without-crs-member.geojson").read_text())["features"]
    return points(
        [row["properties"]["naam"] for row in rows],
        [tuple(row["geometry"]["coordinates"]) for row in rows],
        sbi=[row["properties"]["sbi"] for row in rows],
    )


# ---- where things lie


def test_geopackage_has_rd_by_its_code_and_the_datum_in_place(tmp_path) -> None:
    path = gpkg_file(view_of(four_hubs()), tmp_path)
    with sqlite3.connect(path) as base:
        srs = base.execute("SELECT srs_id FROM gpkg_contents WHERE table_name='hubs'").fetchone()
        code = base.execute(
            "SELECT organization, organization_coordsys_id FROM gpkg_spatial_ref_sys"
            " WHERE srs_id=?",
            srs,
        ).fetchone()
    base.close()
    assert (code[0].upper(), code[1]) == ("EPSG", 28992)
    found = gpd.read_file(path, layer="hubs").to_crs(4326).set_index("name").loc["De Wibautkamer"]
    # A hundred-thousandth of a degree is at most 1.1 m.
    assert found.geometry.y == pytest.approx(WIBAUTKAMER[0], abs=1e-5)
    assert found.geometry.x == pytest.approx(WIBAUTKAMER[1], abs=1e-5)


def test_geojson_follows_rfc_7946() -> None:
    content = json.loads(to_geojson(view_of(four_hubs())))
    assert "crs" not in content
    place = {f["properties"]["name"]: f["geometry"]["coordinates"] for f in content["features"]}
    lon, lat = place["De Wibautkamer"]
    assert (lat, lon) == pytest.approx(WIBAUTKAMER, abs=1e-5)
    assert all(round(number, 7) == number for pair in place.values() for number in pair)
    assert len(str(lon).split(".")[1]) >= 6


def test_a_frame_that_lost_its_datum_is_refused() -> None:
    # O30: a CRS made of its PROJ string still answers 28992, 115 m off.
    layer = four_hubs()
    lost = layer.frame.set_crs(layer.frame.crs.to_proj4(), allow_override=True)
    for make in EVERY_FILE:
        with pytest.raises(ArgumentError) as fault:
            make(view_of(replace(layer, frame=lost)))
        assert fault.value.code == "layer_not_in_rd"


def test_degrees_are_not_taken_for_metres() -> None:
    layer = four_hubs()
    with pytest.raises(ArgumentError):
        to_geopackage(view_of(replace(layer, frame=layer.frame.to_crs(4326))))


def test_tables_carry_both_coordinates() -> None:
    row = next(r for r in read_csv(to_csv(view_of(four_hubs()))) if r["name"] == "De Wibautkamer")
    assert (row["x_rd"], row["y_rd"]) == ("122590,5", "485228")
    assert float(row["lat"].replace(",", ".")) == pytest.approx(WIBAUTKAMER[0], abs=1e-5)
    assert float(row["lon"].replace(",", ".")) == pytest.approx(WIBAUTKAMER[1], abs=1e-5)


# ---- GeoPackage


def awkward_columns() -> MapLayer:
    """Case 79: fid twice and 2.5, geom as text, naam in three spellings."""
    rows = json.loads((FILES / "79-fid-and-case-columns.geojson").read_text())["features"]
    columns = {
        key: [row["properties"][key] for row in rows]
        for key in ("fid", "naam", "Naam", "NAAM", "geom")
    }
    layer = points(["a", "b", "c"], [(121_000, 487_000 + i) for i in range(3)], **columns)
    return replace(layer, data_columns=tuple(columns))


def test_no_awkward_column_is_lost_in_the_geopackage(tmp_path) -> None:
    found = pyogrio.read_dataframe(gpkg_file(view_of(awkward_columns()), tmp_path), layer="hubs")
    values = {name: found[name].tolist() for name in found.columns if name != "geometry"}
    assert values["fid_2"] == [1, 1, 2.5]
    assert values["naam"] == ["Loods Noorderkruid", "De Wibautkamer", "Keileloods 7"]
    assert [None if pd.isna(v) else v for v in values["naam_2"]] == ["dubbel", None, "y"]
    assert [None if pd.isna(v) else v for v in values["naam_3"]] == ["driedubbel", "x", None]
    assert [None if pd.isna(v) else v for v in values["geom_2"]] == ["tekst", "tekst", None]


def test_no_awkward_column_is_lost_in_the_other_files() -> None:
    view = view_of(awkward_columns())
    heads = {"fid", "naam", "Naam_2", "NAAM_3", "geom"}
    assert heads <= set(read_csv(to_csv(view))[0])
    sheet = read_book(to_xlsx(view)).worksheets[0]
    assert heads <= {cell.value for cell in sheet[1]}
    properties = json.loads(to_geojson(view))["features"][2]["properties"]
    assert properties == {
        "fid": 2.5,
        "naam": "Keileloods 7",
        "Naam": "y",
        "NAAM": None,
        "geom": None,
    }


def test_unique_fids_of_the_data_survive(tmp_path) -> None:
    layer = points(["a", "b"], [(121_000, 487_000), (121_001, 487_000)], fid=[10, 20])
    found = pyogrio.read_dataframe(gpkg_file(view_of(layer), tmp_path), layer="hubs")
    assert found["fid_2"].tolist() == [10, 20]


def awkward_layers() -> MapView:
    """Areas, lines and points, an empty layer, and names longer than a validator takes."""
    long = "Oppervlakte van de begane grond met alle bijgebouwen samen (m²)"
    layer = points(["a", "b"], [(121_000, 487_000), (121_001, 487_000)], **{long: [1, 2]})
    empty = replace(four_hubs(), key="Lege Laag", frame=four_hubs().frame.iloc[:0])
    named = replace(layer, key="Panden " * 12, data_columns=(long, f"{long} oud"))
    frame = named.frame.assign(**{f"{long} oud": ["x", None]})
    return view_of(areas(), lines(), four_hubs(), empty, replace(named, frame=frame))


def real_view(name: str) -> MapView:
    """A view of the shipped data with lines, areas and points."""
    layers = {
        "keten": ("districts", "links", "partners", "hubs", "tenants"),
        "buurten": ("districts", "neighbourhoods", "clusters", "sectors", "stops"),
    }[name]
    chains = ("film_media",) if name == "keten" else ()
    state = ViewState(cities=("Rotterdam",), chains=chains, layers=layers)
    return kaart_view.view_of(server.shipped(), state, "2026-11-25")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["hand-made", "keten", "buurten"])
def test_geopackage_keeps_the_rules_of_the_dutch_validator(name: str, tmp_path) -> None:
    view = awkward_layers() if name == "hand-made" else real_view(name)
    path = gpkg_file(view, tmp_path)
    assert broken_rules(path) == []
    with sqlite3.connect(path) as base:
        tables = [row[0] for row in base.execute("SELECT table_name FROM gpkg_contents")]
        version = base.execute("PRAGMA user_version").fetchone()[0]
    base.close()
    assert len(tables) == sum(len(layer.frame) > 0 for layer in view.layers) + 1
    assert version == 10_300


@pytest.mark.slow
@pytest.mark.parametrize(("rule", "spoil"), SPOILT.items())
def test_the_rules_see_a_spoilt_file(rule: str, spoil: str, tmp_path) -> None:
    path = gpkg_file(view_of(areas(), four_hubs()), tmp_path)
    base = sqlite3.connect(path)
    base.executescript(spoil)
    base.commit()
    base.close()
    assert rule in broken_rules(path)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["keten", "buurten"])
def test_outlines_and_lines_leave_as_they_are_on_the_screen(name: str, tmp_path) -> None:
    view = real_view(name)
    drawn = {layer.key: layer.frame.geometry for layer in view.layers if layer.kind != "points"}
    path, geojson, tables = gpkg_file(view, tmp_path), read_zip(to_geojson(view)), to_csv(view)
    for key, shown in drawn.items():
        degrees = json.loads(geojson[f"{key}.geojson"])
        texts = [row["wkt"] for row in read_csv(tables, f"{key}_vorm.csv")]
        files = {
            "gpkg": gpd.read_file(path, layer=key).geometry,
            "geojson": gpd.GeoDataFrame.from_features(degrees, crs=4326).to_crs(28992).geometry,
            "csv": gpd.GeoSeries.from_wkt(texts, crs=28992),
        }
        for kind, found in files.items():
            assert len(found) == len(shown), (key, kind)
            # Rounded to a centimetre, or to seven decimals of a degree.
            apart = shapely.hausdorff_distance(found.to_numpy(), shown.to_numpy())
            assert apart.max() < 0.05, (key, kind)


def test_shapes_in_the_geopackage_are_valid_and_wound_rightly(tmp_path) -> None:
    found = gpd.read_file(gpkg_file(view_of(areas()), tmp_path), layer="clusters")
    assert found.is_valid.all()
    # The bow tie of 200 by 200 m holds two triangles of 10 000 m2; the other is half of 300 x 300.
    assert found.area.tolist() == pytest.approx([45_000, 20_000])
    rings = [part.exterior for shape in found.geometry for part in shape.geoms]
    assert all(ring.is_ccw for ring in rings)


@pytest.mark.programs
@pytest.mark.skipif(not shutil.which("ogrinfo"), reason="needs ogrinfo (Debian gdal-bin)")
def test_gdal_reads_layers_and_origin(tmp_path) -> None:
    path = gpkg_file(view_of(areas(), four_hubs()), tmp_path)
    command = ["ogrinfo", "-al", "-so", path]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "Warning" not in said.stderr
    assert "Layer name: hubs" in said.stdout
    assert "Feature Count: 4" in said.stdout
    about = pyogrio.read_dataframe(path, layer="ketenkaart_bron")
    assert list(about.columns) == ["onderdeel", "naam", "waarde"]
    assert "Amsterdam · keten muziek" in about["waarde"].tolist()


# ---- text stays text


@pytest.mark.parametrize("name", ["110-html-and-js-names.csv", "114-curly-brace-names.csv"])
def test_names_come_back_letter_for_letter(name: str, tmp_path) -> None:
    view = view_of(layer_of_file(name))
    expected = [cell_text(n) for n in view.layers[0].frame["name"]]
    assert len(expected) in (7, 12)
    found = gpd.read_file(gpkg_file(view, tmp_path), layer="hubs")
    assert found["name"].tolist() == expected
    features = json.loads(to_geojson(view))["features"]
    assert [feature["properties"]["name"] for feature in features] == expected
    sheet = read_book(to_xlsx(view)).worksheets[0]
    assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == expected
    assert [row["name"] for row in read_csv(to_csv(view))] == [harmless(n) for n in expected]


def test_no_name_stops_a_file(tmp_path) -> None:
    view = nasty_view()
    assert len(gpd.read_file(gpkg_file(view, tmp_path), layer="hubs")) == len(NASTY_NAMES)
    names = [f["properties"]["name"] for f in json.loads(to_geojson(view))["features"]]
    assert names[:4] == list(NASTY_NAMES[:4])
    assert "Bel Atelier" in names
    assert "halve  surrogaat" in names
    assert len(read_csv(to_csv(view))) == len(NASTY_NAMES)
    assert read_book(to_xlsx(view)).worksheets[0].max_row == len(NASTY_NAMES) + 1


# The kinds of OWASP's "CSV injection", and what only looks like one.
FORMULAS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "+1+1",
    "-2+3",
    "\t=1",
    "\r=1",
    " =1",
    "＝1",
)
HARMLESS = ("-12.5", "Loods 7", "A=B", "info@loods.nl", "")


def test_no_text_runs_as_a_formula() -> None:
    names = [*FORMULAS, *HARMLESS, "+31 20 624 1111"]
    layer = points(names, [(121_000 + i, 487_000) for i in range(len(names))])
    layer.frame["euro"] = -12.5
    view = view_of(replace(layer, data_columns=("name", "euro")))
    sheets = [
        content.decode()
        for name, content in read_zip(to_xlsx(view)).items()
        if name.startswith("xl/worksheets/")
    ]
    assert sheets
    assert not any(re.search(r"<f[ >]", sheet) for sheet in sheets)
    cells = list(read_book(to_xlsx(view)).worksheets[0].iter_rows(min_row=2))
    assert {cell[0].data_type for cell in cells if cell[0].value} == {"s"}
    assert {cell[1].value for cell in cells} == {-12.5}
    rows = read_csv(to_csv(view))
    assert all(row["name"][0] == "'" for row in rows[: len(FORMULAS)])
    assert [row["name"] for row in rows[len(FORMULAS) : -1]] == list(HARMLESS)
    assert rows[-1]["name"] == "'+31 20 624 1111"
    assert {row["euro"] for row in rows} == {"-12,5"}


def test_leading_zeros_and_long_numbers_stay() -> None:
    layer = points(
        ["a", "b"], [(121_000, 487_000)] * 2, sbi=["01234567", "000012345678"], kvk=[1, None]
    )
    view = view_of(layer)
    cells = list(read_book(to_xlsx(view)).worksheets[0].iter_rows(min_row=2))
    assert [(row[2].value, row[2].data_type) for row in cells] == [
        ("01234567", "s"),
        ("000012345678", "s"),
    ]
    assert [row["sbi"] for row in read_csv(to_csv(view))] == ["01234567", "000012345678"]


def test_a_code_has_its_meaning_beside_it() -> None:
    layer = points(["a"], [(121_000, 487_000)], precision=["door_range"], status=["active"])
    (row,) = read_csv(to_csv(view_of(layer)))
    assert (row["precision"], row["status"]) == ("door_range", "active")
    assert row["precision_in_woorden"] == text("precision.door_range", "nl")
    assert row["status_in_woorden"] == text("status.active", "nl")


def test_every_file_has_the_words_of_its_codes(tmp_path) -> None:
    codes = {"chains": ["music;design"], "stage": ["make"], "placed_by": ["street"]}
    view = view_of(points(["a"], [(121_000, 487_000)], **codes))
    told = {
        "chains_in_woorden": "muziek, ontwerp",
        "stage_in_woorden": "maken",
        "placed_by_in_woorden": text("intake.placed.street", "nl"),
    }
    (row,) = read_csv(to_csv(view))
    (feature,) = json.loads(to_geojson(view))["features"]
    head, cells = read_book(to_xlsx(view)).worksheets[0].iter_rows(values_only=True)
    (drawn,) = gpd.read_file(gpkg_file(view, tmp_path), layer="hubs").to_dict("records")
    for found in (row, feature["properties"], dict(zip(head, cells, strict=True)), drawn):
        assert {name: found[name] for name in told} == told
        assert found["chains"] == "music;design"
        assert "name_in_woorden" not in found


def test_csv_opens_in_a_dutch_excel_and_reads_back() -> None:
    # Case 29: cp1252 with decimal commas; four hubs, two in each city.
    layer = layer_of_file("29-cp1252-semicolon.csv", encoding="cp1252")
    content = read_zip(to_csv(view_of(layer)))["hubs.csv"]
    assert content.startswith(b"\xef\xbb\xbf")
    again = pd.read_csv(io.BytesIO(content), sep=";", decimal=",", encoding="utf-8-sig")
    assert again["name"].tolist() == layer.frame["name"].tolist()
    assert any("Café" in name for name in again["name"])
    places = [Point(xy) for xy in zip(again["x_rd"], again["y_rd"], strict=True)]
    away = [a.distance(b) for a, b in zip(places, layer.frame.geometry, strict=True)]
    assert max(away) < 0.1
    degrees = gpd.GeoSeries(gpd.points_from_xy(again["lon"], again["lat"]), crs=4326)
    assert degrees.to_crs(28992).distance(layer.frame.geometry).max() < 0.1


def test_missing_stays_missing_and_truth_is_said_in_words(tmp_path) -> None:
    layer = points(
        ["a", "b"],
        [(121_000, 487_000)] * 2,
        opened=pd.array([1998, None], dtype="Int64"),
        operator=[None, "BB"],
        at_least=[True, False],
        stages=[["make", "public"], []],
    )
    view = view_of(layer)
    first, second = read_csv(to_csv(view))
    assert (first["opened"], first["operator"], first["at_least"]) == ("1998", "", "ja")
    assert (second["opened"], second["at_least"], first["stages"]) == ("", "nee", "make; public")
    feature = json.loads(to_geojson(view))["features"][1]["properties"]
    assert (feature["opened"], feature["operator"], feature["at_least"]) == (None, "BB", False)
    found = pyogrio.read_dataframe(gpkg_file(view, tmp_path), layer="hubs")
    assert found["opened"].tolist()[0] == 1998
    assert pd.isna(found["opened"].iloc[1])
    assert pd.isna(found["operator"].iloc[0])


def test_dates_with_a_zone_come_out_as_text(tmp_path) -> None:
    moment = pd.Timestamp("2026-11-25 06:00", tz="Europe/Amsterdam")
    view = view_of(points(["a"], [(121_000, 487_000)], moment=[moment]))
    assert read_csv(to_csv(view))[0]["moment"] == "2026-11-25 06:00:00+01:00"
    assert read_book(to_xlsx(view)).worksheets[0]["C2"].value == "2026-11-25 06:00:00+01:00"
    assert gpd.read_file(gpkg_file(view, tmp_path), layer="hubs")["moment"].tolist() == [
        "2026-11-25 06:00:00+01:00"
    ]


# ---- origin, and how many files


def test_every_file_says_where_it_comes_from(tmp_path) -> None:
    layer = points(["a", "b"], [(121_000, 487_000)] * 2, synthetic=[True, False])
    view = view_of(layer)
    about = pyogrio.read_dataframe(gpkg_file(view, tmp_path), layer="ketenkaart_bron")
    found = {
        "gpkg": " ".join(about["waarde"]),
        "geojson": json.dumps(json.loads(to_geojson(view))["ketenkaart"], ensure_ascii=False),
        "csv": read_zip(to_csv(view))["bron.csv"].decode("utf-8-sig"),
        "xlsx": " ".join(
            str(value)
            for row in read_book(to_xlsx(view))["Bronnen"].iter_rows(values_only=True)
            for value in row
        ),
    }
    for kind, said in found.items():
        for words in (
            "2026-11-25",
            "Amsterdam · keten muziek",
            "© OpenStreetMap-bijdragers",
            "ODbL 1.0",
            "Gebouwen zonder plaats: 3",
            "1 van 2 rijen zijn verzonnen of geschat",
            "0.1.0",
        ):
            assert words in said, kind
    rows = {row["onderdeel"]: row["waarde"] for row in read_csv(to_csv(view), "bron.csv")}
    assert rows["laag Gebouwen"] == "2"


def test_one_layer_is_one_geojson_and_several_a_zip() -> None:
    assert json.loads(to_geojson(view_of(four_hubs())))["name"] == "hubs"
    several = read_zip(to_geojson(view_of(areas(), lines(), four_hubs())))
    assert set(several) == {"clusters.geojson", "links.geojson", "hubs.geojson"}
    assert len(json.loads(several["links.geojson"])["features"]) == 2


def test_lines_and_areas_have_a_point_in_tables() -> None:
    row = read_csv(to_csv(view_of(areas())), "clusters.csv")[0]
    place = Point(*(float(row[axis].replace(",", ".")) for axis in ("x_rd", "y_rd")))
    assert areas().frame.geometry.iloc[0].contains(place)


def test_a_workbook_says_where_the_shapes_are() -> None:
    def told(view: MapView) -> list[str]:
        rows = read_book(to_xlsx(view)).worksheets[-1].iter_rows(values_only=True)
        return [row[0] for row in rows if row[1] == "Vorm"]

    assert told(view_of(areas(), lines(), four_hubs())) == ["laag Clusters", "laag Verbindingen"]
    assert told(view_of(four_hubs())) == []


@pytest.mark.parametrize("rows", [0, 1])
def test_few_rows_make_whole_files(rows: int, tmp_path) -> None:
    layer = four_hubs()
    view = view_of(replace(layer, frame=layer.frame.iloc[:rows]))
    path = gpkg_file(view, tmp_path)
    assert ("hubs" in pyogrio.list_layers(path)[:, 0]) == bool(rows)
    assert len(json.loads(to_geojson(view))["features"]) == rows
    assert len(read_zip(to_csv(view))) == 1 + rows
    assert len(read_book(to_xlsx(view)).sheetnames) == 1 + rows


def test_sheets_have_names_excel_takes() -> None:
    layer = replace(four_hubs(), title="Huurders: [a/b] " + "x" * 40)
    twin = replace(four_hubs(), key="partners", title="huurders: [a/b] " + "x" * 40)
    names = read_book(to_xlsx(view_of(layer, twin))).sheetnames
    assert len({name.casefold() for name in names}) == 3
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    assert sheet_title("///") == "data"


def test_the_heading_of_a_sheet_stays_in_sight() -> None:
    sheet = read_book(to_xlsx(view_of(four_hubs()))).worksheets[0]
    assert sheet.freeze_panes == "A2"
    # Set up to print: lying, as wide as the paper, headings on every page.
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$1:$1")
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert sheet.column_dimensions["B"].width >= len("Loods Noorderkruid")


def test_making_files_leaves_the_view_as_it_was() -> None:
    view = view_of(areas(), lines(), four_hubs())
    before = [layer.frame.copy() for layer in view.layers]
    for make in EVERY_FILE:
        make(view)
    for layer, frame in zip(view.layers, before, strict=True):
        pd.testing.assert_frame_equal(pd.DataFrame(layer.frame), pd.DataFrame(frame))


def test_two_geopackages_of_one_view_are_equal_byte_for_byte() -> None:
    view = view_of(four_hubs())
    one = to_geopackage(view)
    time.sleep(0.01)  # GDAL writes the clock in thousandths
    assert one == to_geopackage(view)
    assert b"2026-11-25T00:00:00.000Z" in one


def test_how_many_rows_there_are_is_a_number_in_the_last_sheet() -> None:
    book = read_book(to_xlsx(view_of(four_hubs())))
    last = book[book.sheetnames[-1]]
    counts = [row[2].value for row in last.iter_rows() if row[1].value == "Aantal rijen"]
    assert counts == [4]
