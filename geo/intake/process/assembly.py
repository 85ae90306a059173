"""From drafts to an `Intake`, by way of what can be sent from one process to another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.data.crs import RD_NEW
from geo.intake.model.refusal import FileRefused
from geo.intake.model.result import (
    PREFIX,
    Change,
    Intake,
    Notice,
    Proposal,
    Rejection,
    SourceFile,
    empty_rows,
)

WHOLE = ("year_from", "year_to", "row", "line")
MEASURES = ("count", "floor_area_m2")


def intake_of(source: SourceFile, message: Mapping[str, Any], table: pd.DataFrame) -> Intake:
    """Make the intake of what the reading process said.

    Parameters
    ----------
    source : SourceFile
    message : mapping
        As `geo.intake.process.message.message_of` makes it.
    table : DataFrame
        As `geo.intake.process.pipeline.table_of` makes it.
    """
    columns = message["columns"]
    notices = tuple(Notice(**{**x, "rows": tuple(x["rows"])}) for x in message["notices"])
    return Intake(
        source=replace(source, kind=str(message["kind"])),
        rows=_placed(table),
        columns={str(layer): dict(roles) for layer, roles in columns.items()},
        notices=notices,
        proposals=tuple(Proposal(**x) for x in message["proposals"]),
        rejections=tuple(Rejection(**x) for x in message["rejections"]),
        changes=tuple(Change(**x) for x in message["changes"]),
        crs=str(message["crs"]),
        encoding=str(message["encoding"]),
        delimiter=str(message["delimiter"]),
        layers={str(layer): int(n) for layer, n in message["layers"].items()},
        decided=(str(message["decided"][0]), str(message["decided"][1])),
    )


def _placed(table: pd.DataFrame) -> gpd.GeoDataFrame:
    """Turn x and y into points, None where they are missing."""
    x, y = table[f"{PREFIX}x"], table[f"{PREFIX}y"]
    rows = table.drop(columns=[f"{PREFIX}x", f"{PREFIX}y"])
    for name in rows.columns:
        bare = str(name).removeprefix(PREFIX)
        if str(name).startswith(PREFIX) and bare in (*WHOLE, *MEASURES):
            rows[name] = _numbers(rows[name], bare in WHOLE)
    points = np.array(gpd.points_from_xy(x, y), dtype=object)
    points[(x.isna() | y.isna()).to_numpy()] = None
    return gpd.GeoDataFrame(rows, geometry=gpd.GeoSeries(points, index=rows.index, crs=RD_NEW))


def _numbers(cells: pd.Series, whole: bool) -> pd.Series:
    made = pd.to_numeric(cells, errors="coerce")
    return made.round().astype("Int64") if whole else made.astype(float)


def refused(source: SourceFile, fault: FileRefused) -> Intake:
    """Make the intake of a file that was not read."""
    notice = refusal_notice(fault)
    return Intake(source, empty_rows(), notices=(notice,), refused=notice)


def refusal_notice(fault: FileRefused) -> Notice:
    """Return what a planner is told of a file that was not read.

    Parameters
    ----------
    fault : FileRefused

    Examples
    --------
    >>> refusal_notice(FileRefused("too_many_rows", limit=5)).params
    {'limit': '5'}
    """
    params = {key: str(value) for key, value in fault.params.items()}
    return Notice(fault.code, "refused", params=params)
