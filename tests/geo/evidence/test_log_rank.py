"""The log-rank test by hand and under no difference, and stays that end with the house."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2

from geo.evidence.survival import log_rank
from geo.evidence.turnover import stay_test, turnover


def test_two_houses_by_hand() -> None:
    # a: 1, 2, 4+ (goes on); b: 3, 5. At 1: 3 of 5 of a at risk, 2 of 4 at 2, 1 of 3 at 3, 0 at 5.
    years = pd.Series([1.0, 2, 4, 3, 5])
    ended = pd.Series([True, True, False, True, True])
    expected = 3 / 5 + 2 / 4 + 1 / 3
    spread = 3 / 5 * 2 / 5 + 1 / 4 + 1 / 3 * 2 / 3
    p = log_rank(years, ended, pd.Series(list("aaabb")))
    assert p == pytest.approx(chi2.sf((2 - expected) ** 2 / spread, 1))


def test_nobody_left_or_one_house_says_nothing() -> None:
    years, house = pd.Series([1.0, 2, 3]), pd.Series(list("aab"))
    assert log_rank(years, pd.Series([False] * 3), house) is None
    assert log_rank(years, pd.Series([True] * 3), pd.Series(list("aaa"))) is None


def test_of_like_houses_few_are_called_different() -> None:
    rng = np.random.default_rng(2)
    house = pd.Series(np.repeat(["a", "b", "c"], 20))
    found = [
        log_rank(pd.Series(np.ceil(rng.exponential(5, 60))), pd.Series(rng.random(60) < 0.7), house)
        for _ in range(200)
    ]
    assert 0.01 <= np.mean(np.array(found, dtype=float) <= 0.05) <= 0.1


def test_eleven_that_go_when_the_house_closes_did_not_choose_to() -> None:
    rows = pd.DataFrame({"hub_id": "lik", "year_from": [2015] * 11, "year_to": [2017] * 11})
    found = turnover(rows, 2026, closed=2017)
    assert (found.n_ended, found.n_closed, found.n_exits) == (11, 11, 11)
    assert found.median_years is None
    assert found.curve.empty
    assert turnover(rows, 2026).median_years == 2
    other = pd.DataFrame(
        {"hub_id": "b", "year_from": [2010] * 6, "year_to": [2016] * 3 + [None] * 3}
    )
    test = stay_test(pd.concat([rows, other]), 2026, {"lik": 2017})
    assert (test.houses, test.n, test.n_left) == (2, 17, 3)
