"""GeoPackages, read in memory through SQLite alone: no file is written, no extension can run.

Only ordinary tables that the package lists are read. Views are not: their SQL is the uploader's.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import shapely

from geo.data.cut_database import rows_on_pages
from geo.data.cut_reader import CutReader
from geo.data.errors import ArgumentError
from geo.data.foreign_sqlite import (
    Reader,
    columns_of,
    is_damage,
    is_wal,
    opened,
    said_size,
    whole_pages,
)
from geo.data.written_shapes import package_shape, shapes_of_wkb
from geo.intake.model.draft import Facts, Layer
from geo.intake.model.limits import MAX_CELLS, MAX_ROWS, SECONDS
from geo.intake.model.refusal import FileRefused
from geo.intake.readers.alike_layers import about_layers, of_one_kind
from geo.intake.readers.grid import unique_names

SHAPE_MARK = b"GP"
"""How a geometry of a GeoPackage begins."""
COUNTS = "gpkg_ogr_contents"
"""GDAL keeps in a table of this name how many rows each layer has."""
STYLES = "layer_styles"
"""QGIS keeps its styles in a table of this name."""


def read_geopackage(name: str, content: bytes, chosen: Sequence[str] = ()) -> list[Layer]:
    """Read the chosen layers of a GeoPackage.

    None chosen means of those with geometry, or of the tables when none has any, the one with most
    known headings, and those with the same headings.

    Raises
    ------
    FileRefused
        ``file_damaged``, ``not_a_geopackage``, ``only_views``, ``shape_nesting``,
        ``table_too_large`` or ``no_rows``.
    """
    facts: Facts = {"wal_mode": {}} if is_wal(content) else {}
    lost = said_size(content) - len(content)
    try:
        if lost > 0:
            return _what_is_left(name, whole_pages(content), chosen, facts, lost)
        try:
            with opened(content, SECONDS) as database:
                return _layers(name, Reader(database, len(content), MAX_CELLS), chosen, facts)
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
        return _what_is_left(name, content, chosen, facts, 0)
    except ArgumentError as error:
        params = {key: str(value) for key, value in error.params.items()}
        raise FileRefused(error.code, file=name, **params) from error
    except (sqlite3.Error, ValueError) as error:
        raise FileRefused("file_damaged", file=name, damage="database") from error


def _what_is_left(
    name: str, content: bytes, chosen: Sequence[str], facts: Facts, lost: int
) -> list[Layer]:
    """Read a package that misses a part, and tell what it lost: so many bytes at its end, or 0."""
    with opened(content, SECONDS, cut=True) as database:
        reader = CutReader(database, content, MAX_CELLS)
        layers = _whole_rows(name, reader, chosen, facts)
        n = sum(len(layer.table) for layer in layers)
        said = _said(reader, [layer.name for layer in layers])
    cut: Facts = {"file_cut": {"n": str(n), "lost": str(lost)}}
    more = cut if lost else {"file_holed": {"n": str(n)}}
    if said >= n:
        more = {"rows_lost": {"n": str(n), "said": str(said), "lost": str(said - n)}}
    return [replace(layers[0], facts={**layers[0].facts, **more}), *layers[1:]]


def _said(reader: Reader, tables: Sequence[str]) -> int:
    """Return how many rows the package says these layers have; 0 where it does not say of each."""
    if COUNTS not in _kinds(reader):
        return 0
    found = reader.each(f"SELECT table_name, feature_count FROM {COUNTS}")
    counts = {name: n for name, n in found if isinstance(n, int)}
    return sum(counts[t] for t in tables) if counts.keys() >= set(tables) else 0


def _layers(name: str, reader: Reader, chosen: Sequence[str], facts: Facts) -> list[Layer]:
    kinds = _kinds(reader)
    if "gpkg_contents" not in kinds:
        raise FileRefused("not_a_geopackage", file=name)
    geometry = _geometry_columns(reader, kinds)
    found = reader.each("SELECT table_name, data_type FROM gpkg_contents")
    listed = [(str(t), str(k)) for t, k in found] or [(t, "features") for t in geometry]
    tables = [
        (t, k) for t, k in listed if kinds.get(t) == "table" and k in ("features", "attributes")
    ]
    views = [t for t, _ in listed if kinds.get(t) == "view"]
    if not tables and views:
        raise FileRefused("only_views", file=name, layers=", ".join(views)[:200])
    wanted = [t for t, _ in tables if t in chosen] if chosen else _worth_reading(tables)
    if any(reader.count(table) > MAX_ROWS for table in wanted):
        raise FileRefused("too_many_rows", file=name, limit=str(MAX_ROWS))
    layers = [_read_table(reader, table, geometry.get(table)) for table in wanted]
    filled = [layer for layer in layers if len(layer.table)]
    if not filled:
        raise FileRefused("no_rows", file=name)
    kept = filled if chosen else of_one_kind(filled)
    more = {**facts, **about_layers(filled, kept)}
    apart = [t for t, k in tables if k == "attributes" and t not in wanted and t != STYLES]
    counts = {t: reader.count(t) for t in apart}
    if any(counts.values()):
        words = ", ".join(f"{t} ({n})" for t, n in counts.items() if n)
        more["sheets_left_out"] = {"sheets": words}
    if views:
        more["views_left_out"] = {"layers": ", ".join(views)[:200]}
    first = kept[0]
    return [replace(first, facts={**first.facts, **more}), *kept[1:]]


def _whole_rows(name: str, reader: CutReader, chosen: Sequence[str], facts: Facts) -> list[Layer]:
    """Read a damaged package: its layers, or its rows when the list of layers is gone."""
    try:
        return _layers(name, reader, chosen, facts)
    except FileRefused as fault:
        if fault.code == "too_many_rows":
            raise
        layer = _without_names(reader)
        if layer is None:
            raise FileRefused("file_damaged", file=name, damage="database") from None
        return [layer]


def _without_names(reader: CutReader) -> Layer | None:
    """Return the rows with a geometry, whose columns have lost their names; None without any."""
    found = [
        (number, row)
        for number, row in rows_on_pages(reader.content, MAX_ROWS + 1)
        if any(map(_is_shape, row))
    ]
    if not found:
        return None
    width = Counter(len(row) for _, row in found).most_common(1)[0][0]
    # The number of a row stands for its key, which is empty in the row itself.
    rows = {n: (n if row[0] is None else row[0], *row[1:]) for n, row in found if len(row) == width}
    names = pd.Index([f"kolom {i + 1}" for i in range(width)], dtype=object)
    frame = pd.DataFrame([row for _, row in sorted(rows.items())], columns=names, dtype=object)
    at = next(i for i in range(width) if _is_shape(frame.iat[0, i]))
    systems = {label for _, label in _geometry_columns(reader, _kinds(reader)).values()}
    label = systems.pop() if len(systems) == 1 else ""
    bare = _without_bytes(frame.drop(columns=frame.columns[at]))
    facts: Facts = {"header_missing": {"line": "1"}}
    lines = np.arange(1, len(rows) + 1)
    return Layer("", bare, lines, _shapes(frame.iloc[:, at]), label, facts, "utf-8")


def _is_shape(cell: object) -> bool:
    return isinstance(cell, bytes) and cell.startswith(SHAPE_MARK)


def _kinds(reader: Reader) -> dict[str, str]:
    """Map everything in the database to "table", "view" or "virtual"; that one has no page."""
    return {
        str(name): str(kind) if page or kind == "view" else "virtual"
        for name, kind, page in reader.each("SELECT name, type, rootpage FROM sqlite_master")
        if kind in ("table", "view")
    }


def _worth_reading(tables: list[tuple[str, str]]) -> list[str]:
    with_geometry = [t for t, kind in tables if kind == "features"]
    return with_geometry or [t for t, _ in tables if t != STYLES]


def _geometry_columns(reader: Reader, kinds: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Map each layer to its geometry column and the name of its coordinate system."""
    if "gpkg_geometry_columns" not in kinds:
        return {}
    systems = _systems(reader, kinds)
    found = reader.each("SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns")
    return {str(table): (str(column), systems.get(number, "")) for table, column, number in found}


def _systems(reader: Reader, kinds: dict[str, str]) -> dict[object, str]:
    if "gpkg_spatial_ref_sys" not in kinds:
        return {}
    rows = reader.each(
        "SELECT srs_id, organization, organization_coordsys_id, definition"
        " FROM gpkg_spatial_ref_sys"
    )
    return {
        number: _label(str(owner), code, str(definition))
        for number, owner, code, definition in rows
    }


def _label(owner: str, code: object, definition: str) -> str:
    if definition.lower() in ("undefined", "none", "") or (owner.upper() == "NONE"):
        return f"EPSG:{code}" if owner.upper() == "EPSG" else ""
    return f"EPSG:{code}" if owner.upper() == "EPSG" else definition[:5000]


def _read_table(reader: Reader, table: str, geometry: tuple[str, str] | None) -> Layer:
    every = columns_of(reader.database, table)
    columns = [column for column in every if not column.computed]
    names = [column.name for column in columns]
    at = names.index(geometry[0]) if geometry and geometry[0] in names else None
    rows = reader.rows(table, columns, MAX_ROWS)
    if isinstance(reader, CutReader) and at is not None and len(columns) == len(every):
        rows += [row for row in reader.loose(table, MAX_ROWS) if len(row) == len(every)]
        # Where pages moved up, those of another table may stand in their place.
        rows = [row for row in rows if row[at] is None or _is_shape(row[at])]
    computed = ", ".join(column.name for column in every if column.computed)[:200]
    facts: Facts = {"computed_left_out": {"columns": computed}} if computed else {}
    if geometry is None:
        at = next(
            (i for i in range(len(names)) if any(_is_shape(row[i]) for row in rows[:1])), None
        )
        geometry = (names[at], "") if at is not None else None
    lines = np.arange(1, len(rows) + 1)
    frame = pd.DataFrame(rows, columns=pd.Index(unique_names(names)[0], dtype=object), dtype=object)
    if geometry is None or at is None:
        return Layer(table, _without_bytes(frame), lines, facts=facts, encoding="utf-8")
    shapes = _shapes(frame[geometry[0]])
    bare = _without_bytes(frame.drop(columns=geometry[0]))
    return Layer(table, bare, lines, shapes, geometry[1], facts, "utf-8")


def _without_bytes(frame: pd.DataFrame) -> pd.DataFrame:
    """Show a picture or other bytes in a cell as a word only."""
    return frame.map(lambda cell: "(bytes)" if isinstance(cell, bytes) else cell)


def _shapes(cells: pd.Series) -> np.ndarray:
    shapes = shapes_of_wkb(map(package_shape, cells))
    # What cannot be read stays None; a cell without geometry is an empty one.
    there: np.ndarray = np.where(cells.isna(), shapely.GeometryCollection(), shapes)
    return there
