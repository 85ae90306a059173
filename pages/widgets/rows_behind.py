"""The rows behind a figure, with their sources: one way for every page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from layers.tables.coded_table import rows_with_sources
from layers.tables.table_page import MOST_ROWS
from pages.session import planner
from pages.session.planner import t
from pages.widgets import data_table

MOST_HEIGHT = 320
FEW_ROWS = 8


def show(what: str, n: int, key: str, rows: Callable[[], pd.DataFrame]) -> None:
    """Offer the rows behind a figure; they are gathered when they are asked for.

    Parameters
    ----------
    what : str
        The figure in words, as the page says it.
    n : int
        How many rows are behind it.
    key : str
        Of the control, and name of the file.
    rows : callable
        Gives the rows; with a column ``table`` they get the source of each row from there.
    """
    with st.expander(
        t("behind.title", what=what, n=n), key=f"behind.{key}", on_change="rerun"
    ) as opened:
        if not opened.open:
            return
        found = rows()
        if found.empty:
            st.caption(t("behind.none"))
            return
        looks, lang = planner.looks(), planner.state().lang
        shown = rows_with_sources(planner.dataset(), found, looks, lang)
        height: Literal["content"] | int = "content" if len(shown) <= FEW_ROWS else MOST_HEIGHT
        name = f"behind.{key}"
        links = _links(shown)
        data_table.show(shown, name, hide_index=True, height=height, column_config=links)
        if len(shown) <= MOST_ROWS:  # else the pages of the table have the whole of it
            offer_csv(shown, key)


def offer_csv(shown: pd.DataFrame, key: str) -> None:
    """Offer a table as a file that is made when it is asked for."""
    st.download_button(
        t("behind.csv"),
        partial(_csv, shown),
        file_name=f"ketenkaart_{key.replace('.', '_')}.csv",
        mime="text/csv",
        on_click="ignore",
        key=f"behind.csv.{key}",
    )


def _links(shown: pd.DataFrame) -> dict[str, ColumnConfig | str | None]:
    """Make single web addresses links; a cell with several, or with anything else, stays text."""
    name = t("column.source_url")
    if name not in shown:
        return {}
    cells = shown[name].dropna().astype(str)
    single = cells.str.match(r"https?://\S+$").all()
    return {name: st.column_config.LinkColumn(name)} if single and len(cells) else {}


def _csv(rows: pd.DataFrame) -> bytes:
    # Here and not above: the file libraries take a second that opening a page need not wait for.
    from layers.files.data_export import rows_to_csv

    return rows_to_csv(rows, planner.state().lang)
