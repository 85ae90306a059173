"""What the lists say of a source stands in Dutch; the titles of the sources themselves stay."""

from __future__ import annotations

import doctest
import re

import pandas as pd
import pytest

from data.prepare import source_words
from data.prepare.source_words import in_dutch
from geo.data.folders import DATA

NOT_OURS = re.compile(
    r"\b(code file|address|addresses|coords|number not|mirror|press release|list of|"
    r"repositories|seed files?|postcode from|with addresses|(?<!-)scrapers?)\b"
)


def test_examples_hold() -> None:
    assert doctest.testmod(source_words) == (0, 1)


def test_a_longer_phrase_goes_before_one_within_it_and_titles_stay() -> None:
    said = ["public GitHub event scraper (BAU Amsterdam)", "Stadsgesprek; GitHub event scraper",
            "The Dylan Magazine: Five only-in-Amsterdam shops"]  # fmt: skip
    assert in_dutch(pd.Series(said)).tolist() == [
        "openbare agenda op GitHub (BAU Amsterdam)",
        "Stadsgesprek; agenda op GitHub",
        "The Dylan Magazine: Five only-in-Amsterdam shops",
    ]


@pytest.mark.parametrize("name", ["hubs", "tenants", "partners", "meeting_places", "hub_terms"])
def test_no_words_of_a_list_are_left_in_english(name: str) -> None:
    titles = pd.read_parquet(DATA / f"{name}.parquet", columns=["source_title"])["source_title"]
    left = [title for title in titles.dropna().unique() if NOT_OURS.search(title)]
    assert left == []
