"""The rules of the PDOK GeoPackage validator, read from the file itself by SQLite and shapely.

Codes and wording after https://github.com/PDOK/geopackage-validator; the validator itself wants
Python bindings of GDAL, which the tests do without. RQ8 (a given table definition) is left out.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator

import shapely

NAME = re.compile(r"[a-z][a-z0-9_]*")
TYPES = {"POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON"}
SYSTEMS = {28992, 3034, 3035, *range(3040, 3050), 3857, 4258, 4326, 4936, 4937, 5730, 7409, 7415}
MOST_NAME = 57
# Bytes of a GeoPackage geometry before its WKB: fixed head, and the bounds by their kind.
HEAD, BOUNDS = 8, (0, 32, 48, 48, 64)

# What breaks each rule in a sound file with the layers clusters and hubs.
SPOILT = {
    "RQ1": "UPDATE gpkg_contents SET table_name='Hubs' WHERE table_name='hubs'",
    "RQ2": "DROP TRIGGER IF EXISTS rtree_hubs_geom_delete; DELETE FROM hubs",
    "RQ3": "UPDATE gpkg_geometry_columns SET geometry_type_name='GEOMETRY'",
    "RQ6": "ALTER TABLE hubs ADD COLUMN Naam TEXT",
    "RQ7": "CREATE TABLE los (a TEXT); INSERT INTO los VALUES ('x');"
    "INSERT INTO gpkg_contents (table_name, data_type) VALUES ('los', 'attributes')",
    "RQ9": "DELETE FROM gpkg_extensions WHERE table_name='hubs'",
    "RQ10": "DELETE FROM rtree_hubs_geom WHERE id=1",
    "RQ11": "UPDATE gpkg_ogr_contents SET feature_count=99 WHERE table_name='hubs'",
    "RQ13": "UPDATE gpkg_geometry_columns SET srs_id=4326 WHERE table_name='hubs'",
    "RQ15": "UPDATE gpkg_geometry_columns SET geometry_type_name='POLYGON' WHERE table_name='hubs'",
    "RQ21": f"ALTER TABLE hubs ADD COLUMN {'a' * (MOST_NAME + 1)} TEXT",
    "RC17": "UPDATE gpkg_geometry_columns SET column_name='shape' WHERE table_name='hubs'",
}


def broken_rules(path: str) -> list[str]:
    """Codes of the rules that a file breaks; RC are recommendations."""
    base = sqlite3.connect(path)
    try:
        return [code for code, keeps in RULES.items() if not keeps(base)]
    finally:
        base.close()


def tables(base: sqlite3.Connection) -> list[str]:
    return [row[0] for row in base.execute("SELECT table_name FROM gpkg_contents")]


def columns(base: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in base.execute(f'PRAGMA table_info("{table}")')]


def spatial(base: sqlite3.Connection) -> list[tuple[str, str, str, int, int, int]]:
    """Table, geometry column, type, system, z and m of each layer with shapes."""
    asked = "SELECT table_name, column_name, geometry_type_name, srs_id, z, m"
    return base.execute(f"{asked} FROM gpkg_geometry_columns").fetchall()


def shapes(base: sqlite3.Connection) -> Iterator[tuple[str, shapely.Geometry]]:
    """Every shape with the type its layer promises."""
    for table, _, kind, *_ in spatial(base):
        column = next(name for name in columns(base, table) if name in ("geom", "shape"))
        for (content,) in base.execute(f'SELECT "{column}" FROM "{table}"'):
            yield kind, shapely.from_wkb(content[HEAD + BOUNDS[(content[3] >> 1) & 7] :])


def counted(base: sqlite3.Connection, table: str) -> int:
    return int(base.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])


def has_key(base: sqlite3.Connection, table: str) -> bool:
    kinds = [row[2] for row in base.execute(f'PRAGMA table_info("{table}")') if row[5]]
    return [kind.upper() for kind in kinds] == ["INTEGER"]


def indexed(base: sqlite3.Connection) -> bool:
    asked = "SELECT table_name FROM gpkg_extensions WHERE extension_name='gpkg_rtree_index'"
    return {row[0] for row in base.execute(asked)} == {row[0] for row in spatial(base)}


def whole_indexes(base: sqlite3.Connection) -> bool:
    trees = [f"rtree_{table}_geom" for table, *_ in spatial(base)]
    checked = [base.execute("SELECT rtreecheck(?)", (tree,)).fetchone()[0] for tree in trees]
    sizes = [counted(base, tree) == counted(base, table) for tree, (table, *_) in pairs(base)]
    return set(checked) == {"ok"} and all(sizes)


def pairs(base: sqlite3.Connection) -> list[tuple[str, tuple[str, ...]]]:
    return [(f"rtree_{row[0]}_geom", row) for row in spatial(base)]


def counts_up_to_date(base: sqlite3.Connection) -> bool:
    kept = base.execute("SELECT table_name, feature_count FROM gpkg_ogr_contents").fetchall()
    return all(n == counted(base, table) for table, n in kept)


def wound_rightly(shape: shapely.Geometry) -> bool:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return all(
        part.exterior.is_ccw and not any(hole.is_ccw for hole in part.interiors) for part in parts
    )


RULES: dict[str, Callable[[sqlite3.Connection], bool]] = {
    "RQ1": lambda base: all(NAME.fullmatch(table) for table in tables(base)),
    "RQ2": lambda base: all(counted(base, table) for table in tables(base)),
    "RQ3": lambda base: all(row[2] in TYPES for row in spatial(base)),
    "RQ6": lambda base: all(
        NAME.fullmatch(name) for table in tables(base) for name in columns(base, table)
    ),
    "RQ7": lambda base: all(has_key(base, table) for table in tables(base)),
    "RQ9": indexed,
    "RQ10": whole_indexes,
    "RQ11": counts_up_to_date,
    "RQ13": lambda base: len({row[3] for row in spatial(base)}) == 1,
    "RQ15": lambda base: all(shape.geom_type.upper() == kind for kind, shape in shapes(base)),
    "RQ21": lambda base: all(
        len(name) <= MOST_NAME for table in tables(base) for name in [table, *columns(base, table)]
    ),
    "RQ22": lambda base: all(row[3] in SYSTEMS for row in spatial(base)),
    "RQ23": lambda base: all(shape.is_valid and not shape.is_empty for _, shape in shapes(base)),
    "RC17": lambda base: all(row[1] == "geom" for row in spatial(base)),
    "RC19": lambda base: all((row[4], row[5]) == (0, 0) for row in spatial(base)),
    "RC20": lambda base: all(wound_rightly(shape) for _, shape in shapes(base)),
}
