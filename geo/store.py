"""Load the shipped tables and check them all before anything is shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as arrow

from geo.chains import ChainModel, check_codes, load_chain_model
from geo.errors import DataError, DataErrors

DATA = Path(__file__).parents[1] / "data"
PLACED = ("hubs", "partners", "meeting_places")
YEARS = {
    "hubs": ("opened", "closed"),
    "partners": ("opened", "closed"),
    "tenants": ("year_from", "year_to"),
}


@dataclass(frozen=True)
class Dataset:
    """All tables, checked. Geometry is in EPSG:28992; columns as ``datapackage.json`` says.

    Attributes
    ----------
    hubs, partners, meeting_places, districts, neighbourhoods, stops, water, parks, rail, outline
        GeoDataFrames.
    tenants : DataFrame
        One row a tenant, placed by its hub.
    chain_model : ChainModel
    package : dict
        ``datapackage.json``: sources, licences, dates and the meaning of every column.
    """

    hubs: gpd.GeoDataFrame
    tenants: pd.DataFrame
    partners: gpd.GeoDataFrame
    meeting_places: gpd.GeoDataFrame
    districts: gpd.GeoDataFrame
    neighbourhoods: gpd.GeoDataFrame
    stops: gpd.GeoDataFrame
    water: gpd.GeoDataFrame
    parks: gpd.GeoDataFrame
    rail: gpd.GeoDataFrame
    outline: gpd.GeoDataFrame
    chain_model: ChainModel
    package: dict[str, Any]


TABLES = tuple(f.name for f in fields(Dataset) if f.name not in ("chain_model", "package"))


def load_dataset(folder: Path = DATA) -> Dataset:
    """Load every table of ``folder`` and check it; nothing is returned when anything is wrong.

    Raises
    ------
    DataErrors
        All faults found: each names file, row (from 1), column and value.

    Examples
    --------
    >>> len(load_dataset().tenants)
    610
    """
    package = _package(folder)
    model = load_chain_model(folder / "chain_model")
    faults: list[DataError] = []
    frames: dict[str, Any] = {}
    for name in TABLES:
        try:
            frames[name] = read_table(folder, name)
        except DataError as fault:
            faults.append(fault)
    if faults:
        raise DataErrors(faults)
    dataset = Dataset(**frames, chain_model=model, package=package)
    faults = [*dataset_faults(dataset), *package_faults(dataset), *_sbi_faults(folder, model)]
    if faults:
        raise DataErrors(faults)
    return dataset


def _sbi_faults(folder: Path, model: ChainModel) -> list[DataError]:
    path = folder / "sbi_codes.csv"
    if not path.exists():
        return [DataError("file_missing", file=path.name)]
    codes = pd.read_csv(path, sep=";", encoding="utf-8-sig", dtype=str)
    return check_codes(model, codes["sbi"])


def _package(folder: Path) -> dict[str, Any]:
    path = folder / "datapackage.json"
    if not path.exists():
        raise DataErrors([DataError("file_missing", file=path.name)])
    try:
        package: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as fault:
        raise DataErrors(
            [DataError("file_unreadable", file=path.name, reason=str(fault))]
        ) from None
    return package


def read_table(folder: Path, name: str) -> pd.DataFrame:
    """Read one Parquet table, with geometry where it has one.

    Raises
    ------
    DataError
        "file_missing" or "file_unreadable".
    """
    path = folder / f"{name}.parquet"
    if not path.exists():
        raise DataError("file_missing", file=path.name)
    try:
        return pd.read_parquet(path) if name == "tenants" else gpd.read_parquet(path)
    except (arrow.ArrowException, ValueError, OSError) as fault:
        raise DataError("file_unreadable", file=path.name, reason=str(fault)) from fault


def dataset_faults(dataset: Dataset) -> Iterator[DataError]:
    """Yield every fault of every table: schema, CRS and shapes, then what joins the tables."""
    # Here and not above: pandera takes a third of a second that a script without data need not pay.
    from geo import schemas  # noqa: PLC0415

    faults: list[DataError] = []
    for name in TABLES:
        frame = getattr(dataset, name)
        faults += schemas.schema_faults(name, frame)
        if name != "tenants":
            faults += schemas.geometry_faults(name, frame)
    yield from faults
    if faults:  # the checks below read columns and shapes that the checks above vouch for
        return
    cities = dataset.outline.set_index("city").geometry
    for name in PLACED:
        yield from schemas.place_faults(name, getattr(dataset, name), cities)
    for name in ("hubs", "tenants", "partners"):
        yield from schemas.code_faults(name, getattr(dataset, name), dataset.chain_model)
    for name, (begin, end) in YEARS.items():
        yield from schemas.year_faults(name, getattr(dataset, name), begin, end)
    yield from schemas.hub_faults(dataset.tenants, dataset.hubs)


def package_faults(dataset: Dataset) -> Iterator[DataError]:
    """Yield tables that the data package does not describe, or describes with other columns."""
    described = {resource["path"]: resource for resource in dataset.package["resources"]}
    for name in TABLES:
        file, frame = f"{name}.parquet", getattr(dataset, name)
        if file not in described:
            yield DataError("resource_missing", file="datapackage.json", value=file)
            continue
        columns = {field["name"] for field in described[file]["schema"]["fields"]}
        for column in sorted(set(frame.columns) ^ columns):
            yield DataError("column_undescribed", file=file, column=column)
        if described[file]["rows"] != len(frame):
            yield DataError(
                "rows_differ", file=file, value=len(frame), allowed=described[file]["rows"]
            )
