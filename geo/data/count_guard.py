"""The small-number guard for a table of counts whose margins are known.

Hiding the small cells is not enough: with the totals of rows and columns beside them they follow
from what is shown. So further cells are hidden until every hidden cell could be any of a range of
at least k numbers.

- Rows, and then columns, of which the total itself is small are hidden with that total; the next
  smallest total goes with them (`geo.data.small_numbers.withheld_cells`). Together they count as
  one row, of which the sum follows from the rest.
- Of each small cell a rectangle is hidden: the cell, one in its row, one in its column, and the
  one that completes them. Along its corners numbers can be shifted without changing any total; it
  is chosen so that they can be shifted over k, with as few counts hidden as can be (the hypercube
  method).

Hundepool et al. (2012), *Statistical Disclosure Control*, ch. 4: 4.2 (primary suppression), 4.4
(secondary suppression, hypercube method).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import pandas as pd

from geo.data.small_numbers import withheld_cells
from geo.data.thresholds import FEWEST_COUNT_COLUMNS, LEAST_SHOWN

TOTAL = "total"


def guarded_counts(counts: pd.DataFrame, k: int = LEAST_SHOWN) -> pd.DataFrame:
    """Return a table of counts with its margins, in which nothing below k can be worked out.

    Parameters
    ----------
    counts : DataFrame of int
        Rows by columns, no margins, nothing below 0 or missing. An empty cell is no secret.
    k : int
        Smallest number that may be shown.

    Returns
    -------
    DataFrame of Int64
        With a row and a column `TOTAL` added; missing where withheld.

    Examples
    --------
    The 2 is small; in the cheapest rectangle round it all four numbers go:

    >>> counts = pd.DataFrame({"x": [2, 9, 20], "y": [8, 7, 30], "z": [20, 40, 50]}, list("abc"))
    >>> guarded_counts(counts).astype("object").where(lambda shown: shown.notna(), "-")
            x   y    z total
    a       -   -   20    30
    b       -   -   40    56
    c      20  30   50   100
    total  31  45  110   186
    """
    table = counts.to_numpy(dtype=np.int64)
    rows, columns = (
        withheld_cells(pd.Series(table.sum(axis)), k).to_numpy(dtype=bool) for axis in (1, 0)
    )
    merged = _merged(_merged(table, rows).T, columns).T
    hidden = _spread(_spread(hidden_cells(merged, k), rows).T, columns).T
    whole = np.block([[table, table.sum(1)[:, None]], [table.sum(0)[None], table.sum()]])
    gone = np.block([[hidden, rows[:, None]], [columns[None], np.array([[False]])]])
    names = [*counts.index, TOTAL], [*counts.columns, TOTAL]
    made = pd.DataFrame(whole, index=names[0], columns=names[1]).astype("Int64")
    return made.mask(gone)


def _merged(table: np.ndarray, gone: np.ndarray) -> np.ndarray:
    """Take the rows that are hidden with their total together as one, below the others."""
    if not gone.any():
        return table
    return np.vstack([table[~gone], table[gone].sum(0)])


def _spread(hidden: np.ndarray, gone: np.ndarray) -> np.ndarray:
    """Say of the cells of each row whether they are hidden; those taken together all are."""
    made = np.ones((len(gone), hidden.shape[1]), dtype=bool)
    made[~gone] = hidden[: int((~gone).sum())]
    return made


def hidden_cells(table: np.ndarray, k: int = LEAST_SHOWN) -> np.ndarray:
    """Say which cells must be hidden when all margins are known.

    Parameters
    ----------
    table : ndarray of int
        Rows by columns, of which no total is above 0 and below ``k``.
    k : int

    Returns
    -------
    ndarray of bool
        All filled cells of the table when no choice of rectangles hides enough.
    """
    small = (table > 0) & (table < k)
    hidden = small.copy()
    for i, j in sorted(map(tuple, np.argwhere(small)), key=lambda at: -int(table[at])):
        corners = _cheapest(table, hidden, (int(i), int(j)), k)
        if corners is None:
            return np.asarray(table > 0, dtype=bool)
        for corner in corners:
            hidden[corner] = True
    return hidden


Cell = tuple[int, int]


def _cheapest(table: np.ndarray, hidden: np.ndarray, cell: Cell, k: int) -> list[Cell] | None:
    """Return the rectangle round a cell that hides it with the fewest counts more."""
    fit = [corners for corners in _rectangles(table.shape, cell) if _range_of(table, corners) >= k]
    cost = [sum(int(table[at]) for at in corners if not hidden[at]) for corners in fit]
    return fit[int(np.argmin(cost))] if fit else None


def _rectangles(shape: tuple[int, ...], cell: Cell) -> Iterator[list[Cell]]:
    i, j = cell
    others = product((r for r in range(shape[0]) if r != i), (c for c in range(shape[1]) if c != j))
    for r, c in others:
        yield [(i, j), (i, c), (r, c), (r, j)]


def _range_of(table: np.ndarray, corners: list[Cell]) -> int:
    """Return over how many numbers a cell can be shifted along a rectangle of filled cells."""
    own, beside, across, below = (int(table[at]) for at in corners)
    if not all((own, beside, across, below)):
        return 0
    return min(own, across) + min(beside, below)


def counts_in(table: pd.DataFrame) -> pd.DataFrame | None:
    """Return the counts that a table of a planner holds, by the words in front; None when none.

    Parameters
    ----------
    table : DataFrame
        Rows as they were brought.

    Returns
    -------
    DataFrame of int or None
        Its columns of whole numbers from 0, at least two; other columns name the rows.

    Examples
    --------
    >>> table = pd.DataFrame({"wijk": ["Noord", "Oost"], "film": [20, 3], "mode": ["40", "12"]})
    >>> counts_in(table).to_dict("list")
    {'film': [20, 3], 'mode': [40, 12]}
    """
    numbers = {str(name): pd.to_numeric(table[name], errors="coerce") for name in table}
    counts = {
        name: cells.fillna(0).astype("int64")
        for name, cells in numbers.items()
        if cells.notna().any() and _are_counts(cells, table[name])
    }
    words = [name for name in table if str(name) not in counts]
    if len(counts) < FEWEST_COUNT_COLUMNS or not words:
        return None
    return pd.DataFrame(counts).set_axis(table[words[0]].fillna("").astype("str"))


def _are_counts(numbers: pd.Series, cells: pd.Series) -> bool:
    """Say whether every cell is a whole number from 0, or empty."""
    odd = numbers.isna() & cells.notna()
    filled = numbers.dropna()
    return not odd.any() and bool((filled.ge(0) & filled.mod(1).eq(0)).all())


def cross_table(rows: pd.DataFrame, by: str, over: str) -> pd.DataFrame:
    """Count rows by one column over another; what is missing is counted under "".

    Examples
    --------
    >>> rows = pd.DataFrame({"chain": ["music", "music", None], "city": ["A", "B", "A"]})
    >>> cross_table(rows, "chain", "city").to_dict("index")
    {'': {'A': 1, 'B': 0}, 'music': {'A': 1, 'B': 1}}
    """
    said = rows[[by, over]].fillna("").astype("str")
    return said.groupby([by, over]).size().unstack(fill_value=0).rename_axis(None)
