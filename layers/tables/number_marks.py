"""Numbers of a table on a page with the decimal mark of the page's language.

A browser writes numbers of a table as its own language has them, not that of the page. A table with
written numbers beside its numbers is still put in order by the numbers.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from layers.words.numbers import number

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

MOST_CELLS = 6000  # to be written one by one; it takes some microseconds each
DIGITS, SMALL_DIGITS = 2, 4  # at most; of numbers below 1, chances among them, the latter


def with_marks(table: pd.DataFrame, lang: str) -> pd.DataFrame | Styler:
    """Return a table in which broken numbers are written as a language has them.

    Numbers of one column have the same decimals, so that they stand under each other; only small
    ones, chances among them, may have more. A table without any, and one that is too large or has
    two columns of one name, is returned as it is; see `broken`.

    Examples
    --------
    >>> table = pd.DataFrame({"km": [1.5, 1.25, None], "n": [1, 2, 3]})
    >>> with_marks(table, "nl").to_string(sparse_index=False).split()
    ['km', 'n', '0', '1,50', '1', '1', '1,25', '2', '2', '3']
    """
    unlike = table.index.is_unique and table.columns.is_unique
    if not broken(table) or table.size > MOST_CELLS or not unlike:
        return table
    # Whole ones too: beside a broken one they would get six zeros, and a word where there is none.
    written = {
        name: partial(_written, lang=lang, least=_decimals(table[name])) for name in _floats(table)
    }
    return table.style.format(written, na_rep="")


def broken(table: pd.DataFrame) -> list[str]:
    """Return the columns that hold numbers with a decimal mark.

    Examples
    --------
    >>> broken(pd.DataFrame({"km": [1.5, None], "n": [1, 2], "m": [1.0, 2.0]}))
    ['km']
    """
    return [name for name in _floats(table) if table[name].dropna().mod(1).ne(0).any()]


def _floats(table: pd.DataFrame) -> list[str]:
    return [name for name in table if pd.api.types.is_float_dtype(table[name])]


def _decimals(values: pd.Series) -> int:
    """How many decimals the numbers of a column need, no more than ``DIGITS``."""
    known = values.dropna()
    return next(n for n in range(DIGITS + 1) if n == DIGITS or known.round(n).eq(known).all())


def _written(value: float, lang: str, least: int) -> str:
    return number(value, lang, DIGITS if abs(value) >= 1 else SMALL_DIGITS, least)
