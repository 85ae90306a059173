"""What each table must look like: pandera schemas, and the checks pandera lacks."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd
import pandas as pd
import pandera.pandas as pa
from pyproj import CRS

from geo.chains import ChainModel
from geo.errors import DataError

RD_NEW = CRS.from_epsg(28992)
FIRST_YEAR, LAST_YEAR = 1800, 2100
MAX_FAULTS = 50  # a file that is wrong all through need not name every row
PRECISIONS = ("address", "postcode6", "street", "postcode4", "neighbourhood", "none")


def _text(
    *, required: bool = False, unique: bool = False, among: tuple[str, ...] = ()
) -> pa.Column:
    checks = [pa.Check.isin(list(among))] if among else []
    if required:
        checks.append(pa.Check.str_length(min_value=1))
    return pa.Column(nullable=not required, unique=unique, checks=checks)


def _year() -> pa.Column:
    return pa.Column(nullable=True, checks=pa.Check.in_range(FIRST_YEAR, LAST_YEAR))


def _metres() -> pa.Column:
    return pa.Column(nullable=True, checks=pa.Check.ge(0))


_ID = _text(required=True, unique=True)
_SOURCED = {"source_title": _text(required=True), "synthetic": pa.Column(bool, nullable=False)}
_PLACED = {"precision": _text(required=True, among=PRECISIONS), "accuracy_m": _metres()}
_AREA = {"city": _text(required=True), "code": _text(required=True), "name": _text(required=True)}

SCHEMAS: dict[str, pa.DataFrameSchema] = {
    "hubs": pa.DataFrameSchema(
        {
            "id": _ID,
            "name": _text(required=True),
            "city": _text(required=True),
            "kind": _text(
                required=True,
                among=(
                    "broedplaats",
                    "broedplaats_list_only",
                    "vrijplaats",
                    "other_creative_building",
                ),
            ),
            "status": _text(required=True, among=("active", "planned", "unknown", "ended")),
            "opened": _year(),
            "closed": _year(),
            "floor_area_m2": _metres(),
            "chains": _text(),
            "placed_by": _text(required=True),
            **_PLACED,
            **_SOURCED,
        }
    ),
    "tenants": pa.DataFrameSchema(
        {
            "id": _ID,
            "hub_id": _text(required=True),
            "label": _text(required=True),
            "count": pa.Column(nullable=True, checks=pa.Check.ge(1)),
            "chain": _text(required=True),
            "stage": _text(required=True),
            "year_from": _year(),
            "year_to": _year(),
            "is_total": pa.Column(nullable=False),
            **_SOURCED,
        }
    ),
    "partners": pa.DataFrameSchema(
        {
            "id": _ID,
            "name": _text(required=True),
            "city": _text(required=True),
            "category": _text(required=True),
            "chain": _text(required=True),
            "stage": _text(required=True),
            "opened": _year(),
            "closed": _year(),
            **_PLACED,
            **_SOURCED,
        }
    ),
    "meeting_places": pa.DataFrameSchema(
        {
            "id": _ID,
            "name": _text(required=True),
            "city": _text(required=True),
            "category": _text(required=True),
            **_PLACED,
            **_SOURCED,
        }
    ),
    "districts": pa.DataFrameSchema(_AREA),
    "neighbourhoods": pa.DataFrameSchema(
        {
            **_AREA,
            "businesses": pa.Column(nullable=True, checks=pa.Check.ge(0)),
            "residents": pa.Column(nullable=True, checks=pa.Check.ge(0)),
        }
    ),
    "stops": pa.DataFrameSchema(
        {"id": _ID, "city": _text(required=True), "mode": _text(required=True)}
    ),
    "water": pa.DataFrameSchema({"city": _text(required=True)}),
    "parks": pa.DataFrameSchema({"city": _text(required=True)}),
    "rail": pa.DataFrameSchema({"city": _text(required=True)}),
    "outline": pa.DataFrameSchema({"city": _text(required=True, unique=True)}),
}


def schema_faults(name: str, frame: pd.DataFrame) -> Iterator[DataError]:
    """Yield every cell of a table that breaks its schema.

    Parameters
    ----------
    name : str
        Table name, a key of `SCHEMAS`.
    """
    schema, file = SCHEMAS[name], f"{name}.parquet"
    missing = [column for column in schema.columns if column not in frame]
    if missing:
        yield from (DataError("column_missing", file=file, column=column) for column in missing)
        return
    try:
        schema.validate(pd.DataFrame(frame[list(schema.columns)]), lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        for case in cases.head(MAX_FAULTS).to_dict("records"):
            yield _cell_fault(file, case, frame)


def _cell_fault(file: str, case: dict[str, object], frame: pd.DataFrame) -> DataError:
    check = str(case["check"])
    code = next(
        (
            code
            for word, code in (
                ("isin", "code_unknown"),
                ("duplicates", "id_twice"),
                ("unique", "id_twice"),
                ("not_nullable", "cell_empty"),
                ("str_length", "cell_empty"),
                ("in_range", "year_range"),
                ("greater_than", "number_negative"),
            )
            if word in check
        ),
        "cell_type",
    )
    index = case["index"]
    row = frame.index.get_loc(index) + 1 if index in frame.index else 0
    return DataError(code, file=file, row=row, column=case["column"], value=case["failure_case"])


def geometry_faults(name: str, frame: gpd.GeoDataFrame) -> Iterator[DataError]:
    """Yield faults of CRS and shape: wrong CRS, broken rings, rows that should have a place.

    EPSG:28992 is compared whole: RD without its datum still answers 28992 and lies 115 m off.
    """
    file = f"{name}.parquet"
    if frame.crs is None or not CRS(frame.crs).equals(RD_NEW, ignore_axis_order=True):
        found = "none" if frame.crs is None else frame.crs.name
        yield DataError("crs_wrong", file=file, column="geometry", value=found)
        return
    broken = frame.geometry.notna() & ~frame.geometry.is_valid
    for row in list(broken.to_numpy().nonzero()[0])[:MAX_FAULTS]:
        yield DataError(
            "geometry_invalid",
            file=file,
            row=int(row) + 1,
            column="geometry",
            value=_identity(frame, int(row)),
        )


def place_faults(name: str, frame: gpd.GeoDataFrame, cities: gpd.GeoSeries) -> Iterator[DataError]:
    """Yield rows whose precision, accuracy and place contradict, or that lie outside their city.

    Parameters
    ----------
    cities : GeoSeries
        Area of each city, by name.
    """
    file = f"{name}.parquet"
    placed = frame.geometry.notna()
    wrong = (placed == frame["precision"].eq("none")) | (placed & frame["accuracy_m"].isna())
    for row in list(wrong.to_numpy().nonzero()[0])[:MAX_FAULTS]:
        yield DataError(
            "place_contradicts",
            file=file,
            row=int(row) + 1,
            column="precision",
            value=frame["precision"].iloc[int(row)],
        )
    for city, rows in frame[placed].groupby("city"):
        if city not in cities.index:
            continue
        # Half a metre: a point on the boundary may be rounded to either side.
        outside = rows[~rows.within(cities[city].buffer(0.5))]
        for index in outside.index[:MAX_FAULTS]:
            position = int(frame.index.get_loc(index))
            yield DataError(
                "outside_city",
                file=file,
                row=position + 1,
                column="geometry",
                value=_identity(frame, position),
                city=city,
            )


def code_faults(name: str, frame: pd.DataFrame, model: ChainModel) -> Iterator[DataError]:
    """Yield chains and stages that the chain model does not have."""
    known = {
        "chain": set(model.chains["code"]),
        "stage": set(model.stages["code"]),
        "chains": set(model.chains["code"]),
    }
    for column in (column for column in known if column in frame):
        cells = frame[column].fillna("").str.split(";")
        for row, codes in enumerate(cells):
            strange = [code for code in codes if code and code not in known[column]]
            if strange:
                yield DataError(
                    "code_unknown",
                    file=f"{name}.parquet",
                    row=row + 1,
                    column=column,
                    value=strange[0],
                )


def year_faults(name: str, frame: pd.DataFrame, begin: str, end: str) -> Iterator[DataError]:
    """Yield rows that end before they begin."""
    wrong = (frame[end].astype("Int64") < frame[begin].astype("Int64")).fillna(False)
    wrong = wrong.to_numpy(dtype=bool)
    for row in wrong.nonzero()[0]:
        yield DataError(
            "years_reversed",
            file=f"{name}.parquet",
            row=int(row) + 1,
            column=end,
            value=f"{frame[begin].iloc[row]}-{frame[end].iloc[row]}",
        )


def hub_faults(tenants: pd.DataFrame, hubs: pd.DataFrame) -> Iterator[DataError]:
    """Yield tenants whose hub does not exist."""
    lost = ~tenants["hub_id"].isin(hubs["id"]).to_numpy()
    for row in lost.nonzero()[0]:
        yield DataError(
            "hub_missing",
            file="tenants.parquet",
            row=int(row) + 1,
            column="hub_id",
            value=tenants["hub_id"].iloc[row],
        )


def _identity(frame: pd.DataFrame, row: int) -> str:
    for column in ("id", "code", "city"):
        if column in frame:
            return str(frame[column].iloc[row])
    return str(row + 1)
