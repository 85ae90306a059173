"""FlatGeobuf, the one format that GDAL reads: with only that driver, and only after its mark."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
import pandas as pd
import pyogrio.raw
from pyogrio.errors import DataLayerError, DataSourceError

from geo.intake.model.draft import Facts, Layer
from geo.intake.model.limits import MAX_ROWS
from geo.intake.model.refusal import FileRefused
from geo.intake.readers.geojson import readable
from geo.intake.readers.grid import unique_names
from geo.intake.readers.parquet_files import shapes_of

READING_FAULTS = (
    DataSourceError,
    DataLayerError,
    LookupError,
    ValueError,
    OSError,
    RuntimeError,
)
"""What pyogrio raises on a damaged file."""


MARK, COUNT_FIELD = 8, 8


def read_flatgeobuf(name: str, content: bytes) -> list[Layer]:
    """Read a FlatGeobuf file from memory.

    The first bytes were checked; the reading process has every other GDAL driver switched off.

    Raises
    ------
    FileRefused
        ``file_damaged``, ``no_rows`` or ``too_many_rows``.
    """
    try:
        # One more than may be: of a file that holds more none is left out without a word.
        meta, _, geometry, columns = pyogrio.raw.read(content, max_features=MAX_ROWS + 1)
    except READING_FAULTS as error:
        n = _whole(content)
        if n == 0:
            raise FileRefused("file_damaged", file=name, damage="map_file") from error
        meta, _, geometry, columns = pyogrio.raw.read(content, max_features=n)
    if geometry is None or len(geometry) == 0:
        if _said(content):
            # It breaks off before its first object.
            raise FileRefused("file_damaged", file=name, damage="map_file")
        raise FileRefused("no_rows", file=name)
    if len(geometry) > MAX_ROWS:
        raise FileRefused("too_many_rows", file=name, limit=str(MAX_ROWS))
    names = [str(field) for field in meta["fields"]]
    frame = pd.DataFrame(
        {str(i): pd.Series(_plain(values), dtype=object) for i, values in enumerate(columns)},
        index=range(len(geometry)),
    )
    frame.columns = pd.Index(unique_names(names)[0], dtype=object)
    lines = np.arange(1, len(geometry) + 1)
    return [
        Layer(
            "",
            frame,
            lines,
            shapes_of(list(geometry)),
            str(meta["crs"] or ""),
            _lost(len(frame), _said(content)),
            "utf-8",
        )
    ]


def _whole(content: bytes) -> int:
    """Return how many features stand whole before a cut, by halving; 0 when the head is broken."""
    least, most = 0, min(_said(content), MAX_ROWS + 1)
    while least < most:
        middle = (least + most + 1) // 2
        try:
            pyogrio.raw.read(content, max_features=middle)
            least = middle
        except READING_FAULTS:
            most = middle - 1
    return least


def _said(content: bytes) -> int:
    """Return how many features the head counts; 0 when it does not say.

    The ninth field of the table behind the eight bytes of the mark and four of a size
    (FlatGeobuf's header.fbs, in FlatBuffers' binary format).
    """
    try:
        (root,) = struct.unpack_from("<I", content, MARK + 4)
        table = MARK + 4 + root
        (back,) = struct.unpack_from("<i", content, table)
        (at,) = struct.unpack_from("<H", content, table - back + 4 + 2 * COUNT_FIELD)
        return int(struct.unpack_from("<Q", content, table + at)[0]) if at else 0
    except struct.error:
        return 0


def _lost(n: int, said: int) -> Facts:
    """Tell features that the head counts and that are not there: GDAL says nothing of a cut."""
    missing = min(said, MAX_ROWS) - n
    return (
        {"lines_lost": {"n": str(missing), "lines": f"{n + 1} … {n + missing}"}}
        if missing > 0
        else {}
    )


def _plain(values: np.ndarray) -> list[Any]:
    if values.dtype.kind == "M":
        return [None if pd.isna(v) else pd.Timestamp(v).to_pydatetime() for v in values]
    return [readable(v) for v in values.tolist()]
