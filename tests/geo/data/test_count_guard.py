"""Nothing below k can be worked out from a guarded table: tried with what an attacker would do."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import linprog

from geo.data.count_guard import TOTAL, counts_in, guarded_counts

# Sectors by district, worked by hand. Only 3 (film in Oost) is small. Its rectangles and what they
# hide beside it: with mode and Noord 12 + 40 + 20 = 72 (range min(3, 40) + min(12, 20) = 15); with
# mode and West 12 + 15 + 9 = 36 (min(3, 15) + min(12, 9) = 12); with muziek and Noord
# 30 + 25 + 20 = 75; with muziek and West 30 + 11 + 9 = 50. The cheapest that shifts over five
# numbers or more is mode with West.
BY_HAND = pd.DataFrame(
    {"film": [20, 3, 9], "mode": [40, 12, 15], "muziek": [25, 30, 11]},
    index=["Noord", "Oost", "West"],
)


def shown(table: pd.DataFrame) -> list[list[int | None]]:
    return [[None if pd.isna(cell) else int(cell) for cell in row] for row in table.to_numpy()]


def test_a_table_worked_by_hand() -> None:
    guarded = guarded_counts(BY_HAND)
    assert list(guarded.index) == ["Noord", "Oost", "West", TOTAL]
    assert shown(guarded) == [
        [20, 40, 25, 85],
        [None, None, 30, 45],
        [None, None, 11, 35],
        [32, 67, 66, 165],
    ]


def test_a_table_without_small_numbers_is_shown_whole() -> None:
    guarded = guarded_counts(BY_HAND.replace(3, 5))
    assert not guarded.isna().any(axis=None)
    assert guarded.loc[TOTAL, TOTAL] == 167


def test_a_small_total_goes_with_its_row_and_the_next_smallest_total() -> None:
    # Oost has 3 in all. Alone it would be the grand total less the others; West (35) goes with it.
    counts = BY_HAND.copy()
    counts.loc["Oost"] = [3, 0, 0]
    guarded = guarded_counts(counts)
    assert guarded.loc[["Oost", "West"]].isna().all(axis=None)
    assert shown(guarded.loc[["Noord", TOTAL]]) == [[20, 40, 25, 85], [32, 55, 36, 123]]


def test_empty_cells_are_no_secret_and_hide_nothing() -> None:
    counts = pd.DataFrame({"x": [2, 0, 30], "y": [0, 20, 30], "z": [30, 30, 30]}, list("abc"))
    guarded = guarded_counts(counts)
    # The rectangle with y and b has an empty corner: only the one with z and c can hide the 2.
    assert guarded.loc["a", "y"] == 0
    assert guarded.loc[["a", "c"], ["x", "z"]].isna().all(axis=None)


@pytest.mark.parametrize("counts", [[[3]], [[3, 4]], [[0, 0], [0, 0]], [[2, 0], [0, 2]]])
def test_small_tables_show_nothing_but_empty_cells(counts: list[list[int]]) -> None:
    guarded = guarded_counts(pd.DataFrame(counts))
    inner = guarded.iloc[:-1, :-1].to_numpy(dtype=object)
    assert all(cell is pd.NA or cell == 0 for cell in inner.ravel())


def can_be(table: np.ndarray, known: np.ndarray, cell: tuple[int, int]) -> tuple[float, float]:
    """The least and the most a cell can be for who sees the known cells and all known totals."""
    n_rows, n_columns = table.shape[0] - 1, table.shape[1] - 1
    size = table.size
    at = np.arange(size).reshape(table.shape)
    rules, sums = [], []
    for i in range(n_rows + 1):
        rule = np.zeros(size)
        rule[at[i, :n_columns]], rule[at[i, n_columns]] = 1, -1
        rules.append(rule)
        sums.append(0)
    for j in range(n_columns + 1):
        rule = np.zeros(size)
        rule[at[:n_rows, j]], rule[at[n_rows, j]] = 1, -1
        rules.append(rule)
        sums.append(0)
    bounds = [(v, v) if k else (0, None) for v, k in zip(table.ravel(), known.ravel(), strict=True)]
    ends = []
    for sign in (1, -1):
        goal = np.zeros(size)
        goal[at[cell]] = sign
        found = linprog(goal, A_eq=np.array(rules), b_eq=sums, bounds=bounds)
        ends.append(sign * found.fun)
    return ends[0], ends[1]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    arrays(np.int64, st.tuples(st.integers(1, 4), st.integers(1, 4)), elements=st.integers(0, 30))
)
def test_no_small_number_can_be_worked_out(counts: np.ndarray) -> None:
    least = 5
    guarded = guarded_counts(pd.DataFrame(counts), least)
    known = guarded.notna().to_numpy()
    whole = np.block([[counts, counts.sum(1)[:, None]], [counts.sum(0)[None], counts.sum()]])
    small = (whole > 0) & (whole < least)
    if 0 < counts.sum() < least or not (counts >= least).any():
        return  # tables of which all is small are tried by hand above
    assert not (small & known).any()
    for i, j in np.argwhere(small):
        low, high = can_be(whole, known, (int(i), int(j)))
        assert high - low >= least - 1e-6, (guarded, i, j)


def test_a_table_of_words_holds_no_counts() -> None:
    assert counts_in(pd.DataFrame({"naam": ["A", "B"], "x": [121230.5, 122590.0]})) is None
    assert counts_in(pd.DataFrame({"wijk": ["A"], "n": [4]})) is None
    assert counts_in(pd.DataFrame({"wijk": ["A"], "n": [4], "m": ["-"]})) is None
