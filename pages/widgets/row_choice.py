"""A table of which a planner can choose one row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pandas as pd
import streamlit as st

from pages.session.whole import whole
from pages.widgets import data_table


@contextmanager
def newly_chosen(table: pd.DataFrame, key: str) -> Iterator[int | None]:
    """Draw the table; yields the number of the row that was chosen just now, else None.

    What is done with it inside is done as a whole. Streamlit tells a choice again in every run;
    what it told before is no new choice, for the planner may have chosen something else since, on
    the map.
    """
    event = data_table.show(
        table, hide_index=True, on_select="rerun", selection_mode="single-row", key=key
    )
    chosen, told = list(event.selection.rows), f"{key}.told"
    is_new = bool(chosen) and chosen != st.session_state.get(told)
    with whole():
        st.session_state[told] = chosen
        yield int(chosen[0]) if is_new else None
