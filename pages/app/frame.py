"""What stands round every page: the title, the language and the house style of the controls."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage

from layers.web.page_html import (
    brand_html,
    history_script,
    language_script,
    page_style,
    side_bar_script,
    streamlit_script,
)
from layers.words.plain_text import literal
from layers.words.text import LANGUAGES
from pages.app import page_names
from pages.session import planner

MOST_DROPPED = 5  # named; of the others only how many
STARTED = "started_by_app"
WAYS = {
    "app.way_map": {
        "kaart": "app.page_map",
        "schakels": "app.page_links",
        "bereik": "app.page_reach",
    },
    "app.way_questions": {
        "waar": "app.page_where",
        "wat_als": "app.page_what_if",
        "vergelijken": "app.page_compare",
        "ontmoeting": "app.page_meeting",
    },
    "app.way_chains": {"ketens": "app.page_chains", "nabijheid": "app.page_nearness"},
    "app.way_story": {"presentatie": "app.page_presentation", "uitvoer": "app.page_export"},
    "app.way_own": {"eigen": "app.page_own", "project": "app.page_project"},
    "app.way_about": {"bronnen": "app.page_sources"},
}
"""The ways through the app, in the bar above every page, with the pages of each."""
QUESTIONS = {"waar": "waar.title", "wat_als": "watals.title", "vergelijken": "vergelijken.title"}
"""The questions that a planner comes with most, as they stand above the filters of the map."""
PAGES = {name: title for pages in WAYS.values() for name, title in pages.items()}


def navigation() -> StreamlitPage:
    """Set up the pages; returns the one that is asked for, whose title the browser shows."""
    page_names.lead_on(PAGES)
    page = st.navigation(
        {
            planner.t(way): [_page(name, title) for name, title in pages.items()]
            for way, pages in WAYS.items()
        },
        position="top",  # the side bar is for the filters
        expanded=True,  # on a telephone the pages stand there: all of them
    )
    st.set_page_config(page_title=f"{page.title} · Ketenkaart")
    return page


def _page(name: str, title: str) -> StreamlitPage:
    shown = planner.t(title)
    return st.Page(f"pages/{name}.py", title=shown, url_path=name, default=name == "kaart")


def run(page: StreamlitPage) -> None:
    """Run a page from `app.py`."""
    st.session_state[STARTED] = True
    page.run()


def only_from_app() -> None:
    """Start `app.py` when Streamlit ran a page by itself.

    The first address a new server gets may be that of a page, which Streamlit then takes for an
    app of its own; a call of `st.navigation` tells it better, and the run begins anew.
    """
    if not st.session_state.pop(STARTED, False):
        navigation()
        st.rerun()


def notices() -> DeltaGenerator:
    """The place of what is said above a page: always there, so that the page below stays in place.

    Without it the maps were mounted anew, beside the old ones, when a notice came or went.
    """
    return st.container(key="notices")


def show_dropped() -> None:
    """Say on one line each what was left out of an address, a project or scenes."""
    for words, dropped in planner.dropped().items():
        shown = "; ".join(literal(each) for each in dropped[:MOST_DROPPED])
        more = len(dropped) - MOST_DROPPED
        st.warning(planner.t(words, what=shown + (f" (+ {more})" if more > 0 else "")))


def show_questions(page: str) -> None:
    """Draw the questions as cards above the filters of the map (its ``url_path``)."""
    if page in ("", "kaart"):
        with st.sidebar, st.container(key="question_cards"):
            st.caption(planner.t("app.way_questions"))
            for name, title in QUESTIONS.items():
                st.page_link(f"pages/{name}.py", label=planner.t(title), width="stretch")


def show_frame() -> None:
    """Draw the style sheet and the language switch, and say in which language the page is."""
    st.html(page_style(planner.language()))
    # A screen reader asks the page for its language, and Streamlit says English in every one. Not
    # in the side bar, which a telephone draws only when it is opened.
    lang = planner.language()
    scripts = language_script(lang) + history_script() + side_bar_script() + streamlit_script(lang)
    st.html(scripts, unsafe_allow_javascript=True)
    with st.sidebar:
        st.html(brand_html(planner.t("app.title")))
        st.caption(planner.t("app.tagline"))
        st.segmented_control(
            planner.t("app.language"),
            LANGUAGES,
            key=planner.key("lang"),
            default=planner.held(planner.key("lang")),
            format_func=str.upper,
            label_visibility="collapsed",
            required=True,
        )
