"""The same six hubs in every format, and the odd things of each."""

from __future__ import annotations

import io
import json
import sqlite3
import tempfile
import zipfile
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest
from archives import zipped
from hypothesis import given, settings
from hypothesis import strategies as st
from intakes import read_here
from shapely import LineString, MultiPolygon, Point

from geo.intake.model.result import Intake
from geo.intake.process.mapping import layer_names
from geo.intake.process.pipeline import Options

pytestmark = pytest.mark.slow

HUBS = gpd.GeoDataFrame(
    {
        "naam": ["Loods Noorderkruid", "Café Étage", "Keileloods 7", "Zoë's Drukwerkplaats"],
        "sbi": ["9003", "0162", "1413", "1812"],
    },
    geometry=[
        Point(121230.5, 490467.0),
        Point(128484.5, 485304.5),
        Point(89689.5, 436371.5),
        Point(92190.0, 438231.0),
    ],
    crs="EPSG:28992",
)
ROWS = [
    (name, sbi, p.x, p.y)
    for name, sbi, p in zip(HUBS["naam"], HUBS["sbi"], HUBS.geometry, strict=True)
]


def written(frame: gpd.GeoDataFrame, driver: str, ending: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"hubs.{ending}")
        frame.to_file(path, driver=driver)
        return path.read_bytes()


def parquet(frame: gpd.GeoDataFrame) -> bytes:
    stream = io.BytesIO()
    frame.to_parquet(stream)
    return stream.getvalue()


def shapefile(frame: gpd.GeoDataFrame, folder: str = "", encoding: str = "utf-8") -> bytes:
    stream = io.BytesIO()
    with tempfile.TemporaryDirectory() as made, zipfile.ZipFile(stream, "w") as archive:
        frame.to_file(Path(made, "hubs.shp"), encoding=encoding)
        for path in sorted(Path(made).iterdir()):
            archive.writestr(folder + path.name.upper(), path.read_bytes())
    return stream.getvalue()


def workbook(rows: list[tuple[object, ...]]) -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(stream)
    return stream.getvalue()


MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
)


def ods(rows: list[tuple[object, ...]]) -> bytes:
    """A minimal OpenDocument sheet, written by hand."""

    def cell(value: object) -> str:
        if isinstance(value, float):
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        return (
            '<table:table-cell office:value-type="string"><text:p>'
            f"{value}</text:p></table:table-cell>"
        )

    body = "".join(
        f"<table:table-row>{''.join(cell(v) for v in row)}</table:table-row>" for row in rows
    )
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {names}><office:body>'
        f'<office:spreadsheet><table:table table:name="Hubs">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", content)
    return stream.getvalue()


def lines() -> bytes:
    features = json.loads(HUBS.to_crs(4326).to_json())["features"]
    return b"\n".join(json.dumps(feature).encode() for feature in features)


HEAD = ("naam", "sbi", "x", "y")
FILES = {
    "hubs.csv": "\n".join(";".join(map(str, row)) for row in [HEAD, *ROWS]).encode(),
    "hubs.tsv": "\n".join("\t".join(map(str, row)) for row in [HEAD, *ROWS]).encode(),
    "hubs.xlsx": workbook([HEAD, *ROWS]),
    "hubs.ods": ods([HEAD, *ROWS]),
    "hubs.geojson": HUBS.to_crs(4326).to_json().encode(),
    "hubs.geojsonl": lines(),
    "hubs.gpkg": written(HUBS, "GPKG", "gpkg"),
    "hubs_wgs.gpkg": written(HUBS.to_crs(4326), "GPKG", "gpkg"),
    "hubs_utm.gpkg": written(HUBS.to_crs(25831), "GPKG", "gpkg"),
    "hubs.fgb": written(HUBS, "FlatGeobuf", "fgb"),
    "hubs.kml": written(HUBS.to_crs(4326), "KML", "kml"),
    "hubs.parquet": parquet(HUBS),
    "hubs_wgs.parquet": parquet(HUBS.to_crs(4326)),
    "hubs.zip": shapefile(HUBS),
    "hubs_deep.zip": shapefile(HUBS, "levering 2025/GIS/definitief/"),
    "hubs_latin.zip": shapefile(HUBS, encoding="iso-8859-1"),
}


def where(intake: Intake) -> dict[str, Point]:
    return dict(zip(intake.rows["kk_name"], intake.rows.geometry, strict=True))


@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_the_same_hubs(name: str) -> None:
    intake = read_here(name, FILES[name])
    assert intake.refused is None
    found = where(intake)
    assert set(found) == set(HUBS["naam"])
    for hub, point in zip(HUBS["naam"], HUBS.geometry, strict=True):
        assert found[hub].distance(point) < 1.0
    codes = dict(zip(intake.rows["kk_name"], intake.rows["kk_sbi"], strict=True))
    assert codes["Café Étage"] == "0162"


@pytest.mark.parametrize("name", FILES)
def test_content_counts_and_not_the_name(name: str) -> None:
    intake = read_here("hubs.txt", FILES[name])
    assert intake.n_on_map == len(HUBS)


def test_files_of_one_kind_in_a_zip_are_read_together() -> None:
    content = zipped({"a.csv": FILES["hubs.csv"], "b.csv": FILES["hubs.csv"], "lees.txt": b"hoi"})
    intake = read_here("hubs.zip", content)
    assert dict(intake.layers) == {"a.csv": 4, "b.csv": 4}
    assert "several_layers" in {notice.code for notice in intake.notices}


def test_of_files_of_several_kinds_in_a_zip_one_can_be_chosen() -> None:
    files = {
        "a.csv": FILES["hubs.csv"],
        "map/b.xlsx": FILES["hubs.xlsx"],
        "c.csv": b"kleur\nrood\n",
    }
    content = zipped(files)
    intake = read_here("hubs.zip", content)
    # The same rows in two kinds of file are the same rows.
    assert dict(intake.layers) == {"a.csv": 4}
    (told,) = [n for n in intake.notices if n.code == "layers_left_out"]
    (sheet,) = [name for name in layer_names(intake) if name.startswith("b.xlsx")]
    assert "c.csv (1)" in told.params["layers"]
    chosen = read_here("hubs.zip", content, Options(layers=(sheet,)))
    assert dict(chosen.layers) == {sheet: 4}
    assert chosen.n_on_map == 4


def test_a_file_in_a_zip_that_cannot_be_read_keeps_the_others() -> None:
    content = zipped({"a.csv": FILES["hubs.csv"], "b.gpkg": b"SQLite format 3\x00" + bytes(200)})
    assert read_here("hubs.zip", content).n_on_map == 4


def test_a_table_without_geometry_in_a_geopackage_is_told() -> None:
    database = sqlite3.connect(":memory:")
    database.deserialize(FILES["hubs.gpkg"])
    database.execute("CREATE TABLE huurders (naam TEXT)")
    database.execute("INSERT INTO huurders VALUES ('A'), ('B')")
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier)"
        " VALUES ('huurders', 'attributes', 'huurders')"
    )
    database.commit()
    intake = read_here("hubs.gpkg", database.serialize())
    assert intake.n_rows == 4
    told = {notice.code: dict(notice.params) for notice in intake.notices}
    assert told["sheets_left_out"] == {"sheets": "huurders (2)"}
    chosen = read_here("hubs.gpkg", database.serialize(), Options(layers=("huurders",)))
    assert (chosen.n_rows, chosen.n_off_map) == (2, 2)


def test_a_sheet_can_be_chosen() -> None:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in [HEAD, *ROWS]:
        book.active.append(row)
    old = book.create_sheet("Oud")
    for row in [HEAD, ("Verdwenen", "9003", 121000, 487000)]:
        old.append(row)
    old.sheet_state = "hidden"
    book.save(stream)
    by_itself = read_here("hubs.xlsx", stream.getvalue())
    assert (by_itself.n_rows, "hidden_sheets" in {n.code for n in by_itself.notices}) == (4, True)
    chosen = read_here("hubs.xlsx", stream.getvalue(), Options(layers=("Oud",)))
    assert chosen.rows["kk_name"].tolist() == ["Verdwenen"]


def test_codes_that_show_their_zero_keep_it() -> None:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in [("naam", "sbi", "x", "y"), ("A", 162, 121230, 490467)]:
        book.active.append(row)
    book.active["B2"].number_format = "0000"
    book.save(stream)
    intake = read_here("hubs.xlsx", stream.getvalue())
    assert intake.rows["kk_sbi"].tolist() == ["0162"]
    assert not intake.proposals


def test_a_view_in_a_geopackage_is_never_read() -> None:
    database = sqlite3.connect(":memory:")
    database.deserialize(FILES["hubs.gpkg"])
    database.execute("ALTER TABLE hubs RENAME TO t")
    database.execute("CREATE VIEW hubs AS SELECT * FROM t")
    database.commit()
    intake = read_here("hubs.gpkg", database.serialize())
    assert intake.refused is not None
    assert intake.refused.code == "only_views"


def test_geojson_of_a_map_service_keeps_dates() -> None:
    content = (Path(__file__).parent / "cases" / "75-esri-json.geojson").read_bytes()
    rows = read_here("a.geojson", content).rows
    assert rows["sinds"].tolist() == ["2014-01-01", "2014-01-01"]


@pytest.mark.parametrize(
    ("columns", "role", "column"),
    [
        (("Organisatie", "X-coördinaat (RD)", "Y-coördinaat (RD)"), "name", "Organisatie"),
        (("naam", "Longitude", "Latitude"), "lon", "Longitude"),
        (("naam", "X", "Y", "KvK-nummer"), "kvk", "KvK-nummer"),
        (("naam", "X", "Y", "Huisnr."), "house_number", "Huisnr."),
        (("naam", "X", "Y", "SBI code hoofdactiviteit"), "sbi", "SBI code hoofdactiviteit"),
    ],
)
def test_columns_are_known_by_many_names(columns: tuple[str, ...], role: str, column: str) -> None:
    wgs = "Longitude" in columns
    cells = ["A", "4.9" if wgs else "121230", "52.4" if wgs else "490467", "1"][: len(columns)]
    content = (";".join(columns) + "\n" + ";".join(cells)).encode()
    assert read_here("a.csv", content).columns[""][role] == column


def test_a_correction_of_the_columns_is_followed() -> None:
    content = b"naam;bezoek_x;bezoek_y;x;y\nA;121230;490467;89689;436371\n"
    assert read_here("a.csv", content).rows["kk_in_city"].tolist() == ["Rotterdam"]
    options = Options(columns={"x": "bezoek_x", "y": "bezoek_y"})
    assert read_here("a.csv", content, options).rows["kk_in_city"].tolist() == ["Amsterdam"]


@pytest.mark.parametrize("shape", ["Point", "Polygon", "MultiPolygon", "LineString"])
def test_geometry_of_parquet_in_arrow_lists_is_read(shape: str) -> None:
    made = {
        "Point": HUBS.geometry,
        "Polygon": HUBS.buffer(5, cap_style="square"),
        "MultiPolygon": HUBS.buffer(5, cap_style="square").apply(lambda p: MultiPolygon([p])),
        "LineString": HUBS.geometry.apply(
            lambda p: LineString([(p.x - 4, p.y), (p.x, p.y), (p.x + 4, p.y)])
        ),
    }[shape]
    stream = io.BytesIO()
    HUBS.set_geometry(made).to_parquet(stream, geometry_encoding="geoarrow")
    intake = read_here("hubs.parquet", stream.getvalue())
    for name, point in zip(HUBS["naam"], HUBS.geometry, strict=True):
        assert where(intake)[name].distance(point) < 1.0


def test_shapefiles_of_one_name_in_two_folders_are_told_apart() -> None:
    files = {f"{city}/hubs.{end}": b"" for city in ("ams", "rtm") for end in ("shp", "dbf", "prj")}
    with zipfile.ZipFile(io.BytesIO(shapefile(HUBS))) as archive:
        for name in files:
            files[name] = archive.read(f"HUBS.{name.rpartition('.')[2].upper()}")
    content = zipped(files)
    assert dict(read_here("hubs.zip", content).layers) == {"ams/hubs": 4, "rtm/hubs": 4}
    chosen = read_here("hubs.zip", content, Options(layers=("rtm/hubs",)))
    assert dict(chosen.layers) == {"rtm/hubs": 4}


TABLE = "naam;sbi;x;y\nLoods;9003;121230,5;490467,0\nCafé;9003;128484,5;485304,5\n"


@pytest.mark.parametrize(
    "content",
    [
        TABLE.encode("utf-16")[:-1],
        TABLE.encode("utf-32"),
        TABLE.encode("cp850"),
        TABLE.encode("mac_roman"),
        ("sep = ;\n" + TABLE).encode(),
        ("sep=,\n" + TABLE).encode(),
        ("sep=\t\r\n" + TABLE.replace(";", "\t")).encode("utf-16"),
        "\n".join(f'"{line}"' for line in TABLE.splitlines()).encode(),
    ],
    ids=["utf-16 odd", "utf-32", "cp850", "mac", "sep blank", "sep lies", "sep tab", "quoted"],
)
def test_text_tables_are_read_however_they_were_saved(content: bytes) -> None:
    intake = read_here("hubs.csv", content)
    assert {n: (p.x, p.y) for n, p in where(intake).items()} == {
        "Loods": (121230.5, 490467.0),
        "Café": (128484.5, 485304.5),
    }


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        ("52 24 3.597", "4 53 27.624"),
        ("52 24,05996", "4 53,46040"),
        ("52:24:3.597", "4:53:27.624"),
        ("52°24′3,597″ NB", "4°53′27,624″ OL"),
        ("N 52 24.05996", "E 4 53.46040"),
    ],
)
def test_degrees_and_minutes_in_every_notation(lat: str, lon: str) -> None:
    # 52 + 24/60 + 3.597/3600 = 52.4009992 and 4 + 53/60 + 27.624/3600 = 4.8910067
    intake = read_here("hubs.csv", f"naam;lat;lon\nLoods;{lat};{lon}\n".encode())
    assert where(intake)["Loods"].distance(Point(121230.5, 490467.0)) < 1.0


SYSTEMS = (28992, 28991, 4326, 4258, 3857, 25831, 32631, 3035, 31370)
WRITERS = {
    "gpkg": lambda frame: written(frame, "GPKG", "gpkg"),
    "fgb": lambda frame: written(frame, "FlatGeobuf", "fgb"),
    "geojson": lambda frame: written(frame, "GeoJSON", "geojson"),
    "parquet": parquet,
    "zip": shapefile,
}


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.sampled_from(sorted(WRITERS)),
    st.sampled_from(SYSTEMS),
    st.permutations(range(len(HUBS))),
    st.sampled_from(["as it is", "without label", "label of WGS84", "label of RD"]),
)
def test_every_format_in_every_system_finds_the_hubs(
    ending: str, system: int, order: list[int], label: str
) -> None:
    frame = HUBS.iloc[order].reset_index(drop=True).to_crs(system)
    lies = {"without label": None, "label of WGS84": 4326, "label of RD": 28992}
    # Numbers of Belgium, ETRS89 or RD without its origin are known by their label alone.
    told_by_numbers = system in (28992, 4326, 3857, 25831, 32631, 3035)
    if label in lies and told_by_numbers and ending in ("gpkg", "parquet", "fgb"):
        frame = gpd.GeoDataFrame(
            frame.drop(columns="geometry"), geometry=frame.geometry.to_numpy(), crs=lies[label]
        )
    found = where(read_here(f"hubs.{ending}", WRITERS[ending](frame)))
    for name, point in zip(HUBS["naam"], HUBS.geometry, strict=True):
        assert found[name].distance(point) < 1.0
