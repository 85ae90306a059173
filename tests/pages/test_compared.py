"""Buildings put beside each other from the map: tick, chips, and the comparison they lead to."""

from __future__ import annotations

import pytest
from app_pages import opened
from streamlit.testing.v1 import AppTest

from pages.views.vergelijken_view import HUBS

pytestmark = pytest.mark.slow
SIX = "ndsm-kunststad.keilewerf-1.de-hallen.schieblock.de-ceuvel.ot301"


def compared(test: AppTest) -> str:
    assert not test.exception
    return str(test.session_state["parameters"].get(HUBS, ""))


def chips(test: AppTest) -> list[str]:
    return [each.key for each in test.button if str(each.key).startswith("compared.chip.")]


def test_a_tick_puts_the_building_of_the_sheet_among_the_compared() -> None:
    test = opened("kaart", stad="Amsterdam", kies="hub:de-hallen", panden="ot301")
    test.checkbox(key="compared.tick.de-hallen").check().run()
    assert compared(test) == "ot301.de-hallen"
    assert chips(test) == ["compared.chip.ot301", "compared.chip.de-hallen"]
    test.button(key="compared.chip.ot301").click().run()
    assert compared(test) == "de-hallen"
    test.checkbox(key="compared.tick.de-hallen").uncheck().run()
    assert compared(test) == ""
    assert chips(test) == []


def test_a_seventh_building_waits_until_one_goes() -> None:
    test = opened("kaart", stad="Amsterdam", kies="hub:a-lab", panden=SIX)
    assert len(chips(test)) == 6
    assert test.checkbox(key="compared.tick.a-lab").disabled
    among = opened("kaart", stad="Amsterdam", kies="hub:de-hallen", panden=SIX)
    assert not among.checkbox(key="compared.tick.de-hallen").disabled


@pytest.mark.parametrize(
    ("asked", "said", "after"),
    [
        ("twice:a-lab", "ot301", "ot301.a-lab"),
        ("twice:ot301", "ot301", "ot301"),  # once more is not once less
        ("twice:<b>nergens", "ot301", "ot301"),  # an answer comes from outside
        ("twice:a-lab", SIX, SIX),
    ],
)
def test_a_building_that_was_clicked_twice_is_put_beside_the_others(
    monkeypatch: pytest.MonkeyPatch, asked: str, said: str, after: str
) -> None:
    answer = {"last_object_clicked_popup": f"1790000000000 {asked}"}
    monkeypatch.setattr("pages.widgets.city_maps.st_folium", lambda *_, **__: answer)
    test = opened("kaart", stad="Amsterdam", panden=said)
    assert compared(test) == after
    assert [each.value for each in test.warning] == (
        ["Er staan al 6 gebouwen bij vergelijken: haal er eerst een weg."] if said == SIX else []
    )


def test_what_is_no_building_is_no_chip() -> None:
    assert chips(opened("kaart", panden="<b>.nergens.ot301")) == ["compared.chip.ot301"]
