"""Mix and stay on a fact sheet, in words with what they rest on."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from geo.answers.house_measures import HouseMeasures
from geo.evidence.house_mix import Estimate, HouseMix
from geo.evidence.turnover import StayTest, turnover
from layers.sentences.house_words import house_lines, mix_words, stay_and_go_words

ROWS = pd.DataFrame({"year_from": [2010] * 5, "year_to": [2011, 2012, 2013, None, None]})
FOUND = HouseMeasures(
    HouseMix(9, 5, tuple(Estimate(2.44, 1.61, 3.1) for _ in range(3)), None),
    3,
    2.93,
    turnover(ROWS, 2014),
    StayTest(4, 31, 12, 0.021),
)


def test_the_mix_has_its_interval_and_stands_beside_the_city() -> None:
    assert mix_words(FOUND, "Amsterdam", "nl") == (
        "2,4 gangbare ketens onder 5 huurders (1,6–3,1; n = 9); "
        "het middelste van 3 andere huizen in Amsterdam heeft er 2,9"
    )
    alone = replace(FOUND, middle=None, others=0)
    assert mix_words(alone, "Amsterdam", "nl").endswith("n = 9)")
    short = replace(FOUND, mix=HouseMix(2, 0, (), None))
    assert mix_words(short, "Amsterdam", "nl").startswith("te weinig bekende creatieve huurders")


def test_the_stay_says_n_and_what_is_not_known() -> None:
    words = stay_and_go_words(FOUND, "Amsterdam", "nl")
    assert "3 jaar (n = 5)" in words
    assert "log-rank-toets: 0,02; 4 huizen, 31 verblijven" in words
    assert "waarheen is niet bekend (3 vertrekken)" in words
    few = replace(FOUND, stay=turnover(ROWS.head(2), 2014))
    assert "log-rank" not in stay_and_go_words(few, "Amsterdam", "nl")
    assert [heading for heading, _ in house_lines(FOUND, "Amsterdam", "nl")] == [
        "Menging",
        "Verblijf en doorstroming",
    ]
