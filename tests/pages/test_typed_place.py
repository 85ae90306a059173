"""A new building of *Wat als* by a place that is typed: no mouse is needed."""

from __future__ import annotations

import pytest
from app_pages import opened, said

from geo.data.crs import lat_lon_of, point_at
from pages.sections.typed_place import coordinates_in

X, Y = 121230.0, 490467.0  # NDSM-werf


@pytest.mark.parametrize(
    "typed",
    [
        "121230, 490467",
        "121230 490467",
        "490467; 121230",
        "x=121230 y=490467",
        "{:.6f}, {:.6f}".format(*lat_lon_of(X, Y)),
        "{:.6f} {:.6f}".format(*reversed(lat_lon_of(X, Y))),
        "; ".join(f"{degrees:.6f}".replace(".", ",") for degrees in lat_lon_of(X, Y)),
    ],
)
def test_two_numbers_are_a_place(typed: str) -> None:
    assert coordinates_in(typed) == pytest.approx((X, Y), abs=0.2)


@pytest.mark.parametrize("typed", ["Weena 5", "1016 AB", "12", "48.85, 2.35", "0, 0", ""])
def test_other_words_are_no_coordinates(typed: str) -> None:
    assert coordinates_in(typed) is None


@pytest.mark.slow
def test_a_building_is_set_down_where_was_typed() -> None:
    test = opened("wat_als", stad="Amsterdam")
    test.text_input(key="wi.where").set_value("Bellamyplein 47").run()
    offered = test.button(key="wi.here.0")
    # The building whose address holds that number, before the street.
    address = r"Hannie Dankbaarpassage / Bellamyplein 47\-51"
    assert offered.label == f"Zet hier: De Hallen · gebouw · {address} · Amsterdam"
    offered.click().run()
    assert "watals" in test.query_params
    ((x, y, city),) = test.session_state["wi.places"]
    assert city == "Amsterdam"
    # De Hallen stand at the square: 4.8690 east, 52.3665 north.
    assert point_at(4.8690, 52.3665).distance(point_at(*reversed(lat_lon_of(x, y)))) < 300
    assert test.text_input(key="wi.where").value == ""
    test.text_input(key="wi.where").set_value("zzzzqqq").run()
    assert "Niet gevonden in een van beide steden" in said(test)
