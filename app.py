"""Ketenkaart: starts Streamlit and sets up navigation; nothing else."""

from __future__ import annotations

import streamlit as st

from pages.parts import add_scene, filters, frame, launch, session

if __name__ == "__main__" and not st.runtime.exists():  # run as `python app.py`
    launch.launch(__file__)

st.set_page_config(page_title="Ketenkaart", layout="wide", initial_sidebar_state="expanded")

session.begin()
page = frame.navigation()
frame.show_frame()
if session.data_is_sound():
    filters.show(page.url_path)
    add_scene.show_in_sidebar(page.url_path)
    frame.run(page)
    session.write_address()
