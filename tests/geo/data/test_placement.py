"""Rules of placement, on tables small enough to work out by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point, box

from geo.data.coarseness import finest_accuracy
from geo.data.crs import RD_NEW
from geo.data.gazetteer import Gazetteer, StreetPart
from geo.data.placement import equal_area_radius, place_row, place_rows
from geo.data.street_numbers import NumberRange, Spot, StreetNumbers
from geo.data.street_words import address_keys, plain_words, postcode_of, street_key, street_keys

# The city is a square of 2 km made of two neighbourhoods, Oost and West, side by side.
WEST, EAST = box(0, 0, 1000, 2000), box(1000, 0, 2000, 2000)
BY_DOOR, BY_CODE6 = Point(100, 100), Point(200, 200)
ON_STREET, BY_CODE4 = Point(300, 300), Point(400, 400)
# Kade: 1-9 round (300, 260) and 11-19 round (300, 340); a door at 31.
KADE = StreetNumbers(
    [NumberRange(1, 9, "odd", "1234AB", 300, 260), NumberRange(11, 19, "odd", "1234AC", 300, 340)],
    {31: Point(300, 420)},
)


@pytest.fixture
def gazetteer() -> Gazetteer:
    areas = gpd.GeoDataFrame(
        {"city": "Stad", "name": ["West", "Oost"]}, geometry=[WEST, EAST], crs=RD_NEW
    )
    return Gazetteer(
        doors={("Stad", "kade", 5): BY_DOOR},
        numbers={("Stad", "kade"): KADE},
        postcode6={"1234AB": Spot(BY_CODE6, 120.0), "1234ZZ": Spot(Point(1800, 1800), 30.0)},
        streets={
            ("Stad", "kade"): (StreetPart("", ON_STREET, 200.0),),
            ("Stad", "plein"): (StreetPart("", Point(300, 700), 50.0),),
            # A long road through both neighbourhoods, 500 m to either side of their border.
            ("Stad", "dyk"): (
                StreetPart("", Point(1000, 300), 500.0),
                StreetPart("oost", Point(1250, 300), 250.0),
                StreetPart("west", Point(750, 300), 250.0),
            ),
        },
        postcode4={"1234": Spot(BY_CODE4, 500.0), "1235": Spot(Point(1600, 300), 150.0)},
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
        ({"point": None}, "address", "partner_address", BY_DOOR, 35.0),
        # 7 lies 2/10 of the way from 5 (the middle of 1-9) to 15: 260 + 0.2 * 80 = 276. The
        # radius is at least 90 m.
        ({"point": None, "address": "Kade 7"}, "door_range", "door_range", Point(300, 276), 90.0),
        # 23 lies halfway between 15 (340) and the door at 31 (420).
        ({"point": None, "address": "Kade 23"}, "house_number", "house_number", Point(300, 380),
         90.0),
        ({"point": None, "address": "Kade 99"}, "postcode6", "postcode6", BY_CODE6, 120.0),
        ({"point": None, "address": "Kade 99", "postcode": "1234 CC"}, "street", "number_unknown",
         ON_STREET, 200.0),
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


def test_a_given_point_keeps_the_radius_and_the_way_that_are_stated(gazetteer):
    given = {"point": Point(600, 600), "point_accuracy_m": 80.0, "point_by": "derived_point"}
    place = place_row(row(address="Plein", point_precision="street", **given), gazetteer)
    assert (place.point, place.accuracy_m, place.placed_by) == (given["point"], 80, "derived_point")
    door = place_row(row(point_precision="address", **given), gazetteer)
    assert (door.precision, door.accuracy_m) == ("address", 80.0)


def test_a_point_somewhere_on_a_street_gives_way_to_a_finer_street(gazetteer):
    street = {"point": Point(300, 720), "point_precision": "street"}
    # The square reaches 50 m, the point says 150 m; the quay reaches 200 m.
    assert place_row(row(address="Plein", **street), gazetteer).point == Point(300, 700)
    assert place_row(row(address="Kade", **street), gazetteer).point == Point(300, 720)


def test_a_finer_street_does_not_go_before_a_coarser_postcode(gazetteer):
    # The square reaches 50 m, the postcode is good to 120 m, and goes first all the same. The
    # square lies 510 m from it, in no radius of it: the radius grows to hold it.
    place = place_row(row(address="Plein 7", postcode="1234AB"), gazetteer)
    assert place.point == BY_CODE6
    assert place.accuracy_m == pytest.approx(math.hypot(100, 500) + 50)


def test_a_postcode_on_its_street_is_no_further_off_than_that_street_goes(gazetteer):
    # From (200, 200) to the middle of the quay, were it at (200, 230) and reached 120 m: 150 m.
    part = StreetPart("", Point(200, 230), 120.0)
    short = replace(gazetteer, streets={("Stad", "kade"): (part,)})
    place = place_row(row(address="Kade 99", postcode="1234AB"), short)
    assert (place.point, place.accuracy_m) == (BY_CODE6, pytest.approx(105))  # seven tenths


def test_a_house_number_that_the_street_has_not_is_told_where_it_has_any(gazetteer):
    ways = [
        place_row(row(address=at), gazetteer).placed_by for at in ("Kade 99", "Plein 99", "Kade")
    ]
    assert ways == ["number_unknown", "street", "street"]


def test_a_postcode_away_from_its_street_gets_a_radius_that_holds_the_street(gazetteer):
    place = place_row(row(address="Kade 99", postcode="1234ZZ"), gazetteer)
    assert place.precision == "postcode6"
    # From (1800, 1800) to (300, 300) is 1500 * sqrt(2) = 2121.32 m, and the street reaches 200 m.
    assert place.accuracy_m == pytest.approx(2321.32, abs=0.01)


@pytest.mark.parametrize(
    ("values", "x", "accuracy"),
    [
        ({}, 1000, 500.0),  # nothing chooses: all of it
        ({"area": "Oost"}, 1250, 250.0),
        ({"point": Point(900, 900), "point_precision": "neighbourhood"}, 750, 250.0),
        # Postcode 1235 stands 350 m from the eastern part, which reaches 250 m of them: within its
        # own 150 m. The western part lies 850 - 250 = 600 m off.
        ({"postcode": "1235"}, 1250, 250.0),
        # 1234 at (400, 400) reaches 500 m: the western part lies 364 - 250 m off, the eastern 606.
        ({"postcode": "1234"}, 750, 250.0),
        ({"postcode": "9999"}, 1000, 500.0),
        ({"area": "Zuid"}, 1000, 500.0),
    ],
)
def test_the_part_of_a_street_is_chosen(gazetteer, values, x, accuracy):
    place = place_row(row(address="Dijk 12", **values), gazetteer)
    assert (place.precision, place.point, place.accuracy_m) == ("street", Point(x, 300), accuracy)


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


def test_a_range_of_house_numbers_stands_at_a_known_door_or_in_its_middle(gazetteer):
    assert place_row(row(address="Kade 1-9"), gazetteer).point == BY_DOOR
    # 7, 9, 11 and 13 at 276, 292, 308 and 324: the third, and 90 m hold the others.
    place = place_row(row(address="Kade 7-13"), gazetteer)
    assert (place.precision, place.point, place.accuracy_m) == ("door_range", Point(300, 308), 90.0)


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
    assert keys == [("Stad", "bilderdykstraat", 157), ("Stad", "dacostakade", 152)]
    assert street_keys("WG-terrein, paviljoen 18") == ["wgterrein", "paviljoen"]


def test_ways_of_writing_one_street_are_equal():
    for one, other in [
        ("Derde Wittenburgerdwarsstraat", "3e Wittenburgerdwarsstraat"),
        ("Burg. de Vlugtlaan", "Burgemeester de Vlugtlaan"),
        ("Klönneplein", "Klonneplein"),
    ]:
        assert plain_words(one) == plain_words(other)
        assert street_key(one) == street_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sint-Agathastraat", "St. Agathastr."),
        ("Galileïstraat", "Galileistraat"),
        ("1e IJzerstraat", "Eerste IJzerstraat"),
        ("2de Hugo de Grootstraat", "Tweede Hugo de Grootstraat"),
        ("Maashaven Z.z.", "Maashaven Zuidzijde"),
        ("N.Z. Voorburgwal", "Nieuwezijds Voorburgwal"),
        ("Oz Achterburgwal", "Oudezijds Achterburgwal"),
        ("Churchill-laan", "Churchilllaan"),
        ("Burg. v.d. Polllaan", "Burgemeester van der Polllaan"),
        ("Prof. Tulpplein", "Professor Tulpplein"),
        ("Derde Wittenburgerdwstraat", "3e Wittenburgerdwarsstraat"),
    ],
)
def test_ways_of_writing_a_street_have_one_key(one, other):
    assert street_key(one) == street_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Maashaven Noordzijde", "Maashaven Zuidzijde"),
        ("Nieuwezijds Voorburgwal", "Oudezijds Voorburgwal"),
        ("Eerste Helmersstraat", "Tweede Helmersstraat"),
        ("Lange Dijk", "Korte Dijk"),
    ],
)
def test_streets_that_differ_keep_their_own_keys(one, other):
    assert street_key(one) != street_key(other)


def test_a_distance_wants_places_twice_as_fine():
    assert [finest_accuracy(band) for band in (250, 500, 1000)] == [125, 250, 500]


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
