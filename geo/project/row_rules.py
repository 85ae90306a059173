"""The rules that own rows must keep when they are edited: those of loading, where they fit."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd
import pandas as pd
import pandera.pandas as pa

from geo.data.chains import ChainModel
from geo.data.errors import DataError
from geo.data.schemas import SCHEMAS, code_faults, geometry_faults, year_faults
from geo.intake.model.result import PREFIX

YEARS = (("year_from", "year_to"), ("opened", "closed"))
_TENANTS, _HUBS = SCHEMAS["tenants"].columns, SCHEMAS["hubs"].columns
CELLS = {
    **{name: _TENANTS[name] for name in ("year_from", "year_to", "count")},
    **{name: _HUBS[name] for name in ("opened", "closed", "floor_area_m2", "accuracy_m")},
}
CELL_NULLABLE = {name: pa.Column(checks=rule.checks, nullable=True) for name, rule in CELLS.items()}


def own_faults(
    table: str, frame: gpd.GeoDataFrame, model: ChainModel, row: int | None = None
) -> list[DataError]:
    """Check an own table by the rules that shipped tables keep.

    Parameters
    ----------
    table : str
        One of `geo.project.project.TABLES`.
    frame : GeoDataFrame
        Own table. Where the intake recognised values (columns that begin with ``kk_``) the rules
        are about those; else about columns of the names that shipped tables have.
    model : ChainModel
        Chains and stages that exist.
    row : int, optional
        Check this row alone.

    Returns
    -------
    list of DataError
        Each names the table, the number of the row (``fid``), column and value.

    Examples
    --------
    >>> from geo.data.chains import load_chain_model
    >>> from geo.project.project import own_table
    >>> from geo.toy.city import toy_hubs
    >>> hubs = own_table(toy_hubs().assign(opened=2020, closed=2010).head(1))
    >>> [fault.code for fault in own_faults("hubs", hubs, load_chain_model())]
    ['years_reversed']
    """
    chosen = frame if row is None else frame.loc[[row]]
    known = _recognised(chosen)
    if not len(known):
        return []
    faults = [*_cell_faults(known), *geometry_faults(_placed_like(table), known)]
    if not faults:
        faults = [*code_faults(_placed_like(table), known, model)]
        for begin, end in YEARS:
            if {begin, end} <= set(known.columns):
                faults += year_faults(_placed_like(table), known, begin, end)
    numbers = chosen.index
    return [_renamed(fault, table, numbers) for fault in faults]


def new_faults(
    table: str, rows: gpd.GeoDataFrame, before: gpd.GeoDataFrame, model: ChainModel
) -> list[DataError]:
    """Check changed rows; faults that were there before, in a file that was brought, are not new.

    Parameters
    ----------
    table : str
    rows, before : GeoDataFrame
        The rows that changed, and the table before.
    model : ChainModel
    """
    known = {_told(fault) for fault in own_faults(table, before, model)}
    return [fault for fault in own_faults(table, rows, model) if _told(fault) not in known]


def _told(fault: DataError) -> tuple[object, ...]:
    return (fault.code, *(str(fault.params.get(name)) for name in ("row", "column", "value")))


def _recognised(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    ours = [name for name in frame.columns if name.startswith(PREFIX)]
    rows = frame.reset_index(drop=True)
    if not ours:
        return rows
    return rows[[*ours, "geometry"]].rename(columns={n: n.removeprefix(PREFIX) for n in ours})


def _placed_like(table: str) -> str:
    """Return a table whose rows are points that may lack their place: own tenants have one too."""
    return "hubs" if table == "tenants" else table


def _cell_faults(known: pd.DataFrame) -> Iterator[DataError]:
    columns = {name: rule for name, rule in CELL_NULLABLE.items() if name in known}
    numbers = pd.DataFrame({name: pd.to_numeric(known[name], errors="coerce") for name in columns})
    try:
        pa.DataFrameSchema(columns).validate(numbers, lazy=True)
    except pa.errors.SchemaErrors as errors:
        for case in errors.failure_cases.itertuples():
            where = {"row": int(case.index) + 1, "id": _identity(known, int(case.index))}
            yield DataError(case.check, **where, column=case.column, value=case.failure_case)


def _identity(known: pd.DataFrame, position: int) -> str:
    column = next((name for name in ("id", "name") if name in known), None)
    cell = None if column is None else known[column].iloc[position]
    return str(cell) if isinstance(cell, str) else ""


def _renamed(fault: DataError, table: str, numbers: pd.Index) -> DataError:
    """Name the own table and the number that the row keeps, for its file and its position."""
    params = {**fault.params, "file": table}
    if isinstance(params.get("row"), int):
        params["row"] = int(numbers[int(str(params["row"])) - 1])
    return DataError(fault.code, **{"file": table, **params})
