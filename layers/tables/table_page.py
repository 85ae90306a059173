"""One page of a large table: searched and put in order over the whole of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.types import is_datetime64_any_dtype, is_numeric_dtype

MOST_ROWS = 1_000
"""A table of more rows is shown a page at a time."""
PAGE = 200
AS_IT_IS = -1
"""The order of a table that is asked for none."""

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Asked:
    """What is asked of a table.

    Attributes
    ----------
    search : str
        Words that a row must hold, each in any of its cells; "" for every row.
    by : int
        Number of the column by which rows are put in order, or `AS_IT_IS`.
    down : bool
        Whether the largest comes first.
    number : int
        Of the page, from 1; beyond the last is the last.
    """

    search: str = ""
    by: int = AS_IT_IS
    down: bool = False
    number: int = 1


@dataclass(frozen=True, eq=False)
class TablePage:
    """A page: its rows, where they stand in the table, and which of the found ones they are."""

    rows: pd.DataFrame
    at: Ints
    first: int
    last: int
    found: int
    number: int
    pages: int


def page_of(table: pd.DataFrame, asked: Asked) -> TablePage:
    """Return the page of a table that is asked for.

    Examples
    --------
    >>> table = pd.DataFrame({"naam": ["Oude Loods", "Atelier", "Loods 2"], "n": [3, 1, 2]})
    >>> page = page_of(table, Asked("loods", by=1))
    >>> page.rows["naam"].tolist(), page.at.tolist(), (page.first, page.last, page.found)
    (['Loods 2', 'Oude Loods'], [2, 0], (1, 2, 2))
    """
    at = _in_order(table, _found(table, asked.search), asked)
    pages = max(1, -(-len(at) // PAGE))
    number = min(max(1, asked.number), pages)
    here = at[(number - 1) * PAGE : number * PAGE]
    first = (number - 1) * PAGE + 1 if len(here) else 0
    last = first + len(here) - 1 if len(here) else 0
    return TablePage(table.iloc[here], here, first, last, len(at), number, pages)


def page_with(table: pd.DataFrame, asked: Asked, row: int) -> int:
    """Return the number of the page on which a row of the table stands, 1 when it is not found."""
    at = _in_order(table, _found(table, asked.search), asked)
    places = np.flatnonzero(at == row)
    return int(places[0]) // PAGE + 1 if len(places) else 1


def _found(table: pd.DataFrame, search: str) -> Ints:
    """Where the rows stand that hold every word of a search, capitals or not."""
    holds = np.ones(len(table), dtype=bool)
    columns = [_written(table.iloc[:, i]) for i in range(table.shape[1])] if search.strip() else []
    for word in search.casefold().split():
        held = np.zeros(len(table), dtype=bool)
        for column in columns:
            held |= column.str.contains(word, regex=False).to_numpy(dtype=bool)
        holds &= held
    return np.flatnonzero(holds)


def _written(column: pd.Series) -> pd.Series:
    return column.astype("str").fillna("").str.casefold()


def _in_order(table: pd.DataFrame, at: Ints, asked: Asked) -> Ints:
    if asked.by == AS_IT_IS or asked.by >= table.shape[1]:
        return at
    column = table.iloc[at, asked.by].reset_index(drop=True)
    if not is_numeric_dtype(column) and not is_datetime64_any_dtype(column):
        column = _written(column).mask(column.isna())
    order = column.sort_values(ascending=not asked.down, kind="stable", na_position="last").index
    ordered: Ints = at[order.to_numpy()]
    return ordered
