"""Tabs of which only the open one is drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st


def show(drawers: Mapping[str, Callable[[], None]], key: str) -> None:
    """Draw a tab a title, and in the open one what belongs there.

    What is closed costs nothing, and a map in it would be born without a size.
    """
    tabs = st.tabs(list(drawers), on_change="rerun", key=key)
    for tab, draw in zip(tabs, drawers.values(), strict=True):
        with tab:
            if tab.open:
                draw()
