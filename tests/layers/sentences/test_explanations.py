"""What scenes say, each figure worked out another way than by the code that says it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from views import NASTY_NAMES, areas, nasty_view, points, view_of

from geo.answers.chain_line import ChainLine, chain_line
from geo.answers.comparison import TERM_COLUMNS, Comparison, compare_hubs, station_walks
from geo.answers.ranking import (
    DEFAULT_WEIGHTS,
    Ranking,
    rank_hubs,
    ranking_terms,
)
from geo.answers.surroundings import surroundings
from geo.data.selection import Filters, select
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
from layers.sentences.nearness_explanation import explanation_of_curve, explanation_of_matrix
from layers.sentences.ranking_explanation import explanation_of_ranking
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
    assert explanation.table.rows[2][3] == "onbekend"  # h4 has no tenant in the data


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
    return table.assign(verdict=verdict, p=0.5, q=0.5)


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
