"""Ranking on the toy city, every expected value worked out by hand from its drawing.

One who makes fashion looks for a hub. On foot from h1, where both the designer (before) and the
showroom (after) sit: h2 100 m, h3 200, h4 300, h5 100 (ferry), h6 200, h7 300, h8 400, h9 200,
h10 300. The only café stands on h2, the only stop on h7; h12 has no place; h11 has ended.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from geo.answers.ranking import (
    DEFAULT_WEIGHTS,
    TERMS,
    Ranking,
    Term,
    rank_hubs,
    ranking_terms,
    sensitivity,
    shortfall,
    strengths,
)
from geo.answers.surroundings import surroundings
from geo.data.errors import ArgumentError
from geo.data.selection import Filters, select
from geo.data.store import Dataset
from geo.toy.city import toy_dataset
from geo.toy.street_grid import toy_network

CITY = "Amsterdam"


def terms_of(toy: Dataset, chain: str = "fashion", stage: str = "make") -> dict[str, Term]:
    around = {CITY: surroundings(toy, toy_network(), CITY)}
    return {
        term.key: term for term in ranking_terms(toy, select(toy, Filters()), around, chain, stage)
    }


def ranked(toy: Dataset, weights: dict[str, float] | None = None, least: float = 0.5) -> Ranking:
    chosen = select(toy, Filters())
    hubs = pd.concat([chosen.hubs, chosen.hubs_without_place])
    return rank_hubs(hubs, tuple(terms_of(toy).values()), weights or DEFAULT_WEIGHTS, least)


@pytest.fixture(scope="module")
def toy() -> Dataset:
    return toy_dataset()


@pytest.fixture(scope="module")
def terms(toy: Dataset) -> dict[str, Term]:
    return terms_of(toy)


@pytest.fixture(scope="module")
def ranking(toy: Dataset) -> Ranking:
    return ranked(toy)


def column(term: Term, name: str) -> dict[str, object]:
    known = term.values[name].dropna()
    return known.to_dict()


def test_every_term_has_its_unit_and_source(terms: dict[str, Term]) -> None:
    assert tuple(terms) == TERMS
    assert [term.unit for term in terms.values()] == [
        "tenants", "weighted_tenants", "metres", "places", "stops", "yes_no", "share", "per_year",
    ]  # fmt: skip
    assert all(term.sources for term in terms.values())


def test_tenants_in_the_house_and_a_house_without_a_list_is_unknown(
    terms: dict[str, Term],
) -> None:
    term = terms["in_house"]
    assert column(term, "raw") == {
        "h1": 2, "h2": 1, "h3": 1, "h5": 0, "h6": 0, "h9": 0, "h10": 0, "h12": 0,
    }  # fmt: skip
    assert term.values.loc[["h4", "h7", "h8"], "reason"].tolist() == ["no_tenants"] * 3
    assert term.values.loc[["h1", "h2", "h5"], "scaled"].tolist() == [1.0, 0.5, 0.0]
    assert term.values.at["h1", "n"] == 3


def test_stages_beside_mine_count_full_within_250_m_and_half_within_500(
    terms: dict[str, Term],
) -> None:
    values = terms["near_stages"].values
    assert column(terms["near_stages"], "raw") == {
        **dict.fromkeys(["h1", "h2", "h3", "h5", "h6", "h9"], 2.0),
        **dict.fromkeys(["h4", "h7", "h8", "h10"], 1.0),
    }
    bands = ["within_250", "within_500", "within_1000"]
    assert values.loc["h8", bands].tolist() == [0, 2, 2]
    assert values.at["h12", "reason"] == "no_place"


def test_nearest_next_stage_falls_from_one_in_house_to_nought_at_a_kilometre(
    terms: dict[str, Term],
) -> None:
    values = terms["next_partner"].values
    assert values.at["h1", "reason"] == "in_house"
    assert values.loc[["h1", "h2", "h4", "h8"], "raw"].tolist() == pytest.approx([0, 100, 300, 400])
    scaled = values.loc[["h1", "h2", "h4", "h8"], "scaled"].tolist()
    assert scaled == pytest.approx([1, 0.9, 0.7, 0.6])
    assert np.isnan(values.at["h12", "scaled"])


def test_meeting_places_are_those_within_400_m_and_the_horeca_in_house(
    terms: dict[str, Term],
) -> None:
    raw = column(terms["meeting"], "raw")
    assert raw == {**dict.fromkeys([f"h{i}" for i in range(1, 11)], 1.0), "h6": 2.0}
    assert terms["meeting"].values.at["h6", "scaled"] == 1.0


def test_without_a_file_of_cafes_the_term_is_unknown_and_not_nought(toy: Dataset) -> None:
    libraries = toy.meeting_places.assign(category="library")
    values = terms_of(replace(toy, meeting_places=libraries))["meeting"].values
    assert values["raw"].notna().sum() == 0
    assert values.at["h6", "reason"] == "no_source"


def test_stops_and_published_focus(terms: dict[str, Term]) -> None:
    assert column(terms["transit"], "raw") == {f"h{i}": 1.0 for i in range(1, 11)}
    assert column(terms["focus"], "raw") == {"h1": 1.0}
    assert terms["focus"].values.at["h2", "reason"] == "no_focus"


def test_the_rows_behind_a_figure_add_up_to_it(terms: dict[str, Term]) -> None:
    for key in ("in_house", "meeting", "transit"):
        term = terms[key]
        sums = term.rows.groupby("hub_id")["weight"].sum().reindex(term.values.index).fillna(0)
        known = term.values["raw"].notna()
        assert term.values.loc[known, "raw"].tolist() == sums[known].tolist(), key
    behind = terms["next_partner"].rows.set_index("hub_id")
    assert behind.at["h4", "id"] == "h1"
    assert behind.at["h1", "label"] == "Showroom"


def test_the_public_has_no_next_stage(toy: Dataset) -> None:
    term = terms_of(toy, "fashion", "public")["next_partner"]
    assert not term.applies
    assert term.values["scaled"].isna().all()


def test_a_coarsely_placed_hub_is_not_held_against_a_shorter_distance(toy: Dataset) -> None:
    accuracy = toy.hubs["accuracy_m"].where(toy.hubs["id"].ne("h2"), 150.0)
    found = terms_of(replace(toy, hubs=toy.hubs.assign(accuracy_m=accuracy)))
    # 150 m is more than half of 250 m, less than half of five minutes' walk (400 m); 100 m < 150 m
    # is withheld.
    assert found["near_stages"].values.at["h2", "reason"] == "too_coarse"
    assert found["next_partner"].values.at["h2", "reason"] == "too_coarse"
    assert found["meeting"].values.at["h2", "reason"] == "ok"
    assert found["in_house"].values.at["h2", "raw"] == 1.0


def test_a_coarse_neighbour_counts_only_in_the_bands_it_can_be_told(toy: Dataset) -> None:
    accuracy = toy.hubs["accuracy_m"].where(toy.hubs["id"].ne("h1"), 150.0)
    values = terms_of(replace(toy, hubs=toy.hubs.assign(accuracy_m=accuracy)))["near_stages"].values
    row = values.loc["h2", ["within_250", "within_500", "within_1000", "raw"]].tolist()
    assert row == [0, 2, 2, 1.0]


def test_starters_and_turnover_are_answered_once_a_list_has_them(toy: Dataset) -> None:
    stays = pd.DataFrame(
        {
            "id": [f"n{i}" for i in range(5)],
            "hub_id": "h4",
            "label": "Atelier",
            "chain": "design",
            "stage": "make",
            "is_total": False,
            "starter": pd.array([True, True, True, False, False], dtype="boolean"),
            "year_from": pd.array([2010, 2010, 2012, 2014, 2019], dtype="Int64"),
            "year_to": pd.array([2013, None, None, 2018, None], dtype="Int64"),
            "city": CITY,
        }
    )
    tenants = pd.concat([toy.tenants, stays], ignore_index=True)
    found = terms_of(replace(toy, tenants=tenants))
    assert found["starters"].values.loc["h4", ["raw", "n"]].tolist() == [0.6, 5]
    # Five entries and two exits in the ten years 2010-2019, five tenants: 7 / 50.
    assert found["turnover"].values.at["h4", "raw"] == pytest.approx(0.14)
    assert found["turnover"].values.at["h1", "reason"] == "no_dates"


def test_a_list_without_exits_says_nothing_of_turnover(toy: Dataset) -> None:
    years = pd.array([2010] * len(toy.tenants), dtype="Int64")
    house = toy.tenants.assign(year_from=years, hub_id="h1")
    values = terms_of(replace(toy, tenants=house))["turnover"].values
    assert values.at["h1", "reason"] == "no_dates"


def test_score_is_the_mean_of_the_known_terms(ranking: Ranking) -> None:
    expected = {
        "h1": 12 / 13, "h2": 9.2 / 12, "h3": 8.9 / 12, "h6": 8.4 / 12, "h5": 7.7 / 12,
        "h4": 5.6 / 9, "h7": 5.6 / 9, "h9": 7.4 / 12, "h8": 5.3 / 9, "h10": 5.6 / 12, "h12": 0.0,
    }  # fmt: skip
    assert ranking.table["score"].to_dict() == pytest.approx(expected)
    assert list(ranking.table.index) == list(expected)


def test_equal_scores_share_the_better_place(ranking: Ranking) -> None:
    ranks = ranking.table["rank"].dropna().astype(int).tolist()
    assert ranks == [1, 2, 3, 4, 5, 6, 6, 8, 9, 10]


def test_confidence_is_the_share_of_the_weight_that_is_known(ranking: Ranking) -> None:
    confidence = ranking.table["confidence"]
    assert confidence[["h1", "h2", "h4", "h12"]].tolist() == pytest.approx(
        [13 / 15, 12 / 15, 9 / 15, 3 / 15]
    )
    assert not ranking.table.at["h12", "enough"]
    assert pd.isna(ranking.table.at["h12", "rank"])


def test_the_parts_of_the_bar_sum_to_the_score(ranking: Ranking) -> None:
    assert ranking.parts.sum(axis=1).tolist() == pytest.approx(ranking.table["score"].tolist())


def test_a_weight_of_nought_takes_the_term_out_of_score_and_confidence(toy: Dataset) -> None:
    only = ranked(toy, {"focus": 2.0})
    assert only.table["enough"].sum() == 1
    assert only.table.loc["h1", ["score", "confidence"]].tolist() == [1.0, 1.0]
    assert np.isnan(only.table.at["h2", "score"])


def test_why_this_one_and_why_not_that_one(ranking: Ranking) -> None:
    best = strengths(ranking, "h2")
    assert [term.key for term, _ in best] == ["near_stages", "next_partner"]
    assert [value for _, value in best] == pytest.approx([3 / 12, 2.7 / 12])
    behind = shortfall(ranking, "h2")
    assert behind is not None
    assert behind[0].key == "in_house"
    assert behind[1] == pytest.approx(3 / 13 - 1.5 / 12)
    assert shortfall(ranking, "h1") is None


def test_the_draws_are_the_same_each_time_and_others_with_another_seed(ranking: Ranking) -> None:
    first, again, other = (sensitivity(ranking, 200, seed) for seed in (1, 1, 2))
    assert first.same_top == again.same_top
    assert first.in_top.equals(again.in_top)
    assert not first.in_top.equals(other.in_top)


def test_three_hubs_are_in_front_in_every_draw(ranking: Ranking) -> None:
    result = sensitivity(ranking, 500)
    assert result.in_top["h1"] == 1.0  # the best on every term but the horeca
    assert result.in_top.sum() >= 3.0  # exactly three, or more where hubs are equal
    assert 0.0 < result.same_top < 1.0
    assert "h12" not in result.in_top


def test_the_share_of_draws_equals_a_plain_loop(ranking: Ranking) -> None:
    keys = [term.key for term in ranking.terms]
    weights = np.array([DEFAULT_WEIGHTS[key] for key in keys], dtype=float)
    ids = ranking.table.index[ranking.table["enough"]]
    rng = np.random.default_rng(7)
    same = 0
    for drawn in rng.dirichlet(weights / weights.sum() * 50, size=100):
        again = rank_hubs(
            ranking.table.reset_index().rename(columns={"hub_id": "id"}),
            ranking.terms,
            dict(zip(keys, drawn, strict=True)),
            0.0,
        ).table.loc[ids, "score"]
        top = again.round(9) >= again.round(9).nlargest(3).iloc[-1]
        same += set(top.index[top]) <= {"h1", "h2", "h3"}
    assert sensitivity(ranking, 100, 7).same_top == same / 100


def test_a_shared_third_place_does_not_make_the_first_three_shaky(ranking: Ranking) -> None:
    # h1 first, four equal hubs behind it, on two terms that all know: no draw brings another.
    scaled = {"h1": 1.0, "h2": 0.5, "h3": 0.5, "h5": 0.5, "h6": 0.5, "h9": 0.1, "h10": 0.0}
    values = pd.DataFrame({"scaled": pd.Series(scaled)}).reindex(ranking.table.index)
    same = tuple(replace(t, values=values) for t in ranking.terms[:2])
    table = ranking.table.assign(enough=ranking.table.index.isin(list(scaled)))
    result = sensitivity(replace(ranking, terms=same, table=table), 50)
    assert result.same_top == 1.0
    assert result.in_top[["h1", "h5", "h9"]].tolist() == [1.0, 1.0, 0.0]


def test_when_all_hubs_are_equal_all_stay_in_front(ranking: Ranking) -> None:
    flat = tuple(replace(t, values=t.values.assign(scaled=0.5)) for t in ranking.terms)
    result = sensitivity(replace(ranking, terms=flat), 50)
    assert result.same_top == 1.0
    assert result.in_top.eq(1.0).all()


@pytest.mark.slow
@pytest.mark.parametrize("weights", [{}, {"focus": 0.0}, {"focus": -1.0, "meeting": 3.0}])
def test_weights_below_nought_or_all_nought_are_refused(
    toy: Dataset, weights: dict[str, float]
) -> None:
    hubs = toy.hubs
    with pytest.raises(ArgumentError, match="weights"):
        rank_hubs(hubs, tuple(terms_of(toy).values()), weights)


@pytest.mark.parametrize(("chain", "stage"), [("nonsense", "make"), ("fashion", "support")])
def test_an_unknown_chain_or_a_stage_beside_the_line_is_refused(
    toy: Dataset, chain: str, stage: str
) -> None:
    with pytest.raises(ArgumentError):
        terms_of(toy, chain, stage)
