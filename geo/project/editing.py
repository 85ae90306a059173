"""Changing the rows of an own table: cells, new rows, rows that go, and points that move."""

from __future__ import annotations

import secrets

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.intake.ground import city_of
from geo.intake.result import PREFIX
from geo.project.columns import brought_to, kind_of
from geo.project.fault import ProjectError
from geo.project.project import RD_NEW, ROW

NEW_ROW_STEP = 1_000_000
"""A new row gets a number up to this far beyond the last: two planners hardly get the same one."""
DRAWN_BY_HAND = {"placed_by": "given_coordinate", "accuracy_m": 0.0}


def edited(frame: gpd.GeoDataFrame, table: pd.DataFrame, shown: pd.Index) -> gpd.GeoDataFrame:
    """Return an own table after somebody edited some of its rows and columns.

    Parameters
    ----------
    frame : GeoDataFrame
        Own table.
    table : DataFrame
        The rows that were shown, as they are now: a column ``fid`` (missing for a new row) and
        some of the columns of ``frame``.
    shown : Index
        Numbers of the rows that were shown; those that ``table`` lacks were taken away.

    Returns
    -------
    GeoDataFrame
        Own table; new rows come last and have no place.

    Raises
    ------
    ProjectError
        ``project_cell`` when a cell does not fit its column.

    Examples
    --------
    >>> from geo.project.project import own_table
    >>> from geo.toy import toy_hubs
    >>> hubs = own_table(toy_hubs()[["name", "geometry"]].head(3))
    >>> table = pd.DataFrame({"fid": [1, 3], "name": ["Pand 1", "Het Pand"]})
    >>> edited(hubs, table, hubs.index)["name"].tolist()
    ['Pand 1', 'Het Pand']
    """
    known = table[table[ROW].notna()]
    numbers = known[ROW].astype("int64").to_numpy()
    kept = frame.drop(index=shown.difference(numbers))
    columns = [name for name in table.columns if name != ROW]
    changed = pd.DataFrame(kept)
    for name in columns:
        kind, column = kind_of(frame[name]), kept[name].astype("object")
        column.loc[numbers] = known[name].astype("object").to_numpy()
        changed[name] = _fitting(kind, column)
    old = gpd.GeoDataFrame(changed, geometry="geometry", crs=RD_NEW)
    new = table[table[ROW].isna()]
    return pd.concat([old, _new_rows(frame, new, columns)]) if len(new) else old


def _fitting(kind: str, column: pd.Series) -> pd.Series:
    try:
        return brought_to(kind, column)
    except (TypeError, ValueError) as error:
        value = str(error)[:80]
        raise ProjectError("project_cell", where=column.name, row="", value=value) from error


def _new_rows(frame: gpd.GeoDataFrame, new: pd.DataFrame, columns: list[str]) -> gpd.GeoDataFrame:
    first = int(frame.index.max()) if len(frame) else 0
    first += 1 + secrets.randbelow(NEW_ROW_STEP)
    index = pd.Index(range(first, first + len(new)), dtype="int64", name=ROW)
    made = pd.DataFrame(index=index)
    for name in frame.columns:
        if name != "geometry":
            absent = pd.Series([None] * len(new), dtype="object")
            cells = new[name].astype("object") if name in columns else absent
            cells = cells.where(cells.notna(), None).set_axis(index).rename(name)
            made[name] = _fitting(kind_of(frame[name]), cells)
    places = np.full(len(new), None, dtype=object)
    rows = gpd.GeoDataFrame(made, geometry=places, crs=RD_NEW)
    return _filled(rows, index, {"placed_by": "none", "accuracy_m": None, "in_city": ""})


def moved(frame: gpd.GeoDataFrame, row: int, x: float, y: float) -> gpd.GeoDataFrame:
    """Return an own table with one row at another place.

    What the intake says of the place (how it was found, its accuracy, its city) follows.

    Parameters
    ----------
    frame : GeoDataFrame
        Own table.
    row : int
        Its number.
    x, y : float
        EPSG:28992, metres.

    Raises
    ------
    ProjectError
        ``project_row`` when there is no such row.

    Examples
    --------
    >>> from geo.project.project import own_table
    >>> from geo.toy import toy_hubs
    >>> moved(own_table(toy_hubs()), 2, 121000.0, 487000.5).geometry.loc[2]
    <POINT (121000 487000.5)>
    """
    if row not in frame.index:
        raise ProjectError("project_row", row=row)
    shapes = frame.geometry.to_numpy().copy()
    shapes[frame.index.get_loc(row)] = shapely.Point(x, y)
    city = str(city_of(np.array([x]), np.array([y]))[0])
    rows = frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=RD_NEW))
    return _filled(rows, pd.Index([row]), {**DRAWN_BY_HAND, "in_city": city})


def _filled(rows: gpd.GeoDataFrame, index: pd.Index, values: dict[str, object]) -> gpd.GeoDataFrame:
    """Fill in what the intake keeps of a place, in the columns that are there."""
    rows = rows.copy()
    for role, value in values.items():
        column = f"{PREFIX}{role}"
        if column in rows:
            rows.loc[index, column] = np.nan if value is None else value
    return rows
