"""What lies round every hub on foot, measured once and shared by the pages that ask for it."""

from __future__ import annotations

import streamlit as st

from geo.surroundings import Surroundings, surroundings
from pages.parts import session


@st.cache_resource(show_spinner=False)
def around(city: str) -> Surroundings:
    """What lies round every hub of a city; measured once, never changed."""
    return surroundings(session.dataset(), session.network(city), city)
