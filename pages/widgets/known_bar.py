"""The bar that every view has: how many tenants are known by name, of those that there are."""

from __future__ import annotations

import streamlit as st

from geo.data.selection import Filters
from layers.sentences.count_words import known_words
from layers.web.page_html import known_html
from pages.session import planner, server
from pages.widgets import chosen_chips


def known_bar_html(filters: Filters) -> str:
    """Return the bar of what filters leave; "" where no building says how many it has."""
    found = server.known_tenants(planner.dataset(), filters)
    words = known_words(found, planner.language())
    return known_html(words, found.known, found.published) if words else ""


def show(filters: Filters) -> None:
    """Draw the bar, in a place of its own that is there without it too: maps below stay.

    Of the filters that the page asks with: its maps and files say the same numbers. Below it what
    was chosen in a folded part of the side bar.
    """
    with st.container():
        bar = known_bar_html(filters)
        if bar:
            st.html(bar)
        chosen_chips.show_folded()
