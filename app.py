"""Ketenkaart: starts Streamlit and sets up navigation; nothing else."""

from __future__ import annotations

import streamlit as st

from pages.parts import filters, session
from pages.parts.frame import show_frame

st.set_page_config(page_title="Ketenkaart", layout="wide", initial_sidebar_state="expanded")

state = session.begin()
page = st.navigation(
    [
        st.Page("pages/kaart.py", title=session.t("app.page_map"), url_path="kaart", default=True),
        st.Page("pages/ketens.py", title=session.t("app.page_chains"), url_path="ketens"),
        st.Page("pages/bronnen.py", title=session.t("app.page_sources"), url_path="bronnen"),
    ]
)
show_frame()
if session.data_is_sound():
    filters.show()
    page.run()
    session.write_address()
