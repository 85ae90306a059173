"""Rules of placement, on tables small enough to work out by hand."""

from __future__ import annotations

import math

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point, box

from geo.data.placement import (
    Gazetteer,
    address_keys,
    equal_area_radius,
    place_row,
    place_rows,
    plain_words,
    postcode_of,
    street_names,
)

# The city is a square of 2 km made of two neighbourhoods, Oost and West, side by side.
WEST, EAST = box(0, 0, 1000, 2000), box(1000, 0, 2000, 2000)
BY_PARTNER, BY_CODE6 = Point(100, 100), Point(200, 200)
ON_STREET, BY_CODE4 = Point(300, 300), Point(400, 400)


@pytest.fixture
def gazetteer() -> Gazetteer:
    areas = gpd.GeoDataFrame({"city": ["Stad", "Stad"], "geometry": [WEST, EAST]}, crs="EPSG:28992")
    return Gazetteer(
        addresses={("Stad", "kade", 5): BY_PARTNER},
        postcode6={"1234AB": (BY_CODE6, 120.0), "1234ZZ": (Point(1800, 1800), 30.0)},
        streets={("Stad", "kade"): (ON_STREET, 80.0), ("Stad", "plein"): (Point(300, 700), 50.0)},
        postcode4={"1234": (BY_CODE4, 500.0)},
        areas={("Stad", "west"): WEST},
        neighbourhoods=areas,
    )


def row(**values: object) -> dict[str, object]:
    empty = {"address": None, "postcode": None, "area": None, "point": None}
    return {"city": "Stad", **empty, "point_precision": "none", **values}


# Everything a row can have at once; each step of the order takes one thing away from the last.
ALL = row(
    address="Kade 5", postcode="1234 AB", area="West", point=Point(50, 50),
    point_precision="address",
)  # fmt: skip


@pytest.mark.parametrize(
    ("values", "precision", "placed_by", "point", "accuracy"),
    [
        ({}, "address", "given_coordinate", Point(50, 50), 15.0),
        ({"point": None}, "address", "partner_address", BY_PARTNER, 15.0),
        ({"point": None, "address": "Kade 7"}, "postcode6", "postcode6", BY_CODE6, 120.0),
        ({"point": None, "address": "Kade 7", "postcode": "1234 CC"}, "street", "street",
         ON_STREET, 80.0),
        ({"point": None, "address": "Elders 7", "postcode": "1234 CC"}, "postcode4", "postcode4",
         BY_CODE4, 500.0),
        ({"point": None, "address": None, "postcode": None}, "neighbourhood", "neighbourhood",
         WEST.representative_point(), math.sqrt(2e6 / math.pi)),
        ({"point": None, "address": None, "postcode": None, "area": "Zuid"}, "none", "none", None,
         math.nan),
    ],
)  # fmt: skip
def test_the_order_is_kept_step_by_step(gazetteer, values, precision, placed_by, point, accuracy):
    place = place_row({**ALL, **values}, gazetteer)
    assert (place.precision, place.placed_by, place.point) == (precision, placed_by, point)
    assert place.accuracy_m == pytest.approx(accuracy, nan_ok=True)


def test_a_given_coordinate_at_neighbourhood_level_comes_after_the_postcode(gazetteer):
    coarse = {"point": Point(900, 900), "point_precision": "neighbourhood"}
    assert place_row(row(postcode="1234", **coarse), gazetteer).placed_by == "postcode4"
    place = place_row(row(**coarse), gazetteer)
    assert (place.precision, place.placed_by) == ("neighbourhood", "given_coordinate")
    assert place.point == Point(900, 900)
    # A neighbourhood of 1 by 2 km: pi r^2 = 2,000,000 m2, so r = 797.9 m.
    assert place.accuracy_m == pytest.approx(797.885, abs=0.01)


def test_a_given_street_coordinate_comes_after_the_six_character_postcode(gazetteer):
    street = {"point": Point(600, 600), "point_precision": "street"}
    assert place_row(row(postcode="1234AB", **street), gazetteer).placed_by == "postcode6"
    place = place_row(row(postcode="1234", **street), gazetteer)
    assert (place.precision, place.point, place.accuracy_m) == ("street", Point(600, 600), 150.0)


def test_a_finer_street_does_not_go_before_a_coarser_postcode(gazetteer):
    # The street reaches 80 m, the postcode is good to 120 m, and goes first all the same.
    assert place_row(row(address="Kade 7", postcode="1234AB"), gazetteer).accuracy_m == 120.0


def test_a_postcode_away_from_its_street_gets_a_radius_that_holds_the_street(gazetteer):
    place = place_row(row(address="Kade 7", postcode="1234ZZ"), gazetteer)
    assert place.precision == "postcode6"
    # From (1800, 1800) to (300, 300) is 1500 * sqrt(2) = 2121.32 m, and the street reaches 80 m.
    assert place.accuracy_m == pytest.approx(2201.32, abs=0.01)


def test_a_second_street_widens_the_radius_to_hold_it(gazetteer):
    place = place_row(row(address="Kade / Plein"), gazetteer)
    assert place.point == ON_STREET
    # The second street lies 400 m north and reaches 50 m.
    assert place.accuracy_m == 450.0


def test_a_place_outside_the_city_is_passed_over(gazetteer):
    outside = row(point=Point(5000, 5000), point_precision="address", postcode="1234")
    assert place_row(outside, gazetteer).placed_by == "postcode4"
    assert place_row({**outside, "postcode": None}, gazetteer).point is None


def test_another_city_has_none_of_these_places(gazetteer):
    assert place_row({**ALL, "city": "Dorp", "point": None}, gazetteer).precision == "none"


def test_a_range_of_house_numbers_matches_one_inside_it(gazetteer):
    assert place_row(row(address="Kade 1-9"), gazetteer).point == BY_PARTNER
    assert place_row(row(address="Kade 2-8"), gazetteer).precision == "street"


@pytest.mark.parametrize(
    ("address", "numbers"),
    [
        ("Kade 8-12", [8, 10, 12]),
        ("Kade 157a-161", [157, 159, 161]),
        ("Kade 53A1", [53]),
        ("Kade 12-2", [12]),
        ("Kade 12-900", [12]),
        ("Kade 67-B5", [67]),
        ("Kade", []),
        (None, []),
    ],
)
def test_house_numbers_an_address_means(address, numbers):
    assert [number for _, _, number in address_keys("Stad", address)] == numbers


def test_an_address_of_two_streets_gives_both():
    keys = address_keys("Stad", "Bilderdijkstraat 157 / Da Costakade 152 (achterzijde 3)")
    assert keys == [("Stad", "bilderdykstraat", 157), ("Stad", "da costakade", 152)]
    assert street_names("WG-terrein, paviljoen 18") == ["wg terrein", "paviljoen"]


def test_ways_of_writing_one_street_are_equal():
    for one, other in [
        ("Derde Wittenburgerdwarsstraat", "3e Wittenburgerdwarsstraat"),
        ("Burg. de Vlugtlaan", "Burgemeester de Vlugtlaan"),
        ("Klönneplein", "Klonneplein"),
    ]:
        assert plain_words(one) == plain_words(other)


def test_postcodes_that_are_none():
    assert [postcode_of(text) for text in ("0123 AB", "123", "1234 A", "", None)] == [None] * 5


def test_the_circle_of_equal_area():
    assert equal_area_radius(math.pi * 300**2) == pytest.approx(300)


def test_place_rows_keeps_the_rows_and_changes_nothing_given(gazetteer):
    rows = pd.DataFrame([ALL, row()], index=[7, 3]).assign(id=["a", "b"])
    before = rows.copy()
    placed = place_rows(rows, gazetteer)
    assert placed["id"].tolist() == ["a", "b"]
    assert placed.index.tolist() == [7, 3]
    assert placed["precision"].tolist() == ["address", "none"]
    assert placed.geometry.isna().tolist() == [False, True]
    assert placed.crs.to_epsg() == 28992
    pd.testing.assert_frame_equal(rows, before)
