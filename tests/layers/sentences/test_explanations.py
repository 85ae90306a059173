"""What scenes say, each figure worked out another way than by the code that says it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from views import NASTY_NAMES, areas, nasty_view, points, view_of

from geo.answers.broken_links import BrokenLinks
from geo.answers.chain_line import ChainLine, chain_line
from geo.answers.comparison import TERM_COLUMNS, Comparison, compare_hubs, station_walks
from geo.answers.missing_links import MissingLinks, in_one_order
from geo.answers.ranking import (
    DEFAULT_WEIGHTS,
    Ranking,
    rank_hubs,
    ranking_terms,
)
from geo.answers.reach_content import ReachContent
from geo.answers.surroundings import surroundings
from geo.data.selection import Filters, select
from geo.evidence.knowledge import COLUMNS as KNOWN
from geo.evidence.knowledge import Knowledge
from geo.toy.city import toy_dataset
from geo.toy.street_grid import toy_network
from layers.files.scene_content import in_headline
from layers.sentences.chain_explanation import explanation_of_chain
from layers.sentences.comparison_explanation import (
    explanation_of_comparison,
    explanation_of_too_few,
)
from layers.sentences.explanation import Explanation, explanation_of_map
from layers.sentences.missing_link_explanation import explanation_of_links
from layers.sentences.nearness_explanation import explanation_of_curve, explanation_of_matrix
from layers.sentences.ranking_explanation import explanation_of_ranking
from layers.sentences.reach_explanation import explanation_of_reach
from layers.view.map_model import LegendEntry
from layers.words.palette import palette
from layers.words.plain_text import one_line

CITY = "Amsterdam"
LOOK = {lang: palette(toy_dataset().chain_model, lang) for lang in ("nl", "en")}


def holds_together(explanation: Explanation) -> None:
    """Rows are as long as their headings, series as their categories; one to three figures."""
    assert 1 <= len(explanation.figures) <= 3
    assert explanation.statement
    assert {len(row) for row in explanation.table.rows} <= {len(explanation.table.headings)}
    assert {len(values) for _, values in explanation.bars.series} <= {
        len(explanation.bars.categories)
    }


# ---- any map


def test_a_map_is_said_by_its_title_legend_and_first_rows() -> None:
    layer = points(["A", "B"], [(121_000, 487_000), (121_100, 487_000)])
    card = {"hub:h0": (("Stad", "Amsterdam"), ("n", "3")), "hub:h1": (("Stad", "Amsterdam"),)}
    explanation = explanation_of_map(view_of(areas(), replace(layer, card=card), subtitle="twee"))
    holds_together(explanation)
    assert explanation.statement == "Broedplaatsen en hun ketens: twee"
    # Hubs lie on top, the two clusters below them.
    assert [(f.value, f.label) for f in explanation.figures] == [("2", "gebouw"), ("2", "cluster")]
    # Only what every card says: B has no n.
    assert explanation.table.headings == ("Naam", "Stad")
    # What is drawn last lies uppermost.
    assert explanation.table.rows == (("B", "Amsterdam"), ("A", "Amsterdam"))
    assert explanation.bars.series == (("Gebouwen", (2.0,)),)


def test_the_ground_is_no_answer() -> None:
    ground = replace(areas(), key="districts")
    explanation = explanation_of_map(view_of(ground))
    holds_together(explanation)
    assert [figure.value for figure in explanation.figures] == ["0"]
    assert explanation.table.rows == ()


def test_a_legend_without_counts_counts_the_rows() -> None:
    layer = replace(areas(), legend=(LegendEntry("hoe verder", "area"),))
    assert [f.value for f in explanation_of_map(view_of(layer)).figures] == ["2"]


def test_names_are_text_in_one_line() -> None:
    view = nasty_view()
    card = {ref: (("Naam", ref),) for ref in view.layers[0].frame["ref"]}
    explanation = explanation_of_map(replace(view, layers=(replace(view.layers[0], card=card),)))
    holds_together(explanation)
    last = NASTY_NAMES[:-6:-1]
    assert [row[0] for row in explanation.table.rows] == [one_line(name) for name in last]


# ---- the ranking


def ranked(**weights: int) -> Ranking:
    toy = toy_dataset()
    chosen = select(toy, Filters())
    around = {CITY: surroundings(toy, toy_network(), CITY)}
    terms = ranking_terms(toy, chosen, around, "fashion", "make")
    hubs = pd.concat([chosen.hubs, chosen.hubs_without_place])
    return rank_hubs(hubs, terms, {**DEFAULT_WEIGHTS, **weights})


@pytest.mark.parametrize(("lang", "place"), [("nl", "plaats"), ("en", "rank")])
def test_a_ranking_names_its_first_three_each_with_its_interval(lang: str, place: str) -> None:
    found = ranked()
    explanation = explanation_of_ranking(found, "mode", "maken", lang)
    holds_together(explanation)
    best = found.table[found.table["enough"]]
    for row in best[:3].itertuples():
        low, high = row.rank_low, row.rank_high
        rank = f"{row.rank} ({low}–{high})" if low < high else str(low)
        assert f"{row.name} [{place} {rank}]" in explanation.statement
    assert explanation.figures[0].value in (str(best["rank"].iloc[0]), explanation.table.rows[0][0])
    assert explanation.figures[1].value == f"{100 * best['in_first'].iloc[0]:.0f} %"
    assert explanation.figures[2].value == str(int(found.table["enough"].sum()))
    assert explanation.table.rows[0][1] == best["name"].iloc[0]
    assert explanation.table.rows[1][3] == explanation_percent(best["in_first"].iloc[1])
    assert explanation.bars.series[0][1][0] == pytest.approx(best["score"].iloc[0], abs=0.005)


def explanation_percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def test_a_city_is_named_only_where_there_are_two() -> None:
    found = ranked()
    assert "[Amsterdam" not in explanation_of_ranking(found, "mode", "maken", "nl").statement
    table = found.table.assign(city=["Rotterdam", *found.table["city"][1:]])
    both = explanation_of_ranking(replace(found, table=table), "mode", "maken", "nl")
    assert "[Rotterdam, plaats" in both.statement


def test_a_ranking_of_which_nothing_is_known_says_so() -> None:
    found = ranked()
    none = replace(found, table=found.table.assign(enough=False))
    explanation = explanation_of_ranking(none, "mode", "maken", "nl")
    holds_together(explanation)
    assert explanation.statement == "Voor mode · maken is van geen gebouw genoeg bekend"
    assert (explanation.table.rows, explanation.bars.series) == ((), ())


# ---- one chain


def fashion() -> ChainLine:
    toy = toy_dataset()
    return chain_line(toy, select(toy, Filters()), toy_network(), CITY, "fashion", "walk")


def test_a_chain_says_what_is_there_and_what_is_missing() -> None:
    line = fashion()
    unseen = Knowledge("not_seen", 0, 3, 40, False, 1, 0, 0.62, 0.41, 0.8, 0.5, None, ())  # noqa: FBT003
    gone = replace(line, city="Rotterdam", missing=("public",), knowledge={"public": unseen})
    explanation = explanation_of_chain(
        [replace(line, missing=()), gone], "fashion", LOOK["nl"], "nl"
    )
    holds_together(explanation)
    # Where nobody looked nothing is missing: it is not seen.
    assert explanation.statement == "Open in de keten mode: in Rotterdam niet gezien: publiek"
    assert ("publiek", "0 + 1", "niet gezien, kans 62 % (41–80)") in explanation.table.rows
    assert [f.value for f in explanation.figures[:2]] == ["4 / 4", "3 / 4"]
    whole = float(line.stages["tenants"].sum()) + int(line.stages["partners"].sum())
    assert float(explanation.figures[2].value.replace(",", ".")) == pytest.approx(
        2 * whole, abs=0.05
    )
    assert sum(explanation.bars.series[0][1]) == pytest.approx(whole, abs=0.05)
    assert explanation.table.headings[1:] == (CITY, "Rotterdam")
    assert len(explanation.table.rows) == len(line.stages)


def test_a_whole_chain_is_said_to_be_whole() -> None:
    explanation = explanation_of_chain(
        [replace(fashion(), missing=())], "fashion", LOOK["en"], "en"
    )
    assert explanation.statement == "The fashion chain is known from end to end in Amsterdam"


# ---- hubs side by side


def compared(*hubs: str) -> Comparison:
    toy, net = toy_dataset(), toy_network()
    toy = replace(toy, stops=toy.stops.assign(mode="metro"))
    around = {CITY: surroundings(toy, net, CITY)}
    terms = pd.DataFrame(columns=TERM_COLUMNS)
    return compare_hubs(toy, hubs, terms, around, station_walks(toy, net, CITY))


def test_compared_hubs_are_counted_as_their_tenants_are_listed() -> None:
    toy = toy_dataset()
    explanation = explanation_of_comparison(compared("h1", "h2", "h4"), LOOK["nl"], "nl")
    holds_together(explanation)
    named = toy.tenants[~toy.tenants["is_total"].astype(bool)]
    counts = {hub: int(named["hub_id"].eq(hub).sum()) for hub in ("h1", "h2", "h4")}
    assert explanation.bars.series[0][1] == tuple(float(n) for n in counts.values())
    assert [row[2] for row in explanation.table.rows] == [str(n) for n in counts.values()]
    most = max(counts, key=lambda hub: counts[hub])
    name = toy.hubs.set_index("id").at[most, "name"]
    assert explanation.statement.startswith(f"{name} heeft van de 3 vergeleken gebouwen")
    assert explanation.table.rows[2][4] == "onbekend"  # h4 has no tenant in the data


def test_one_hub_is_nothing_to_compare() -> None:
    for lang in ("nl", "en"):
        holds_together(explanation_of_too_few(lang))


# ---- nearness


def pairs(**ratios: float) -> pd.DataFrame:
    """A matrix of pairs, each with its ratio; above 2 and below a half they differ from chance."""
    rows = [
        (code[0], code[1], ratio, "attracts" if ratio > 2 else "avoids" if ratio < 0.5 else "no")
        for code, ratio in ratios.items()
    ]
    table = pd.DataFrame(rows, columns=["a", "b", "ratio", "verdict"])
    verdict = table["verdict"].replace("no", "no_difference")
    return table.assign(verdict=verdict, p=0.5, q=0.5, borderline=False)


def test_a_matrix_names_the_pairs_that_differ_most_in_either_direction() -> None:
    tables = {
        (CITY, "house"): pairs(mp=3.0, pm=1.0),
        ("Rotterdam", "between"): pairs(mp=0.2, pm=2.5),
    }
    explanation = explanation_of_matrix(
        tables, {"m": "maken", "p": "publiek"}.__getitem__, "Zin.", "nl"
    )
    holds_together(explanation)
    # A fifth is further from one than three: log 5 > log 3 > log 2.5.
    assert explanation.table.rows == (
        ("Rotterdam", "Tussen huizen", "maken", "publiek", "0,2"),
        (CITY, "In het huis", "maken", "publiek", "3,0"),
        ("Rotterdam", "Tussen huizen", "publiek", "maken", "2,5"),
    )
    assert [figure.value for figure in explanation.figures] == ["1 / 2", "2 / 2"]
    assert explanation.bars.series == ()


def test_a_curve_says_its_p_and_its_points() -> None:
    curve = pd.DataFrame({"n_a": [54, 54], "n_b": [192, 192], "p_overall": [0.425, 0.425]})
    explanation = explanation_of_curve({CITY: curve}, "Zin.", "nl")
    holds_together(explanation)
    assert explanation.table.rows == ((CITY, "54", "192", "0,425"),)
    assert [figure.value for figure in explanation.figures] == ["0,425"]


def test_a_long_statement_is_cut_between_sentences_and_nothing_of_it_is_lost() -> None:
    one, two = "Eerste zin met n = 3.", "Tweede zin; met een deel."
    assert in_headline(f"{one} {two}", 30) == (one, two)
    assert in_headline(f"{one} {two}") == (f"{one} {two}", "")
    assert in_headline("woord " * 50, 30) == (("woord " * 50).strip(), "")


# ---- open links


def open_links(chain: str, *few: bool) -> BrokenLinks:
    """Four places: A lacks the public for certain, B was not seen to make, C lacks nothing, D two.

    The first ``few`` of them have too few tenants to say anything.
    """
    few = (*few, False, False, False, False)[:4]
    names, city = ["A", "B", "C", "D"], ["Amsterdam", "Amsterdam", "Rotterdam", "Rotterdam"]
    n_missing, n_absent = [1, 1, 0, 2], [1, 0, 0, 0]
    places = pd.DataFrame(
        {"name": names, "city": city, "few": few, "n_missing": n_missing, "n_absent": n_absent},
        index=["a", "b", "c", "d"],
    )
    rows = [
        ("a", "A", "Amsterdam", "public", 1, few[0], 900.0, "ok", "Museum", "absent", None),
        ("b", "B", "Amsterdam", "make", 1, few[1], None, "no_target", None, "not_seen", 0.4),
        ("d", "D", "Rotterdam", "make", 2, few[3], 4100.0, "far", "Drukker", "not_seen", 0.5),
        ("d", "D", "Rotterdam", "public", 2, few[3], 50.0, "ok", "Hal", "not_seen", 0.6),
    ]
    columns = ["place_id", "name", "city", "stage", "n_missing", "few", "metres", "reason"]
    missing = pd.DataFrame(rows, columns=[*columns, "target_name", "state", "chance"])
    zeros = {"n_known": 3, "n_published": 9, "estimated": False, "n_houses": 1, "n_unsized": 0}
    rest = {name: None for name in KNOWN if name not in missing} | zeros
    missing = missing.assign(**{name: [value] * 4 for name, value in rest.items()})
    missing["sources"] = [()] * 4
    return BrokenLinks("hub", chain, 500, places, missing, pd.DataFrame(), {})


def said_of(found: MissingLinks, *cities: str) -> Explanation:
    explanation = explanation_of_links(found, cities, LOOK["nl"], "nl")
    holds_together(explanation)
    return explanation


def test_open_links_are_counted_by_what_is_known_of_them() -> None:
    found = in_one_order([open_links("fashion")])
    both = said_of(found, "Amsterdam", "Rotterdam")
    assert both.statement == (
        "Keten mode in Amsterdam en Rotterdam: bij 3 van de 4 gebouwen waarvan genoeg bekend is "
        "staat binnen 500 m lopen een schakel of meer open. Bij 1 ontbreekt er een, bij 2 "
        "ontbreekt er geen maar is er een niet gezien."
    )
    assert [figure.value for figure in both.figures] == ["3", "1", "0"]
    assert both.bars.series[0][1] == (1.0, 2.0, 1.0, 0.0)
    # One open link first, then by the way; who is not there has no way.
    assert [row[0] for row in both.table.rows] == ["A", "B", "D", "D"]
    assert both.table.rows[0][1::2] == ("publiek", "Museum")
    assert both.table.rows[0][4] == "900"
    assert both.table.rows[1][3:] == ("geen bekend in de stad", "")
    assert both.table.rows[3][4] == "4.100"
    assert "niet gezien" in both.table.rows[1][2]


def test_only_the_city_that_is_spoken_of_is_counted() -> None:
    explanation = said_of(in_one_order([open_links("fashion")]), "Rotterdam")
    assert "bij 1 van de 2 gebouwen" in explanation.statement
    assert {row[0] for row in explanation.table.rows} == {"D"}


def test_places_of_which_too_little_is_known_are_no_share_of_anything() -> None:
    few = said_of(in_one_order([open_links("fashion", True)]), "Amsterdam")  # noqa: FBT003
    assert "bij 1 van de 1 gebouwen" in few.statement
    assert [figure.value for figure in few.figures] == ["1", "0", "1"]
    none = said_of(in_one_order([open_links("fashion", True, True)]), "Amsterdam")  # noqa: FBT003
    assert none.statement == (
        "Keten mode in Amsterdam: te weinig bekend om te zeggen welke schakel openstaat "
        "(gebouwen: 2)"
    )
    assert none.table.rows == ()


def test_with_several_chains_a_place_counts_once_for_each() -> None:
    found = in_one_order([open_links("fashion"), open_links("music")])
    explanation = said_of(found, "Amsterdam")
    assert explanation.statement.startswith("Alle ketens in Amsterdam: bij 4 van de 4 paren van")
    assert explanation.table.rows[0][0] in ("A (mode)", "A (muziek)")


# ---- what is within reach


def test_reach_counts_what_lies_within_the_minutes_asked() -> None:
    rows = [
        ("hubs", "h", 1.0, 4.0),
        ("tenants", "t1", 0.5, 4.0),
        ("tenants", "t1", 0.5, 4.0),
        ("partners", "p1", 1.0, 5.0),
        ("partners", "p2", 1.0, 9.0),
        ("meeting_places", "m", 1.0, 14.0),
        ("stops", "s", 1.0, 12.0),
    ]
    table = pd.DataFrame(rows, columns=["kind", "id", "weight", "minutes"])
    explanation = explanation_of_reach(ReachContent(table, 0, "h1"), "De Loods", 10.0, "walk", "nl")
    holds_together(explanation)
    assert explanation.statement.startswith(
        "Binnen 10 minuten te voet van De Loods: 2 bekende partners"
    )
    assert [(f.value, f.label) for f in explanation.figures] == [
        ("1", "bekende huurder in andere gebouwen"),
        ("2", "bekende partners"),
        ("0", "bekende ontmoetingsplekken"),
    ]
    told = {row[0]: row[1:] for row in explanation.table.rows}
    assert told["Partners"] == ("1", "2", "2")
    assert told["Ontmoetingsplekken"] == ("0", "0", "1")
    assert told["Haltes"] == ("0", "0", "1")
    assert dict(explanation.bars.series)["≤ 15 min"] == (1.0, 2.0, 1.0)
