"""Bars, sentences and map layers of ranking and broken links, on the toy city."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pandas as pd
import pytest
from toy_ranking import CITY, terms_of

from geo.answers.broken_links import broken_links, hub_places
from geo.answers.link_knowledge import with_knowledge
from geo.answers.ranking import DEFAULT_WEIGHTS, Ranking, rank_hubs
from geo.answers.surroundings import surroundings
from geo.data.coverage import load_coverage
from geo.data.row_sources import with_sources
from geo.data.selection import Filters, select
from geo.data.store import Dataset
from geo.evidence.unseen import unseen_in
from geo.network.proximity import routes
from geo.toy.street_grid import toy_network
from layers.figures.ranking_chart import BAR, BAR_HEIGHT, ranking_chart_svg
from layers.map.broken_layers import places_layer, ways_layer
from layers.map.composition import map_view
from layers.map.layer_context import LayerContext
from layers.map.ranking_layer import ranked_layers
from layers.sentences.ranking_words import (
    all_value_words,
    chance_words,
    lacks_words,
    need_words,
    rank_words,
    value_words,
    why_not_words,
    why_words,
)
from layers.web.folium_map import encoded_layers
from layers.words import style
from layers.words.palette import palette

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '"><script>alert(1)</script>{{ 7*7 }}'


def ranked(toy: Dataset) -> Ranking:
    chosen = select(toy, Filters())
    hubs = pd.concat([chosen.hubs, chosen.hubs_without_place])
    return rank_hubs(hubs, tuple(terms_of(toy).values()), DEFAULT_WEIGHTS)


def context_of(toy: Dataset) -> LayerContext:
    return LayerContext(toy, select(toy, Filters()), palette(toy.chain_model, "nl"), "nl")


def values_of(ranking: Ranking) -> dict[str, dict[str, str]]:
    return {term.key: all_value_words(term, "nl") for term in ranking.terms}


def test_the_first_bar_shows_what_is_known_and_what_is_not(toy: Dataset) -> None:
    svg = ElementTree.fromstring(ranking_chart_svg(ranked(toy), "nl", 1))
    bars = [
        float(rect.get("width", 0))
        for rect in svg.iter(f"{SVG}rect")
        if rect.get("height") == str(BAR_HEIGHT) and rect.get("fill") != style.LAND
    ]
    # Worked out in tests/geo/answers/test_ranking.py: six of the eight terms are known of h1, they
    # add 11 of 15 and 0.62 for the stop, and the two of which nothing is known may add one each.
    *known, unknown = bars
    assert len(known) == 6
    assert sum(known) == pytest.approx(BAR * (11 + 0.5**0.7) / 15, abs=0.4)
    assert unknown == pytest.approx(BAR * 2 / 15, abs=0.4)


def test_every_term_has_a_colour_of_its_own() -> None:
    assert list(style.TERM_COLOURS) == list(DEFAULT_WEIGHTS)
    assert len(set(style.TERM_COLOURS.values())) == len(DEFAULT_WEIGHTS)


def test_a_name_that_holds_code_stays_text(toy: Dataset) -> None:
    names = toy.hubs["name"].mask(toy.hubs["id"].eq("h1"), HOSTILE)
    ranking = ranked(replace(toy, hubs=toy.hubs.assign(name=names)))
    svg = ranking_chart_svg(ranking, "nl")
    assert "<script" not in svg
    ElementTree.fromstring(svg)
    assert HOSTILE in why_words(ranking, "h1", "nl")


def test_sentences_say_the_numbers_of_the_table(toy: Dataset) -> None:
    ranking = ranked(toy)
    why = why_words(ranking, "h2", "nl")
    row = ranking.table.loc["h2"]
    assert f"Pand 2 (Amsterdam) staat op plaats 2 ({row.rank_low}–{row.rank_high})," in why
    assert chance_words(ranking, "h2", "nl").endswith(f"eerste drie: {100 * row.in_first:.0f} %.")
    # Both in h1, 75 seconds away: 2 x 0.5 ** 0.25.
    assert "2 huurders binnen 250 m; telt als 1,7" in why
    assert "100 m (1 min)" in why
    # 3/15 - 1.5/15 = 0.1, the largest of the gaps.
    assert why_not_words(ranking, "h2", "nl").endswith(
        "ketengenoten in huis: 1 huurder tegenover 2 huurders (0,10 punt)."
    )
    assert why_not_words(ranking, "h1", "nl") == ""


def test_a_hub_without_a_rank_says_what_is_missing(toy: Dataset) -> None:
    ranking = ranked(toy)
    words = why_words(ranking, "h12", "en")
    assert words.endswith("20% of the weight is known. What is missing: place on the map.")
    assert chance_words(ranking, "h12", "en") == need_words(ranking, "h12", "en") == ""
    little = replace(ranking, table=ranking.table.assign(enough=False, without="too_little"))
    assert lacks_words(little, "h4", "nl").startswith("ketengenoten in huis, gepubliceerd profiel")


def test_the_unknown_that_matters_most_is_named_with_how_far_it_moves_the_rank(
    toy: Dataset,
) -> None:
    ranking = ranked(toy)
    row = ranking.table.loc["h4"]
    assert need_words(ranking, "h4", "nl") == (
        "Met de huurderslijst van Pand 4 zou het gebouw tussen plaats "
        f"{row.with_high} en {row.with_low} uitkomen, naar wat daarin staat."
    )


@pytest.mark.parametrize(
    ("row", "words"), [((3, 1, 9), "3 (1–9)"), ((2, 2, 2), "2"), ((None, None, None), "")]
)
def test_a_rank_is_said_with_its_interval(row: tuple[int, int, int], words: str) -> None:
    assert rank_words(dict(zip(("rank", "rank_low", "rank_high"), row, strict=True)), "nl") == words


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_words_of_all_hubs_equal_those_of_each(toy: Dataset, lang: str) -> None:
    for term in ranked(toy).terms:
        words = all_value_words(term, lang)
        assert words == {hub: value_words(term, hub, lang) for hub in term.values.index}


def test_numbered_hubs_lie_on_top_and_every_placed_hub_is_drawn(
    toy: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("layers.map.ranking_layer.NUMBERED", 3)
    ranking = ranked(toy)
    rest, numbered = ranked_layers(context_of(toy), ranking, values_of(ranking))
    assert numbered.labelled
    table = ranking.table.head(len(numbered.frame))
    assert numbered.frame["label"].tolist() == [
        f"{rank_words(row, 'nl')} {row['name']}" for row in table.to_dict("records")
    ]
    assert numbered.frame["rank_high"].tolist() == table["rank_high"].tolist()
    assert len(rest.frame) + len(numbered.frame) == 10
    assert sum(entry.count or 0 for entry in numbered.legend) == len(numbered.frame)
    assert dict(numbered.card["hub:h1"])["Plaats"].startswith("1")


def test_a_coarsely_placed_hub_is_a_ring(toy: Dataset) -> None:
    precision = toy.hubs["precision"].mask(toy.hubs["id"].eq("h1"), "neighbourhood")
    rough = replace(toy, hubs=toy.hubs.assign(precision=precision))
    ranking = ranked(rough)
    layer = ranked_layers(context_of(rough), ranking, values_of(ranking))[-1]
    shapes = layer.frame.set_index("id")["shape"]
    assert shapes[["h1", "h2"]].tolist() == ["ring", "circle"]


@pytest.mark.slow
def test_places_and_ways_of_broken_links_can_be_drawn(toy: Dataset) -> None:
    chosen = select(toy, Filters())
    around = {CITY: surroundings(toy, toy_network(), CITY)}
    places, coverage = hub_places(chosen), load_coverage(toy.chain_model)
    found = broken_links(toy, chosen, around, places, ["fashion"], 250)
    bases = {CITY: unseen_in(toy, Filters(), coverage, CITY)}
    links = with_knowledge(found, chosen, around, places, bases)[0]
    ways = routes(toy_network(), chosen.hubs, chosen.partners, links.missing)
    context = context_of(toy)
    layers = (
        places_layer(context, links, chosen.hubs.set_index("id").geometry),
        ways_layer(context, ways.assign(chain="fashion")),
    )
    # h1 lacks nothing; h2 and h3 have one tenant each: too few to say.
    counts = {entry.label: entry.count for entry in layers[0].legend}
    assert counts == {"alle vier de schakels bekend": 1, "te weinig om iets te zeggen": 2}
    tips = layers[0].frame.set_index("place_id")["tip"]
    assert tips["h3"] == "Pand 3: publiek niet gezien"
    card = dict(layers[0].card["hub:h3"])
    assert card["publiek"].startswith("niet gezien onder 3 van 40 bekende huurders; kans")
    assert card["maken"] == "2 bekend binnen 250 m"  # its own, and that of h2
    assert layers[1].frame["tip"].tolist() == ["Pand 3: naar Winkel (publiek), 300 m, 4 min"]
    assert all(encoded_layers(map_view(context, layers, "a", "b")))


def test_every_row_tells_its_source_and_a_stop_that_of_its_file(toy: Dataset) -> None:
    package = {"resources": [{"name": "stops", "title": "Haltes", "date": "2020"}]}
    rows = pd.DataFrame({"table": ["partners", "stops"], "id": ["p1", "s1"]})
    told = with_sources(replace(toy, package=package), rows)
    assert told["source_title"].tolist() == ["Toy", "Haltes"]
    assert told["source_date"].tolist()[1] == "2020"
