"""The page *Waar moet ik zijn?*, run by Streamlit's own AppTest on the shipped data."""

from __future__ import annotations

import re

import pytest
from app_pages import opened, said
from streamlit.testing.v1 import AppTest

from geo.answers.ranking import DEFAULT_WEIGHTS, TERMS
from geo.data.store import load_dataset
from layers.words.text import text
from pages.widgets.city_front import FRONT

pytestmark = pytest.mark.slow


def weights(test: AppTest) -> list[int]:
    return [test.slider(key=f"waar.w.{key}").value for key in TERMS]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_page_opens_in_both_languages(lang: str) -> None:
    test = opened("waar", taal=lang)
    assert not test.exception
    assert text("waar.title", lang) in said(test)


def test_the_address_holds_who_asks_and_the_weights() -> None:
    test = opened("waar", ik="fashion.make", gewicht="50010000")
    assert not test.exception
    assert weights(test) == [5, 0, 0, 1, 0, 0, 0, 0]
    # Ten of the eleven tenants named of De Wasserij are in fashion, more than anywhere else.
    assert "De Wasserij (Rotterdam) staat op plaats 1" in said(test)
    assert "10 huurders" in said(test)


def test_the_map_in_front_is_that_of_the_first_place() -> None:
    """De Wasserij is in Rotterdam; a planner who switches is not switched back."""
    test = opened("waar", ik="fashion.make", gewicht="50010000")
    assert test.session_state[FRONT] == "Rotterdam"
    test.segmented_control(key=FRONT).set_value("Amsterdam").run()
    assert test.session_state[FRONT] == "Amsterdam"
    chosen = opened("waar", ik="fashion.make", gewicht="50010000", kies="hub:de-hallen")
    assert chosen.session_state[FRONT] == "Amsterdam"


@pytest.mark.parametrize("digits", ["999", "{{7*7}}", "99999999", "3331111x", ""])
def test_nonsense_weights_are_the_default(digits: str) -> None:
    test = opened("waar", gewicht=digits, ik="<script>.make")
    assert not test.exception
    assert weights(test) == list(DEFAULT_WEIGHTS.values())


def test_all_weights_nought_asks_for_one() -> None:
    test = opened("waar", gewicht="00000000")
    assert not test.exception
    assert text("waar.all_zero", "nl") in said(test)


def test_only_a_weight_that_does_not_apply_asks_for_another() -> None:
    test = opened("waar", ik="music.public", gewicht="00500000")
    assert not test.exception
    assert text("waar.all_zero", "nl") in said(test)


@pytest.mark.parametrize("stage", ["conceive", "make", "distribute", "public"])
def test_every_stage_is_answered_the_last_one_too(stage: str) -> None:
    test = opened("waar", ik=f"architecture.{stage}", stad="Rotterdam")
    assert not test.exception
    assert test.query_params["ik"] == f"architecture.{stage}"
    assert "staat op plaats" in said(test)


def test_a_chosen_hub_opens_its_rows_with_their_sources() -> None:
    test = opened("waar", ik="fashion.make", stad="Rotterdam", kies="hub:de-wasserij")
    assert not test.exception
    assert text("waar.rows", "nl", hub="De Wasserij") in said(test)
    tables = [frame.value for frame in test.dataframe]
    rows = [frame for frame in tables if text("column.source_url", "nl") in frame]
    assert len(rows[0]) == 10
    assert rows[0][text("column.source_url", "nl")].str.startswith("http").all()


def test_a_hub_of_which_nothing_is_known_says_so() -> None:
    # One on the municipal list only: no place, no tenants, no published focus.
    test = opened("waar", kies="hub:1800-roeden")
    assert not test.exception
    assert "1800 Roeden heeft geen plaats in de volgorde" in said(test)


def test_without_a_city_the_page_asks_for_one() -> None:
    assert text("kaart.no_city", "nl") in said(opened("waar", stad="-"))


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("kind", ["hub", "cluster", "neighbourhood", "district"])
def test_missing_links_open_for_every_kind_of_place(kind: str, lang: str) -> None:
    test = opened("schakels", taal=lang, plek=f"visual_art.{kind}.500", stad="Amsterdam")
    assert not test.exception
    assert text("schakels.list", lang) in said(test)


def test_the_only_broken_link_of_de_wasserij_is_the_public() -> None:
    data = load_dataset()
    house = data.tenants[data.tenants["hub_id"].eq("de-wasserij") & ~data.tenants["is_total"]]
    of_fashion = house[house["chain"].eq("fashion")]
    has = set(";".join(of_fashion["stage"]).split(";"))
    assert has == {"conceive", "make", "distribute", "support"}
    # Nor is there any within 500 m as the crow flies, which no walk is shorter than.
    place = data.hubs.set_index("id").geometry["de-wasserij"]
    near = data.partners[data.partners.distance(place) < 500]
    assert not (near["chain"].str.contains("fashion") & near["stage"].str.contains("public")).any()

    test = opened("schakels", plek="fashion.hub.500", kies="hub:de-wasserij")
    assert not test.exception
    first = test.dataframe[0].value.iloc[0]
    assert first[text("schakels.place", "nl")] == "De Wasserij"
    assert first[text("schakels.missing", "nl")] == "publiek"
    assert text("schakels.rows", "nl", place="De Wasserij") in said(test)
    behind = test.dataframe[1].value
    assert behind[text("column.source_url", "nl")].str.startswith("http").all()


def test_the_planner_chooses_how_many_ways_are_drawn() -> None:
    drawn = {}
    for most in ("12", "30", "all", "nonsense"):
        test = opened("schakels", plek="all.hub.500", wegen=most, stad="Amsterdam")
        assert not test.exception
        (note,) = (part.value for part in test.caption if "getekend" in part.value)
        drawn[most] = tuple(int(number) for number in re.findall(r"[0-9]+", note))
    total = drawn["all"][1]
    assert total > 30
    assert drawn == {
        "12": (12, total), "30": (30, total), "all": (total, total), "nonsense": (12, total),
    }  # fmt: skip


def test_all_chains_in_one_list() -> None:
    test = opened("schakels", plek="all.district.1000", stad="Rotterdam")
    assert not test.exception
    assert test.dataframe[0].value[text("column.chain", "nl")].nunique() > 3


@pytest.mark.parametrize("asked", ["<script>", "fashion.hub.999", "....", "music"])
def test_nonsense_in_the_address_of_missing_links_is_no_error(asked: str) -> None:
    test = opened("schakels", plek=asked, stad="Rotterdam")
    assert not test.exception
