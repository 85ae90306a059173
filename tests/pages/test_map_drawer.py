"""The drawer beside the map closes by its button, and stays so until something is clicked."""

from __future__ import annotations

import pytest
from app_pages import opened, said


@pytest.mark.slow
def test_the_drawer_opens_on_what_is_chosen_and_closes_by_its_button() -> None:
    test = opened(stad="Amsterdam", kies="hub:a-lab")
    assert "Overhoeksplein 2" in said(test)
    (latitude, longitude), zoom = test.session_state["kaart.opening.Amsterdam"]
    # Overhoeksplein 2: 52.384 north, 4.903 east; the streets round it, not the city.
    assert (round(latitude, 2), round(longitude, 2)) == (52.38, 4.90)
    assert zoom >= 15
    test.button(key="kaart.close").click().run()
    assert not test.exception
    assert "Overhoeksplein 2" not in said(test)
    assert not [button for button in test.button if button.key == "kaart.close"]


@pytest.mark.slow
def test_a_link_opens_on_a_street_that_was_found() -> None:
    test = opened(kies="street:Rotterdam:Witte de Withstraat", afloop="2027")
    assert not test.exception
    words = said(test)
    assert "Witte de Withstraat" in words
    assert "Gebouwen binnen 500 m" in words
    # The city that it lies in stands in front where two maps do not fit.
    assert test.session_state["kaart.front"] == "Rotterdam"
    # With the filter on leases it is said of how many buildings no end is known.
    assert "gebouwen is geen einde bekend" in words
