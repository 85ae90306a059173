"""Business counts of both cities by area, and spread over addresses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box

from geo.data.business_counts import (
    ALL,
    COUNTS,
    SECTORS,
    address_points,
    business_points,
    counted_areas,
)
from geo.data.crs import RD_NEW
from geo.data.errors import ArgumentError, DataErrors
from geo.data.folders import DATA
from geo.data.store import Dataset
from geo.evidence.area_counts import sector_quotients

# Municipal figures of 2018 as published for the whole city, sections of SBI added up by hand:
# of them the 22 areas hold all but Westpoort and what is not placed.
CITY_2018 = {
    "businesses": 120_214,
    "businesses_culture_recreation": 20_295,  # R–U
    "businesses_business_services": 36_717,  # M, N
    "businesses_transport_information": 15_630,  # H, J
}


def areas_of(**counts: list[float]) -> gpd.GeoDataFrame:
    """Squares of ten metres in a row, with a gap of ten between them."""
    n = len(next(iter(counts.values())))
    shapes = [box(20 * i, 0, 20 * i + 10, 10) for i in range(n)]
    codes = [f"a{i}" for i in range(n)]
    return gpd.GeoDataFrame({"city": "A", "code": codes, **counts}, geometry=shapes, crs=RD_NEW)


def doors(*rows: tuple[float, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["x", "y", "weight"])


def test_both_cities_have_counts_in_the_same_columns(shipped: Dataset) -> None:
    amsterdam, rotterdam = (counted_areas(shipped, city) for city in ("Amsterdam", "Rotterdam"))
    assert (len(amsterdam), set(amsterdam["year"])) == (22, {2018})
    assert (len(rotterdam), set(rotterdam["year"])) == (91, {2022})
    assert list(amsterdam.columns) == list(rotterdam.columns)
    assert amsterdam["district_code"].isin(shipped.districts["code"]).all()
    for name, whole in CITY_2018.items():
        assert 0.97 * whole < amsterdam[name].sum() <= whole


def test_sectors_add_up_to_all(shipped: Dataset) -> None:
    parts = [f"businesses_{sector}" for sector in SECTORS]
    amsterdam = counted_areas(shipped, "Amsterdam")
    assert (amsterdam[parts].sum(axis=1) == amsterdam["businesses"]).all()
    rotterdam = counted_areas(shipped, "Rotterdam").dropna()
    # Nine numbers, each rounded to five.
    assert (rotterdam[parts].sum(axis=1) - rotterdam["businesses"]).abs().max() <= 9 * 2.5


def test_a_quotient_of_amsterdam_by_hand(shipped: Dataset) -> None:
    # Centrum-West (DX01) and Centrum-Oost (DX02) are the district A.
    areas = counted_areas(shipped, "Amsterdam").set_index("code")
    mine, x = areas.loc[["DX01", "DX02"]], "businesses_culture_recreation"
    share = mine[x].sum() / mine["businesses"].sum()
    expected = share / (areas[x].sum() / areas["businesses"].sum())
    found = sector_quotients(shipped, "Amsterdam", "culture_recreation", "district")
    assert found.set_index("code").at["A", "lq"] == pytest.approx(expected)
    finest = sector_quotients(shipped, "Amsterdam", "culture_recreation", "neighbourhood")
    assert sorted(finest["code"]) == sorted(areas.index)


def test_a_city_is_never_measured_by_the_counts_of_the_other(shipped: Dataset) -> None:
    before = sector_quotients(shipped, "Rotterdam", "business_services", "district")
    bare = shipped.neighbourhoods[shipped.neighbourhoods["city"].eq("Rotterdam")]
    alone = replace(shipped, neighbourhoods=bare)
    after = sector_quotients(alone, "Rotterdam", "business_services", "district")
    pd.testing.assert_frame_equal(pd.DataFrame(before), pd.DataFrame(after))


@pytest.mark.slow
@pytest.mark.parametrize("city", ["Amsterdam", "Rotterdam"])
@pytest.mark.parametrize("sector", [ALL, *SECTORS])
def test_the_sum_of_every_area_is_kept(shipped: Dataset, city: str, sector: str) -> None:
    areas = counted_areas(shipped, city)
    points = business_points(areas, address_points(city), sector)
    count = areas.set_index("code")["businesses" if sector == ALL else f"businesses_{sector}"]
    sums = points.groupby("area_code")["weight"].sum()
    pd.testing.assert_series_equal(
        sums, count[count.gt(0)].sort_index(), check_names=False, rtol=1e-9
    )
    assert points["weight"].gt(0).all()
    assert points.crs == RD_NEW


@pytest.mark.slow
def test_points_lie_in_their_own_area(shipped: Dataset) -> None:
    for city in ("Amsterdam", "Rotterdam"):
        areas = counted_areas(shipped, city).set_index("code").geometry
        points = business_points(counted_areas(shipped, city), address_points(city))
        own = areas.loc[points["area_code"]].reset_index(drop=True)
        assert points.geometry.distance(own).max() == 0


def test_equal_parts_by_number_of_doors() -> None:
    # Six firms over one and two doors: 2 and 4. Area a1 has no door: all on one point inside.
    areas = areas_of(businesses=[6.0, 3.0, 0.0])
    points = business_points(areas, doors((1, 5, 1), (9, 5, 2), (15, 5, 8), (45, 5, 1)))
    assert points["weight"].tolist() == [2, 4, 3]
    assert points["area_code"].tolist() == ["a0", "a0", "a1"]
    assert areas.geometry[1].contains(points.geometry[2])


def test_a_door_on_a_border_counts_once() -> None:
    areas = areas_of(businesses=[4.0, 5.0])
    areas.geometry = [box(0, 0, 10, 10), box(10, 0, 20, 10)]
    points = business_points(areas, doors((10, 5, 1), (15, 5, 1)))
    assert points["area_code"].tolist() == ["a0", "a1"]
    assert points["weight"].tolist() == [4, 5]


def test_not_published_is_no_firm_and_no_point() -> None:
    areas = areas_of(businesses=[float("nan"), 5.0])
    points = business_points(areas, doors((5, 5, 1), (25, 5, 1)))
    assert points["area_code"].tolist() == ["a1"]
    assert business_points(areas_of(businesses=[float("nan")]), doors((5, 5, 1))).empty


def test_a_range_holds_its_numbers() -> None:
    # Written out from the ranges: odd 3-9 holds 3, 5, 7, 9; mixed 1-24 holds 24.
    raw = pd.read_parquet(DATA / "address_ranges.parquet")
    weights = address_points("Amsterdam")["weight"]
    for street, first, last, n in (("Schelvisch Hoofd", 3, 9, 4), ("Dijkbraak", 1, 24, 24)):
        row = raw["street"].eq(street) & raw["number_from"].eq(first) & raw["number_to"].eq(last)
        assert weights[row.to_numpy()].tolist() == [n] * int(row.sum()) != []
    assert weights.ge(1).all()


def test_a_sector_only_one_city_knows_is_refused() -> None:
    with pytest.raises(ArgumentError):
        business_points(areas_of(businesses=[1.0]), doors((5, 5, 1)), "creative_industry")


def test_what_is_missing_or_broken_is_named(shipped: Dataset, tmp_path: Path) -> None:
    with pytest.raises(DataErrors, match="file_missing"):
        counted_areas(shipped, "Amsterdam", tmp_path)
    with pytest.raises(DataErrors, match="file_missing"):
        address_points("Rotterdam", tmp_path)
    (tmp_path / "street_points.parquet").write_text("no parquet")
    with pytest.raises(DataErrors, match="file_unreadable"):
        address_points("Rotterdam", tmp_path)


def test_a_city_without_counts_has_none(shipped: Dataset) -> None:
    nowhere = counted_areas(shipped, "Utrecht")
    assert nowhere.empty
    assert set(COUNTS) <= set(nowhere.columns)
