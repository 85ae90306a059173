"""Which of two cities stands in front on a narrow screen: in the address, and out of it again."""

from __future__ import annotations

import pytest
from app_pages import opened
from streamlit.testing.v1 import AppTest

from pages.session.planner import FRONT as NAME
from pages.widgets.city_front import FRONT

pytestmark = pytest.mark.slow


def in_front(test: AppTest) -> str:
    assert not test.exception
    return str(test.segmented_control(key=FRONT).value)


@pytest.mark.parametrize("page", ["kaart", "waar", "wat_als", "schakels", "ontmoeting"])
def test_a_link_opens_with_the_city_in_front_that_stood_there(page: str) -> None:
    test = opened(page)
    first = in_front(test)
    other = {"Amsterdam": "Rotterdam", "Rotterdam": "Amsterdam"}[first]
    assert NAME not in test.query_params  # the page puts it there by itself
    test.segmented_control(key=FRONT).set_value(other).run()
    assert test.query_params[NAME] == other
    again = opened(page, voorop=other)
    assert in_front(again) == other
    assert again.query_params[NAME] == other
    test.segmented_control(key=FRONT).set_value(first).run()
    assert NAME not in test.query_params


def test_what_is_chosen_brings_its_city_unless_the_link_says_another() -> None:
    assert in_front(opened(kies="hub:schieblock")) == "Rotterdam"
    test = opened(kies="hub:schieblock", voorop="Amsterdam")
    assert in_front(test) == "Amsterdam"
    assert test.query_params[NAME] == "Amsterdam"


@pytest.mark.parametrize("named", ["rotterdam", "Utrecht", ""])
def test_another_city_in_the_address_is_none(named: str) -> None:
    test = opened(voorop=named)
    assert in_front(test) == "Amsterdam"
    assert NAME not in test.query_params


def test_one_city_alone_asks_for_none() -> None:
    test = opened(stad="Amsterdam", voorop="Rotterdam")
    assert not test.exception
    assert FRONT not in {each.key for each in test.segmented_control}
