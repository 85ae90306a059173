"""Uploads made to hurt: each refused with a reason, or read without the part that hurts."""

from __future__ import annotations

import io
import json
import resource
import struct
import time
import zipfile
from collections.abc import Callable

import pyarrow as arrow
import pytest
from geopackages import made_geopackage
from intakes import read_here
from nested_shapes import nested_wkb, nested_wkt
from pyarrow import parquet

from geo.intake.model.limits import SECONDS
from geo.intake.process.sandbox import read_upload

DEEP = 150_000
MANY_ROWS = (
    "WITH RECURSIVE t(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM t WHERE i < {n})"
    " INSERT INTO hubs (name) SELECT 'A' FROM t"
)


def geoparquet(wkb: bytes) -> bytes:
    about = {"version": "1.0.0", "primary_column": "geometry"}
    about |= {"columns": {"geometry": {"encoding": "WKB", "geometry_types": []}}}
    table = arrow.table({"name": ["A"], "geometry": arrow.array([wkb], arrow.binary())})
    stream = io.BytesIO()
    parquet.write_table(table.replace_schema_metadata({"geo": json.dumps(about)}), stream)
    return stream.getvalue()


def broken_blob() -> bytes:
    return struct.pack("<BII", 1, 6, 4_000_000_000) + b"\x01"


REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "nested collections": (
        "a.gpkg",
        lambda: made_geopackage(geom=nested_wkb(DEEP)),
        "shape_nesting",
    ),
    "nested multipolygons, big-endian": (
        "a.gpkg",
        lambda: made_geopackage(geom=nested_wkb(DEEP, 6, ">")),
        "shape_nesting",
    ),
    "a default in every row": (
        "a.gpkg",
        lambda: made_geopackage(
            MANY_ROWS.format(n=20_000),
            *(f"ALTER TABLE hubs ADD COLUMN b{i} TEXT DEFAULT '{'x' * 10_000}'" for i in range(10)),
        ),
        "table_too_large",
    ),
    "a default in every row of a table beside the map": (
        "a.gpkg",
        lambda: made_geopackage(
            "CREATE TABLE apart (a TEXT)",
            "INSERT INTO gpkg_contents VALUES ('apart', 'attributes', 'apart', NULL)",
            "DELETE FROM gpkg_contents WHERE table_name = 'hubs'",
            MANY_ROWS.format(n=20_000).replace("hubs (name)", "apart (a)"),
            f"ALTER TABLE apart ADD COLUMN b TEXT DEFAULT '{'x' * 100_000}'",
        ),
        "table_too_large",
    ),
    "a thousand empty columns": (
        "a.gpkg",
        lambda: made_geopackage(
            MANY_ROWS.format(n=30_000),
            *(f"ALTER TABLE hubs ADD COLUMN b{i} TEXT" for i in range(1000)),
        ),
        "table_too_large",
    ),
    "only a view": (
        "a.gpkg",
        lambda: made_geopackage(
            "CREATE VIEW v AS SELECT fid, geom, hex(zeroblob(100000000)) AS n FROM hubs",
            "UPDATE gpkg_contents SET table_name = 'v'",
        ),
        "only_views",
    ),
    "nested in Parquet": (
        "a.parquet",
        lambda: geoparquet(nested_wkb(DEEP, 7, "<", 0x80000000)),
        "shape_nesting",
    ),
}


def zip64(entries: int, said: int) -> bytes:
    """A zip of so many empty files whose last record says there are far fewer."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for i in range(entries):
            archive.writestr(zipfile.ZipInfo(f"{i}"), b"")
    content = bytearray(stream.getvalue())
    end = content.rfind(b"PK\x05\x06")
    struct.pack_into("<HH", content, end + 8, said, said)
    return bytes(content)


def with_sheet(sheet: str, strings: str = "") -> bytes:
    """A workbook of one sheet, with its XML as given."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    types = (
        f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
    )
    relations = (
        f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{rel}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>"
    )
    root = (
        f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    )
    book = (
        f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets>'
        '<sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    files = {
        "[Content_Types].xml": types,
        "_rels/.rels": root,
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": relations,
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>'
        ),
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">{strings}</sst>',
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return stream.getvalue()


def shared_strings() -> bytes:
    """By hand: 200,000 cells of one text of 32,000 letters are 6.4 GB."""
    rows = "".join(
        f'<row r="{r}">' + '<c t="s"><v>0</v></c>' * 20 + "</row>" for r in range(1, 10_001)
    )
    return with_sheet(rows, f"<si><t>{'x' * 32_000}</t></si>")


def far_corner() -> bytes:
    one, last = '<c r="A1"><v>1</v></c>', '<c r="XFD1048576"><v>1</v></c>'
    return with_sheet(f'<row r="1">{one}</row><row r="1048576">{last}</row>')


def many_heads() -> bytes:
    """By hand: 9,000 XML files of which 64 kB are looked at each are 590 MB."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for i in range(3_000):
            archive.writestr(f"{i}.xml", b"<a>" + b" " * 70_000)
    return stream.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
APART: dict[str, tuple[str, Callable[[], bytes], set[str]]] = {
    "one string of 30 MB": (
        "a.geojson",
        lambda: b'{"type": "FeatureCollection", "features": [], "a": "' + b"x" * 30_000_000 + b'"}',
        {"no_rows"},
    ),
    "a string of escapes": (
        "a.geojson",
        lambda: b'{"a": "' + b'\\"' * 10_000_000 + b'"}',
        {"read"},
    ),
    "a string that never ends": (
        "a.geojson",
        lambda: b'{"a": "' + b'\\\\\\"[' * 5_000_000,
        {"json_broken", "takes_too_much"},
    ),
    "brackets next to each other": (
        "a.geojson",
        lambda: b'{"a": [' + b"[]," * 10_000_000 + b"[]]}",
        {"takes_too_much"},
    ),
    "brackets within each other": ("a.geojson", lambda: b"[" * 30_000_000, {"json_nesting"}),
    "brackets behind a long string": (
        "a.geojson",
        lambda: b'["' + b"\\\\" * 2_000_001 + b'",' + b"[" * 100,
        {"json_nesting"},
    ),
    "a directory that says too little": (
        "a.zip",
        lambda: zip64(20_000, 1),
        {"archive_crowded"},
    ),
    "a directory beyond 65,535 names": ("a.zip", lambda: zip64(70_000, 1), {"archive_crowded"}),
    "an old workbook of its first bytes": (
        "a.xls",
        lambda: OLE + "Workbook".encode("utf-16-le"),
        {"file_damaged"},
    ),
    "an old workbook with sectors of no size": (
        "a.xls",
        lambda: OLE + bytes(22) + b"\x01\x00" + bytes(600) + "Workbook".encode("utf-16-le"),
        {"file_damaged"},
    ),
    "a text in every cell": ("a.xlsx", shared_strings, {"takes_too_much", "too_many_cells"}),
    "a cell in the last corner": ("a.xlsx", far_corner, {"takes_too_much", "too_many_cells"}),
    "many beginnings of XML": ("a.zip", many_heads, {"archive_bomb", "no_map_in_archive"}),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", APART)
def test_the_server_itself_does_not_grow_and_the_reason_is_known(name: str) -> None:
    file, make, codes = APART[name]
    content = make()
    read_upload("a.csv", b"naam;x;y\nA;121230;490467\n")  # what the server loads once
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.monotonic()
    intake = read_upload(file, content)
    seconds = time.monotonic() - start
    assert (intake.refused.code if intake.refused else "read") in codes
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kB
    assert seconds < SECONDS / 2


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_its_reason(name: str) -> None:
    file, make, code = REFUSED[name]
    content = make()
    start, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    intake = read_here(file, content)
    assert intake.refused is not None
    assert intake.refused.code == code
    assert time.monotonic() - start < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kB


def test_a_computed_column_is_left_out_and_the_rest_is_read() -> None:
    for made in ("hex(zeroblob(100000000))", "'a' || name"):
        statement = f"ALTER TABLE hubs ADD COLUMN g TEXT AS ({made}) VIRTUAL"
        intake = read_here("a.gpkg", made_geopackage(statement))
        assert intake.n_on_map == 1
        assert "g" not in intake.rows
        assert "computed_left_out" in {notice.code for notice in intake.notices}


@pytest.mark.slow
@pytest.mark.parametrize(
    "cell", [nested_wkt(1_500), nested_wkb(1_000).hex(), nested_wkt(DEEP), nested_wkb(DEEP).hex()]
)
def test_a_cell_that_is_nested_too_deep_is_no_place(cell: str) -> None:
    content = f"naam;geometrie\nA;{cell}\nB;POINT (121230 490467)\n"
    intake = read_upload("a.csv", content.encode())
    assert (intake.n_rows, intake.n_on_map) == (2, 1)


def test_a_geometry_that_lies_about_its_parts_loses_its_own_row_only() -> None:
    more = "INSERT INTO hubs (geom, name) SELECT geom, 'B' FROM hubs"
    blob = (b"GP\x00\x01" + struct.pack("<i", 28992) + broken_blob()).hex()
    content = made_geopackage(more, f"UPDATE hubs SET geom = x'{blob}' WHERE name = 'A'")
    intake = read_here("a.gpkg", content)
    assert (intake.n_rows, intake.n_on_map) == (2, 1)
