"""Rows of the data in words: any frame whose columns are known by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

import pandas as pd

from geo.data.row_sources import source_age, with_sources
from geo.data.schemas import SOURCE_COLUMNS
from geo.data.store import Dataset
from layers.words.code_words import TEXTS, meaning
from layers.words.palette import Palette
from layers.words.plain_text import named_codes
from layers.words.source_dates import date_words
from layers.words.text import table as texts
from layers.words.text import text, text_in


def in_words(rows: pd.DataFrame, look: Palette, lang: str) -> pd.DataFrame:
    """Write chains, stages and other codes in words and put a heading above every known column.

    A code or a column without a text stays what it is.
    """
    names = {
        "chain": look.chain,
        "chains": look.chain,
        "top_chain": look.chain,
        "stage": look.stage,
        "next_stage": look.stage,
    }
    words = pd.DataFrame(rows).assign(
        **{
            column: _each(rows[column], partial(named_codes, name=name))
            for column, name in names.items()
            if column in rows
        },
        **{
            column: _each(rows[column], partial(_word, column, lang=lang))
            for column in TEXTS
            if column in rows
        },
    )
    return headed(words, lang)


def _each(cells: pd.Series, word: Callable[[object], object]) -> pd.Series:
    """Put each cell in words; of many that are the same once."""
    different = {cell: word(cell) for cell in cells.unique()}
    return pd.Series([different[cell] for cell in cells], index=cells.index, dtype=object)


def _word(column: str, code: object, lang: str) -> object:
    return meaning(column, code, lang) or code


def with_age(rows: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Put beside the date of a source how many years ago that is; as the rows are without one.

    Of a source that states no date both cells say so; when it was read stands in a column of its
    own. The ages are then words: rows are put in order by the date.
    """
    if "source_date" not in rows or "source_age" in rows:
        return rows
    aged = pd.DataFrame(rows).copy()
    age = source_age(aged["source_date"], date.today().year)
    undated = _undated(aged)
    if undated.any():
        age = age.astype("str").mask(undated, text("source.age_unknown", lang))
        no_date = date_words(None, None, lang)
        aged["source_date"] = aged["source_date"].astype(object).mask(undated, no_date)
    aged.insert(aged.columns.get_loc("source_date") + 1, "source_age", age)
    return aged


def _undated(rows: pd.DataFrame) -> pd.Series:
    """Rows that have a source, which states no date."""
    undated = rows["source_date"].isna()
    return undated & rows["source_title"].notna() if "source_title" in rows else undated


def source_columns(rows: pd.DataFrame, lang: str) -> dict[str, pd.Series]:
    """The source of each row under its headings, for a table that is written column by column.

    Parameters
    ----------
    rows : DataFrame
        With `geo.data.schemas.SOURCE_COLUMNS`.
    """
    told = headed(rows[list(SOURCE_COLUMNS)], lang)
    return {str(name): told[name] for name in told}


def headed(rows: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Put its heading above every column that has one, ``column.<name>`` in the table of texts."""
    t = text_in(lang)
    rows = with_age(rows, lang)
    return rows.rename(columns={c: t(f"column.{c}") for c in rows if f"column.{c}" in texts()})


def rows_with_sources(data: Dataset, rows: pd.DataFrame, look: Palette, lang: str) -> pd.DataFrame:
    """Write the rows behind a figure in words, the source of each last.

    Parameters
    ----------
    data : Dataset
    rows : DataFrame
        With a column ``table`` (and ``id``) the sources are looked up there, else they are
        columns of the rows. Metres and minutes are rounded to one decimal.
    """
    frame = with_sources(data, rows) if "table" in rows else pd.DataFrame(rows)
    order = [name for name in frame if name not in ("geometry", *SOURCE_COLUMNS)]
    frame = pd.DataFrame(frame[[*order, *(name for name in SOURCE_COLUMNS if name in frame)]])
    if "table" in frame:
        frame["table"] = [text(f"waar.row.{name}", lang) for name in frame["table"]]
    for column in ("metres", "minutes"):
        if column in frame:
            frame[column] = pd.to_numeric(frame[column]).astype(float).round(1)
    return in_words(frame, look, lang)


def with_heading(columns: Sequence[str]) -> list[str]:
    """Of some columns those with a heading; the others are for programs, and stand in the files.

    Examples
    --------
    >>> with_heading(("name", "synthetic", "city"))
    ['name', 'city']
    """
    return [column for column in columns if f"column.{column}" in texts()]
