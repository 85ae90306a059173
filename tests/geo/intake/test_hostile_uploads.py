"""Uploads made to hurt: each refused with a reason, or read without the part that hurts."""

from __future__ import annotations

import io
import json
import resource
import struct
import time
from collections.abc import Callable

import pyarrow as arrow
import pytest
from geopackages import made_geopackage
from intakes import read_here
from nested_shapes import nested_wkb, nested_wkt
from pyarrow import parquet

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
