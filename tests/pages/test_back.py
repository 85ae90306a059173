"""One press of Back undoes one step, whichever control took it, on every page."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from app_pages import opened, turned_to
from intakes import read_here
from streamlit.testing.v1 import AppTest

from geo.intake.process.pipeline import Options
from pages.own.file import KEPT, OwnFile
from pages.own.taking_part import SWITCH
from pages.session import planner
from pages.session.planner import WRITTEN
from pages.widgets.map_drawer import PANEL

pytestmark = pytest.mark.slow

AMSTERDAM = {"stad": "Amsterdam"}
OWN = b"soort;naam;plaats;sector;x;y\nbroedplaats;Mijn Loods;Amsterdam;mode;122000;489500\n"
# Page, address, control and what it is set to: each control whose answer stands in the address.
STEPS: dict[str, tuple[str, Mapping[str, str], str, object]] = {
    "chains": ("kaart", AMSTERDAM, "view.chains", ["fashion"]),
    "legend": ("kaart", AMSTERDAM, "legend.chains", ["fashion"]),
    "language": ("kaart", AMSTERDAM, "view.lang", "en"),
    "travel": ("kaart", AMSTERDAM, "view.travel", "cycle"),
    "compared": ("kaart", {"kies": "hub:ot301"}, "compared.tick.ot301", True),
    "opacity": ("kaart", {**AMSTERDAM, "lagen": "partners,hubs"}, "lagen.opacity.hubs", 40),
    "pin": ("kaart", {**AMSTERDAM, "kies": "pin:2xbo40g0"}, "pin.limit", "10"),
    "pin_travel": ("kaart", {**AMSTERDAM, "kies": "pin:2xbo40g0"}, "pin.travel", "cycle"),
    "chain_of_links": ("schakels", AMSTERDAM, "schakels.chain", "music"),
    "kind_of_place": ("schakels", AMSTERDAM, "schakels.kind", "cluster"),
    "ways": ("schakels", AMSTERDAM, "schakels.ways", "30"),
    "minutes": ("bereik", {**AMSTERDAM, "pand": "ot301"}, "reach.limit", "10"),
    "building": ("bereik", {**AMSTERDAM, "pand": "ot301"}, "reach.hub", "de-hallen"),
    "who": ("waar", AMSTERDAM, "waar.chain", "music"),
    "stage": ("waar", AMSTERDAM, "waar.stage", "public"),
    "least": ("waar", AMSTERDAM, "waar.least", "75"),
    "weight": ("waar", AMSTERDAM, "waar.w.meeting", 3),
    "closed": ("wat_als", AMSTERDAM, "wi.removed", ["ot301"]),
    "within": ("wat_als", AMSTERDAM, "wi.limit", "250"),
    "buildings": ("vergelijken", {}, "vergelijken.hubs", ["ot301", "de-hallen"]),
    "chain": ("ketens", AMSTERDAM, "ketens.chain", "music"),
    "per": ("nabijheid", AMSTERDAM, "nb.by", "chain"),
    "points": ("nabijheid", AMSTERDAM, "nb.with", "tenants"),
    "kinds": ("nabijheid", AMSTERDAM, "nb.kinds", "every"),
    "question": ("nabijheid", AMSTERDAM, "nb.tab", "Brandpunten"),
    "own_rows": ("kaart", AMSTERDAM, SWITCH, True),
}


def went_back(test: AppTest, address: Mapping[str, str]) -> AppTest:
    """The same session as Back leaves it: an address it wrote itself, and which counts anew."""
    for name in list(test.query_params):
        del test.query_params[name]
    for name, value in address.items():
        test.query_params[name] = value
    test.session_state[WRITTEN] = ()
    return test.run()


def address_of(test: AppTest) -> dict[str, str]:
    """What stands in the address, a value a name."""
    return {
        name: value if isinstance(value, str) else value[-1]
        for name, value in test.query_params.items()
    }


@pytest.mark.parametrize("step", STEPS)
def test_back_undoes_the_step_in_the_address_and_in_the_control(step: str) -> None:
    page, asked, key, value = STEPS[step]
    held = {PANEL: "layers"} if key.startswith("lagen.") else {}
    if key == SWITCH:
        held = {KEPT: OwnFile("lijst.csv", OWN, Options(), read_here("lijst.csv", OWN))}
    test = opened(page, held, **asked)
    assert not test.exception
    address, before = address_of(test), test.session_state[key]
    if key.startswith("nb.tab"):  # AppTest knows no tabs that are turned
        test.session_state[key] = value
    else:
        test.get_by_key(key).set_value(value)
    test.run()
    assert not test.exception
    assert address_of(test) != address
    went_back(test, address)
    assert not test.exception
    assert address_of(test) == address
    assert test.session_state[key] == before


@pytest.mark.parametrize("key", ["view.chains", "view.lang", "view.travel"])
def test_back_to_the_bare_first_page_undoes_the_step_too(
    monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    test = opened()
    assert address_of(test) == {}
    before = test.session_state[key]
    test.get_by_key(key).set_value({"view.chains": ["music"], "view.lang": "en"}.get(key, "cycle"))
    test.run()
    assert address_of(test) != {}
    # The menu leads to a page without its choices as well: those are kept.
    turned_to(test, "ketens")
    assert test.session_state[key] != before
    turned_to(test, "kaart")
    monkeypatch.setattr(planner, "_went_back", lambda: True)
    went_back(test, {})
    assert not test.exception
    assert address_of(test) == {}
    assert test.session_state[key] == before


def test_back_from_what_was_clicked_takes_its_sheet_along() -> None:
    test = opened(**AMSTERDAM)
    assert test.session_state[PANEL] is None
    test.session_state["view.selected"] = "hub:ot301"
    test.run()
    assert test.session_state[PANEL] == "sheet"
    went_back(test, AMSTERDAM)
    assert not test.exception
    assert test.session_state[PANEL] is None
