"""*Nabijheid* says which own rows its counts per area leave out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from own_crowd import register

from geo.data.store import Dataset
from geo.own.rows import with_own
from layers.view.state import ViewState
from pages.views.nabijheid_areas_view import own_outside
from pages.views.nabijheid_asked import asked_of

STATE = ViewState(cities=("Amsterdam",))


@pytest.mark.parametrize(("cities", "expected"), [(("Amsterdam",), 40), (("Rotterdam",), 0)])
def test_own_rows_outside_buildings_are_counted_by_city(
    shipped: Dataset, cities: tuple[str, ...], expected: int
) -> None:
    data = with_own(shipped, [register(40)]).dataset
    state = replace(STATE, cities=("Amsterdam", "Rotterdam"))
    assert own_outside(data, asked_of(data, state, {}), cities) == expected


def test_without_own_rows_nothing_is_left_out(shipped: Dataset) -> None:
    assert own_outside(shipped, asked_of(shipped, STATE, {}), STATE.cities) == 0
