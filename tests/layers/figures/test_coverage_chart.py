"""The drawings of completeness: what is filled, striped or dashed, and what is said beside it."""

from __future__ import annotations

from xml.etree import ElementTree

import pandas as pd
import pytest

from geo.data.chains import load_chain_model
from geo.data.coverage import COLUMNS, load_coverage
from layers.figures.coverage_chart import BAR, cells_drawing, city_totals, totals_drawing
from layers.words.palette import palette
from layers.words.text import LANGUAGES, text

SVG = "{http://www.w3.org/2000/svg}"
MODEL = load_chain_model()


def small() -> pd.DataFrame:
    """Three cells of a city: 30 of 120 bookshops, museums without a total, and nobody looked."""
    cell = {"level": "cell", "city": "Amsterdam", "stage": "public", "add": "trade_register"}
    source = {"level": "source", "city": "Amsterdam", "kind": "partners", "stage": "public",
              "source": "osm_tourism", "add": "venue_list", "date": "2026"}  # fmt: skip
    total = {"level": "total", "city": "Amsterdam", "kind": "partners", "add": "trade_register"}
    house = {"level": "house", "city": "Amsterdam", "kind": "tenants", "what": "tenant"}
    rows = [
        {**cell, "kind": "partners", "chain": "publishing", "reach": "part", "listed": 31},
        {**cell, "kind": "tenants", "chain": "publishing", "reach": "part", "listed": 1},
        {**cell, "kind": "partners", "chain": "music", "reach": "kind", "listed": 2},
        {**cell, "kind": "tenants", "chain": "music", "reach": "part", "listed": 0},
        {**cell, "kind": "partners", "chain": "fashion", "reach": "nobody", "listed": 0},
        {**cell, "kind": "tenants", "chain": "fashion", "reach": "part", "listed": 4},
        {**source, "chain": "publishing", "what": "shop", "reach": "part", "listed": 30},
        {**source, "chain": "music", "what": "attraction", "reach": "part", "listed": 0},
        {**source, "chain": "music", "what": "museum", "reach": "kind", "listed": 2},
        {**total, "chain": "publishing", "stage": "public", "what": "bookshop", "reach": "part",
         "listed": 30, "published": 120, "fit": "same", "date": "2018", "title": "T",
         "url": "https://t.nl/"},
        {**total, "what": "museum", "stage": "public", "reach": "kind", "listed": 2},
        {**total, "what": "cafe", "kind": "meeting_places", "reach": "nobody", "listed": 0,
         "published": 968, "fit": "wider", "at_least": True, "date": "2018", "title": "T",
         "url": "https://t.nl/"},
        {**house, "hub_id": "h1", "listed": 5, "published": 20, "title": "H"},
        {**house, "hub_id": "h2", "listed": 9},
    ]  # fmt: skip
    return pd.DataFrame(rows).reindex(columns=list(COLUMNS)).astype(COLUMNS)


def bars(svg: str) -> list[tuple[str, float]]:
    """Every bar before the legend: how it is filled and how wide it is, from top to bottom."""
    root = ElementTree.fromstring(svg)
    found = []
    for rect in root.iter(f"{SVG}rect"):
        if rect.get("height") != "11":
            continue
        dashed = "dashed" if rect.get("stroke-dasharray") else str(rect.get("fill"))
        found.append((dashed, float(str(rect.get("width")))))
    return found


def words_in(svg: str) -> list[str]:
    return [str(part.text) for part in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_a_cell_is_filled_by_its_total_striped_without_and_dashed_where_nobody_looked() -> None:
    svg = cells_drawing(small(), "Amsterdam", palette(MODEL, "nl"), "nl").svg
    # In the order of the chains: fashion dashed, music striped, publishing a quarter full.
    assert bars(svg)[:4] == [
        ("dashed", BAR),
        ("url(#coverage)", BAR),
        ("#ffffff", BAR),
        ("#0b3c5d", BAR * 30 / 120),
    ]


def test_what_is_said_of_a_cell() -> None:
    said = words_in(cells_drawing(small(), "Amsterdam", palette(MODEL, "nl"), "nl").svg)
    assert "31 partners, 1 huurder" in said
    assert "boekwinkels: 30 van 120 (2018)" in said
    assert "2 partners, 0 huurders" in said
    assert "musea, attracties" in said  # who asked for all of it first
    # Where nobody looked for partners there is no nought of them.
    assert "4 huurders" in said
    assert "partners: geen bron keek" in said
    assert not any("ontbre" in word for word in said)


def test_the_drawing_carries_its_words() -> None:
    drawn = cells_drawing(small(), "Amsterdam", palette(MODEL, "en"), "en")
    assert "Of 3 cells no source looked for partners in 1" in drawn.words
    assert "publishing, public: bookshops: 30 of 120 (2018)." in drawn.words
    assert ElementTree.fromstring(drawn.svg).get("aria-label") == drawn.words


def test_totals_say_n_of_n_nothing_found_or_nobody_looked() -> None:
    drawn = totals_drawing(small(), "Amsterdam", "nl")
    said = words_in(drawn.svg)
    assert said[1:9] == [
        text("volledig.houses", "nl"),
        "5 van 20 (bron en datum per gebouw)",
        "Boekwinkels",
        "30 van 120 (2018)",
        "Musea",
        "2 bekend; geen gepubliceerd totaal gevonden",
        "Cafés",
        "geen bron keek; N = meer dan 968 (2018), telt ruimer",
    ]
    assert "30 van 120 (2018)" in drawn.words


def test_more_known_than_published_is_a_full_bar_and_no_wider() -> None:
    table = small()
    table.loc[table["what"].eq("bookshop"), "listed"] = 500
    widths = [width for fill, width in bars(totals_drawing(table, "Amsterdam", "nl").svg)
              if fill == "#0b3c5d"]  # fmt: skip
    assert max(widths) == 380


def test_houses_without_a_number_are_not_in_the_sum() -> None:
    first = city_totals(small(), "Amsterdam").iloc[0]
    assert (first["listed"], first["published"]) == (5, 20)


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("city", ["Amsterdam", "Rotterdam"])
def test_the_shipped_table_is_drawn_in_both_languages(city: str, lang: str) -> None:
    table = load_coverage(MODEL)
    svg = cells_drawing(table, city, palette(MODEL, lang), lang).svg
    filled = [fill for fill, _ in bars(svg)[:-4]]  # the legend has three bars, one of two parts
    assert len([fill for fill in filled if fill != "#0b3c5d"]) == 50
    assert totals_drawing(table, city, lang).words
