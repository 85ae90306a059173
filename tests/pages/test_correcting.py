"""*Klopt dit niet?*: a correction is kept in the project, counts when switched on, and leaves."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_pages import opened, said, turned_to
from plan_refs import pin_ref
from projects import ALONE
from streamlit.testing.v1 import AppTest

from geo.data.crs import lat_lon_of
from geo.own.corrections import Correction, corrections_in, record
from geo.project.open_store import open_store
from geo.project.project import Project
from geo.project.project_store import ProjectStore
from layers.words.text import text

pytestmark = pytest.mark.slow
NDSM = "hub:ndsm-kunststad"
KEY = f"correction.{NDSM}.0"
SHUT = Correction(
    "hubs",
    "ndsm-kunststad",
    "NDSM-werf / Kunststad (NDSM-loods)",
    "closed",
    "brief",
    "2026-11-29",
    2025,
)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ProjectStore:
    monkeypatch.setenv("KETENKAART_DATABASE", str(tmp_path))
    return open_store(str(tmp_path))


def keep(test: AppTest, mark: str) -> AppTest:
    return test.button(key=f"{mark}.keep").click().run()


def kept(store: ProjectStore, test: AppTest) -> tuple[Correction, ...]:
    key = test.query_params["project"]
    project = store.load(key if isinstance(key, str) else key[0], ALONE).project
    return corrections_in(project.settings)


def test_what_is_wrong_with_a_building_is_kept_and_counts_when_switched_on(store) -> None:
    test = opened(stad="Amsterdam", kies=NDSM)
    before = said(test)
    test = keep(test, f"{KEY}.closed")
    assert text("correction.fault_source", "nl") in said(test)
    test.text_input(key=f"{KEY}.closed.source").set_value("bezoek 3 mei")
    test.number_input(key=f"{KEY}.closed.year").set_value(2025)
    test = keep(test, f"{KEY}.closed")
    assert not test.exception
    (one,) = kept(store, test)
    assert (one.kind, one.year, one.source, one.id) == (
        "closed", 2025, "bezoek 3 mei", "ndsm-kunststad"
    )  # fmt: skip
    assert "laatste jaar 2025" in said(test)
    assert before.split("</h1>")[1][:60] in said(test)  # off: the counts are as they were
    on = test.sidebar.toggle[0].set_value(True).run()
    assert not on.exception
    assert "Eigen correcties doen mee: 1 correctie" in said(on)
    assert "Eigen correctie: gesloten of vertrokken (bron: bezoek 3 mei)" in said(on).replace(
        "\\", ""
    )
    assert before.split("</h1>")[1][:60] not in said(on)


def test_a_tenant_of_the_building_is_chosen_and_coded_anew(store) -> None:
    test = opened(stad="Amsterdam", kies=NDSM)
    about = test.selectbox(key=f"correction.about.{NDSM}")
    assert about.options[-1] == text("correction.about_new", "nl")
    test = about.select_index(1).run()
    key = f"correction.{NDSM}.1"
    test = test.get("button_group")[0] and _choose_kind(test, key, "recoded")
    test.selectbox(key=f"{key}.recoded.chain").select("fashion")
    test.text_input(key=f"{key}.recoded.source").set_value("https://voorbeeld.nl")
    test = keep(test, f"{key}.recoded")
    (one,) = kept(store, test)
    assert (one.table, one.kind, one.chain) == ("tenants", "recoded", "fashion")


def _choose_kind(test: AppTest, key: str, kind: str) -> AppTest:
    test.session_state[f"{key}.kind"] = kind
    return test.run()


def test_the_list_says_what_counts_leaves_as_a_file_and_can_be_taken_back(store) -> None:
    gone = Correction("hubs", "nergens", "Nergens", "closed", "brief", "2026-11-28")
    settings = {each.setting: record(each) for each in (SHUT, gone)}
    key = store.create(Project("Verkenning", {}, settings), ALONE).key
    test = opened("project", {"project.tab": text("project.tab_corrections", "nl")}, project=key)
    assert not test.exception
    words = said(test)
    whole = "NDSM-werf / Kunststad (NDSM-loods) is gesloten of vertrokken, laatste jaar 2025"
    assert words.index("Nergens is gesloten of vertrokken") < words.index(whole)
    assert text("correction.switch_off", "nl") in said(test)
    back = next(one for one in test.multiselect if one.label == text("correction.take_back", "nl"))
    test = back.set_value([gone.setting]).run()
    label = text("correction.take_back_now", "nl")
    test = next(one for one in test.button if one.label == label).click().run()
    assert [each.id for each in kept(store, test)] == ["ndsm-kunststad"]


def test_what_is_missing_altogether_is_written_down_on_the_project(store) -> None:
    key = store.create(Project("Verkenning", {}, {}), ALONE).key
    test = opened("project", {"project.tab": text("project.tab_corrections", "nl")}, project=key)
    mark = "correction.new.hubs.missing"
    test.text_input(key=f"{mark}.name").set_value("Loods <b>9</b>")
    test.text_input(key=f"{mark}.address").set_value("Dam 1")
    test.text_input(key=f"{mark}.source").set_value("bezoek")
    test = keep(test, mark)
    assert not test.exception
    (one,) = kept(store, test)
    assert (one.label, one.city, one.address) == ("Loods <b>9</b>", "Amsterdam", "Dam 1")
    on = turned_to(test.sidebar.toggle[0].set_value(True).run(), "waar")
    assert not on.exception


def test_a_project_without_rows_or_corrections_changes_nothing(store) -> None:
    key = store.create(Project("Leeg", {}, {}), ALONE).key
    test = opened(project=key, stad="Amsterdam")
    assert not test.exception
    assert not test.sidebar.toggle


DAM_PIN = pin_ref(lat_lon_of(121_393, 487_354))
AT_PIN = f"correction.{DAM_PIN}"


def test_what_stands_elsewhere_is_moved_to_a_pin(store) -> None:
    test = opened(stad="Amsterdam", kies=DAM_PIN)
    assert not test.exception
    test = test.selectbox(key=f"{AT_PIN}.which").set_value("hubs:ndsm-kunststad").run()
    mark = f"{AT_PIN}.hubs.ndsm-kunststad.moved"
    assert not test.text_input(key=f"{mark}.address").value  # the old one is not at the pin
    test.text_input(key=f"{mark}.source").set_value("bezoek 3 mei")
    test = keep(test, mark)
    assert not test.exception
    (one,) = kept(store, test)
    assert (one.id, one.kind, one.city) == ("ndsm-kunststad", "moved", "Amsterdam")
    assert abs(one.x - 121_393) <= 1
    assert abs(one.y - 487_354) <= 1
    assert "zit nu op de plek die op de kaart is aangewezen" in said(test)


def test_what_is_missing_is_said_at_a_pin(store) -> None:
    test = opened(stad="Amsterdam", kies=DAM_PIN)
    test = _choose_what(test, "missing")
    test = _choose_kind_of_row(test, "meeting_places")
    mark = f"{AT_PIN}.meeting_places.missing"
    test.text_input(key=f"{mark}.name").set_value("Café Zus")
    test.text_input(key=f"{mark}.source").set_value("bezoek 3 mei")
    test = keep(test, mark)
    (one,) = kept(store, test)
    assert (one.table, one.label, one.kind, one.address) == (
        "meeting_places", "Café Zus", "missing", ""
    )  # fmt: skip
    on = test.sidebar.toggle[0].set_value(True).run()
    assert not on.exception
    assert "Eigen correcties doen mee: 1 correctie" in said(on)


def _choose_what(test: AppTest, what: str) -> AppTest:
    test.session_state[f"{AT_PIN}.what"] = what
    return test.run()


def _choose_kind_of_row(test: AppTest, table: str) -> AppTest:
    test.session_state[f"{AT_PIN}.table"] = table
    return test.run()


@pytest.mark.usefixtures("store")
def test_a_pin_outside_both_cities_asks_nothing() -> None:
    test = opened(stad="Amsterdam", kies=pin_ref(lat_lon_of(136_000, 455_900)))
    assert not test.exception
    assert text("correction.offer_here", "nl") not in said(test)
