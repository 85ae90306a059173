"""The examples in the paper on methods are the answers the app gives today, by the same words."""

from __future__ import annotations

import re
from functools import cache

import pytest

from geo.answers.house_measures import house_measures
from geo.data.verdicts import ATTRACTS, MARKED
from geo.evidence.cluster_density import CLUSTER
from layers.view.state import ViewState
from layers.words.methods import methods
from layers.words.numbers import decimal, number, percent
from layers.words.text import LANGUAGES
from pages.session import server
from pages.views import (
    kaart_view,
    knowledge_view,
    nabijheid_areas_view,
    nabijheid_asked,
    nabijheid_points_view,
    nabijheid_view,
    ontmoeting_view,
    vergelijken_view,
    waar_view,
)

pytestmark = pytest.mark.slow

DAY = "2026-11-30"
BOTH, AMSTERDAM, ROTTERDAM = (
    ViewState(), ViewState(cities=("Amsterdam",)), ViewState(cities=("Rotterdam",))
)  # fmt: skip
DATA = server.shipped()
FOUR, RANK, NEAR, MEETING, CLUSTERS, HOUSE, BETWEEN, LOCAL, CURVE, HOT, QUOTIENT, MIX, STAY, _ = (
    range(14)
)


def told(method: int, lang: str = "nl") -> str:
    """What the paper tells of a method, on one line."""
    return " ".join(methods(lang)[method].told.split())


def asked(state: ViewState, question: str) -> tuple[nabijheid_asked.Asked, dict[str, str]]:
    parameters = {nabijheid_asked.QUESTION: question}
    return nabijheid_asked.asked_of(DATA, state, parameters), parameters


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_method_has_an_example(lang: str) -> None:
    word = {"nl": "**Voorbeeld.**", "en": "**Example.**"}[lang]
    assert [i for i in range(14) if word not in told(i, lang)] == [RANK]
    assert word.strip("*.") in told(RANK, lang)


def test_what_is_not_seen() -> None:
    known = knowledge_view.in_city(DATA, ROTTERDAM, "Rotterdam")["music", "conceive"]
    chance, low, high = (
        percent(each, "nl").removesuffix(" %") for each in (known.chance, known.low, known.high)
    )
    assert (known.state, known.estimated) == ("not_seen", True)
    n, of = number(known.n_known, "nl"), number(known.n_published, "nl")
    assert f"onder {n} van {of} huurders" in told(FOUR)
    assert f"ten minste {chance} % ({low}–{high})" in told(FOUR)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_place_is_that_of_the_opening_page(lang: str) -> None:
    rows = waar_view.explanation_of(DATA, BOTH, {}, DAY).table.rows
    (first, name, *_), (second, other, *_) = rows[:2]
    # The same figure with the names of the page that opens.
    assert name in told(RANK, lang) and other in told(RANK, lang)
    assert first in told(RANK, lang)
    assert re.search(rf"{other} (op|at) {re.escape(second)}", told(RANK, lang))


def test_what_counts_less_with_distance() -> None:
    who = waar_view.asked_of(DATA, ROTTERDAM, {})
    assert (who.chain, who.stage) == ("architecture", "conceive")
    words = waar_view.values(DATA, who, "nl")["near_stages"]["katoenhuis"]
    assert words == "1 huurder binnen 500 m; telt als 0,6"
    assert "één huurder binnen 500 meter; die telt als 0,6" in told(NEAR)


def test_where_lists_are_too_short_to_say_that_there_is_little() -> None:
    said = ontmoeting_view.statement(DATA, AMSTERDAM)
    listed = re.search(r"([\d.]+) van de ([\d.]+) cafés en restaurants \((\d+) %\)", said)
    no_less = re.search(r"hebben (\d+) gebouwen er niet minder", said)
    assert listed and no_less
    assert listed.group(0) in told(MEETING)
    assert f"van {no_less.group(1)} wel dat het er niet minder heeft" in told(MEETING)


def test_the_clusters() -> None:
    found = kaart_view.clusters_of(DATA, BOTH)
    mine = found[found["verdict"].eq(CLUSTER)]
    assert mine["place"].tolist() == ["Nieuw Mathenesse", "Katendrecht"]
    assert set(mine["city"]) == {"Rotterdam"}
    one, two = mine.to_dict("records")
    assert (len(found), one["n_hubs"]) == (15, 8)
    times, p, second = decimal(one["times"], "nl"), decimal(one["p"], "nl", 2), two["p"]
    assert f"Van {len(found)} groepen halen er twee de toets" in told(CLUSTERS)
    assert f"(acht gebouwen, {times} keer zo dicht als bedrijven, p = {p})" in told(CLUSTERS)
    assert f"Katendrecht (p = {decimal(second, 'nl', 2)})" in told(CLUSTERS)


@cache
def pairs() -> dict[tuple[str, str], object]:
    return nabijheid_points_view.told_matrices(DATA, asked(BOTH, "matrix")[0])


def marked(city: str, scale: str):
    table = pairs()[city, scale]
    return table[table["verdict"].isin(MARKED)]


def test_pairs_in_the_house() -> None:
    found = marked("Amsterdam", "house").set_index(["a", "b"])
    assert set(found.index) == {("conceive", "public"), ("public", "public")}
    both, apart = found.loc[("public", "public")], found.loc[("conceive", "public")]
    assert f"{len(pairs()['Amsterdam', 'house'])} paren van schakels" in told(HOUSE)
    assert f"publiek deelt {decimal(both['ratio'], 'nl')} keer zo vaak" in told(HOUSE)
    assert f"(in {both['houses']} huizen)" in told(HOUSE)
    assert f"bedenken met publiek {decimal(apart['ratio'], 'nl')} keer" in told(HOUSE)
    assert marked("Rotterdam", "house").empty


def test_pairs_between_houses() -> None:
    (found,) = marked("Amsterdam", "between").to_dict("records")
    assert (found["a"], found["b"], found["radius"]) == ("public", "public", 250)
    assert found["verdict"] == ATTRACTS
    assert f"p = {decimal(found['p'], 'nl', 3)};" in told(BETWEEN)
    assert f"binnen 250 m {decimal(found['ratio'], 'nl')} keer zo vaak" in told(BETWEEN)
    assert marked("Rotterdam", "between").empty
    p = pairs()["Rotterdam", "between"]["p"].iloc[0]
    assert f"Rotterdam: p = {decimal(p, 'nl', 3)}" in told(BETWEEN)


def test_one_pair_on_the_map() -> None:
    ask, _ = asked(AMSTERDAM, "local")
    assert ask.pair == ("make", "public")
    found = nabijheid_points_view.local_of(DATA, ask, "Amsterdam")
    assert set(found["verdict"]) == {"no_difference"}
    assert f"op geen van {len(found)} plekken" in told(LOCAL)


def test_one_pair_by_distance() -> None:
    for state, words in (
        (ROTTERDAM, "in Rotterdam p = {}, de lijn blijft binnen de band"),
        (AMSTERDAM, "in Amsterdam p = {}, minder vaak bij elkaar dan toeval tussen 200 en 1.500 m"),
    ):
        said = nabijheid_view.explanation_of(DATA, state, asked(state, "curve")[1], DAY).statement
        (p,) = re.findall(r"p = (\d,\d+)", said)
        assert words.format(p) in told(CURVE)
        assert ("tussen 200 en 1.500 m" in said) == (state is AMSTERDAM)


def test_hot_spots() -> None:
    areas, moran = nabijheid_areas_view.hot_spots_of(DATA, asked(AMSTERDAM, "hot")[0], "Amsterdam")
    hot = areas.loc[areas["verdict"].eq("hot"), "name"].tolist()
    assert set(areas["verdict"]) == {"no_difference", "hot"}
    words = (
        f"van {len(areas)} buurten zijn er {len(hot)} hoger dan toeval geeft, {' en '.join(hot)}"
    )
    assert words in told(HOT)
    i, p = decimal(moran.i, "nl", 2), decimal(moran.p, "nl", 2)
    assert f"I = {i}, p = {p}" in told(HOT)


def test_a_location_quotient() -> None:
    ask, _ = asked(AMSTERDAM, "quotient")
    row = nabijheid_areas_view.quotients_of(DATA, ask, "Amsterdam").set_index("name").loc["West"]
    lq, low, high = (decimal(row[name], "nl", 2) for name in ("lq", "low", "high"))
    x, n = number(row["x"], "nl"), number(row["n"], "nl")
    assert f"{lq} ({low}–{high}) keer het aandeel van de stad, {x} van {n}" in told(QUOTIENT)


def test_the_mix_of_a_house() -> None:
    found = house_measures(DATA, "schieblock", int(DAY[:4])).mix
    value, low, high = (
        decimal(each, "nl") for each in (found.hill[0].value, found.hill[0].low, found.hill[0].high)
    )
    assert (found.n, found.size) == (8, 5)
    assert f"teruggebracht tot vijf: {value} ketens ({low}–{high})" in told(MIX)


def test_how_long_tenants_stay() -> None:
    found = vergelijken_view.stays_differ(DATA, ("schieblock", "de-hallen"), int(DAY[:4]))
    p = decimal(found.p, "nl", 2)
    assert f"p = {p}, {found.n} verblijven, {found.n_left} beëindigd" in told(STAY)
