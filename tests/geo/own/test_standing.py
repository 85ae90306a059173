"""Own tenants that name no building: joined to the one beside them, or a place of their own."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.data.selection import Filters, select
from geo.data.store import Dataset, load_dataset
from geo.evidence.association import city_points
from geo.own.rows import Joined, OwnRows, with_own
from geo.own.standing import BESIDE_M, WITHIN_CHOICE, nearest_building
from geo.toy.city import toy_hubs

SHA = "0123456789abcdef" * 4


@pytest.fixture(scope="module")
def shipped() -> Dataset:
    """The shipped data; the buildings with an address are placed to 5 m."""
    data = load_dataset()
    fine = data.hubs["accuracy_m"].mask(data.hubs["precision"].eq("address"), 5.0)
    return replace(data, hubs=data.hubs.assign(accuracy_m=fine))


def door(shipped: Dataset) -> tuple[str, shapely.Point]:
    """A building with no other within 200 m, placed to its door."""
    hubs = shipped.hubs[shipped.hubs["city"].eq("Amsterdam") & shipped.hubs.geometry.notna()]
    for row in hubs[hubs["precision"].eq("address") & hubs["status"].eq("active")].itertuples():
        if (hubs.distance(row.geometry) < 200).sum() == 1:
            return row.id, row.geometry
    raise AssertionError


def rows_at(points: list, choices: dict[str, str] | None = None, **columns: object) -> OwnRows:
    values = gpd.GeoDataFrame(
        {
            "entity": "tenants",
            "name": [f"Bedrijf {i}" for i in range(len(points))],
            "chain": "music",
            "sbi": "90030",
            "in_city": "Amsterdam",
            "placed_by": "given_coordinate",
            **columns,
        },
        geometry=points,
        index=pd.RangeIndex(1, len(points) + 1),
        crs=28992,
    )
    return OwnRows("register.csv", SHA, "2026-03-01", values, choices or {})


def outcomes(joined: Joined) -> dict[str, int]:
    assert joined.counts["table"].eq("tenants").all()
    return dict(zip(joined.counts["outcome"], joined.counts["n"], strict=True))


def away(point: shapely.Point, metres: float) -> shapely.Point:
    return shapely.Point(point.x + metres, point.y)


def test_every_placed_row_counts_in_the_building_beside_it_or_by_itself(shipped):
    hub_id, at = door(shipped)
    points = [away(at, metres) for metres in (3, 18, 90)] + [None]
    joined = with_own(shipped, [rows_at(points)])
    assert outcomes(joined) == {"in_building": 1, "own_place": 2, "no_building": 1}
    assert joined.n == 3
    before, after = (select(data, Filters()) for data in (shipped, joined.dataset))
    assert len(after.tenants) == len(before.tenants) + 1
    assert after.tenants["hub_id"].iloc[-1] == hub_id
    assert len(after.partners) == len(before.partners) + 2
    # The sum of what is drawn and what is not still is every row.
    assert joined.counts["n"].sum() == len(points)


def test_one_word_joins_all_that_stand_within_25_metres(shipped):
    hub_id, at = door(shipped)
    points = [away(at, metres) for metres in (3, 18, 24, 26)]
    asked = with_own(shipped, [rows_at(points)]).beside
    assert asked["metres"].round().tolist() == [3, 18, 24]
    assert asked["joined"].tolist() == [True, False, False]
    assert set(asked["hub_id"]) == {hub_id}
    joined = with_own(shipped, [rows_at(points, {WITHIN_CHOICE: "25"})])
    assert outcomes(joined) == {"in_building": 3, "own_place": 1}
    assert joined.beside["joined"].all()


def test_no_row_is_surely_in_a_building_that_is_not_placed_finely(shipped):
    _, at = door(shipped)
    rough = replace(shipped, hubs=shipped.hubs.assign(accuracy_m=60.0))
    assert outcomes(with_own(rough, [rows_at([away(at, 3)])])) == {"own_place": 1}
    joined = with_own(rough, [rows_at([away(at, 3)], {WITHIN_CHOICE: "25"})])
    assert outcomes(joined) == {"in_building": 1}


def test_a_row_beside_an_own_building_lives_in_it(shipped):
    _, at = door(shipped)
    here = away(at, 120)
    rows = rows_at([here, away(here, 4)], entity=["hubs", "tenants"])
    joined = with_own(shipped, [rows])
    mine = joined.dataset.tenants[joined.dataset.tenants["own"]]
    assert (
        mine["hub_id"].tolist()
        == joined.dataset.hubs.loc[joined.dataset.hubs["own"], "id"].tolist()
    )


@pytest.mark.slow
def test_who_left_is_no_partner_that_is_open(shipped):
    _, at = door(shipped)
    rows = rows_at([away(at, 90), away(at, 95)], year_to=pd.array([2019, None], "Int64"))
    mine = with_own(shipped, [rows]).dataset.partners
    assert mine[mine["own"]]["likely_open"].tolist() == [False, True]


def test_chain_stage_and_place_of_an_own_place_count_among_the_points(shipped):
    _, at = door(shipped)
    rows = rows_at([away(at, 90)])
    joined = with_own(shipped, [rows]).dataset
    row = joined.partners[joined.partners["own"]].iloc[0]
    assert (row["chain"], row["precision"], row["city"]) == ("music", "address", "Amsterdam")
    assert row.geometry.equals(rows.values.geometry.iloc[0])
    n = [len(city_points(select(data, Filters()), "Amsterdam").rows) for data in (shipped, joined)]
    assert n[1] == n[0] + 1


@pytest.mark.slow
def test_a_register_outside_buildings_is_told_by_neighbourhood_and_not_by_door(shipped):
    areas = shipped.neighbourhoods[shipped.neighbourhoods["city"].eq("Amsterdam")]
    big = areas.loc[areas.area.sort_values().index[-2:]]
    rng = np.random.default_rng(1)

    def inside(shape: shapely.Geometry, n: int) -> list[shapely.Point]:
        left, low, right, high = shape.bounds
        xy = rng.uniform((left, low), (right, high), (4000, 2))
        points = shapely.points(xy)
        return list(points[shapely.contains(shape, points)][:n])

    points = [*inside(big.geometry.iloc[0], 7), *inside(big.geometry.iloc[1], 3)]
    joined = with_own(shipped, [rows_at(points, register=True)])
    # Three in one neighbourhood are too few, and with seven in the only other both would follow.
    assert outcomes(joined) == {"small_number": 10}
    many = [*inside(big.geometry.iloc[0], 7), *inside(big.geometry.iloc[1], 6)]
    joined = with_own(shipped, [rows_at(many, register=True, address="Dam 1")])
    assert outcomes(joined) == {"own_place": 13}
    mine = joined.dataset.partners[joined.dataset.partners["own"]]
    assert set(mine["precision"]) == {"neighbourhood"}
    assert mine.geometry.nunique() == 2
    assert mine["address"].isna().all()
    doors = {point.wkb for point in many}
    assert not doors & {point.wkb for point in mine.geometry}
    # Guarded once more nothing changes: every choice of rows passes the guard.
    again = select(joined.dataset, Filters()).partners
    assert len(again[again["own"]]) == 13


def test_the_nearest_building_is_that_of_a_full_comparison() -> None:
    hubs = toy_hubs()
    rng = np.random.default_rng(5)
    rows = gpd.GeoDataFrame(
        geometry=gpd.points_from_xy(*rng.uniform(-50, 550, (2, 300))), crs=28992
    )
    found = nearest_building(rows, hubs)
    placed = hubs[hubs.geometry.notna() & hubs["precision"].eq("address")]
    for at, row in enumerate(rows.geometry):
        metres = placed.distance(row)
        if metres.min() <= BESIDE_M:
            assert found["metres"].iloc[at] == pytest.approx(metres.min())
        else:
            assert pd.isna(found["hub_id"].iloc[at])


def test_a_row_placed_to_its_street_is_in_no_building(shipped):
    _, at = door(shipped)
    rows = rows_at([away(at, 3)], accuracy_m=300.0)
    assert outcomes(with_own(shipped, [rows])) == {"own_place": 1}
    named = replace(rows, choices={"hub:1": door(shipped)[0]})
    assert outcomes(with_own(shipped, [named])) == {"takes_part": 1}
