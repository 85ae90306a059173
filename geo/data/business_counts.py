"""Business counts of both cities by area, and as points to compare a population with.

Amsterdam counts establishments of at least twelve hours a week (2018, 22 areas), Statistics
Netherlands counts Rotterdam's otherwise and rounds to five (2022, neighbourhoods): shares within a
city compare, totals of the two cities do not.
"""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as arrow

from geo.data.crs import RD_NEW
from geo.data.errors import ArgumentError, DataError, DataErrors
from geo.data.folders import DATA
from geo.data.store import Dataset, read_table

SECTORS = (
    *("agriculture", "industry", "trade_hospitality", "transport_information"),
    *("finance_property", "business_services", "public_education_care", "culture_recreation"),
)
"""What both cities tell apart alike: SBI A; B–F; G, I; H, J; K, L; M, N; O–Q; R–U."""
ALL = "all"
COUNTS = ("businesses", *(f"businesses_{sector}" for sector in SECTORS))
COLUMNS = ("city", "code", "name", "district_code", "year", *COUNTS, "geometry")
SIDES = {"odd": 2, "even": 2, "mixed": 1}
"""How far the numbers of a range of doors lie apart."""


def counted_areas(dataset: Dataset, city: str, folder: Path = DATA) -> gpd.GeoDataFrame:
    """Areas of one city with their establishments: neighbourhoods, or areas where those are none.

    Parameters
    ----------
    dataset : Dataset
        Its neighbourhoods are taken where they have counts.
    city : str
    folder : Path
        Where ``business_areas.parquet`` is; read only for a city without such neighbourhoods.

    Returns
    -------
    GeoDataFrame
        ``city, code, name, district_code, year``, ``businesses`` and one ``businesses_*`` a
        sector of `SECTORS` (float; missing where not published), ``geometry`` (EPSG:28992).
        Empty where the city has no counts.

    Raises
    ------
    DataErrors
        When the file is missing or cannot be read.

    Examples
    --------
    >>> from geo.data.store import load_dataset
    >>> data = load_dataset()
    >>> [len(counted_areas(data, city)) for city in ("Amsterdam", "Rotterdam")]
    [22, 91]
    """
    areas = dataset.neighbourhoods
    areas = areas[areas["city"].eq(city) & areas["businesses"].notna()]
    if areas.empty:
        areas = read_table(folder, "business_areas")
        areas = areas[areas["city"].eq(city)]
    numbers = {name: areas[name].astype("Float64").astype(float) for name in COUNTS}
    return areas.assign(**numbers)[list(COLUMNS)].reset_index(drop=True)


def address_points(city: str, folder: Path = DATA) -> pd.DataFrame:
    """Points that stand for the addresses of a city.

    Returns
    -------
    DataFrame
        ``x, y`` (metres, EPSG:28992) and ``weight``: in Amsterdam the mean point of each range of
        doors and how many numbers it holds, in Rotterdam points along the streets, each one.

    Raises
    ------
    DataErrors
        When the file is missing or cannot be read.
    """
    name = "address_ranges" if city == "Amsterdam" else "street_points"
    path = folder / f"{name}.parquet"
    if not path.is_file():
        raise DataErrors([DataError("file_missing", file=path.name)])
    try:
        table = pd.read_parquet(path)
    except (arrow.ArrowException, ValueError, OSError) as fault:
        reason = str(fault).splitlines()[0]
        raise DataErrors([DataError("file_unreadable", file=path.name, reason=reason)]) from fault
    table = table[table["city"].eq(city)]
    weight = pd.Series(1.0, index=table.index)
    if "parity" in table:
        apart = table["number_to"] - table["number_from"]
        weight = apart // table["parity"].map(SIDES) + 1.0
    return table[["x", "y"]].astype(float).assign(weight=weight).reset_index(drop=True)


def business_points(
    areas: gpd.GeoDataFrame, addresses: pd.DataFrame, sector: str = ALL
) -> gpd.GeoDataFrame:
    """Spread the establishments of each area over the addresses in it: a comparison population.

    Where a firm stands within its area is not known: each address gets an equal part. An area
    without addresses keeps its sum on one point within it.

    Parameters
    ----------
    areas : GeoDataFrame
        ``city, code``, counts and polygons in EPSG:28992, as `counted_areas` gives them.
    addresses : DataFrame
        ``x, y, weight``, as `address_points` gives them; those outside every area are left out.
    sector : str
        One of `SECTORS`, or "all".

    Returns
    -------
    GeoDataFrame
        ``city, area_code, weight`` and a point in EPSG:28992; the weights of an area sum to its
        establishments. Areas with none, or none published, have no points.

    Raises
    ------
    ArgumentError
        When the sector is not one that both cities know.

    Examples
    --------
    >>> from shapely import box
    >>> areas = gpd.GeoDataFrame({"city": ["A"], "code": ["1"], "businesses": [6.0]},
    ...                          geometry=[box(0, 0, 10, 10)], crs=RD_NEW)
    >>> doors = pd.DataFrame({"x": [1.0, 9.0, 99.0], "y": 5.0, "weight": [1.0, 2.0, 1.0]})
    >>> business_points(areas, doors)["weight"].tolist()
    [2.0, 4.0]
    """
    if sector not in (ALL, *SECTORS):
        raise ArgumentError("argument", argument="sector", value=sector, allowed=", ".join(SECTORS))
    count = areas["businesses" if sector == ALL else f"businesses_{sector}"].astype(float)
    counted = areas.assign(count=count)[count.gt(0)].reset_index(drop=True)
    shapes = gpd.points_from_xy(addresses["x"], addresses["y"])
    doors = gpd.GeoDataFrame({"part": addresses["weight"].astype(float)}, geometry=shapes,
                             crs=RD_NEW)  # fmt: skip
    placed = doors.sjoin(counted[["geometry"]], predicate="intersects")
    # A point on a border lies in both areas: the first by row counts.
    placed = placed[~placed.index.duplicated()].rename(columns={"index_right": "area"})
    bare = counted.index.difference(placed["area"])
    inside = counted.loc[bare].geometry.representative_point()
    alone = gpd.GeoDataFrame({"part": 1.0, "area": bare}, geometry=inside.to_numpy(), crs=RD_NEW)
    points = pd.concat([placed, alone], ignore_index=True) if len(alone) else placed
    area = points["area"].to_numpy()
    share = points["part"] / points.groupby("area")["part"].transform("sum")
    table = {
        "city": counted["city"].to_numpy()[area],
        "area_code": counted["code"].to_numpy()[area],
        "weight": share.to_numpy() * counted["count"].to_numpy()[area],
    }
    return gpd.GeoDataFrame(table, geometry=np.asarray(points.geometry), crs=RD_NEW)
