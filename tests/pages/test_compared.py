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


def test_what_is_no_building_is_no_chip() -> None:
    assert chips(opened("kaart", panden="<b>.nergens.ot301")) == ["compared.chip.ot301"]
