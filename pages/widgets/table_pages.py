"""A table of many rows, a page at a time: the server searches and orders the whole of it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import pandas as pd
import streamlit as st

from layers.tables.table_page import AS_IT_IS, Asked, TablePage, page_of, page_with
from layers.words.numbers import whole
from pages.session import planner
from pages.session.planner import t
from pages.widgets.held_controls import one_listed


def ask(table: pd.DataFrame, name: str, chosen: Iterable[int] = ()) -> TablePage:
    """Ask what to show of a table and return that page of it.

    Parameters
    ----------
    table : DataFrame
    name : str
        Of the table in this session.
    chosen : iterable of int
        Rows that are chosen elsewhere: the page of the first is turned to, once for each choice.
    """
    left, middle, right = st.columns([0.45, 0.35, 0.2], vertical_alignment="bottom")
    with left:
        search = st.text_input(
            t("table.search"), key=f"{name}.search", on_change=_first, args=(name,)
        )
    headings = [t("table.as_it_is"), *map(str, table.columns)]
    with middle:
        by = one_listed(
            t("table.by"),
            range(AS_IT_IS, table.shape[1]),
            key=f"{name}.by",
            format_func=lambda number: headings[number - AS_IT_IS],
            on_change=_first,
            args=(name,),
        )
    with right:
        down = st.toggle(t("table.down"), key=f"{name}.down", on_change=_first, args=(name,))
    asked = Asked(search, by, down)
    _turn_to(table, asked, name, tuple(chosen))
    return _numbered(table, asked, name)


def _numbered(table: pd.DataFrame, asked: Asked, name: str) -> TablePage:
    """Ask the number of the page, among as many as there are."""
    key = f"{name}.page"
    page = page_of(table, Asked(asked.search, asked.by, asked.down, st.session_state.get(key, 1)))
    st.session_state[key] = page.number  # fewer are found than before
    number, told, file = st.columns([0.2, 0.45, 0.35], vertical_alignment="bottom")
    with number:
        st.number_input(t("table.page", n=page.pages), 1, page.pages, key=key)
    lang = planner.language()
    counts = [whole(n, lang) for n in (page.first, page.last, page.found)]
    with told:
        st.caption(t("table.count", first=counts[0], last=counts[1], n=counts[2]))
    with file:
        st.download_button(
            t("table.csv", n=whole(len(table), lang)),
            partial(_csv, table, lang),
            file_name=f"ketenkaart_{name.replace('.', '_')}.csv",
            mime="text/csv",
            on_click="ignore",
            key=f"{name}.csv",
        )
    return page


def _first(name: str) -> None:
    """Begin at the first page of what was asked anew."""
    st.session_state[f"{name}.page"] = 1


def _turn_to(table: pd.DataFrame, asked: Asked, name: str, chosen: tuple[int, ...]) -> None:
    key = f"{name}.turned"
    if chosen and st.session_state.get(key) != chosen:
        st.session_state[f"{name}.page"] = page_with(table, asked, chosen[0])
    st.session_state[key] = chosen


def _csv(rows: pd.DataFrame, lang: str) -> bytes:
    # Here and not above: the file libraries take a second that opening a page need not wait for.
    from layers.files.data_export import rows_to_csv

    return rows_to_csv(rows, lang)
