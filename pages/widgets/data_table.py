"""A table of rows on a page, its numbers as the language of the page writes them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from layers.tables.number_marks import broken, with_marks
from pages.session import planner


def show(table: pd.DataFrame, **how: Any) -> Any:
    """Show a table; ``how`` is as `st.dataframe` takes it, and what that returns is returned.

    Of no rows Streamlit would say so in English: those are a sentence here.
    """
    if table.empty and "on_select" not in how:
        st.caption(planner.t("behind.none"))
        return None
    shown = with_marks(table, planner.language())
    if shown is table and table.columns.is_unique:
        # Too large to write each number: then as the browser has them, not as a program has.
        own = how.pop("column_config", None) or {}
        local = {name: st.column_config.NumberColumn(format="localized") for name in broken(table)}
        how["column_config"] = {**local, **own}
    told = st.dataframe(shown, **how)
    if "on_select" in how:
        st.caption(planner.t("app.choose_row"))
    return told
