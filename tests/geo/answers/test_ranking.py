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
from shapely import Point
from toy_ranking import CITY, terms_of

from geo.answers.ranking import (
    DEFAULT_WEIGHTS,
    TERMS,
    Ranking,
    Term,
    rank_hubs,
    shortfall,
    strengths,
)
from geo.data.errors import ArgumentError
from geo.data.selection import Filters, select
from geo.data.store import Dataset


def ranked(toy: Dataset, weights: dict[str, float] | None = None, least: float = 0.5) -> Ranking:
    chosen = select(toy, Filters())
    hubs = pd.concat([chosen.hubs, chosen.hubs_without_place])
    return rank_hubs(hubs, tuple(terms_of(toy).values()), weights or DEFAULT_WEIGHTS, least)


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


# Minutes on foot: from h1, where both neighbours in the chain sit, and to the stop on h7.
FROM_H1 = {
    "h1": 0, "h2": 1.25, "h3": 2.5, "h4": 3.75, "h5": 1, "h6": 2.25, "h7": 3.5, "h8": 4.75,
    "h9": 2.25, "h10": 3.5,
}  # fmt: skip
TO_STOP = {
    "h1": 3.5, "h2": 4.75, "h3": 3.75, "h4": 2.5, "h5": 2.5, "h6": 1.25, "h7": 0, "h8": 1.25,
    "h9": 3.75, "h10": 5,
}  # fmt: skip


def half(minutes: float) -> float:
    """Half is left after each five minutes on foot."""
    return 0.5 ** (minutes / 5)


def test_stages_beside_mine_count_half_after_each_five_minutes(terms: dict[str, Term]) -> None:
    values = terms["near_stages"].values
    expected = {hub: 2 * half(minutes) for hub, minutes in FROM_H1.items()}
    assert column(terms["near_stages"], "raw") == pytest.approx(expected)
    bands = ["within_250", "within_500", "within_1000"]
    assert values.loc["h8", bands].tolist() == [0, 2, 2]
    assert values.at["h12", "reason"] == "no_place"


def test_nearest_next_stage_halves_every_five_minutes(terms: dict[str, Term]) -> None:
    values = terms["next_partner"].values
    assert values.at["h1", "reason"] == "in_house"
    assert values.loc[["h1", "h2", "h4", "h8"], "raw"].tolist() == pytest.approx([0, 100, 300, 400])
    expected = {hub: half(minutes) for hub, minutes in FROM_H1.items()}
    assert column(terms["next_partner"], "scaled") == pytest.approx(expected)
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
    expected = {hub: half(minutes) for hub, minutes in TO_STOP.items()}
    assert column(terms["transit"], "raw") == pytest.approx(expected)
    # All of the city lies within 400 m of it.
    assert terms["transit"].values["near"].tolist() == [1] * 10 + [0]
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
    def of(metres: float) -> dict[str, Term]:
        accuracy = toy.hubs["accuracy_m"].where(toy.hubs["id"].ne("h2"), metres)
        return terms_of(replace(toy, hubs=toy.hubs.assign(accuracy_m=accuracy)))

    # 150 m is less than half of five minutes' walk (400 m); 100 m < 150 m is withheld.
    found = of(150.0)
    assert found["near_stages"].values.at["h2", "reason"] == "ok"
    assert found["next_partner"].values.at["h2", "reason"] == "too_coarse"
    assert found["meeting"].values.at["h2", "reason"] == "ok"
    assert found["in_house"].values.at["h2", "raw"] == 1.0
    coarser = of(201.0)
    for key in ("near_stages", "meeting", "transit"):
        assert coarser[key].values.at["h2", "reason"] == "too_coarse"


def test_a_coarse_neighbour_counts_only_where_it_can_be_told(toy: Dataset) -> None:
    accuracy = toy.hubs["accuracy_m"].where(toy.hubs["id"].ne("h1"), 201.0)
    coarse = toy.hubs.assign(accuracy_m=accuracy)
    far = coarse.set_geometry(coarse.geometry.mask(coarse["id"].eq("h4"), Point(300, -450)))
    values = terms_of(replace(toy, hubs=far))["near_stages"].values
    row = values.loc["h2", ["within_250", "within_500", "within_1000", "raw", "undecided"]].tolist()
    assert row == [0, 2, 2, 0, 2]
    # 750 m is told to less than half of it.
    assert values.at["h4", "raw"] == pytest.approx(2 * half(9.375))


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


IN_HOUSE = {"h1": 2, "h2": 1, "h3": 1}
# Weighted known terms, of the 15 that all terms weigh together: what is in the house and, twice,
# how near h1 is weigh three, the café two (h6 has another, the most), the stop one; h1 its focus.
KNOWN_PART = {
    hub: 3 * IN_HOUSE.get(hub, 0) / 2
    + 6 * half(FROM_H1[hub])
    + (2 if hub == "h6" else 1)
    + half(TO_STOP[hub])
    + (hub == "h1")
    for hub in FROM_H1
} | {"h12": 0}


def test_what_is_not_known_is_neither_nought_nor_left_out(ranking: Ranking) -> None:
    known = ranking.parts.sum(axis=1)
    assert known.to_dict() == pytest.approx({hub: n / 15 for hub, n in KNOWN_PART.items()})
    # Of h5 starters, turnover and profile are not known, of nobody else either but the profile of
    # h1: anything from 0 to 1 each, half on average.
    score = ranking.table["score"]
    assert score["h5"] == pytest.approx((KNOWN_PART["h5"] + 3 * 0.5) / 15, abs=0.01)
    assert ranking.table.at["h5", "score_low"] > KNOWN_PART["h5"] / 15
    assert ranking.table.at["h5", "score_high"] < (KNOWN_PART["h5"] + 3) / 15
    # Of h8 the tenants are not known either: drawn from the eight lists, (1 + .5 + .5) / 8.
    assert score["h8"] == pytest.approx((KNOWN_PART["h8"] + 3 * 0.5 + 3 * 2 / 8) / 15, abs=0.01)


def test_a_rank_is_the_middle_of_its_interval_and_best_comes_first(ranking: Ranking) -> None:
    told = ranking.table[ranking.table["enough"]]
    assert told["rank"].is_monotonic_increasing
    assert told["rank"].between(told["rank_low"], told["rank_high"]).all()
    # The best on every term but the horeca, and of it all is known but two.
    assert told.loc["h1", ["rank", "rank_low"]].tolist() == [1, 1]
    assert told.at["h1", "in_first"] > 0.95


def test_confidence_is_the_share_of_the_weight_that_is_known(ranking: Ranking) -> None:
    confidence = ranking.table["confidence"]
    assert confidence[["h1", "h2", "h4", "h12"]].tolist() == pytest.approx(
        [13 / 15, 12 / 15, 9 / 15, 3 / 15]
    )


def test_no_place_no_rank_however_much_is_known(toy: Dataset) -> None:
    row = ranked(toy, {"in_house": 1.0}, 0.0).table.loc["h12"]
    assert (row["confidence"], row["without"]) == (1.0, "no_place")
    assert not row["enough"]
    assert pd.isna(row["rank"])


def test_below_the_share_that_is_asked_there_is_no_rank(toy: Dataset) -> None:
    # 9 of 15 is known of h4, h7 and h8; 12 or more of the others.
    table = ranked(toy, least=0.61).table
    assert set(table.index[table["without"].eq("too_little")]) == {"h4", "h7", "h8"}
    assert table.loc[["h4", "h7", "h8"], "rank"].isna().all()
    assert ranked(toy, least=0.6).table["enough"].sum() == 10


def test_a_weight_of_nought_takes_the_term_out_of_score_and_confidence(toy: Dataset) -> None:
    only = ranked(toy, {"focus": 2.0})
    assert only.table["enough"].sum() == 1
    assert only.table.loc["h1", ["score", "confidence"]].tolist() == [1.0, 1.0]


def test_the_unknown_that_matters_most_is_the_heaviest(ranking: Ranking) -> None:
    # The tenants in the house weigh three, what else is unknown of h4 one each.
    row = ranking.table.loc["h4"]
    assert row["decisive"] == "in_house"
    assert row["with_high"] < row["with_low"]


def test_why_this_one_and_why_not_that_one(ranking: Ranking) -> None:
    best = strengths(ranking, "h2")
    assert [term.key for term, _ in best] == ["near_stages", "next_partner"]
    assert [value for _, value in best] == pytest.approx([3 * half(1.25) / 15] * 2)
    behind = shortfall(ranking, "h2")
    assert behind is not None
    assert behind[0].key == "in_house"
    assert behind[1] == pytest.approx(3 / 15 - 1.5 / 15)
    assert shortfall(ranking, "h1") is None


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
