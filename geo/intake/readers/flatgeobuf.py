"""FlatGeobuf, the one format that GDAL reads: with only that driver, and only after its mark."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyogrio.raw
from pyogrio.errors import DataLayerError, DataSourceError

from geo.intake.model.draft import Layer
from geo.intake.model.limits import MAX_ROWS
from geo.intake.model.refusal import FileRefused
from geo.intake.readers.geojson import readable
from geo.intake.readers.grid import unique_names
from geo.intake.readers.parquet_files import shapes_of


def read_flatgeobuf(name: str, content: bytes) -> list[Layer]:
    """Read a FlatGeobuf file from memory.

    The first bytes were checked; the reading process has every other GDAL driver switched off.

    Raises
    ------
    FileRefused
        ``file_damaged`` or ``no_rows``.
    """
    try:
        meta, _, geometry, columns = pyogrio.raw.read(content, max_features=MAX_ROWS)
    except (
        DataSourceError,
        DataLayerError,
        LookupError,
        ValueError,
        OSError,
        RuntimeError,
    ) as error:
        raise FileRefused("file_damaged", file=name, damage="map_file") from error
    if geometry is None or len(geometry) == 0:
        raise FileRefused("no_rows", file=name)
    names = [str(field) for field in meta["fields"]]
    frame = pd.DataFrame(
        {str(i): pd.Series(_plain(values), dtype=object) for i, values in enumerate(columns)},
        index=range(len(geometry)),
    )
    frame.columns = pd.Index(unique_names(names)[0], dtype=object)
    lines = np.arange(1, len(geometry) + 1)
    return [
        Layer("", frame, lines, shapes_of(list(geometry)), str(meta["crs"] or ""), encoding="utf-8")
    ]


def _plain(values: np.ndarray) -> list[Any]:
    if values.dtype.kind == "M":
        return [None if pd.isna(v) else pd.Timestamp(v).to_pydatetime() for v in values]
    return [readable(v) for v in values.tolist()]
