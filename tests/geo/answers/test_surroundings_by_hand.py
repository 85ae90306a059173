"""What lies round the hubs: limits, order and what cannot be told, worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
from shapely import LineString, Point

from geo.answers.surroundings import COLUMNS, Surroundings, fine_enough, soonest, surroundings
from geo.data.store import Dataset
from geo.data.thresholds import BANDS_M
from geo.network.graph import StreetNetwork, network_of
from geo.toy.street_grid import toy_network

CITY = "Amsterdam"
TABLES = ("hubs", "partners", "far_hubs", "far_partners", "meeting_places", "stops")


def road(*parts: tuple[float, float]) -> StreetNetwork:
    """A straight road eastward from (0, 0) in parts of so many metres and seconds on foot."""
    rows, begin = [], 0.0
    for number, (metres, seconds) in enumerate(parts):
        line = LineString([(begin, 0), (begin + metres, 0)])
        row = {"u": number, "v": number + 1, "length_m": metres, "mode": "street", "geometry": line}
        rows.append(row | {"seconds_walk": seconds, "seconds_cycle": seconds})
        begin += metres
    return network_of("Road", pd.DataFrame(rows))


def placed(rows: gpd.GeoDataFrame, *places: tuple[str, float, float]) -> gpd.GeoDataFrame:
    """As many rows as places, like the first of a table: id, x and y."""
    like = rows.iloc[[0] * len(places)].reset_index(drop=True)
    points = [Point(x, y) for _, x, y in places]
    return gpd.GeoDataFrame(
        like.assign(id=[name for name, _, _ in places]), geometry=points, crs=rows.crs
    )


def pairs(walks: pd.DataFrame) -> list[tuple[object, ...]]:
    return list(walks[["hub_id", "target_id", "metres", "minutes"]].itertuples(False, None))


@pytest.fixture(scope="module")
def hour(toy: Dataset) -> Surroundings:
    """Two hubs at the ends of a road of an hour, 4.8 km; a partner there, and one 4 m beyond."""
    toy = replace(
        toy,
        hubs=placed(toy.hubs, ("a", 0, 0), ("b", 4800, 0), ("c", 4800, 4), ("off", 0, 501)),
        partners=placed(toy.partners, ("p", 4800, 0), ("q", 4800, 4)),
    )
    return surroundings(toy, road((4800, 3600)), CITY)


def test_walks_of_an_hour_are_near_and_longer_ones_far(hour: Surroundings) -> None:
    # Four metres off the street take 3 s, 0.05 minutes.
    of_a = [row for row in pairs(hour.hubs) if row[0] == "a"]
    assert of_a == [("a", "b", 4800, 60)]
    assert pairs(hour.far_hubs) == [("a", "c", 4804, 60.05), ("c", "a", 4804, 60.05)]
    assert [row for row in pairs(hour.partners) if row[0] == "a"] == [("a", "p", 4800, 60)]
    assert pairs(hour.far_partners) == [("a", "q", 4804, 60.05)]


def test_a_hub_is_not_its_own_neighbour_and_one_off_the_streets_nobodys(hour: Surroundings) -> None:
    among = [row[:2] for row in pairs(hour.hubs)]
    assert among == [("a", "b"), ("b", "c"), ("b", "a"), ("c", "b")]
    # 501 m from the nearest street; the others are all on it.
    assert hour.on_network == {"a", "b", "c"}
    assert hour.city == CITY


def test_every_table_has_the_same_columns_and_is_numbered(toy: Dataset, hour: Surroundings) -> None:
    for found in (hour, surroundings(toy, toy_network(), CITY)):
        for name in TABLES:
            table = getattr(found, name)
            more = ["per_head"] if name == "meeting_places" else []
            assert list(table) == [*COLUMNS, *more], name
            assert table.index.tolist() == list(range(len(table))), name


def test_four_hundred_metres_even_when_a_ferry_makes_them_slow(toy: Dataset) -> None:
    # 200 m in 150 s, then 200 m in 324 s (a ferry that is waited for): 7.9 minutes.
    cafes = placed(toy.meeting_places, ("near", 200, 0), ("slow", 400, 0), ("past", 400.5, 0))
    hubs, stops = placed(toy.hubs, ("a", 0, 0)), placed(toy.stops, ("s", 400, 0), ("t", 400.5, 0))
    toy = replace(toy, hubs=hubs, meeting_places=cafes, stops=stops)
    found = surroundings(toy, road((200, 150), (200, 324), (1, 1)), CITY)
    assert pairs(found.meeting_places) == [("a", "near", 200, 2.5), ("a", "slow", 400, 7.9)]
    # Stops are asked for up to a quarter of an hour.
    assert [row[:3] for row in pairs(found.stops)] == [("a", "s", 400), ("a", "t", 400.5)]


def test_a_meeting_place_is_shared_by_those_who_live_round_it(toy: Dataset) -> None:
    # Hundred live in the whole city: fewer than a thousand count as a thousand.
    found = surroundings(toy, toy_network(), CITY)
    assert set(found.meeting_places["per_head"]) == set(found.per_head.dropna()) == {1.0}
    many = replace(toy, neighbourhoods=toy.neighbourhoods.assign(residents=10_000_000))
    # All of the 500 by 400 m lies within 400 m of the café on (100, 0) but what is beyond.
    area = Point(100, 0).buffer(400).intersection(toy.neighbourhoods.geometry.iloc[0]).area
    crowded = surroundings(many, toy_network(), CITY).meeting_places["per_head"]
    assert crowded.iloc[0] == pytest.approx(1000 / (10_000_000 * area / 200_000), rel=0.01)
    unknown = replace(toy, neighbourhoods=toy.neighbourhoods.assign(residents=None))
    assert surroundings(unknown, toy_network(), CITY).meeting_places["per_head"].isna().all()


def test_what_has_no_place_or_stands_in_another_city_is_not_near(toy: Dataset) -> None:
    cafes = placed(toy.meeting_places, ("here", 0, 0), ("there", 0, 0), ("nowhere", 0, 0))
    cafes = cafes.assign(city=[CITY, "Rotterdam", CITY])
    cafes = cafes.set_geometry([Point(0, 0), Point(0, 0), None], crs=toy.hubs.crs)
    found = surroundings(replace(toy, meeting_places=cafes), toy_network(), CITY)
    assert set(found.meeting_places["target_id"]) == {"here"}
    assert "h12" not in set(found.meeting_places["hub_id"])


def test_a_city_without_stops_or_hubs_has_an_empty_list_of_them(toy: Dataset) -> None:
    none = replace(toy, stops=toy.stops.iloc[:0])
    found = surroundings(none, toy_network(), CITY)
    assert found.stops.empty
    assert len(found.meeting_places)
    other = surroundings(toy, toy_network(), "Rotterdam")
    assert all(getattr(other, name).empty for name in TABLES)
    assert other.on_network == frozenset()


def test_each_end_keeps_its_own_accuracy(toy: Dataset) -> None:
    accuracy = toy.hubs["accuracy_m"].mask(toy.hubs["id"].eq("h1"), 30.0)
    found = surroundings(
        replace(toy, hubs=toy.hubs.assign(accuracy_m=accuracy)), toy_network(), CITY
    )
    ends = found.hubs.set_index(["hub_id", "target_id"])[["hub_accuracy_m", "target_accuracy_m"]]
    assert ends.loc[("h1", "h2")].tolist() == [30, 0]
    assert ends.loc[("h2", "h1")].tolist() == [0, 30]


def test_the_bands_are_those_of_the_paper() -> None:
    # Coll-Martínez (2019).
    assert BANDS_M == (250, 500, 1000)


def test_both_ends_must_be_placed_as_finely_as_half_the_distance() -> None:
    ends = [(125, 0), (0, 125), (125, 125), (126, 0), (0, 126)]
    walks = pd.DataFrame(ends, columns=["hub_accuracy_m", "target_accuracy_m"])
    assert fine_enough(walks, 250).tolist() == [True, True, True, False, False]


WALKS = pd.DataFrame(
    [
        # Of two equally soon the first by id, though it is longer; of "b" 99 m is below 60 + 40.
        ("a", "y", 90.0, 2.0, 0.0, 0.0, "make"),
        ("a", "x", 160.0, 2.0, 60.0, 100.0, "make"),
        ("a", "z", 300.0, 3.0, 0.0, 0.0, "public"),
        ("b", "z", 99.0, 1.0, 60.0, 40.0, "make"),
        ("b", "x", 500.0, 5.0, 0.0, 0.0, "make"),
    ],
    columns=[
        *("hub_id", "target_id", "metres", "minutes", "hub_accuracy_m", "target_accuracy_m"),
        "stage",
    ],
)


def test_the_soonest_of_each_hub_and_whether_it_can_be_told() -> None:
    found = soonest(WALKS)
    assert found["target_id"].to_dict() == {"b": "z", "a": "x"}
    assert found.loc["a", ["metres", "minutes", "reason"]].tolist() == [160, 2, "ok"]
    assert found.at["b", "reason"] == "too_coarse"
    assert found.loc["b", ["metres", "minutes"]].isna().all()


def test_the_soonest_of_each_stage_apart() -> None:
    found = soonest(WALKS, ("stage",)).reset_index().set_index(["hub_id", "stage"])
    assert found["target_id"].to_dict() == {
        ("a", "make"): "x", ("a", "public"): "z", ("b", "make"): "z",
    }  # fmt: skip
