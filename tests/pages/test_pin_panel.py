"""What lies within reach of a pin, in the drawer of *Kaart*, and what goes with its address."""

from __future__ import annotations

import re

import numpy as np
import pytest
from app_pages import opened, said
from plan_refs import pin_ref, plan_ref

from geo.data.crs import lat_lon_of
from geo.data.selection import Filters
from geo.data.store import load_dataset
from layers.view.plan_area import pin_point
from layers.view.state import ViewState
from pages.views import bereik_view, kaart_view, pin_view

pytestmark = pytest.mark.slow

HALLEN = (52.3665, 4.8690)
SEA = (52.60, 4.20)
STATE = ViewState(cities=("Amsterdam",), selected=pin_ref(HALLEN))


@pytest.mark.parametrize("travel", ["walk", "cycle"])
def test_a_pin_of_an_address_tells_what_is_near_it(travel: str) -> None:
    test = opened(stad="Amsterdam", kies=pin_ref(HALLEN), reis=travel, minuten="10")
    assert not test.exception
    words = said(test)
    assert re.search(r"Binnen 10 minuten .* van dit punt.*?: \d+ bekende partners", words)
    assert "huurders bij naam bekend" in words  # n of N
    assert "Zonder plaats, en dus in geen van deze cijfers" in words


def test_a_pin_outside_both_cities_is_told_and_nothing_else_is() -> None:
    test = opened(kies=pin_ref(SEA))
    assert not test.exception
    assert "buiten Amsterdam en Rotterdam" in said(test)


def test_a_pin_on_a_building_counts_what_that_building_does() -> None:
    # The way from a door and from a pin on it are one way; the pin counts the building itself too.
    data = load_dataset()
    hub = data.hubs[data.hubs["id"].eq("de-hallen")].iloc[0]
    pin = pin_view.pin_of(data, pin_ref(lat_lon_of(hub.geometry.x, hub.geometry.y)))
    assert pin is not None
    mine = pin_view.content_of(data, Filters(), pin, "walk")
    rows = mine.rows[mine.rows["kind"].isin(["hubs", "partners"])]
    minutes = rows.drop_duplicates("id").set_index("id")["minutes"]
    assert "de-hallen" in minutes
    theirs = bereik_view.content_of(data, Filters(), "de-hallen", "walk").rows
    theirs = theirs[theirs["kind"].isin(["hubs", "partners"])]
    expected = theirs.drop_duplicates("id").set_index("id")["minutes"]
    assert minutes.drop("de-hallen").to_dict() == pytest.approx(expected.to_dict(), abs=0.05)


def test_the_map_of_a_pin_has_its_ground_below_and_the_pin_above() -> None:
    view = kaart_view.map_of(load_dataset(), STATE, {}, "2026-01-01")
    keys = [layer.key for layer in view.layers]
    assert keys[0] == "reach"
    assert keys[-1] == "pin"
    assert f"kies={STATE.selected}".replace(":", "%3A") in view.link
    ground = view.layers[0].frame
    point = pin_point(STATE.selected)
    assert ground.contains(point).all()
    # What can be reached in 15 minutes on foot lies within 1,200 m, and the street's own width.
    assert np.hypot(*(ground.total_bounds[2:] - ground.total_bounds[:2])) < 2 * 1.42 * 1230


def test_without_a_pin_the_map_is_as_it_was() -> None:
    plain = ViewState(cities=("Amsterdam",), selected="hub:de-hallen")
    view = kaart_view.map_of(load_dataset(), plain, {}, "2026-01-01")
    assert not {"reach", "pin"} & {layer.key for layer in view.layers}


def test_the_map_of_a_plan_area_shows_it_and_round_it() -> None:
    corners = [(52.3650, 4.8660), (52.3650, 4.8720), (52.3685, 4.8720), (52.3685, 4.8660)]
    state = ViewState(cities=("Amsterdam",), selected=plan_ref(corners))
    view = kaart_view.map_of(load_dataset(), state, {}, "2026-01-01")
    assert view.layers[0].key == "plan"
    minx, miny, maxx, maxy = view.layers[0].frame.total_bounds
    assert view.extent == pytest.approx((minx - 250, miny - 250, maxx + 250, maxy + 250))
    # 0.0035 degrees north by 0.006 east there: 389 by 409 m.
    assert view.layers[0].frame["hectares"].iloc[0] == pytest.approx(15.9, abs=0.1)
