"""What is said of an area of the toy city."""

from __future__ import annotations

import shapely

from geo.answers.area_profile import area_profile, known_in_area
from geo.data.coverage import load_coverage
from geo.data.selection import Filters, select
from geo.evidence.unseen import unseen_in
from geo.toy.city import toy_dataset
from layers.sentences.area_words import area_words, stage_table
from layers.words.palette import palette

TOY = toy_dataset()
CHOSEN = select(TOY, Filters())
BLOCK = shapely.box(-10, -10, 110, 90)  # Pand 1 and 2, and the eatery: 1.2 ha
FOUND = area_profile(TOY, CHOSEN, BLOCK)


def test_counts_and_how_much_is_known_are_said() -> None:
    assert area_words(FOUND, BLOCK.area, "nl") == [
        "1,2 ha met 2 gebouwen, 4 huurders bij naam bekend, 0 bekende partners daarbuiten "
        "en 1 bekende ontmoetingsplek.",
        "3 van 40 huurders bij naam bekend, van welke keten ook, "
        "in 1 van de 2 gebouwen: die noemen zelf een aantal",
    ]


def test_a_table_has_the_chains_that_are_known_and_says_what_nobody_means() -> None:
    basis = unseen_in(TOY, Filters(), load_coverage(TOY.chain_model), "Amsterdam")
    table = stage_table(known_in_area(FOUND, CHOSEN, basis), palette(TOY.chain_model, "nl"), "nl")
    assert table.index.tolist() == ["mode"]
    row = table.loc["mode"]
    assert (row["bedenken"], row["maken"], row["verspreiden"]) == ("1", "1", "1")
    assert row["publiek"].startswith("niet gezien")
