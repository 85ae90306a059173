"""What is said of coming, staying and going: who was seen, and who was not."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.evidence.turnover import stay_test, turnover
from layers.sentences.turnover_words import presence_words, stay_test_words, stay_words

ROWS = pd.DataFrame(
    {
        "year_from": [2010, 2010, 2011],
        "year_to": [None, None, 2013],
        "source_date": ["2012-03-01", "2016-03-01", "2016-03-01"],
    }
)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_who_was_not_seen_of_late_is_said_to_be_so(lang: str) -> None:
    words = presence_words(turnover(ROWS, 2016), lang)
    # Two of three are there in 2016; one of them was last seen in 2012.
    assert [
        part for part in words.replace(":", " ").replace(",", " ").split() if part.isdigit()
    ] == [
        "2016",
        "2",
        "1",
    ]


def test_where_all_were_seen_nothing_is_said() -> None:
    assert presence_words(turnover(ROWS.assign(source_date="2016-03-01"), 2016), "nl") == ""
    assert presence_words(turnover(ROWS.iloc[:0], 2016), "nl") == ""


def test_stays_that_end_with_the_house_are_not_told_as_tenants_who_stayed() -> None:
    rows = pd.DataFrame({"hub_id": "lik", "year_from": [2015] * 11, "year_to": [2017] * 11})
    said = stay_words(turnover(rows, 2026, closed=2017), "nl")
    assert said == "niet te zeggen: 11 van de 11 verblijven eindigden doordat het huis sloot"
    assert "11 verblijven" in stay_test_words(stay_test(rows, 2026, {"lik": 2017}), "nl")
