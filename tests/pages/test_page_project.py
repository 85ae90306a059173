"""The page *Mijn project*, run by Streamlit's own AppTest on a store of its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from app_pages import opened, said
from postgres import Server
from projects import ALONE
from shapely import Point
from streamlit.testing.v1 import AppTest

from geo.data.store import load_dataset
from geo.project.folder_store import FolderStore, place_name
from geo.project.open_store import open_store
from geo.project.people import Person
from geo.project.project import TABLES, Project
from geo.project.project_store import ProjectStore, Stored
from layers.words.text import text

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ProjectStore:
    monkeypatch.setenv("KETENKAART_DATABASE", str(tmp_path))
    return open_store(str(tmp_path))


def hubs() -> gpd.GeoDataFrame:
    frame = gpd.GeoDataFrame(
        {
            "naam": ["Loods <b>6</b>", "De {{7*7}} Wasserij"],
            "kk_name": ["Loods <b>6</b>", "De {{7*7}} Wasserij"],
            "kk_year_from": pd.array([2001, None], dtype="Int64"),
            "kk_placed_by": ["given_coordinate", "none"],
            "kk_accuracy_m": [0.0, None],
            "kk_in_city": ["Amsterdam", ""],
        },
        geometry=[Point(124000, 487300), None],
        crs="EPSG:28992",
    )
    return frame


def kept_in(store: ProjectStore, who: Person = ALONE) -> Stored:
    settings = {"filters": {"stad": "Rotterdam"}, "weights": {"gewicht": "50010000"}}
    return store.create(Project("Verkenning Oost", {"hubs": hubs()}, settings), who)


def name_field(test: AppTest):
    return next(one for one in test.text_input if one.label == text("project.name", "nl"))


def button(test: AppTest, label: str):
    return next(one for one in test.button if one.label == label)


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.usefixtures("folder")
def test_the_page_opens_in_both_languages(lang: str) -> None:
    test = opened("project", taal=lang)
    assert not test.exception
    assert text("project.intro", lang) in said(test)


def test_a_project_is_begun_and_its_address_opens_it_again(folder: ProjectStore) -> None:
    test = opened("project")
    name_field(test).set_value("Verkenning {Noord}")
    button(test, text("project.begin", "nl")).click().run()
    assert not test.exception
    found = test.query_params["project"]
    key = found if isinstance(found, str) else found[0]
    assert folder.load(key, ALONE).project.name == "Verkenning {Noord}"
    again = opened("project", project=key)  # another tab, after the first one crashed
    assert not again.exception
    assert name_field(again).value == "Verkenning {Noord}"


def test_a_project_without_a_name_is_told(folder: ProjectStore) -> None:
    test = opened("project")
    button(test, text("project.begin", "nl")).click().run()
    assert not test.exception
    assert text("error.project_name", "nl", allowed=120) in said(test)
    assert list(folder.folder.iterdir()) == []


@pytest.mark.usefixtures("folder")
def test_an_unknown_key_is_told() -> None:
    test = opened("project", project="A" * 22)
    assert not test.exception
    assert text("error.project_unknown", "nl") in said(test)


@pytest.mark.parametrize(("key", "shown"), [("../../etc", "../../etc"), ("<b>", "\\<b\\>")])
@pytest.mark.usefixtures("folder")
def test_what_is_no_key_is_left_out_and_told(key: str, shown: str) -> None:
    test = opened("project", project=key)
    assert not test.exception
    assert text("address.dropped", "nl", what=f"project={shown}") in said(test)


def test_renaming_saves_and_undo_and_redo_go_back_and_forth(folder: ProjectStore) -> None:
    key = kept_in(folder).key
    test = opened("project", project=key)
    control = name_field(test).proto.id
    name_field(test).set_value("Anders").run()
    assert folder.load(key, ALONE).project.name == "Anders"
    assert name_field(test).proto.id == control  # another would push the buttons away meanwhile
    button(test, text("project.undo", "nl", n=1)).click().run()
    assert folder.load(key, ALONE).project.name == name_field(test).value == "Verkenning Oost"
    button(test, text("project.redo", "nl", n=1)).click().run()
    assert not test.exception
    assert folder.load(key, ALONE).project.name == "Anders"
    assert folder.load(key, ALONE).revision == 4


def test_own_rows_are_marked_as_own(folder: ProjectStore) -> None:
    test = opened("project", project=kept_in(folder).key)
    assert not test.exception
    assert text("project.own_mark", "nl", name="Verkenning Oost") in said(test)


def test_a_conflict_shows_both_versions_and_is_settled(folder: ProjectStore) -> None:
    kept = kept_in(folder)
    test = opened("project", project=kept.key)
    folder.save(kept, kept.project.renamed("Van een ander"), ALONE)
    name_field(test).set_value("Van mij").run()
    assert not test.exception
    assert text("error.project_conflict", "nl", count=1) in said(test)
    versions = test.dataframe[0].value
    assert versions.iloc[0].tolist() == ["Verkenning Oost", "Van mij", "Van een ander"]
    assert folder.load(kept.key, ALONE).project.name == "Van een ander"
    button(test, text("project.settle", "nl")).click().run()
    assert not test.exception
    assert folder.load(kept.key, ALONE).project.name == "Van mij"
    assert folder.load(kept.key, ALONE, 2).project.name == "Van een ander"


def test_the_key_of_a_project_is_in_no_link_that_is_shared(folder: ProjectStore) -> None:
    key = kept_in(folder).key
    script = (
        "from functools import partial\n"
        "import streamlit as st\n"
        "from pages.session import planner, server\n"
        "from pages.views import address\n"
        "planner.begin(partial(address.read, data=server.shipped()))\n"
        "st.text(planner.address())\n"
    )
    test = AppTest.from_string(script, default_timeout=120)
    test.query_params["project"] = key
    test.query_params["gewicht"] = "50010000"
    test.run()
    assert test.text[0].value == "gewicht=50010000"


@pytest.mark.database
def test_a_team_sees_nothing_without_a_name(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = kept_in(open_store(server.address), Person("fatima"))
    monkeypatch.setenv("KETENKAART_DATABASE", server.address)
    for test in (opened("project"), opened("project", project=kept.key)):
        assert not test.exception
        assert text("error.project_may_not_read", "nl") in said(test)
        assert "Verkenning Oost" not in said(test)


@pytest.mark.database
@pytest.mark.parametrize(("email", "edits"), [("fatima@x", True), ("lezer@x", False)])
def test_a_team_member_does_what_the_role_allows(
    server: Server, monkeypatch: pytest.MonkeyPatch, email: str, edits: bool
) -> None:
    kept = kept_in(open_store(server.address), Person("fatima@x"))
    monkeypatch.setenv("KETENKAART_DATABASE", server.address)
    monkeypatch.setenv("KETENKAART_EDITORS", "fatima@x")
    monkeypatch.setattr("pages.own.project_session.login", lambda: {"email": email})
    start = opened("project")
    assert not start.exception
    assert (text("project.begin", "nl") in [one.label for one in start.button]) == edits
    listed = next(one for one in start.selectbox if one.label == text("project.team", "nl"))
    assert any("Verkenning Oost" in option for option in listed.options)
    test = opened("project", project=kept.key)
    assert not test.exception
    assert name_field(test).disabled != edits


def test_settings_of_any_form_do_no_harm(folder: ProjectStore) -> None:
    settings = {"filters": 3, "weights": [1], "scenarios": "x", "scenes": 1.5, "mapping": True}
    key = folder.create(Project("Vreemd", {"hubs": hubs()}, settings), ALONE).key
    test = opened("project", project=key)
    assert not test.exception
    test.session_state["project.tab"] = text("project.tab_settings", "nl")
    test.run()
    assert not test.exception
    button(test, text("project.take_up", "nl")).click().run()
    assert not test.exception


def test_settings_are_kept_and_taken_up_again(folder: ProjectStore) -> None:
    key = folder.create(Project("Instellingen"), ALONE).key
    test = opened(
        "project", project=key, stad="Rotterdam", keten="music", gewicht="50010000", watals="heet=A"
    )
    test.session_state["project.tab"] = text("project.tab_settings", "nl")
    test.run()
    button(test, text("project.keep_settings", "nl")).click().run()
    assert not test.exception
    found = folder.load(key, ALONE).project.settings
    assert found["filters"] == {"stad": "Rotterdam", "keten": "music"}
    assert found["weights"] == {"gewicht": "50010000"}
    assert found["scenarios"] == ["heet=A"]
    again = opened("project", project=key, stad="Amsterdam")
    again.session_state["project.tab"] = text("project.tab_settings", "nl")
    again.run()
    button(again, text("project.take_up", "nl")).click().run()
    assert not again.exception
    assert again.session_state["view"].cities == ("Rotterdam",)
    assert again.session_state["view"].chains == ("music",)
    assert again.session_state["parameters"]["gewicht"] == "50010000"


# ---- own tables


def at_tab(key: str, tab: str) -> AppTest:
    """The page with one of its tabs open."""
    test = opened("project", project=key)
    test.session_state["project.tab"] = text(f"project.tab_{tab}", "nl")
    return test.run()


@pytest.mark.parametrize("table", TABLES)
def test_a_table_begins_empty(folder: ProjectStore, table: str) -> None:
    key = folder.create(Project("Leeg"), ALONE).key
    test = opened("project", project=key)
    test.button(key=f"project.begin.{table}").click().run()
    assert not test.exception
    assert list(folder.load(key, ALONE).project.tables) == [table]
    assert not at_tab(key, "map").exception


def many_hubs(n: int) -> gpd.GeoDataFrame:
    names = [f"Pand {i:04d}" for i in range(n)]
    places = [Point(121000 + i, 487000) for i in range(n)]
    return gpd.GeoDataFrame({"kk_name": names}, geometry=places, crs="EPSG:28992")


def test_every_row_can_be_reached(folder: ProjectStore) -> None:
    key = folder.create(Project("Veel", {"hubs": many_hubs(1001)}), ALONE).key
    test = opened("project", project=key)
    assert test.dataframe[0].value["kk_name"].iloc[[0, -1]].tolist() == ["Pand 0000", "Pand 0499"]
    (page,) = test.number_input
    assert page.max == 3
    page.set_value(3).run()
    assert not test.exception
    assert test.dataframe[0].value["kk_name"].tolist() == ["Pand 1000"]


def test_a_row_far_down_can_be_moved(folder: ProjectStore) -> None:
    key = folder.create(Project("Veel", {"hubs": many_hubs(1001)}), ALONE).key
    test = at_tab(key, "map")
    test.text_input(key="project.move_search.hubs").set_value("pand 1000").run()
    choices = test.selectbox(key="project.move.hubs").options
    assert choices == [text("project.new_row", "nl"), "Pand 1000 (1001)"]


def test_the_choice_between_doubles_decides_what_is_drawn(folder: ProjectStore) -> None:
    shipped = load_dataset().hubs.dropna(subset=["geometry"]).iloc[[0]]
    own = gpd.GeoDataFrame(
        {"kk_name": shipped["name"], "kk_city": shipped["city"], "kk_in_city": shipped["city"]},
        geometry=shipped.geometry,
    )
    key = folder.create(Project("Dubbel", {"hubs": own}), ALONE).key
    pair = f"1:{shipped['id'].iloc[0]}"
    test = at_tab(key, "joining")
    test.radio(key=f"eigen.twin.{key[:6]}.hubs.{pair}").set_value("keep_shipped").run()
    assert not test.exception
    assert folder.load(key, ALONE).project.settings["choices"] == {"hubs": {pair: "keep_shipped"}}
    drawn = said(at_tab(key, "map")).replace("\\", "")
    assert text("eigen.doubles_note", "nl", n=1) in drawn


def test_who_changed_what_is_shown_for_a_folder_too(folder: ProjectStore) -> None:
    kept = kept_in(folder)
    folder.save(kept, kept.project.renamed("Anders"), Person("fatima"))
    test = at_tab(kept.key, "versions")
    assert not test.exception
    trail = test.dataframe[1].value
    assert trail.iloc[0, 1:].tolist() == ["fatima", "Naam ", "Verkenning Oost", "Anders"]


def test_a_damaged_version_is_told_and_saved_anew_by_one_click(folder: FolderStore) -> None:
    kept = kept_in(folder)
    newest = folder.save(kept, kept.project.renamed("Zonnedauw"), ALONE)
    place = folder.folder / place_name(kept.key)
    (place / "00000002.gpkg").write_bytes(b"spoilt")
    test = opened("project", project=kept.key)
    assert not test.exception
    assert text("project.rebuilt_whole", "nl", n=2) in said(test)
    assert name_field(test).value == "Zonnedauw"
    button(test, text("project.keep_rebuilt", "nl")).click().run()
    assert not test.exception
    assert "beschadigd" not in said(test)
    assert [one.number for one in folder.revisions(kept.key, ALONE)] == [3, 2, 1]
    assert folder.load(kept.key, ALONE).rebuilt is None
    assert folder.load(kept.key, ALONE).project.name == newest.project.name
    # Without the record of the last change the one before is offered, with its moment.
    for ending in ("gpkg", "audit.gz"):
        (place / f"00000003.{ending}").write_bytes(b"spoilt")
    (place / "00000002.audit.gz").write_bytes(b"spoilt")
    again = opened("project", project=kept.key)
    assert not again.exception
    assert text("project.keep_rebuilt", "nl") in [one.label for one in again.button]
    assert "versie 1 van" in said(again)
    assert name_field(again).value == "Verkenning Oost"


def test_too_many_rows_are_refused_before_they_are_kept(folder: FolderStore) -> None:
    kept = kept_in(folder)
    test = opened("project", project=kept.key)
    test.session_state["project.stored"] = replace(
        kept, project=kept.project.with_table("partners", many_hubs(200_001))
    )
    name_field(test).set_value("Anders").run()
    assert not test.exception
    assert text(
        "error.project_rows", "nl", where="partners", value=200_001, allowed=200_000
    ) in said(test)
    assert folder.load(kept.key, ALONE).revision == 1
