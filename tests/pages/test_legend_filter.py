"""The legend on the map filters: it and the filter beside the map are one choice."""

from __future__ import annotations

import pytest
from app_pages import opened
from streamlit.testing.v1 import AppTest

pytestmark = pytest.mark.slow


def chosen(test: AppTest, key: str) -> list[str]:
    (group,) = (each for each in test.get("button_group") if each.key == key)
    return list(group.value)


def test_a_click_in_the_legend_is_the_filter_and_stands_in_the_address() -> None:
    test = opened(stad="Rotterdam", keten="music")
    assert chosen(test, "legend.chains") == ["music"]
    (legend,) = (each for each in test.get("button_group") if each.key == "legend.chains")
    legend.set_value(["music", "fashion"]).run()
    assert not test.exception
    assert test.multiselect(key="view.chains").value == ["music", "fashion"]
    assert test.query_params["keten"] == "music,fashion"


def test_the_filter_beside_the_map_is_shown_in_the_legend() -> None:
    test = opened(stad="Rotterdam", schakel="make")
    test.multiselect(key="view.stages").set_value(["make", "conceive"]).run()
    assert set(chosen(test, "legend.stages")) == {"make", "conceive"}
    test.multiselect(key="view.stages").set_value([]).run()
    assert chosen(test, "legend.stages") == []
