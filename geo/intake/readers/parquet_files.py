"""GeoParquet and plain Parquet, through Arrow."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as arrow
from pyarrow import parquet

from geo.data.errors import ArgumentError
from geo.data.written_shapes import shapes_of_wkb
from geo.intake.model.draft import Layer
from geo.intake.model.limits import MAX_ROWS, MAX_UNPACKED
from geo.intake.model.refusal import FileRefused
from geo.intake.readers.geojson import readable
from geo.intake.readers.grid import unique_names
from geo.intake.readers.wide import refuse_many
from geo.intake.values.json_shapes import EMPTY, shape_of

WKB = "WKB"
NATIVE = {
    name.lower(): name
    for name in (
        "Point",
        "LineString",
        "Polygon",
        "MultiPoint",
        "MultiLineString",
        "MultiPolygon",
    )
}
"""Encodings beside well-known binary, and the geometry each is for."""
GEOMETRY_NAMES = ("geometry", "geom", "wkb_geometry", "the_geom", "shape")


def read_parquet(name: str, content: bytes) -> list[Layer]:
    """Read a Parquet file; its geometry is the column that the "geo" metadata names.

    Raises
    ------
    FileRefused
        ``file_damaged``, ``archive_bomb`` (by the sizes in its footer), ``takes_too_much``,
        ``too_many_rows``, ``too_many_columns``, ``shape_nesting`` or ``no_rows``.
    """
    try:
        source = parquet.ParquetFile(BytesIO(content))
        _refuse_large(name, content, source.metadata)
        refuse_many(len(source.schema_arrow), source.metadata.num_rows, name)
        table = source.read()
    except arrow.ArrowMemoryError as error:
        raise FileRefused("takes_too_much", heavy="map") from error
    except (arrow.ArrowException, OSError, ValueError) as error:
        raise FileRefused("file_damaged", file=name, damage="map_file") from error
    if table.num_rows == 0:
        raise FileRefused("no_rows", file=name)
    column, label, encoding = _geometry(source.schema_arrow)
    try:
        return [_layer(table, column, label, encoding)]
    except ArgumentError as error:
        raise FileRefused(error.code, file=name, limit=str(error.params["allowed"])) from error
    except (arrow.ArrowException, UnicodeDecodeError) as error:
        raise FileRefused("file_damaged", file=name, damage="map_file") from error


def _refuse_large(name: str, content: bytes, footer: parquet.FileMetaData) -> None:
    size = sum(footer.row_group(i).total_byte_size for i in range(footer.num_row_groups))
    if footer.num_rows > MAX_ROWS:
        raise FileRefused("too_many_rows", file=name, limit=str(MAX_ROWS))
    if size > MAX_UNPACKED:
        packed = f"{len(content) / 2**20:.1f}"
        raise FileRefused("archive_bomb", file=name, size=str(size // 2**20), packed=packed)


def _geometry(schema: arrow.Schema) -> tuple[str, str, str]:
    """Return the geometry column, its coordinate system and its encoding as the metadata say."""
    try:
        geo = json.loads((schema.metadata or {}).get(b"geo", b"{}"))
        column = str(geo.get("primary_column", ""))
        said = geo.get("columns", {}).get(column, {})
        crs, encoding = said.get("crs", "OGC:CRS84"), str(said.get("encoding", WKB))
    except (ValueError, AttributeError, RecursionError):
        return "", "", WKB
    if column in schema.names:
        return column, json.dumps(crs) if isinstance(crs, dict) else str(crs or ""), encoding
    bytes_columns = [f.name for f in schema if arrow.types.is_binary(f.type)]
    return next((n for n in bytes_columns if n.lower() in GEOMETRY_NAMES), ""), "", WKB


def _layer(table: arrow.Table, column: str, label: str, encoding: str) -> Layer:
    names = [n for n in table.column_names if n != column]
    frame = pd.DataFrame(
        {str(i): pd.Series(_cells(table.column(n)), dtype=object) for i, n in enumerate(names)},
        index=range(table.num_rows),
    )
    frame.columns = pd.Index(unique_names(names)[0], dtype=object)
    shapes = None
    if column:
        read = shapes_of if encoding.upper() == WKB else _native_shapes(encoding)
        shapes = read(table.column(column).to_pylist())
    lines = np.arange(1, table.num_rows + 1)
    return Layer("", frame, lines, shapes, label, encoding="utf-8")


def _cells(column: arrow.ChunkedArray) -> list[Any]:
    try:
        values = column.to_pylist()
    except UnicodeDecodeError:
        # Bytes that are no text in a column of text: they lose those letters, not the file.
        values = [
            None if cell is None else cell.decode("utf-8", errors="replace")
            for cell in column.cast(arrow.large_binary()).to_pylist()
        ]
    return ["(bytes)" if isinstance(v, bytes) else readable(v) for v in values]


def _native_shapes(encoding: str) -> Callable[[list[Any]], np.ndarray]:
    """Return what reads geometry written as nested lists of x and y (GeoParquet 1.1)."""
    kind = NATIVE.get(encoding.lower(), "")

    def read(cells: list[Any]) -> np.ndarray:
        made = np.empty(len(cells), dtype=object)
        made[:] = [
            shape_of({"type": kind, "coordinates": _pairs(cell)}) if kind and cell else EMPTY
            for cell in cells
        ]
        return made

    return read


def _pairs(cell: Any) -> Any:
    if isinstance(cell, dict):
        return (cell.get("x"), cell.get("y"))
    return [_pairs(part) for part in cell]


def shapes_of(cells: list[Any]) -> np.ndarray:
    """Read well-known binaries; an empty geometry where there is none, None where it is broken."""
    made = shapes_of_wkb(cell if isinstance(cell, bytes) else None for cell in cells)
    shapes: np.ndarray = np.where([not cell for cell in cells], EMPTY, made)
    return shapes
