"""Numbers along a street, on streets small enough to work out by hand."""

from __future__ import annotations

import pytest
from shapely import Point

from geo.data.street_numbers import NumberRange, Spot, StreetNumbers, lone_accuracy


def of(first: int, last: int, x: float, parity: str = "odd", postcode: str = "") -> NumberRange:
    return NumberRange(first, last, parity, postcode, x, 0)


def test_a_number_in_no_range_is_not_in_one() -> None:
    street = StreetNumbers([of(1, 9, 0), of(21, 29, 100)])
    assert street.in_range(15) is None
    assert street.in_range(4) is None  # the other side of the street
    assert StreetNumbers().in_range(1) is None


def test_the_postcode_chooses_between_ranges_and_then_the_narrowest() -> None:
    street = StreetNumbers(
        [of(1, 99, 0, postcode="1000AA"), of(1, 19, 900, postcode="1000AB"), of(1, 39, 2000)]
    )
    assert street.in_range(5, "1000AA").point == Point(0, 0)
    assert street.in_range(5).point == Point(900, 0)


def test_a_number_stands_between_its_range_and_the_next() -> None:
    # The middles are 5 and 15; 3 lies below the first and goes the other way.
    street = StreetNumbers([of(1, 9, 0), of(11, 19, 120)])
    assert street.in_range(5) == (Point(0, 0), 90.0)  # three quarters of 120 m
    assert street.in_range(7) == (Point(24, 0), 90.0)
    assert street.in_range(13) == (Point(96, 0), 90.0)
    assert street.in_range(3) == (Point(-24, 0), 84.0)  # 60 and 3 × 8


@pytest.mark.parametrize(("gap", "radius"), [(40, 90), (180, 135), (181, 181), (400, 400)])
def test_ranges_close_together_say_more_than_their_distance(gap: int, radius: int) -> None:
    assert StreetNumbers([of(1, 9, 0), of(11, 19, gap)]).in_range(5).accuracy_m == radius


def test_a_number_stands_no_further_off_than_its_street_goes() -> None:
    # The street reaches 120 m from (30, 0), so its end lies 150 m from the point of the range.
    alone = StreetNumbers([of(1, 101, 0)], street=Spot(Point(30, 0), 120.0))
    assert alone.in_range(3) == (Point(0, 0), pytest.approx(105))  # seven tenths of 150 m
    # 1 stands at -25 m on the line away from the next range, 105 m from the end; 60 + 3 × 40 = 180.
    street = Spot(Point(30, 0), 50.0)
    beyond = StreetNumbers([of(1, 41, 0), of(61, 101, 75)], street=street)
    assert beyond.in_range(1) == (Point(-25, 0), 105.0)


def test_ranges_far_apart_are_no_neighbours() -> None:
    street = StreetNumbers([of(1, 9, 0), of(11, 19, 401)])
    assert street.in_range(9) == (Point(0, 0), lone_accuracy(8))


def test_a_known_door_helps_a_lone_range() -> None:
    # Between number 21 (the middle of 1-41, at 0) and the door of 31 at 60 m.
    street = StreetNumbers([of(1, 41, 0)], {31: Point(60, 0), 26: Point(999, 0)})
    assert street.in_range(26) is None
    assert street.in_range(25) == (Point(24, 0), 90.0)


def test_a_door_says_nothing_of_itself() -> None:
    """So that leaving a door out and asking for it again is a fair test."""
    street = StreetNumbers(doors={2: Point(0, 0), 6: Point(500, 0), 10: Point(80, 0)})
    assert street.between(6) == (Point(40, 0), 90.0)


@pytest.mark.parametrize("gap", [601, 5000])
def test_ends_too_far_apart_place_nothing_between_them(gap: int) -> None:
    assert StreetNumbers(doors={2: Point(0, 0), 12: Point(gap, 0)}).between(6) is None


def test_a_lone_range_is_never_surer_than_its_least_nor_worse_than_its_most() -> None:
    assert [lone_accuracy(width) for width in (0, 100, 5000)] == [200, 350, 450]
