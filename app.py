"""Ketenkaart: starts Streamlit and sets up navigation; nothing else."""

from __future__ import annotations

import streamlit as st

from pages.parts import add_scene, filters, frame, launch, own_part, session

if __name__ == "__main__" and not st.runtime.exists():  # run as `python app.py`
    launch.launch(__file__)

st.set_page_config(page_title="Ketenkaart", layout="wide", initial_sidebar_state="expanded")

session.begin()
page = frame.navigation()
frame.show_frame()
if session.data_is_sound():
    own_part.begin()
    filters.show(page.url_path)
    own_part.show_in_sidebar()
    own_part.show_banner()
    add_scene.show_in_sidebar(page.url_path)
    frame.run(page)
    session.write_address()
    own_part.follow()
