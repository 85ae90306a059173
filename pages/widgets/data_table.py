"""A table of rows on a page, its numbers as the language of the page writes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from layers.tables.number_marks import broken, with_marks
from layers.tables.table_page import MOST_ROWS
from layers.web.page_html import sentences_html
from layers.words.numbers import number
from layers.words.plain_text import plain
from pages.session import planner
from pages.session.answers import made_of
from pages.widgets import table_pages

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler


@dataclass(frozen=True)
class Chosen:
    """Rows that were chosen, by where they stand in the whole table."""

    rows: Sequence[int] = ()


@dataclass(frozen=True)
class Told:
    """What a table tells, as `st.dataframe` does."""

    selection: Chosen


def show(table: pd.DataFrame, name: str = "", **how: Any) -> Any:
    """Show a table; ``how`` is as `st.dataframe` takes it, and what that returns is returned.

    Of no rows Streamlit would say so in English: those are a sentence here. Of more than
    `layers.tables.table_page.MOST_ROWS` a page is shown; ``name`` is that of the table in the
    session, where its key changes or it has none.
    """
    if table.empty and "on_select" not in how:
        st.caption(planner.t("behind.none"))
        return None
    if len(table) > MOST_ROWS:
        return _a_page(table, name or how.get("key") or _name(table), how)
    return _whole(table, how)


def show_narrow(table: pd.DataFrame, index: bool = False) -> None:
    """Show a short table with its words on as many lines as they need, as in a drawer."""
    rows = table.reset_index() if index else table
    names = ["" if index and at == 0 else str(name) for at, name in enumerate(rows.columns)]
    st.html(sentences_html(names, [[_said(cell) for cell in row] for row in rows.to_numpy()]))


def _said(cell: object) -> str:
    if isinstance(cell, int | float):
        return "" if pd.isna(cell) else number(float(cell), planner.language())
    return plain(cell)


@made_of
def _marked(table: pd.DataFrame, lang: str) -> Styler | None:
    """The table with written numbers beside its own, kept with it; None where it needs none."""
    # Another table on the same columns: what is kept beside a table may not hold that table.
    marked = with_marks(table.copy(deep=False), lang)
    return None if isinstance(marked, pd.DataFrame) else marked


def _whole(table: pd.DataFrame, how: dict[str, Any]) -> Any:
    shown = _marked(table, planner.language())
    if shown is None and table.columns.is_unique:
        # Too large to write each number: then as the browser has them, not as a program has.
        own = how.pop("column_config", None) or {}
        local = {name: st.column_config.NumberColumn(format="localized") for name in broken(table)}
        how["column_config"] = {**local, **own}
    told = st.dataframe(
        table if shown is None else shown, placeholder="", **how
    )  # else Streamlit writes "None"
    if "on_select" in how:
        st.caption(planner.t("app.choose_row"))
    return told


def _a_page(table: pd.DataFrame, name: str, how: dict[str, Any]) -> Told | None:
    """Show a page of a table; what is chosen on it is told by where it stands in the whole."""
    default = how.pop("selection_default", None) or {"selection": {"rows": []}}
    chosen = list(default["selection"]["rows"])
    page = table_pages.ask(table, f"table.{name}", chosen)
    if "on_select" not in how:
        _whole(page.rows, how)
        return None
    here = page.at.tolist()
    rows = [here.index(row) for row in chosen if row in here]
    # On another page, or in another order, the same line of the screen is another row.
    mark = sha256(page.at.tobytes()).hexdigest()[:8]
    how["key"] = f"{how.get('key', name)}.{mark}"
    if chosen:
        how["selection_default"] = {"selection": {"rows": rows}}
    told = _whole(page.rows, how)
    return Told(Chosen([here[row] for row in told.selection.rows]))


def _name(table: pd.DataFrame) -> str:
    """A name by its headings: of two tables that have the same one is told its name."""
    return sha256("|".join(map(str, table.columns)).encode()).hexdigest()[:8]
