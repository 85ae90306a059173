"""*Waar ontbreken ontmoetingsplekken?*, run by Streamlit's own AppTest on the shipped data."""

from __future__ import annotations

import pytest
from app_pages import opened, said

from layers.words.plain_text import literal
from layers.words.text import text

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("lang", ["nl", pytest.param("en", marks=pytest.mark.slow)])
def test_the_page_says_of_each_city_what_can_be_said(lang: str) -> None:
    test = opened("ontmoeting", taal=lang)
    assert not test.exception
    words = said(test)
    assert text("ontmoeting.title", lang) in words
    # BBGA counts 968 cafés and 1,733 restaurants in Amsterdam; of Rotterdam nobody counts them.
    assert ("2.701" if lang == "nl" else "2,701") in words
    assert literal(text("ontmoeting.city_unknown", lang, city="Rotterdam")) in words


def test_the_table_shows_no_number_where_nothing_can_be_said() -> None:
    test = opened("ontmoeting", stad="Rotterdam")
    table = test.dataframe[0].value
    assert set(table[text("ontmoeting.most", "nl")]) == {"–"}


@pytest.mark.parametrize("city", ["Amsterdam", "Rotterdam"])
def test_of_no_building_or_cluster_is_said_that_it_has_few(city: str) -> None:
    # Of Amsterdam the lists name 558 of 2,701; of Rotterdam nobody counts them.
    test = opened("ontmoeting", stad=city)
    buildings, clusters = (each.value for each in test.dataframe)
    few, maybe = text("ontmoeting.few", "nl"), text("ontmoeting.maybe", "nl")
    assert not set(buildings[text("ontmoeting.verdict", "nl")]) & {few, maybe}
    for column in (few, maybe):
        assert set(clusters[column]) == {text("ontmoeting.untold", "nl")}
    assert "zeker weinig" not in said(test).replace(literal(text("ontmoeting.method", "nl")), "")
