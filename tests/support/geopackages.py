"""GeoPackages made by hand with SQLite alone: the smallest that is one, and what is done to it."""

from __future__ import annotations

import sqlite3
import struct

SYSTEMS = "srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT, organization_coordsys_id"
CONTENTS = "table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT, srs_id INTEGER"
COLUMNS = "table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER, z, m"


def blob_of(wkb: bytes) -> bytes:
    """A geometry as a GeoPackage holds it, without envelope."""
    return b"GP\x00\x01" + struct.pack("<i", 28992) + wkb


def made_geopackage(
    *statements: str, geom: bytes | None = None, columns: str = "name TEXT"
) -> bytes:
    """A GeoPackage with one row on the map in layer ``hubs``, changed by the statements."""
    database = sqlite3.connect(":memory:")
    database.execute(f"PRAGMA application_id = {int.from_bytes(b'GPKG')}")
    database.execute(f"CREATE TABLE gpkg_spatial_ref_sys ({SYSTEMS}, definition TEXT)")
    database.execute(f"CREATE TABLE gpkg_contents ({CONTENTS})")
    database.execute(f"CREATE TABLE gpkg_geometry_columns ({COLUMNS})")
    database.execute(f"CREATE TABLE hubs (fid INTEGER PRIMARY KEY, geom BLOB, {columns})")
    database.execute(
        "INSERT INTO gpkg_spatial_ref_sys VALUES ('RD', 28992, 'EPSG', 28992, 'undefined')"
    )
    database.execute("INSERT INTO gpkg_contents VALUES ('hubs', 'features', 'hubs', 28992)")
    database.execute(
        "INSERT INTO gpkg_geometry_columns VALUES ('hubs', 'geom', 'GEOMETRY', 28992, 0, 0)"
    )
    point = struct.pack("<BIdd", 1, 1, 121_230.0, 490_467.0)
    database.execute("INSERT INTO hubs (geom, name) VALUES (?, 'A')", (blob_of(geom or point),))
    for statement in statements:
        database.execute(statement)
    database.commit()
    content = database.serialize()
    database.close()
    return content
