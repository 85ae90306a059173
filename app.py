"""Ketenkaart: starts Streamlit and sets up navigation; nothing else."""

from __future__ import annotations

from functools import partial

import streamlit as st

from pages.app import frame, launch, run_order
from pages.own import after_reload, taking_part, waiting
from pages.sections import make_here, search_box
from pages.session import planner, server
from pages.views import address
from pages.widgets import filters

if __name__ == "__main__" and not st.runtime.exists():  # run as `python app.py`
    launch.launch(__file__)

run_order.from_the_top()
st.set_page_config(page_title="Ketenkaart", layout="wide", initial_sidebar_state="auto")

planner.begin(partial(address.read, data=server.shipped_if_sound()))
page = frame.navigation()
frame.show_frame()
notices = frame.notices()
with notices:
    frame.show_dropped()
if planner.data_is_sound():
    taking_part.begin()
    search_box.show(page.url_path)
    frame.show_questions(page.url_path)
    filters.show(page.url_path)
    taking_part.show_in_sidebar()
    with notices:
        after_reload.show()
        taking_part.show_banner()
    menu = make_here.place(page.url_path)
    with waiting.told():
        frame.run(page)
    make_here.show(menu, page.url_path)
    after_reload.note()
    planner.write_address()
    taking_part.follow()
