"""Changing the rows of an own table: cells, new rows, rows that go, and points that move."""

from __future__ import annotations

import secrets

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.data.coarseness import GIVEN
from geo.data.crs import RD_NEW
from geo.intake.meaning.ground import city_of
from geo.intake.model.records import OUTLINE, PREFIX
from geo.project.column_kinds import brought_to, kind_of
from geo.project.fault import ProjectError
from geo.project.project import ROW, own_table

NEW_ROW_STEP = 1_000_000
"""A new row gets a number up to this far beyond the last: two planners hardly get the same one."""
DRAWN_BY_HAND = {"placed_by": GIVEN, "accuracy_m": 0.0, OUTLINE: None}


COLUMNS: dict[str, tuple[str, ...]] = {
    "hubs": ("name", "kind", "address", "postcode", "city", "chain", "year_from", "year_to"),
    "tenants": ("name", "hub", "chain", "sbi", "activity", "count", "year_from", "year_to"),
    "partners": ("name", "kind", "chain", "address", "postcode", "city", "website"),
    "meeting_places": ("name", "kind", "address", "postcode", "city", "website"),
}
"""Recognised values that a planner fills in by hand, for each table."""
OF_PLACE = ("in_city", "placed_by", "accuracy_m")
KINDS = {"year_from": "whole", "year_to": "whole", "count": "whole", "accuracy_m": "number"}
"""Those that are no text."""


def empty_table(table: str) -> gpd.GeoDataFrame:
    """Return an own table without rows, with the columns that can be filled in by hand.

    Parameters
    ----------
    table : str
        One of `geo.project.project.TABLES`.

    Examples
    --------
    >>> hubs = empty_table("hubs")
    >>> len(hubs), list(hubs.columns)[:3]
    (0, ['kk_name', 'kk_kind', 'kk_address'])
    """
    nothing = pd.Series([], dtype="object")
    columns = {
        f"{PREFIX}{role}": brought_to(KINDS.get(role, "text"), nothing)
        for role in (*COLUMNS[table], *OF_PLACE)
    }
    return own_table(gpd.GeoDataFrame(columns, geometry=[], crs=RD_NEW))


def added(frame: gpd.GeoDataFrame, name: str, x: float, y: float) -> gpd.GeoDataFrame:
    """Return an own table with one more row, at a place.

    Parameters
    ----------
    frame : GeoDataFrame
        Own table.
    name : str
        Goes into the column that holds names, where there is one.
    x, y : float
        EPSG:28992, metres.

    Examples
    --------
    >>> hubs = added(empty_table("hubs"), "Het Pand", 121000.0, 487000.5)
    >>> hubs["kk_name"].tolist(), hubs.geometry.iloc[0]
    (['Het Pand'], <POINT (121000 487000.5)>)
    """
    columns = [c for c in frame.columns if c in (f"{PREFIX}name", "name", "naam")]
    new = pd.DataFrame({ROW: [None], **{column: [name] for column in columns}})
    rows = gpd.GeoDataFrame(
        pd.concat([frame, _new_rows(frame, new, columns)])
        if len(frame)
        else _new_rows(frame, new, columns),
        crs=RD_NEW,
    )
    return moved(rows, int(rows.index[-1]), x, y)


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
    >>> from geo.toy.city import toy_hubs
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
    >>> from geo.toy.city import toy_hubs
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
