"""The streets of a way, on streets small enough to work out by hand, and on two known walks."""

from __future__ import annotations

import geopandas as gpd
import pytest
from shapely import LineString

from geo.data.folders import DATA
from geo.network.graph import load_network
from geo.network.proximity import route
from geo.network.street_names import StreetLines, street_lines_of, streets_along

# A quay along the x-axis, a street up at x = 200, and a lane that crosses the quay at x = 100.
STREETS = street_lines_of(
    ["Kade", "Straat", "Steeg"],
    [
        LineString([(0, 0), (400, 0)]),
        LineString([(200, 0), (200, 300)]),
        LineString([(100, -200), (100, 200)]),
    ],
)


def named(*places: tuple[float, float], streets: StreetLines = STREETS) -> tuple[str, ...]:
    return streets.along(LineString(places)).streets


def test_streets_come_in_the_order_of_the_way() -> None:
    assert named((0, 4), (204, 4), (204, 250)) == ("Kade", "Straat")
    assert named((204, 250), (204, 4), (0, 4)) == ("Straat", "Kade")


def test_a_street_that_is_only_crossed_is_not_named_and_breaks_no_street_in_two() -> None:
    assert named((0, 4), (190, 4)) == ("Kade",)


def test_a_street_taken_again_is_named_again() -> None:
    # 80 m over the quay, up and down the street, and on along the quay.
    way = ((120, 4), (204, 4), (204, 150), (196, 150), (196, 4), (380, 4))
    assert named(*way) == ("Kade", "Straat", "Kade")


def test_a_path_without_a_name_is_left_out_and_counted() -> None:
    # 200 m along the quay, 100 m over open ground: two thirds have a name.
    way = LineString([(200, -5), (400, -5), (400, -105)])
    found = STREETS.along(way)
    assert found.streets == ("Kade",)
    # Ten of fifteen places are on the quay; the first of the path lies 15 m from its end.
    assert found.share == pytest.approx(10 / 15)


def test_a_way_shorter_than_a_step_has_the_street_it_lies_on() -> None:
    assert named((10, 2), (20, 2)) == ("Kade",)
    assert named((10, 60), (20, 60)) == ()


def test_without_streets_nothing_is_named() -> None:
    none = street_lines_of([], [])
    assert named((0, 0), (100, 0), streets=none) == ()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("city", "ends", "streets"),
    [
        # From the Schieblock to Zomerhof, as a street plan of Rotterdam has it: from the Schiekade
        # into the Heer Bokelweg, and by the Boekhorststraat to the Zomerhofstraat.
        (
            *("Rotterdam", ("schieblock", "zoho")),
            {"Schiekade", "Heer Bokelweg", "Zomerhofstraat"},
        ),
        ("Rotterdam", ("worm", "v2"), {"Boomgaardsstraat", "Eendrachtsstraat"}),
        ("Amsterdam", ("ot301", "bureau-postjesweg"), {"Jan Pieter Heijestraat", "Postjesweg"}),
    ],
)
def test_known_walks_name_their_streets(
    city: str, ends: tuple[str, str], streets: set[str]
) -> None:
    places = gpd.read_parquet(DATA / "hubs.parquet").set_index("id").geometry
    way = route(load_network(city), *(places[end] for end in ends))
    assert way is not None
    assert streets <= set(streets_along(way.line).streets)
