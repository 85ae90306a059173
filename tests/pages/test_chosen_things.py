"""Whatever has a name or is drawn can be chosen: nothing raises, and the drawer says what it is."""

from __future__ import annotations

from functools import cache
from html import unescape

import pandas as pd
import pytest
import streamlit as st
from app_pages import opened, said, turned_to
from streamlit.testing.v1 import AppTest

from geo.answers.name_search import KINDS
from geo.data.cities import CITIES
from geo.data.folders import ROOT
from geo.data.store import load_dataset
from layers.view.state import LAYER_KEYS, ViewState
from layers.words.text import text
from pages.sections import search_box
from pages.session import planner, server
from pages.views import kaart_view
from pages.widgets.city_front import FRONT

pytestmark = pytest.mark.slow
OTHER_PAGES = sorted({path.stem for path in (ROOT / "pages").glob("*.py")} - {"__init__", "kaart"})
HINTS = {text(f"kaart.{name}", "nl") for name in ("sheet_hint", "not_found")}
# What rows of one kind may differ in, as far as a page may trip over it.
DIFFERENT = {
    "hub": ("hubs", ("city", "status", "precision", "kind")),
    "sector": ("hubs", ("city", "status", "precision")),
    "partner": ("partners", ("city", "category", "precision", "likely_open")),
    "meeting": ("meeting_places", ("city", "precision")),
    "stop": ("stops", ("city", "mode")),
}


@cache
def references() -> dict[str, str]:
    """The name of one row of every sort, by its reference."""
    data, found = load_dataset(), {}
    for kind, (table, columns) in DIFFERENT.items():
        rows = getattr(data, table)
        for row in rows[~rows.duplicated(list(columns))].itertuples():
            found[f"{kind}:{row.id}"] = str(row.name)
    names = data.hubs.set_index("id")["name"]
    tenants = data.tenants
    for row in tenants[~tenants.duplicated(["city", "presence", "row_kind"])].itertuples():
        found[f"tenant:{row.id}"] = str(names[row.hub_id])
    for kind, areas in (("district", data.districts), ("neighbourhood", data.neighbourhoods)):
        bare = areas.isna().any(axis=1).rename("bare")
        for row in areas[~pd.concat([areas["city"], bare], axis=1).duplicated()].itertuples():
            found[f"{kind}:{row.city}:{row.code}"] = str(row.name)
    return found


def chosen(test: AppTest, ref: str) -> AppTest:
    """The same session at an address that chooses something."""
    test.query_params["kies"] = ref
    return test.run()


def test_the_drawer_says_what_every_link_chooses_whether_it_is_drawn_or_not() -> None:
    test = opened()
    silent = []
    for ref, name in references().items():
        told = unescape(said(chosen(test, ref)))
        assert not test.exception, ref
        words = {each.value for each in test.info} & HINTS
        if words or name not in told:
            silent.append(ref)
    assert silent == []


@pytest.mark.parametrize("ref", ["hub:bestaat-niet", "partner:", "cluster:Utrecht-9", "wat:?"])
def test_what_is_nowhere_is_told(ref: str) -> None:
    test = opened(kies=ref)
    assert not test.exception
    assert text("kaart.not_found", "nl") in [each.value for each in test.info]


def test_what_the_map_leaves_out_has_its_facts_and_source_in_the_drawer() -> None:
    data = load_dataset()
    gone = data.partners[~data.partners["likely_open"] & data.partners["closed"].notna()].iloc[0]
    for kind, row in (("partner", gone), ("meeting", data.meeting_places.iloc[0])):
        told = unescape(said(opened(kies=f"{kind}:{row['id']}")))
        assert row["source_title"] in told
    assert f"gesloten in {gone['closed']}" in unescape(said(opened(kies=f"partner:{gone['id']}")))


def _odd_references() -> list[str]:
    """What is chosen on the map and stands on no other page."""
    data = load_dataset()
    hubs, partners = data.hubs, data.partners
    return [
        "hub:" + hubs.loc[hubs.geometry.isna() & hubs["city"].isin(CITIES), "id"].iloc[0],
        "hub:" + hubs.loc[hubs["status"].eq("ended"), "id"].iloc[0],
        "partner:" + partners.loc[~partners["likely_open"], "id"].iloc[0],
        f"meeting:{data.meeting_places['id'].iloc[0]}",
        f"district:{data.districts['city'].iloc[0]}:{data.districts['code'].iloc[0]}",
        "cluster:Utrecht-9",
    ]


@pytest.mark.parametrize("page", OTHER_PAGES)
def test_no_page_raises_whatever_was_chosen(page: str) -> None:
    test = opened(page)
    for ref in _odd_references():
        assert not chosen(test, ref).exception, ref


# ---- by the search box


@cache
def sorts_of_names() -> list[tuple[str, str, bool]]:
    """Every kind of name, in each city, with a place and without."""
    table = search_box.names_of(server.shipped()).table
    sorts = table.assign(placed=table["x"].notna())[["kind", "city", "placed"]].drop_duplicates()
    clusters = [("cluster", city, True) for city in CITIES]
    return [*sorts.itertuples(index=False, name=None), *clusters]


def picked(monkeypatch: pytest.MonkeyPatch, kind: str, city: str, placed: bool) -> AppTest:
    """The map after the first name of a sort was picked in the search box."""
    drawn, row = search_box.show, {}

    def show(page: str) -> None:
        if "picked" not in st.session_state:
            st.session_state["picked"] = True
            table = search_box.names_now().table
            mine = table["kind"].eq(kind) & table["city"].eq(city) & table["x"].notna().eq(placed)
            at = table.index[mine][0]
            row.update(table.loc[at].to_dict())
            monkeypatch.setattr(search_box, "_said", lambda name: str(at) * (name == "picked"))
            search_box._take()
            monkeypatch.setattr(search_box, "_said", lambda _: "")
        drawn(page)

    monkeypatch.setattr(search_box, "show", show)
    test = opened()
    assert not test.exception
    assert planner.key("cities") in test.session_state
    test.session_state["row"] = row
    return test


def test_every_kind_of_name_is_picked() -> None:
    assert {kind for kind, _, _ in sorts_of_names()} == set(KINDS)
    assert {city for _, city, _ in sorts_of_names()} > set(CITIES)  # and one that lies in neither


@pytest.mark.parametrize("sort", sorts_of_names(), ids=lambda sort: "-".join(map(str, sort)))
def test_what_was_picked_is_told_and_the_app_goes_on(
    monkeypatch: pytest.MonkeyPatch, sort: tuple[str, str, bool]
) -> None:
    test = picked(monkeypatch, *sort)
    assert not {each.value for each in test.info} & HINTS
    ref = test.session_state["row"]["ref"]
    assert test.query_params["kies"] in (ref, [ref])
    assert set(test.session_state[planner.key("cities")]) == set(CITIES)
    assert not turned_to(test, "vergelijken").exception


# ---- with one map in sight


def drawn_refs() -> list[tuple[str, str]]:
    """One thing of every layer of each city, as the map draws it."""
    found = []
    for city in CITIES:
        state = ViewState(cities=(city,), chains=("music",), layers=LAYER_KEYS)
        for layer in kaart_view.view_of(server.shipped(), state, server.today()).layers:
            refs = [ref for ref in layer.frame["ref"] if not ref.startswith("link")]
            found += [(city, refs[0])] if refs else []
    return found


def test_a_click_leaves_the_map_in_front_on_which_it_was_made() -> None:
    test = opened(keten="music", lagen=",".join(LAYER_KEYS))
    refs = drawn_refs()
    assert len({ref.split(":")[0] for _, ref in refs}) >= 8
    for city, ref in refs:
        test.segmented_control(key=FRONT).set_value(city).run()
        test.session_state[planner.key("selected")] = ref
        test.run()
        assert not test.exception
        assert test.segmented_control(key=FRONT).value == city, ref
