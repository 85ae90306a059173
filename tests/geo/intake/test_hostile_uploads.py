"""Uploads of which a part was made to hurt: read without that part, or placed without it.

What is refused as a whole is in the hostile set of the pages.
"""

from __future__ import annotations

import struct

import pytest
from geopackages import made_geopackage
from hostile_uploads import NESTED_CELLS
from intakes import read_here

from geo.intake.process.sandbox import read_upload


def broken_blob() -> bytes:
    return struct.pack("<BII", 1, 6, 4_000_000_000) + b"\x01"


def test_a_computed_column_is_left_out_and_the_rest_is_read() -> None:
    for made in ("hex(zeroblob(100000000))", "'a' || name"):
        statement = f"ALTER TABLE hubs ADD COLUMN g TEXT AS ({made}) VIRTUAL"
        intake = read_here("a.gpkg", made_geopackage(statement))
        assert intake.n_on_map == 1
        assert "g" not in intake.rows
        assert "computed_left_out" in {notice.code for notice in intake.notices}


@pytest.mark.slow
@pytest.mark.parametrize("cell", NESTED_CELLS)
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
