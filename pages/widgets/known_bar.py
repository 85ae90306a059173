"""The bar that every view has: how many tenants are known by name, of those that there are."""

from __future__ import annotations

import streamlit as st

from layers.sentences.count_words import known_words
from layers.web.page_html import known_html
from pages.session import planner, server


def known_bar_html() -> str:
    """Return the bar of what the filters leave; "" where no building says how many it has."""
    state = planner.state()
    found = server.known_tenants(planner.dataset(), state.filters)
    words = known_words(found, state.lang)
    return known_html(words, found.known, found.published) if words else ""


def show() -> None:
    """Draw the bar, in a place of its own that is there without it too: maps below stay."""
    with st.container():
        bar = known_bar_html()
        if bar:
            st.html(bar)
