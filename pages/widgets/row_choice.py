"""A table of which a planner can choose one row."""

from __future__ import annotations

import pandas as pd
import streamlit as st


def newly_chosen(table: pd.DataFrame, key: str) -> int | None:
    """Draw the table; returns the number of the row that was chosen just now, else None.

    Streamlit tells a choice again in every run; what it told before is no new choice, for the
    planner may have chosen something else since, on the map.
    """
    event = st.dataframe(
        table, hide_index=True, on_select="rerun", selection_mode="single-row", key=key
    )
    chosen, told = list(event.selection.rows), f"{key}.told"
    is_new = bool(chosen) and chosen != st.session_state.get(told)
    st.session_state[told] = chosen
    return int(chosen[0]) if is_new else None
