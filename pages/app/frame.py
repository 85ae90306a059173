"""What stands round every page: the title, the language and the house style of the controls."""

from __future__ import annotations

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from layers.web.page_html import page_style
from layers.words.plain_text import literal
from layers.words.text import LANGUAGES
from pages.session import planner

MOST_DROPPED = 5  # named; of the others only how many
STARTED = "started_by_app"
PAGES = {
    "kaart": "app.page_map",
    "waar": "app.page_where",
    "schakels": "app.page_links",
    "ketens": "app.page_chains",
    "nabijheid": "app.page_nearness",
    "bereik": "app.page_reach",
    "wat_als": "app.page_what_if",
    "vergelijken": "app.page_compare",
    "eigen": "app.page_own",
    "project": "app.page_project",
    "presentatie": "app.page_presentation",
    "uitvoer": "app.page_export",
    "bronnen": "app.page_sources",
}


def navigation() -> StreamlitPage:
    """Set up the pages; returns the one that is asked for."""
    return st.navigation(
        [
            st.Page(
                f"pages/{name}.py", title=planner.t(title), url_path=name, default=name == "kaart"
            )
            for name, title in PAGES.items()
        ],
        expanded=True,  # else the last pages, *Presentatie* and *Uitvoer*, hide behind "more"
    )


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


def show_dropped() -> None:
    """Say on one line each what was left out of an address, a project or scenes."""
    for words, dropped in planner.dropped().items():
        shown = "; ".join(literal(each) for each in dropped[:MOST_DROPPED])
        more = len(dropped) - MOST_DROPPED
        st.warning(planner.t(words, what=shown + (f" (+ {more})" if more > 0 else "")))


def show_frame() -> None:
    """Draw the style sheet and the language switch."""
    st.html(page_style())
    with st.sidebar:
        st.markdown(f"### {planner.t('app.title')}")
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
