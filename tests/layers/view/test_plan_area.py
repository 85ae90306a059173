"""A plan area in an address: written and read back, and nonsense is no area."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plan_refs import pin_ref, plan_ref
from pyproj import Transformer

from layers.view.plan_area import MOST, pin_point, pin_within, place_ref, plan_shape
from layers.view.state import LONGEST_SELECTED

TO_RD = Transformer.from_crs(4326, 28992, always_xy=True)


def test_a_square_comes_back_where_it_was_drawn() -> None:
    corners = [(52.36, 4.86), (52.36, 4.87), (52.37, 4.87), (52.37, 4.86)]
    shape = plan_shape(plan_ref(corners))
    assert shape is not None
    west, south, east, north = shape.bounds
    assert (west, south) == pytest.approx(TO_RD.transform(4.86, 52.36), abs=15)
    assert (east, north) == pytest.approx(TO_RD.transform(4.87, 52.37), abs=15)
    assert shape.area == pytest.approx(681 * 1113, rel=0.01)  # 0.01° there, in metres


def test_lines_that_cross_make_two_areas() -> None:
    bow = [(52.36, 4.86), (52.37, 4.87), (52.36, 4.87), (52.37, 4.86)]
    shape = plan_shape(plan_ref(bow))
    assert shape is not None
    assert shape.is_valid
    assert shape.area == pytest.approx(681 * 1113 / 2, rel=0.02)


@pytest.mark.parametrize(
    "ref",
    ["", "area:", "area:xyz", "area:" + "Z" * 24, "area:" + "-" * 24, "hub:x", "area:" + "255s" * 8,
     "area:" + "0" * 8 * (MOST + 1)],
)  # fmt: skip
def test_nonsense_is_no_area(ref: str) -> None:
    assert plan_shape(ref) is None


def test_the_largest_area_fits_in_an_address() -> None:
    assert len(plan_ref([(52.0, 4.0)] * MOST)) <= LONGEST_SELECTED


@given(st.text(max_size=260))
def test_no_text_breaks_it(word: str) -> None:
    plan_shape("area:" + word)
    pin_point("pin:" + word)
    assert place_ref(word) in (word, "")


def test_a_pin_comes_back_where_it_was_set() -> None:
    point = pin_point(pin_ref((52.3665, 4.8690)))
    assert point is not None
    assert (point.x, point.y) == pytest.approx(TO_RD.transform(4.8690, 52.3665), abs=2)


def test_a_pin_set_from_afar_says_how_far_it_may_be_off() -> None:
    near = pin_ref((52.3665, 4.8690))
    # 70 = 1 * 36 + 34, and y is the letter of 34.
    assert (pin_within(near), pin_within(near + "1y"), pin_within(near + "zz")) == (0, 70, 1295)
    assert place_ref(near + "1y") == near + "1y"
    for nonsense in ("1", "1Y", "--", "1y1", "1y1y"):
        assert (pin_within(near + nonsense), pin_point(near + nonsense)) == (0, None)


@pytest.mark.parametrize("ref", ["pin:", "pin:255s", "pin:" + "255s" * 4, "area:255s255s", "hub:x"])
def test_nonsense_is_no_pin(ref: str) -> None:
    assert pin_point(ref) is None
