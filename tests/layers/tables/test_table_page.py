"""A page of a large table: searched, ordered and counted over the whole of it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from layers.tables.table_page import PAGE, Asked, page_of, page_with

N = 1_234
DICE = np.random.default_rng(3)
TABLE = pd.DataFrame(
    {
        "naam": [f"{'Élan' if i % 7 == 0 else 'bedrijf'} {i}" for i in range(N)],
        "n": DICE.integers(0, 50, N),
        "km": np.where(np.arange(N) % 10 == 0, np.nan, DICE.random(N)),
        "stad": np.where(np.arange(N) % 2, "Rotterdam", "amsterdam"),
        "jaar": pd.array([None if i % 5 == 0 else 2000 + i % 20 for i in range(N)], dtype="Int64"),
    },
    index=pd.RangeIndex(10, 10 + N),
)


@pytest.mark.parametrize("by", [-1, 0, 1, 2, 3, 4])
@pytest.mark.parametrize("down", [False, True])
def test_all_pages_together_are_the_table_in_order(by: int, down: bool) -> None:
    at: list[int] = []
    pages = page_of(TABLE, Asked(by=by, down=down)).pages
    for number in range(1, pages + 1):
        page = page_of(TABLE, Asked(by=by, down=down, number=number))
        assert page.rows.equals(TABLE.iloc[page.at])
        assert (page.first, page.last) == (len(at) + 1, len(at) + len(page.rows))
        assert (page.found, page.number) == (N, number)
        at += page.at.tolist()
    assert pages == 7
    assert sorted(at) == list(range(N))
    if by < 0:
        assert at == list(range(N))
        return
    # As Python puts them in order: capitals count for nothing, what is missing comes last.
    cells = TABLE.iloc[:, by].tolist()
    there = [i for i in range(N) if not pd.isna(cells[i])]
    plain = {i: cells[i].casefold() if isinstance(cells[i], str) else cells[i] for i in there}
    expected = sorted(there, key=lambda i: plain[i], reverse=down)
    assert at[: len(there)] == expected
    assert at[len(there) :] == [i for i in range(N) if pd.isna(cells[i])]


@pytest.mark.parametrize("search", ["élan", "ROTTERDAM élan", "bedrijf 12", "2013", "(", "niets"])
def test_a_search_finds_the_rows_that_hold_every_word(search: str) -> None:
    said = [" | ".join(map(str, row)).casefold() for row in TABLE.itertuples(index=False)]
    expected = [i for i, row in enumerate(said) if all(w in row for w in search.casefold().split())]
    page = page_of(TABLE, Asked(search))
    assert page.found == len(expected)
    assert page.at.tolist() == expected[:PAGE]
    if not expected:
        assert (page.first, page.last, page.pages) == (0, 0, 1)


def test_a_page_beyond_the_last_is_the_last() -> None:
    page = page_of(TABLE, Asked("élan", number=99))
    assert page.number == page.pages == 1
    assert page_of(TABLE, Asked(number=99)).last == N


def test_the_page_of_a_row_holds_it() -> None:
    asked = Asked(by=1, down=True)
    for row in (0, 700, N - 1):
        number = page_with(TABLE, asked, row)
        assert row in page_of(TABLE, Asked(by=1, down=True, number=number)).at
    assert page_with(TABLE, Asked("élan"), 1) == 1
