"""Load the shipped tables and check them all before anything is shown."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from functools import partial
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as arrow
import shapely

from geo.data.chains import ChainModel, check_codes, load_chain_model
from geo.data.errors import DataError, DataErrors
from geo.data.folders import DATA

MAX_FAULTS = 50  # a file that is wrong all through need not name every row
LONGEST_REASON = 200
PLACED = ("hubs", "partners", "meeting_places")
YEARS = {
    "hubs": ("opened", "closed"),
    "partners": ("opened", "closed"),
    "tenants": ("year_from", "year_to"),
}


SHIPPED = "shipped"
"""Key of the shipped tables."""


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
    key : str
        Tells datasets apart: that of the shipped tables, or one made from the rows added to them.
    guarded : bool
        Its register rows passed the small-number guard: they need not again for every choice.
    answers : dict
        What was worked out from tables with a planner's own rows in them: it goes when they go.
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
    key: str = SHIPPED
    guarded: bool = False
    answers: dict[Any, Any] = field(init=False, repr=False, compare=False, default_factory=dict)


BESIDE = ("chain_model", "package", "key", "guarded", "answers")
TABLES = tuple(f.name for f in fields(Dataset) if f.name not in BESIDE)


def load_dataset(folder: Path = DATA) -> Dataset:
    """Load every table of ``folder`` and check it; nothing is returned when anything is wrong.

    Raises
    ------
    DataErrors
        All faults found, at most `MAX_FAULTS` a file: each names file, row (from 1), column and
        value, and its code leads to a sentence with the remedy.

    Examples
    --------
    >>> len(load_dataset().tenants)
    664
    """
    faults: list[DataError] = []
    parts: dict[str, Any] = {}
    readers: dict[str, Callable[[], Any]] = {
        name: partial(read_table, folder, name) for name in TABLES
    }
    readers["chain_model"] = partial(load_chain_model, folder / "chain_model")
    readers["package"] = partial(_package, folder)
    for name, read in readers.items():
        try:
            parts[name] = read()
        except DataErrors as found:
            faults += found.errors
    for name in TABLES:
        faults += _table_faults(name, parts[name]) if name in parts else []
    if not faults:
        dataset = Dataset(**parts)
        codes, faults = _sbi_codes(folder)
        faults = [*faults, *joint_faults(dataset, codes), *package_faults(dataset)]
    if faults:
        raise DataErrors(capped(faults))
    return dataset


def read_table(folder: Path, name: str) -> pd.DataFrame:
    """Read one Parquet table, with geometry where it has one.

    Raises
    ------
    DataErrors
        "file_missing", "file_unreadable" or "geometry_absent".
    """
    path = folder / f"{name}.parquet"
    if not path.is_file():
        raise DataErrors([DataError("file_missing", file=path.name)])
    try:
        table = pd.read_parquet(path) if name == "tenants" else gpd.read_parquet(path)
    except (arrow.ArrowException, shapely.errors.ShapelyError, ValueError, OSError) as fault:
        raise DataErrors([_unreadable(path, fault)]) from fault
    return table.reset_index(drop=True)


def _unreadable(path: Path, fault: Exception) -> DataError:
    # One line: the texts of Arrow hold whole tracebacks.
    reason = (str(fault).splitlines() or [type(fault).__name__])[0][:LONGEST_REASON]
    return DataError("file_unreadable", file=path.name, reason=reason)


def _package(folder: Path) -> dict[str, Any]:
    path = folder / "datapackage.json"
    if not path.is_file():
        raise DataErrors([DataError("file_missing", file=path.name)])
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as fault:
        raise DataErrors([_unreadable(path, fault)]) from fault
    faults = list(_resource_faults(package))
    if faults:
        raise DataErrors(faults)
    return dict(package)


def _resource_faults(package: object) -> Iterator[DataError]:
    """Yield what `package_faults` and the sources page could not read past."""
    resources = package.get("resources") if isinstance(package, dict) else None
    if not isinstance(resources, list):
        yield DataError("package_incomplete", file="datapackage.json", row=0, value="resources")
        return
    for row, resource in enumerate(resources, start=1):
        for key in ("name", "path", "title", "schema", "sources", "rows"):
            if not isinstance(resource, dict) or key not in resource:
                yield DataError("package_incomplete", file="datapackage.json", row=row, value=key)


def _sbi_codes(folder: Path) -> tuple[set[str], list[DataError]]:
    path = folder / "sbi_codes.csv"
    if not path.is_file():
        return set(), [DataError("file_missing", file=path.name)]
    codes = pd.read_csv(path, sep=";", encoding="utf-8-sig", dtype=str)
    if "sbi" not in codes:
        return set(), [DataError("column_missing", file=path.name, column="sbi")]
    return set(codes["sbi"]), []


def _table_faults(name: str, frame: pd.DataFrame) -> list[DataError]:
    # Here and not above: pandera takes a third of a second that a script without data need not pay.
    from geo.data import schemas

    return schemas.table_faults(name, frame)


def joint_faults(dataset: Dataset, sbi_codes: set[str] | None = None) -> Iterator[DataError]:
    """Yield faults that show only when tables are laid side by side; each must be sound by itself.

    Parameters
    ----------
    sbi_codes : set of str, optional
        The official SBI codes; without them codes are not looked up.
    """
    from geo.data import schemas

    cities = dataset.outline.set_index("city").geometry
    for name in TABLES:
        if name not in ("outline", "tenants"):
            yield from schemas.city_faults(name, getattr(dataset, name), cities)
    for name in PLACED:
        frame = getattr(dataset, name)
        yield from schemas.place_faults(name, frame)
        yield from schemas.area_faults(name, frame, dataset.districts, "district_code")
        yield from schemas.area_faults(name, frame, dataset.neighbourhoods, "neighbourhood_code")
    for name in ("hubs", "tenants", "partners"):
        yield from schemas.code_faults(name, getattr(dataset, name), dataset.chain_model)
    for name, (begin, end) in YEARS.items():
        yield from schemas.year_faults(name, getattr(dataset, name), begin, end)
    yield from schemas.hub_faults(dataset.tenants, dataset.hubs)
    if sbi_codes:
        yield from schemas.sbi_faults(dataset.tenants, sbi_codes)
        yield from check_codes(dataset.chain_model, sbi_codes)


def package_faults(dataset: Dataset) -> Iterator[DataError]:
    """Yield tables that the data package does not describe, or describes otherwise."""
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
            allowed = described[file]["rows"]
            yield DataError("rows_differ", file=file, value=len(frame), allowed=allowed)


def capped(faults: Sequence[DataError]) -> list[DataError]:
    """Keep the first `MAX_FAULTS` faults of each file and say how many more it has.

    Examples
    --------
    >>> capped([DataError("file_missing", file="a.parquet")] * 60)[-1]
    DataError('more_faults', {'file': 'a.parquet', 'count': 10})
    """
    kept: list[DataError] = []
    counts: Counter[str] = Counter()
    for fault in faults:
        file = str(fault.params["file"])
        counts[file] += 1
        if counts[file] <= MAX_FAULTS:
            kept.append(fault)
    more = {file: count - MAX_FAULTS for file, count in counts.items() if count > MAX_FAULTS}
    return kept + [DataError("more_faults", file=file, count=n) for file, n in more.items()]
