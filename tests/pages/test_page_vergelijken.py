"""The page *Broedplaatsen vergelijken*, run by Streamlit's own AppTest on the shipped data."""

from __future__ import annotations

import pytest
from app_pages import opened, said
from streamlit.testing.v1 import AppTest

from geo.data.cities import CITIES
from layers.words.text import text
from pages.session import server
from pages.views import vergelijken_view

pytestmark = pytest.mark.slow

THREE = "ndsm-kunststad.de-wasserij.pakhuis-wilhelmina"


def chosen(test: AppTest) -> list[str]:
    return test.multiselect(key="vergelijken.hubs").value


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_page_opens_in_both_languages(lang: str) -> None:
    test = opened("vergelijken", taal=lang)
    assert not test.exception
    assert text("vergelijken.title", lang) in said(test)
    assert len(chosen(test)) == 2


def test_the_address_holds_the_hubs_in_their_order() -> None:
    test = opened("vergelijken", panden=THREE)
    assert not test.exception
    assert chosen(test) == THREE.split(".")
    words = said(test)
    # Published: 20,000 m2 from 2002 and EUR 35 per m2 per year in 2010-2012.
    assert "20.000 m²" in words
    assert "€ 35 per m² per jaar (2010–2012)" in words
    # Pakhuis Wilhelmina: no floor area published, no named tenant.
    assert "niet in de gegevens" in words
    assert ">0<" not in words


@pytest.mark.parametrize(
    ("asked", "left", "dropped"),
    [
        ("ndsm-kunststad.ndsm-kunststad.<script>.zoho", 2, 2),
        ("a-lab.zoho.lely.wow.acta.worm.v2.tempel", 6, 2),
        ("nergens", 0, 1),
    ],
)
def test_what_the_address_cannot_mean_is_left_out_and_said(
    asked: str, left: int, dropped: int
) -> None:
    test = opened("vergelijken", panden=asked)
    assert not test.exception
    assert len(chosen(test)) == left
    assert text("vergelijken.dropped", "nl", n=dropped) in said(test)
    assert (text("vergelijken.one_more", "nl") in said(test)) == (left < 2)


def test_the_page_says_which_columns_are_needed() -> None:
    words = said(opened("vergelijken", panden=THREE))
    assert text("vergelijken.needed", "nl", columns="tot, starter, volgende plek") in words


def test_an_invented_list_is_marked_and_answered() -> None:
    test = opened("vergelijken", panden=THREE)
    test.toggle(key="vergelijken.example").set_value(True).run()
    assert not test.exception
    assert text("vergelijken.synthetic", "nl", n=24) in said(test)
    frames = [frame.value for frame in test.dataframe]
    name = text("vergelijken.synthetic_name", "nl")
    row = next(f.iloc[0] for f in frames if text("vergelijken.hub", "nl") in f and name in f.values)
    assert row[text("vergelijken.starters", "nl")] == "67 % (n = 24)"


def test_policy_figures_name_their_source_each() -> None:
    frames = [frame.value for frame in opened("vergelijken", panden=THREE).dataframe]
    table = next(f for f in frames if text("column.figure", "nl") in f)
    assert len(table) == 86
    assert table[text("column.source_url", "nl")].str.startswith("http").all()


def test_the_page_opens_with_houses_of_which_somebody_is_known_now() -> None:
    data = server.shipped()
    tenants = data.tenants
    here = tenants[tenants["presence"].eq("present") & tenants["row_kind"].eq("organisation")]
    counts = here["hub_id"].value_counts()
    city = data.hubs.set_index("id")["city"]
    first = vergelijken_view.best_known(data, "")
    assert [city[hub] for hub in first] == list(CITIES)
    for hub in first:
        assert counts[hub] == counts[counts.index.map(city) == city[hub]].max()
    # Of a house that ended all have left: it has no bar to show.
    ended = data.hubs.loc[data.hubs["status"].eq("ended"), "id"]
    assert not set(first) & set(ended)
