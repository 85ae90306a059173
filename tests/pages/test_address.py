"""Every value of an address, a project or a scene has a kind, a range and a length."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest

from geo.data.folders import ROOT
from geo.data.store import Dataset, load_dataset
from geo.project.package import from_bytes, to_bytes
from geo.project.project import Project
from layers.view.state import NAMES, Address, ViewState, address_of, to_query
from layers.words.text import text
from pages.app.frame import PAGES
from pages.session import planner
from pages.views import address

LONG = "9" * 5000


@cache
def data() -> Dataset:
    return load_dataset()


def read(query: Mapping[str, str]) -> Address:
    return address.read(query, data())


# Each name of an address, what it may say and what it may not.
SOUND = {
    "taal": "en", "stad": "Rotterdam", "keten": "fashion,music", "schakel": "make",
    "status": "active", "soort": "broedplaats", "lagen": "hubs", "jaar": "2015", "afloop": "2027",
    "reis": "cycle",
    "van": "tenants", "cluster": "dbscan", "straal": "250", "kies": "hub:ot301",
    "project": "A" * 22, "eigen": "1", "voorop": "Rotterdam", "venster": "file.scenes",
    "pand": "ot301", "minuten": "10", "toon": "music",
    "plek": "music.hub.500", "wegen": "30", "ik": "music.make", "gewicht": "50010000",
    "bekend": "75",
    "vraag": "curve", "per": "chain", "punten": "tenants", "wie": "music", "bij": "fashion",
    "waarde": "culture_recreation", "lq": "music", "gebied": "neighbourhood",
    "soorten": "every",
    "watals": "weg=ot301!jaar=2030-10", "binnen": "250", "panden": "ot301.a-lab",
    "lagenbeeld": "partners.40-hubs.100",
    "volgorde_keten": "music", "volgorde_schakel": "make",
}  # fmt: skip
FREE = {"kies", "watals", "panden"}  # words: what of them is unknown the pages tell themselves
HOSTILE = [LONG, "\x00", "a\x00b", "<script>", "-1", "1e400", "nan", "٣", "music," * 3000, "\u202e"]


def test_every_name_is_known() -> None:
    assert set(SOUND) | set(planner.PLACE) == {*NAMES.values(), *address._forms(data())}


@pytest.mark.parametrize("name", SOUND)
def test_what_it_may_say_is_kept(name: str) -> None:
    found = read({name: SOUND[name]})
    assert found.dropped == ()
    assert {**to_query(found.state), **found.parameters} == {name: SOUND[name]}


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("name", SOUND)
def test_what_it_may_not_say_is_left_out_and_told(name: str, value: str) -> None:
    found = read({name: value})
    if name in FREE and len(value) < 100 and "\x00" not in value and value != "\u202e":
        return
    assert found.state == ViewState()
    assert found.parameters == {}
    (told,) = found.dropped
    assert told.startswith(f"{name}=")
    assert len(told) < 60
    assert "\x00" not in told


def test_a_list_keeps_what_is_known_and_tells_the_rest() -> None:
    found = read({"keten": "fashion,nonsense,music", "stad": "Utrecht"})
    assert found.state.chains == ("fashion", "music")
    assert found.state.cities == ViewState().cities
    assert found.dropped == ("stad=Utrecht", "keten=nonsense")


def test_an_address_copied_out_of_html_is_read() -> None:
    found = read({"stad": "Rotterdam", "amp;keten": "music", "amp;jaar": "2015"})
    assert (found.state.cities, found.state.chains, found.state.year) == (
        ("Rotterdam",), ("music",), 2015,
    )  # fmt: skip
    assert found.dropped == ()
    assert read({"jaar": "2015", "amp;jaar": "1990"}).state.year == 2015


def test_many_names_and_long_names_are_bounded() -> None:
    found = read({"a" * 10_000: "x"} | {f"n{i}": "x" for i in range(10_000)})
    assert len(found.dropped) == address.MOST_NAMES + 1
    assert found.dropped[-1] == f"+ {10_001 - address.MOST_NAMES}"
    assert max(map(len, found.dropped)) < 60


@pytest.mark.parametrize(
    ("place", "kept"),
    [
        ({"lat": "52.37", "lon": "4.9", "z": "14"}, True),
        ({"lat": "52.37", "lon": "4.9"}, False),
        ({"lat": "1e5", "lon": "4.9", "z": "14"}, False),
        ({"lat": "nan", "lon": "4.9", "z": "14"}, False),
        ({"lat": "52.37", "lon": "4.9", "z": "9" * 5000}, False),
    ],
)
def test_the_place_of_the_map_is_whole_or_not_there(place: dict[str, str], kept: bool) -> None:
    assert read(place).place == (place if kept else {})


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(some.dictionaries(some.sampled_from([*SOUND, *planner.PLACE, "amp;jaar"]), some.text()))
def test_no_text_breaks_an_address_and_what_is_kept_is_read_alike(query: dict[str, str]) -> None:
    found = read(query)
    again = read({**to_query(found.state), **found.parameters, **found.place})
    assert (again.state, again.parameters, again.place) == (
        found.state, found.parameters, found.place,
    )  # fmt: skip
    assert again.dropped == ()
    assert address_of(found.state, found.parameters).isascii()


# ---- on the pages


def opened(page: str = "kaart", **query: str) -> AppTest:
    test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=180)
    for name, value in query.items():
        test.query_params[name] = value
    test.run()
    return test if page == "kaart" else test.switch_page(f"pages/{page}.py").run()


@pytest.mark.slow
@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_no_page_breaks_on_a_year_of_thousands_of_digits(page: str) -> None:
    test = opened(page, jaar=LONG, stad="Rotterdam")
    assert not test.exception


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_planner_is_told_on_one_line_until_the_view_changes(lang: str) -> None:
    test = opened(taal=lang, jaar=LONG, keten="**vet**", stad="Rotterdam")
    told = text("address.dropped", lang, what="jaar=" + "9" * 23 + "…; keten=\\*\\*vet\\*\\*")
    assert told in [each.value for each in test.warning]
    test.run()  # the map answers; nobody changed anything
    assert told in [each.value for each in test.warning]
    test.sidebar.multiselect[0].set_value(["music"]).run()
    assert told not in [each.value for each in test.warning]
    assert not test.exception


# ---- kept in a project, or in scenes


def hostile_project() -> Project:
    filters = {"jaar": LONG, "keten": "music"}
    scene = {"headline": "A", "note": "", "page": "kaart", "query": f"stad=Rotterdam&jaar={LONG}"}
    scenes = {"ketenkaart_scenes": 1, "title": "", "scenes": [scene]}
    weights = {"gewicht": "9" * 8, "lq": ["x"] * 1000, "toon": "fashion"}
    scenario = "heet=" + "x" * 5000
    return Project(
        "Proef",
        {},
        {"filters": filters, "weights": weights, "scenarios": [scenario], "scenes": scenes},
    )


SCRIPT = """
from functools import partial
import streamlit as st
from geo.project.package import from_bytes
from pages.app import frame
from pages.own import project_session, project_settings
from pages.session import planner, server, scene_list
from pages.views import address
planner.begin(partial(address.read, data=server.shipped()))
if "done" not in st.session_state:
    project_session.begin_from_file(st.session_state["content"], "p.gpkg")
    project_settings.take_up_settings(st.session_state["scenario"])
    st.session_state["done"] = True
frame.show_dropped()
st.text(planner.address())
st.text("; ".join(scene.query for scene in scene_list.scenes()))
"""


def taken_up(content: bytes, scenario: str = "") -> AppTest:
    test = AppTest.from_string(SCRIPT, default_timeout=120)
    test.session_state["content"], test.session_state["scenario"] = content, scenario
    test.run()
    assert not test.exception
    return test


@pytest.mark.slow
def test_a_project_opens_without_what_cannot_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KETENKAART_DATABASE", str(tmp_path))
    project = hostile_project()
    test = taken_up(to_bytes(project), project.settings["scenarios"][0])
    assert test.text[0].value == "keten=music&toon=fashion"
    assert test.text[1].value == "stad=Rotterdam"
    of_project, of_scenes = (each.value for each in test.warning)
    for name in ("jaar=9", "watals=heet", "gewicht=99999999", "lq="):
        assert name in of_project.replace("\\", "")
    assert "1: jaar=9" in of_scenes.replace("\\", "")


@pytest.mark.parametrize(
    ("written", "kept"),
    [(f'{{"jaar": {LONG}}}', LONG), ('{"jaar": 1e999}', None), ('{"jaar": -Infinity}', None)],
)
def test_a_number_that_nobody_can_write_does_not_keep_a_project_shut(
    written: str, kept: object
) -> None:
    with sqlite3.connect(":memory:") as database:
        database.deserialize(to_bytes(Project("Proef", {}, {"filters": {}})))
        change = "UPDATE ketenkaart_project SET value = ? WHERE key = 'filters'"
        database.execute(change, (written,))
        database.commit()
        found = from_bytes(database.serialize()).settings["filters"]
    database.close()
    assert found == {"jaar": kept}
    again = from_bytes(to_bytes(Project("Proef", {}, {"filters": found})))
    assert again.settings["filters"] == found
