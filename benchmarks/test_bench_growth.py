"""Twice the rows take at most 2.3 times as long: `pytest benchmarks/test_bench_growth.py`."""

from __future__ import annotations

import pytest

from benchmarks.growth import BAR, CASES, measured


@pytest.mark.parametrize("name", list(CASES))
def test_twice_the_rows_take_little_more_than_twice_as_long(name: str) -> None:
    table = measured([name], (25_000, 50_000, 100_000))
    # The step that grows least is held: other work on the machine only makes one grow more.
    assert table["ratio"].min() < BAR, table
