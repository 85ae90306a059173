"""Write the product's files: sorted, compact, the same bytes for the same rows."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

GRID_M = 0.1
"""Coordinates are kept to a decimetre: finer than any source, and half the size."""
LEVEL = 19


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a frame to Parquet (GeoParquet when it has a geometry), zstd, by way of a new file."""
    tidy = table.reset_index(drop=True)
    if isinstance(tidy, gpd.GeoDataFrame):
        tidy = tidy.set_geometry(rounded(tidy.geometry))
    _swap_in(
        path,
        lambda new: tidy.to_parquet(new, compression="zstd", compression_level=LEVEL, index=False),
    )


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a frame as a CSV that Dutch Excel opens: semicolons, UTF-8 with a mark."""
    _swap_in(path, lambda new: table.to_csv(new, sep=";", index=False, encoding="utf-8-sig"))


def write_json(content: dict[str, Any], path: Path) -> None:
    """Write a JSON file a person can read."""
    write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", path)


def write_text(text: str, path: Path) -> None:
    """Write a text file."""
    _swap_in(path, lambda new: new.write_text(text, encoding="utf-8"))


def rounded(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Round to a decimetre; vertices two areas share stay shared."""
    round_off = shapely.set_precision(shapes.to_numpy(), GRID_M, mode="pointwise")
    # "structure" keeps areas only: no lines of no width beside them.
    repaired = shapely.make_valid(round_off, method="structure", keep_collapsed=False)
    kept = [
        a if valid else b
        for a, b, valid in zip(
            round_off,
            repaired,
            shapely.is_valid(round_off) | shapely.is_missing(round_off),
            strict=True,
        )
    ]
    return gpd.GeoSeries(kept, index=shapes.index, crs=shapes.crs)


def _swap_in(path: Path, write: Callable[[Path], object]) -> None:
    """Write to a file beside it, then rename: a reader never meets half a file."""
    new = path.with_name(f".{path.name}.new")
    write(new)
    os.replace(new, path)
