"""What each table must look like: pandera schemas, and the checks pandera lacks.

Every check yields `DataError`s that name file, row (from 1, as in the table), identity of the row,
column and value; the code of the fault leads to the sentence with its remedy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from numbers import Integral, Real

import geopandas as gpd
import numpy as np
import pandas as pd
import pandera.pandas as pa
import shapely
from numpy.typing import NDArray

from geo.data.chains import ChainModel
from geo.data.coarseness import FINEST_COARSE_M, PRECISIONS, coarse_rows
from geo.data.crs import is_rd_new
from geo.data.errors import DataError
from geo.data.row_kinds import PRESENCES, ROW_KINDS

FIRST_YEAR, LAST_YEAR = 1800, 2100
HUB_KINDS = ("broedplaats", "broedplaats_list_only", "vrijplaats", "other_creative_building")
TENURES = ("permanent", "temporary", "unknown")
HUB_STATUSES = ("active", "planned", "unknown", "ended")
EDGE_M = 1.0  # boundaries and points are rounded: a point on an edge may fall on either side
LONGEST_VALUE = 80
BLANK = ("", "nan", "NaN", "<NA>", "None")

TYPES: dict[str, tuple[Callable[[object], bool], tuple[type, ...]]] = {
    "text": (pd.api.types.is_string_dtype, (str,)),
    "whole": (pd.api.types.is_integer_dtype, (Integral,)),
    "number": (pd.api.types.is_numeric_dtype, (Real,)),
    "flag": (pd.api.types.is_bool_dtype, (bool, np.bool_)),
}
# Where a row comes from: every table with sources of its own has these columns.
SOURCE_COLUMNS = ("source_title", "source_url", "source_date", "source_read")
_SOURCE = " ".join(SOURCE_COLUMNS)
_PLACE = "city address postcode precision placed_by district_code neighbourhood_code"
KINDS: dict[str, dict[str, str]] = {
    "hubs": {
        "text": f"id name kind status status_date district neighbourhood operator chains website"
        f" operator_source origin tenure place_basis place_url {_PLACE} {_SOURCE}",
        "whole": "opened closed lease_end floor_area_m2 studios tenants_published",
        "number": "accuracy_m",
        "flag": "synthetic",
    },
    "tenants": {
        "text": f"id hub_id city label activity sbi chain stage chain_basis row_kind presence"
        f" organisation previous_hub"
        f" next_place {_SOURCE}",
        "whole": "count year_from year_to",
        "flag": "starter is_total at_least low_confidence synthetic",
    },
    "partners": {
        "text": f"id name category chain stage website dataset also_in organisation osm_id wikidata"
        f" {_PLACE} {_SOURCE}",
        "whole": "opened closed",
        "number": "accuracy_m",
        "flag": "likely_open synthetic",
    },
    "meeting_places": {
        "text": f"id name category website updated dataset {_PLACE} {_SOURCE}",
        "number": "accuracy_m",
        "flag": "synthetic",
    },
    "districts": {"text": "city code name"},
    "neighbourhoods": {
        "text": "city code name district district_code cbs_code",
        "whole": "residents households businesses businesses_culture_recreation year",
    },
    "stops": {"text": "id name city mode lines"},
    "water": {"text": "city"},
    "parks": {"text": "city name"},
    "rail": {"text": "city mode"},
    "outline": {"text": "city"},
}
SHAPES = {
    **dict.fromkeys(("hubs", "partners", "meeting_places", "stops"), ("Point",)),
    **dict.fromkeys(
        ("districts", "neighbourhoods", "water", "parks", "outline"), ("Polygon", "MultiPolygon")
    ),
    "rail": ("LineString", "MultiLineString"),
}
MAY_LACK_PLACE = ("hubs", "partners", "meeting_places")
OWN_CITY = (*MAY_LACK_PLACE, "districts", "neighbourhoods")  # water, rail and stops run on


def _text(*, unique: bool = False, among: tuple[str, ...] = ()) -> pa.Column:
    checks = [pa.Check.isin(list(among), error="code_unknown")] if among else []
    return pa.Column(nullable=False, unique=unique, checks=checks)


def _at_least(lowest: float) -> pa.Column:
    return pa.Column(nullable=True, checks=pa.Check.ge(lowest, error="number_low"))


_YEAR = pa.Column(
    nullable=True, checks=pa.Check.in_range(FIRST_YEAR, LAST_YEAR, error="year_range")
)
_ID, _FILLED = _text(unique=True), _text()
_FLAG = pa.Column(nullable=False)
_SOURCED = {"source_title": _FILLED, "synthetic": _FLAG}
_PLACED = {"city": _FILLED, "precision": _text(among=PRECISIONS), "accuracy_m": _at_least(0)}
_AREA = {"city": _FILLED, "code": _FILLED, "name": _FILLED}

SCHEMAS: dict[str, pa.DataFrameSchema] = {
    "hubs": pa.DataFrameSchema(
        {
            "id": _ID,
            "name": _FILLED,
            "kind": _text(among=HUB_KINDS),
            "status": _text(among=HUB_STATUSES),
            "opened": _YEAR,
            "closed": _YEAR,
            "tenure": _text(among=TENURES),
            "lease_end": _YEAR,
            "floor_area_m2": _at_least(1),
            "studios": _at_least(0),
            "tenants_published": _at_least(0),
            "placed_by": _FILLED,
            "origin": _text(among=("hub_list", "tenant_list")),
            **_PLACED,
            **_SOURCED,
        }
    ),
    "tenants": pa.DataFrameSchema(
        {
            "id": _ID,
            "hub_id": _FILLED,
            "city": _FILLED,
            "label": _FILLED,
            "count": _at_least(1),
            "chain": _FILLED,
            "stage": _FILLED,
            "chain_basis": _text(among=("source", "inferred")),
            "row_kind": _text(among=ROW_KINDS),
            "presence": _text(among=PRESENCES),
            "year_from": _YEAR,
            "year_to": _YEAR,
            "is_total": _FLAG,
            "at_least": _FLAG,
            "low_confidence": _FLAG,
            **_SOURCED,
        }
    ),
    "partners": pa.DataFrameSchema(
        {
            "id": _ID,
            "name": _FILLED,
            "category": _FILLED,
            "chain": _FILLED,
            "stage": _FILLED,
            "organisation": _FILLED,
            "opened": _YEAR,
            "closed": _YEAR,
            "likely_open": _FLAG,
            **_PLACED,
            **_SOURCED,
        }
    ),
    "meeting_places": pa.DataFrameSchema(
        {"id": _ID, "name": _FILLED, "category": _FILLED, **_PLACED, **_SOURCED}
    ),
    "districts": pa.DataFrameSchema(_AREA, unique=["city", "code"]),
    "neighbourhoods": pa.DataFrameSchema(
        {**_AREA, "businesses": _at_least(0), "residents": _at_least(0)}, unique=["city", "code"]
    ),
    "stops": pa.DataFrameSchema({"id": _ID, "city": _FILLED, "mode": _FILLED}),
    "water": pa.DataFrameSchema({"city": _FILLED}),
    "parks": pa.DataFrameSchema({"city": _FILLED}),
    "rail": pa.DataFrameSchema({"city": _FILLED}),
    "outline": pa.DataFrameSchema({"city": _ID}),
}


# What pandera calls a fault; our own checks carry their code as their error. A doubled (city, code)
# is reported for both columns.
_DOUBLED = "multiple_fields_uniqueness"
_CODES = {"not_nullable": "cell_empty", "field_uniqueness": "id_twice", _DOUBLED: "id_twice"}


def table_faults(name: str, frame: pd.DataFrame) -> list[DataError]:
    """Check one table by itself: columns, their types, cells, then CRS and shapes.

    Parameters
    ----------
    name : str
        A key of `SCHEMAS`.
    frame : DataFrame
        Not changed; its index does not matter.

    Examples
    --------
    >>> from geo.toy.city import toy_hubs
    >>> [str(fault) for fault in table_faults("hubs", toy_hubs().assign(opened=1066).head(1))]
    ["year_range: file='hubs.parquet', row=1, id='h1', column='opened', value=1066"]
    """
    rows = frame.reset_index(drop=True)
    cells = pd.DataFrame(rows)  # a column of a GeoDataFrame takes ten times as long to reach
    faults = list(column_faults(name, cells))
    if not faults:  # the checks below read these columns, and need them to hold what they say
        faults = [*blank_faults(name, cells), *cell_faults(name, cells)]
    if name in SHAPES:
        faults += geometry_faults(name, rows)
    return faults


def column_faults(name: str, frame: pd.DataFrame) -> Iterator[DataError]:
    """Yield columns that are missing or hold another type than they should."""
    for kind, columns in KINDS[name].items():
        is_kind, types = TYPES[kind]
        for column in columns.split():
            if column not in frame:
                yield DataError("column_missing", file=_file(name), column=column)
                continue
            cells = frame[column]
            if cells.dtype != object and is_kind(cells.dtype):
                continue
            wrong = cells.notna() & ~cells.map(lambda cell, types=types: isinstance(cell, types))
            if len(cells) > 1 and wrong.all():
                yield DataError(
                    "column_type", file=_file(name), column=column, value=str(cells.dtype)
                )
            else:
                yield from _row_faults("cell_type", name, frame, wrong, column)


def blank_faults(name: str, frame: pd.DataFrame) -> Iterator[DataError]:
    """Yield texts that look filled but are not: empty, only spaces, or the word "nan"."""
    for column in KINDS[name]["text"].split():
        # A set and not unique(): three times as fast on the string arrays of pandas.
        cells = set(frame[column])
        odd = [cell for cell in cells if isinstance(cell, str) and cell.strip() in BLANK]
        if odd:
            yield from _row_faults("cell_blank", name, frame, frame[column].isin(odd), column)


def cell_faults(name: str, frame: pd.DataFrame) -> Iterator[DataError]:
    """Yield every cell that breaks the pandera schema of its table."""
    schema = SCHEMAS[name]
    columns = [column for column in schema.columns if column in frame]
    try:
        schema.validate(frame[columns], lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        for case in cases[cases["column"].ne("city") | cases["check"].ne(_DOUBLED)].itertuples():
            code = _CODES.get(case.check, case.check)
            yield DataError(code, **_where(name, frame, int(case.index), case.column))


def geometry_faults(name: str, frame: gpd.GeoDataFrame) -> Iterator[DataError]:
    """Yield faults of CRS and shape: another CRS, no shape, another kind of shape, broken rings."""
    if not is_rd_new(frame.crs):
        found = "none" if frame.crs is None else frame.crs.name
        yield DataError("crs_wrong", file=_file(name), column="geometry", value=found)
        return
    shapes = frame.geometry
    absent = shapes.isna().to_numpy()
    lacking = shapes.is_empty.to_numpy() & ~absent
    if name not in MAY_LACK_PLACE:
        lacking = lacking | absent
    yield from _row_faults("geometry_missing", name, frame, lacking, "geometry")
    other = ~absent & ~lacking & ~shapes.geom_type.isin(SHAPES[name]).to_numpy()
    allowed = "/".join(SHAPES[name])
    yield from _row_faults("geometry_kind", name, frame, other, "geometry", allowed=allowed)
    broken = ~absent & ~lacking & ~shapes.is_valid.to_numpy()
    yield from _row_faults("geometry_invalid", name, frame, broken, "geometry")


def city_faults(name: str, frame: gpd.GeoDataFrame, cities: gpd.GeoSeries) -> Iterator[DataError]:
    """Yield placed rows of a city that has no outline, or that lie outside their own city.

    A row without a place may belong elsewhere: it stands in the table, not on the map.

    Parameters
    ----------
    cities : GeoSeries
        Area of each city, by name, in EPSG:28992.
    """
    placed = frame.geometry.notna().to_numpy()
    wrong = placed & ~frame["city"].isin(cities.index).to_numpy()
    allowed = ", ".join(cities.index)
    yield from _row_faults("city_unknown", name, frame, wrong, "city", allowed=allowed)
    if name not in OWN_CITY:
        return
    points = shapely.point_on_surface(frame.geometry.to_numpy())
    for city, area in cities.items():
        shapely.prepare(area)
        outside = frame["city"].eq(city).to_numpy() & placed & ~shapely.covers(area, points)
        outside[outside] = shapely.distance(area, points[outside]) > EDGE_M
        yield from _row_faults("outside_city", name, frame, outside, "geometry", city=city)


def place_faults(name: str, frame: gpd.GeoDataFrame) -> Iterator[DataError]:
    """Yield rows whose precision, accuracy and place contradict each other."""
    placed = frame.geometry.notna().to_numpy()
    for column in ("precision", "placed_by"):
        wrong = placed == frame[column].eq("none").to_numpy()
        yield from _row_faults("place_contradicts", name, frame, wrong, column)
    accuracy = frame["accuracy_m"]
    wrong = placed == accuracy.isna().to_numpy()
    wrong |= (coarse_rows(frame) & accuracy.lt(FINEST_COARSE_M)).to_numpy()
    yield from _row_faults("place_contradicts", name, frame, wrong, "accuracy_m")


def area_faults(
    name: str, frame: gpd.GeoDataFrame, areas: gpd.GeoDataFrame, column: str
) -> Iterator[DataError]:
    """Yield rows whose district or neighbourhood does not exist or does not hold their point.

    Parameters
    ----------
    areas : GeoDataFrame
        ``city, code`` and polygons.
    column : str
        Column of ``frame`` with the code: "district_code" or "neighbourhood_code".
    """
    shapes = areas.set_index(["city", "code"]).geometry
    keys = pd.MultiIndex.from_frame(frame[["city", column]])
    stated = frame[column].notna().to_numpy()
    wrong = stated & ~keys.isin(shapes.index)
    yield from _row_faults("area_unknown", name, frame, wrong, column)
    there = shapes.to_numpy()[shapes.index.get_indexer(keys)]
    distance = shapely.distance(frame.geometry.to_numpy(), there)
    away = stated & ~wrong & (distance > EDGE_M)
    yield from _row_faults("area_differs", name, frame, away, column)


def code_faults(name: str, frame: pd.DataFrame, model: ChainModel) -> Iterator[DataError]:
    """Yield chains and stages that the chain model does not have; a cell may hold several."""
    chains, stages = set(model.chains["code"]), set(model.stages["code"])
    for column, known in (("chain", chains), ("chains", chains), ("stage", stages)):
        if column not in frame:
            continue
        strange = [
            cell for cell in frame[column].dropna().unique() if not set(cell.split(";")) <= known
        ]
        if strange:
            wrong = frame[column].isin(strange)
            yield from _row_faults("code_unknown", name, frame, wrong, column)


def sbi_faults(tenants: pd.DataFrame, codes: set[str]) -> Iterator[DataError]:
    """Yield tenants whose SBI code is not in the official list."""
    wrong = tenants["sbi"].notna() & ~tenants["sbi"].isin(codes)
    yield from _row_faults("sbi_unknown", "tenants", tenants, wrong, "sbi")


def year_faults(name: str, frame: pd.DataFrame, begin: str, end: str) -> Iterator[DataError]:
    """Yield rows that end before they begin."""
    began, ended = frame[begin].astype("Int64"), frame[end].astype("Int64")
    wrong = (ended < began).fillna(False).to_numpy(dtype=bool)
    for fault in _row_faults("years_reversed", name, frame, wrong, end):
        row = int(str(fault.params["row"])) - 1
        yield DataError(fault.code, **{**fault.params, "begin": began.iloc[row]})


def hub_faults(tenants: pd.DataFrame, hubs: pd.DataFrame) -> Iterator[DataError]:
    """Yield tenants whose hub does not exist, or stands in another city than they say."""
    city = tenants["hub_id"].map(hubs.set_index("id")["city"])
    yield from _row_faults("hub_missing", "tenants", tenants, city.isna(), "hub_id")
    differs = city.notna() & city.ne(tenants["city"])
    yield from _row_faults("city_differs", "tenants", tenants, differs, "city")


def _row_faults(  # noqa: PLR0913 - what a fault must name
    code: str,
    name: str,
    frame: pd.DataFrame,
    wrong: pd.Series | NDArray[np.bool_],
    column: str,
    **more: object,
) -> Iterator[DataError]:
    for row in np.flatnonzero(np.asarray(wrong, dtype=bool)):
        yield DataError(code, **_where(name, frame, int(row), column), **more)


def _where(name: str, frame: pd.DataFrame, row: int, column: str) -> dict[str, object]:
    value = frame[column].iloc[row]
    if isinstance(value, shapely.Geometry):
        value = shapely.to_wkt(value, rounding_precision=1)
    if isinstance(value, str) and len(value) > LONGEST_VALUE:
        value = value[:LONGEST_VALUE] + "…"
    value = value.item() if isinstance(value, np.generic) else value
    identity = next((key for key in ("id", "code", "name", "city") if key in frame), None)
    return {
        "file": _file(name),
        "row": row + 1,
        "id": "" if identity is None else str(frame[identity].iloc[row]),
        "column": column,
        "value": value,
    }


def _file(name: str) -> str:
    return f"{name}.parquet"
