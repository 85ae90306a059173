"""The sum above an own file: what is on the map, what is not, and what no other page counts."""

from __future__ import annotations

from intakes import read_here

from geo.data.folders import ROOT
from layers.sentences.intake_notices import count_words

CASE = ROOT / "tests" / "geo" / "intake" / "cases" / "18-water-and-outside.csv"


def test_rows_outside_both_cities_are_told_where_they_are_read_in() -> None:
    # One in Utrecht and one in Antwerp; those in the water of the cities lie within them.
    intake = read_here(CASE.name, CASE.read_bytes())
    assert count_words(intake, "nl") == (
        "6 rijen in het bestand = 6 op de kaart + 0 niet op de kaart. 2 rijen op de kaart liggen "
        "buiten Amsterdam en Rotterdam: andere pagina's tellen die niet mee."
    )


def test_a_file_within_the_cities_says_only_its_sum() -> None:
    intake = read_here("een.csv", b"naam;x;y\nLoods;121230;490467\nZonder;;\n")
    assert count_words(intake, "en") == "2 rows in the file = 1 on the map + 1 not on the map"
