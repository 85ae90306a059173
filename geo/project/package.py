"""A project as one GeoPackage: written by GDAL, read back through SQLite alone.

Each own table is a layer in EPSG:28992 (small letters, geometry ``geom``, spatial index) that
opens in QGIS; a table without rows is no layer. The table ``ketenkaart_project`` (key, value as
JSON, version of the form) holds the settings and the kind of every column, so that reading gives
exactly what was written. Reading opens no file and runs nothing of the uploader's: see
`geo.project.package_check`.
"""

from __future__ import annotations

import json
import math
import re
import sqlite3
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from geo.data.crs import RD_NEW, SRID
from geo.data.errors import ArgumentError
from geo.data.foreign_sqlite import Reader, columns_of
from geo.data.written_shapes import package_shape, shapes_of_wkb
from geo.project.column_kinds import KINDS, column_of, kind_of, kind_of_sqlite
from geo.project.fault import ProjectError
from geo.project.migrations import FORM, migrated
from geo.project.package_check import MAX_BYTES, MAX_ROWS, MOST_CELLS, checked_database
from geo.project.project import RESERVED as OWN_KEYS
from geo.project.project import ROW, TABLES, Project

SETTINGS_TABLE = "ketenkaart_project"
GEOMETRY = "geom"
# 1.4 makes desktop programs of a few years old warn or refuse.
MAKING = {"VERSION": "1.3"}
RESERVED = (ROW, GEOMETRY, "ogc_fid", "rowid")
SETTINGS_COLUMNS = ("key", "value", "version")
MOST_SETTINGS = 1000
LONGEST_NUMBER = 300  # digits of a whole number
LONGEST_FILE = 60  # characters of the name of a file


# ---- writing


def to_bytes(project: Project) -> bytes:
    """Write a project as a GeoPackage.

    Raises
    ------
    ProjectError
        As `must_open_again`, and ``project_large``.

    Examples
    --------
    >>> from geo.toy.city import toy_hubs
    >>> project = Project("Speelveld", {"hubs": toy_hubs()}, {"weights": {"afstand": 3}})
    >>> from geo.project.changes import changes_between
    >>> changes_between(project, from_bytes(to_bytes(project)))
    []
    """
    must_open_again(project)
    names = {table: _layer_names(frame) for table, frame in project.tables.items()}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "project.gpkg")
        for table, frame in project.tables.items():
            if len(frame):
                _write_layer(path, table, _for_layer(frame, names[table]))
        _write_settings(path, _settings_rows(project, names))
        if path.stat().st_size > MAX_BYTES:
            file, most = file_name(project.name), MAX_BYTES // 1_000_000
            raise ProjectError("project_large", file=file, allowed=most)
        return path.read_bytes()


def must_open_again(project: Project) -> None:
    """Refuse a project with more than reading takes: kept, it could never be opened.

    Raises
    ------
    ProjectError
        ``project_rows`` or ``project_cells``.
    """
    for table, frame in project.tables.items():
        rows, columns = len(frame), len(frame.columns) + 1
        if rows > MAX_ROWS:
            raise ProjectError("project_rows", where=table, value=rows, allowed=MAX_ROWS)
        if rows * columns > MOST_CELLS:
            most = MOST_CELLS // 1_000_000
            raise ProjectError(
                "project_cells", where=table, count=rows, columns=columns, allowed=most
            )


def file_name(name: str) -> str:
    """A name for the file of a project that every system takes.

    Examples
    --------
    >>> file_name("Verkenning 'Oost' 2026/27")
    'Verkenning_Oost_2026_27.gpkg'
    """
    bare = re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_")
    return f"{bare[:LONGEST_FILE] or 'project'}.gpkg"


def _layer_names(frame: gpd.GeoDataFrame) -> dict[str, str]:
    """Map the columns of a table to names that every program takes, small letters and all."""
    taken = set(RESERVED)
    found = {}
    for column in _columns(frame):
        bare = unicodedata.normalize("NFKD", column).encode("ascii", "ignore").decode()
        tidy = re.sub(r"[^a-z0-9]+", "_", bare.lower()).strip("_")[:50] or "kolom"
        name = tidy = tidy if tidy[0].isalpha() else f"k_{tidy}"
        number = 1
        while name in taken:
            number += 1
            name = f"{tidy}_{number}"
        taken.add(name)
        found[column] = name
    return found


def _columns(frame: gpd.GeoDataFrame) -> list[str]:
    return [name for name in frame.columns if name != "geometry"]


def _for_layer(frame: gpd.GeoDataFrame, names: Mapping[str, str]) -> gpd.GeoDataFrame:
    columns = {names[name]: _for_gdal(frame[name]) for name in names}
    made = pd.DataFrame({ROW: frame.index.to_numpy(), **columns})
    return gpd.GeoDataFrame(made, geometry=frame.geometry.to_numpy(), crs=RD_NEW)


def _for_gdal(column: pd.Series) -> pd.Series:
    """Give a moment without a zone the zone the form prescribes; its kind tells it has none."""
    plain = column.reset_index(drop=True)
    return plain.dt.tz_localize("UTC") if kind_of(column) == "moment" else plain


def _write_layer(path: Path, table: str, frame: gpd.GeoDataFrame) -> None:
    shapes = frame.geometry
    points = shapes.isna() | shapes.geom_type.eq("Point")
    pyogrio.write_dataframe(
        frame,
        path,
        layer=table,
        driver="GPKG",
        use_arrow=True,
        geometry_type="Point" if points.all() else "Unknown",
        dataset_options=None if path.exists() else MAKING,
        layer_options={"GEOMETRY_NAME": GEOMETRY, "FID": ROW, "SPATIAL_INDEX": "YES"},
    )


def _settings_rows(project: Project, names: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    about = {"name": project.name, "created": project.created, "changed": project.changed}
    columns = {
        table: [[layer, own, kind_of(frame[own])] for own, layer in names[table].items()]
        for table, frame in project.tables.items()
    }
    return {"about": about, "columns": columns, **project.settings}


def _write_settings(path: Path, rows: Mapping[str, Any]) -> None:
    words = [json.dumps(value, ensure_ascii=False, allow_nan=False) for value in rows.values()]
    frame = pd.DataFrame({"key": list(rows), "value": words, "version": FORM})
    pyogrio.write_dataframe(
        frame,
        path,
        layer=SETTINGS_TABLE,
        driver="GPKG",
        dataset_options=None if path.exists() else MAKING,
    )


# ---- reading


def from_bytes(content: bytes, name: str = "project.gpkg") -> Project:
    """Read a project from a GeoPackage that may come from anyone.

    Parameters
    ----------
    content : bytes
    name : str
        File name, for the message.

    Raises
    ------
    ProjectError
        ``project_file`` when it is no sound GeoPackage, ``project_forbidden`` when it holds what a
        project never holds (views, foreign triggers or tables), ``project_none`` when it is a
        GeoPackage of something else, ``project_newer`` when a newer program wrote it,
        ``project_large`` or ``project_too_large``, ``project_nesting``, or ``project_cell``.
    """
    with checked_database(content, name, (*TABLES, SETTINGS_TABLE)) as reader:
        tables = [row[0] for row in reader.database.execute("SELECT name FROM sqlite_master")]
        if SETTINGS_TABLE not in tables:
            raise ProjectError("project_none", file=name)
        rows = _read_settings(reader, name)
        kinds, about = rows.pop("columns"), rows.pop("about")
        found = {
            table: _read_layer(reader, table, kinds.get(table, []))
            for table in TABLES
            if table in tables
        }
    absent = {table: _empty(kinds[table]) for table in kinds if table not in found}
    return Project(
        about["name"], {**found, **absent}, rows, str(about["created"]), str(about["changed"])
    )


def _read_settings(reader: Reader, name: str) -> dict[str, Any]:
    wanted = [
        each
        for each in columns_of(reader.database, SETTINGS_TABLE)
        if each.name in SETTINGS_COLUMNS
    ]
    if len(wanted) != len(SETTINGS_COLUMNS):
        raise ProjectError("project_file", file=name)
    wanted.sort(key=lambda each: SETTINGS_COLUMNS.index(each.name))
    rows = reader.rows(SETTINGS_TABLE, wanted, MOST_SETTINGS)
    try:
        found = {str(key): _json(value) for key, value, _ in rows}
        forms = {int(version) for _, _, version in rows}
    except (TypeError, ValueError, RecursionError) as error:
        raise ProjectError("project_file", file=name) from error
    if len(forms) != 1:
        raise ProjectError("project_file", file=name)
    settings = migrated(found, forms.pop(), name)
    if not _sound(settings):
        raise ProjectError("project_file", file=name)
    return settings


def _json(words: str) -> Any:
    """Read JSON; a number that Python, or JSON again, cannot write is kept as its text, or None."""
    return json.loads(
        words,
        parse_int=lambda digits: int(digits) if len(digits) <= LONGEST_NUMBER else digits,
        parse_float=lambda digits: float(digits) if math.isfinite(float(digits)) else None,
        parse_constant=lambda _: None,
    )


def _sound(settings: Mapping[str, Any]) -> bool:
    """Say whether the two keys that are ours have the form they must have."""
    about, columns = (settings.get(key) for key in OWN_KEYS)
    if not isinstance(about, dict) or not isinstance(columns, dict):
        return False
    if not isinstance(about.get("name"), str):
        return False
    if not all(_is_moment(about.get(key)) for key in ("created", "changed")):
        return False
    lists = [rows for rows in columns.values() if isinstance(rows, list)]
    return (
        set(columns) <= set(TABLES)
        and len(lists) == len(columns)
        and all(_is_column(row) for rows in lists for row in rows)
    )


def _is_moment(words: object) -> bool:
    try:
        return isinstance(words, str) and datetime.fromisoformat(words).tzinfo is not None
    except ValueError:
        return False


def _is_column(row: object) -> bool:
    parts = 3
    return (
        isinstance(row, list)
        and len(row) == parts
        and all(isinstance(part, str) for part in row)
        and row[2] in KINDS
    )


def _read_layer(
    reader: Reader, table: str, kinds: Iterable[tuple[str, str, str]]
) -> gpd.GeoDataFrame:
    """Read one layer; columns that another program added come along under their own name."""
    geometry, columns = _geometry_column(reader.database, table), columns_of(reader.database, table)
    declared = {column.name: column.declared for column in columns}
    if not {geometry, ROW} <= declared.keys():
        raise ProjectError("project_layer_crs", where=table)
    rows = reader.rows(table, columns, MAX_ROWS, ROW)
    cells = pd.DataFrame(rows, columns=list(declared), dtype=object)
    known = {layer: (own, kind) for layer, own, kind in kinds}
    order = [name for name in known if name in declared]
    order += [name for name in declared if name not in (*known, ROW, geometry)]
    made: dict[str, pd.Series] = {}
    for name in order:
        own, kind = known.get(name, (name, kind_of_sqlite(declared[name])))
        while own in (*made, "geometry"):
            own += "_"
        made[own] = column_of(kind, cells[name].tolist(), f"{table}.{own}")
    numbers = column_of("whole", cells[ROW].tolist(), f"{table}.{ROW}")
    index = pd.Index(numbers.to_numpy("int64"), name=ROW)
    frame = pd.DataFrame(made).set_index(index)
    return gpd.GeoDataFrame(frame, geometry=_shapes(cells[geometry], table), crs=RD_NEW)


def _geometry_column(database: sqlite3.Connection, table: str) -> str:
    row = database.execute(
        "SELECT g.column_name, s.organization, s.organization_coordsys_id"
        " FROM gpkg_geometry_columns g JOIN gpkg_spatial_ref_sys s ON g.srs_id = s.srs_id"
        " WHERE g.table_name = ?",
        (table,),
    ).fetchone()
    if row is None or str(row[1]).upper() != "EPSG" or row[2] != SRID:
        raise ProjectError("project_layer_crs", where=table)
    return str(row[0])


def _shapes(cells: pd.Series, table: str) -> np.ndarray:
    """Read the geometries of a layer; a cell that holds something else is a fault."""
    bare = [package_shape(cell) for cell in cells]
    try:
        shapes = shapes_of_wkb(bare)
    except ArgumentError as error:
        raise ProjectError("project_nesting", where=table, **error.params) from error
    broken = shapely.is_missing(shapes) & np.array([cell is not None for cell in bare])
    if broken.any():
        row = int(np.argmax(broken)) + 1
        raise ProjectError("project_cell", where=f"{table}.{GEOMETRY}", row=row, value="")
    return shapes


def _empty(kinds: Iterable[tuple[str, str, str]]) -> gpd.GeoDataFrame:
    columns = {own: column_of(kind, [], own) for _, own, kind in kinds}
    index = pd.Index([], dtype="int64", name=ROW)
    made = pd.DataFrame(columns, index=index)
    return gpd.GeoDataFrame(made, geometry=np.array([], dtype=object), crs=RD_NEW)
