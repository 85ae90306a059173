"""Rank intervals against a plain loop, by hand, and against made-up cities whose truth is known."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
import pytest

from benchmarks.truth import ranking as truth
from geo.answers.rank_draws import CONCENTRATION, DRAWS, Known, Varied, rank_draws

FIXED = Varied(weights=False, scaling=False)


def known(scaled: list[list[float]], weight: list[float], cities: str = "") -> Known:
    values = np.array(scaled, dtype=float)
    city = np.array(list(cities or "A" * len(values)), dtype=object)
    return Known(values, city, np.array(weight, dtype=float), np.ones(len(values), dtype=bool))


NAN = float("nan")
SIX = [[1, 0.2], [0.8, 0.9], [0.5, NAN], [0.4, 0.1], [0.3, 1.0], [NAN, 0.6]]


def test_all_known_and_nothing_varied_is_the_plain_order() -> None:
    found = rank_draws(known([[0.9, 0], [0.5, 0.5], [0.1, 0.9], [0.6, 0.4]], [3, 1]), varied=FIXED)
    # 2.7, 2, 1.2 and 2.2 of 4.
    assert found["rank"].tolist() == [1, 3, 4, 2]
    assert found["rank"].equals(found["rank_low"])
    assert found["rank"].equals(found["rank_high"])
    assert found["in_first"].tolist() == [1, 1, 0, 1]
    assert found["score"].tolist() == pytest.approx([2.7 / 4, 2 / 4, 1.2 / 4, 2.2 / 4])
    assert found["decisive"].tolist() == [-1] * 4


def test_intervals_equal_those_of_a_plain_loop() -> None:
    asked = known(SIX, [2, 1])
    found = rank_draws(asked, 4000)
    rng = np.random.default_rng(99)
    by_rank = [[1, 0.25], [0.75, 0.75], [0.5, NAN], [0.25, 0], [0, 1], [NAN, 0.5]]
    drawn: list[list[int]] = [[] for _ in SIX]
    for _ in range(4000):
        weight = rng.dirichlet(np.array([2, 1]) / 3 * CONCENTRATION)
        table = np.array(by_rank if rng.random() < 0.5 else SIX, dtype=float)
        for term in (0, 1):
            deck = table[np.isfinite(table[:, term]), term]
            lent = rng.choice(deck, len(deck))
            table[np.isnan(table[:, term]), term] = rng.choice(lent)
        score = table @ weight
        for hub, mine in enumerate(score):
            drawn[hub].append(1 + int((score > mine + 1e-9).sum()))
    for hub, ranks in enumerate(drawn):
        low, middle, high = np.quantile(ranks, [0.05, 0.5, 0.95])
        assert found.loc[hub, ["rank_low", "rank", "rank_high"]].tolist() == [low, middle, high]
        assert found.at[hub, "in_first"] == pytest.approx(np.mean(np.array(ranks) <= 3), abs=0.03)


def test_by_rank_a_term_runs_from_nought_to_one_however_few_have_it() -> None:
    table = [[1, 0], [0.2, 1], [0.1, NAN], [0, NAN]]
    found = rank_draws(known(table, [2, 1]), 4000, varied=Varied(weights=False, scaling=True))
    # As given 2 against 1.4; by rank 2 against 2 * 2/3 + 1: each is first in half of the draws.
    assert found.loc[[0, 1], "rank_mean"].tolist() == pytest.approx([1.5, 1.5], abs=0.05)


def test_a_hub_borrows_from_its_own_city_only() -> None:
    # All of A have 1 on the second term, all of B 0; the unknown ones get what their city has.
    rows = [[0.1 * i, 1] for i in range(5)] + [[0.5, NAN]]
    rows += [[0.1 * i, 0] for i in range(5)] + [[0.5, NAN]]
    found = rank_draws(known(rows, [1, 1], "A" * 6 + "B" * 6), varied=FIXED)
    assert found.loc[[5, 11], "score"].tolist() == pytest.approx([0.75, 0.25])


def test_too_few_in_the_city_borrow_from_all_and_too_few_at_all_may_be_anything() -> None:
    rows = [[0.5, 1]] * 5 + [[0.5, NAN]]
    found = rank_draws(known(rows, [1, 1], "AAAAAB"), varied=FIXED)
    assert found.at[5, "score"] == 0.75
    anything = rank_draws(known(rows, [1, 1], "AAAAAB"), 4000, varied=FIXED)
    assert anything.at[5, "rank_low"] == 1
    few = rank_draws(known([[0.5, 1]] * 4 + [[0.5, NAN]], [1, 1]), 4000, varied=FIXED)
    assert few.at[4, "score"] == pytest.approx(0.5, abs=0.01)
    low, high = few.loc[4, ["score_low", "score_high"]]
    assert (low, high) == pytest.approx((0.275, 0.725), abs=0.01)


def test_the_same_seed_gives_the_same_and_another_seed_nearly() -> None:
    asked = known(SIX, [2, 1])
    first, again, other = (rank_draws(asked, DRAWS, seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first, again)
    assert not first["in_first"].equals(other["in_first"])
    assert np.allclose(first["in_first"], other["in_first"], atol=0.06)


def test_what_would_change_a_rank_most_by_hand() -> None:
    # Of the last nothing but the first term is known: .5. With the second at its high value, the
    # last but one of the five sorted, it has .5 + .9 and only the first has more; with the low
    # one, the first of five, .5 + .1: only the fifth has less. (10 and 90 % of five values.)
    rows = [[1, 1], [0.5, 0.8], [0.6, 0.5], [0.4, 0.3], [0.2, 0.1], [0.5, NAN]]
    found = rank_draws(known(rows, [1, 1]), varied=FIXED)
    # High is 1 (1.5: behind 2.0 only), low is 0.1 (0.6: before 0.3 only).
    assert found.loc[5, ["decisive", "with_high", "with_low"]].tolist() == [1, 2, 5]


def test_hubs_that_are_not_ranked_lend_and_take_no_place() -> None:
    rows = [[0.9, 0.9], [0.5, NAN], [0.1, 0.1], *[[1, 1]] * 5]
    asked = known(rows, [1, 1])
    only = Known(asked.scaled, asked.city, asked.weight, np.arange(8) < 3)
    found = rank_draws(only, varied=FIXED)
    assert found.index.tolist() == [0, 1, 2]
    # Six of seven values are .9 or more: the middle one lies behind the first in most draws.
    assert found["rank"].tolist() == [1, 2, 3]
    assert found.at[1, "score"] > 0.6


def test_nobody_ranked_is_an_empty_answer() -> None:
    asked = known(SIX, [2, 1])
    assert rank_draws(Known(asked.scaled, asked.city, asked.weight, np.zeros(6, bool))).empty


def test_nine_of_ten_intervals_hold_the_rank_of_full_knowledge() -> None:
    every = pd.concat(truth.cities(16))
    assert len(every) > 800
    assert every["inside"].mean() >= 0.88
    # Wider the more is hidden, and never the whole order.
    width = (every["width"] / every["n"]).groupby(every["hidden"]).median()
    assert width.iloc[0] < width.iloc[-1]
    assert (every["width"] < every["n"]).mean() > 0.99


def test_the_made_cities_are_cities_of_all_kinds() -> None:
    for i in range(4):
        full = truth.made_city(np.random.default_rng(i), 0.3)
        assert 40 <= len(full) <= 120
        assert full.shape[1] == len(truth.WEIGHTS)
        assert (full >= 0).all()
        assert (full <= 1).all()
        assert set(Counter(full[:, 5])) == {0.0, 1.0}
