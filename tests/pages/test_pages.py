"""The pages, run by Streamlit's own AppTest on the shipped data."""

from __future__ import annotations

import pytest
import streamlit as st
from app_pages import opened, said

from geo.data.store import load_dataset
from layers.words.text import text

pytestmark = pytest.mark.slow

PAGES = ("kaart", "ketens", "bronnen")
TITLES = {"kaart": "kaart.view_title"}  # the map is headed by what it shows


@pytest.mark.parametrize("lang", ["nl", pytest.param("en", marks=pytest.mark.slow)])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_without_error_in_both_languages(page: str, lang: str) -> None:
    test = opened(page, taal=lang)
    assert not test.exception
    assert text(TITLES.get(page, f"{page}.title"), lang) in said(test)


def test_the_map_says_how_many_it_draws() -> None:
    test = opened(keten="fashion", stad="Rotterdam")
    # By hand from the lists: see tests/geo/data/test_selection.py for the sums.
    chosen = load_dataset()
    fashion = chosen.tenants[chosen.tenants["chain"].eq("fashion") & ~chosen.tenants["is_total"]]
    assert len(fashion) > 20
    assert "De keten mode in Rotterdam" in said(test)


def test_the_address_is_kept_and_opens_the_same_filters() -> None:
    test = opened(keten="fashion,music", jaar="2015", reis="cycle", status="active")
    assert test.multiselect(key="view.chains").value == ["fashion", "music"]
    assert test.selectbox(key="view.year").value == 2015
    assert {k: v[0] if isinstance(v, list) else v for k, v in test.query_params.items()} == {
        "keten": "fashion,music", "jaar": "2015", "reis": "cycle", "status": "active",
    }  # fmt: skip


def test_nonsense_in_the_address_is_no_error() -> None:
    test = opened(keten="<script>", jaar="{{7*7}}", kies="hub:nobody", stad="Utrecht")
    assert not test.exception
    assert test.multiselect(key="view.chains").value == []


def test_a_chosen_hub_shows_its_fact_sheet_with_its_source() -> None:
    test = opened(kies="hub:ot301")
    assert not test.exception
    sheet = "\n".join(str(part.proto.body) for part in test.get("html"))
    assert "OT301" in sheet
    assert "Overtoom 301" in sheet
    assert any("wikipedia" in part.value.lower() for part in test.text)


def test_nothing_is_a_sentence_and_no_empty_table() -> None:
    # Streamlit writes "empty" in a table without rows, in English in every language.
    test = opened(kies="hub:acta")  # no meeting place within five minutes
    assert not [table for table in test.dataframe if table.value.empty]


def test_without_a_city_the_page_asks_for_one() -> None:
    test = opened(stad="-")
    assert not test.exception
    assert text("kaart.no_city", "nl") in said(test)


def test_broken_data_stops_the_start_and_says_what_is_wrong(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(load_dataset, "__defaults__", (tmp_path,))
    st.cache_resource.clear()
    test = opened()
    st.cache_resource.clear()
    assert not test.exception
    assert "datapackage.json" in said(test)


def test_bronnen_names_every_file_of_the_package() -> None:
    test = opened("bronnen")
    (table,) = (part.value for part in test.dataframe if "Bestand" in part.value)
    files = set(table["Bestand"])
    assert files == {resource["path"] for resource in load_dataset().package["resources"]}
    assert "hubs.parquet" in files
