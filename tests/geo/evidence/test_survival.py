"""Length of stay: the median of lists of every length, and what floating point must not decide."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.evidence.survival import kaplan_meier, median_stay


@pytest.mark.parametrize("n", range(1, 100))
def test_the_median_of_n_ended_stays_is_the_middle_one(n: int) -> None:
    curve = kaplan_meier(pd.Series(range(1, n + 1)), pd.Series([True] * n))
    # Half or fewer are there as soon as half of them, rounded up, have left.
    assert median_stay(curve) == (n + 1) // 2


@pytest.mark.parametrize("n", range(2, 100, 2))
def test_one_more_than_half_is_not_half(n: int) -> None:
    stays = pd.Series(range(1, n + 1))
    assert median_stay(kaplan_meier(stays, stays < n / 2)) is None
    assert median_stay(kaplan_meier(stays, stays <= n / 2)) == n / 2
