"""What stands round every page: the title, the language and the house style of the controls."""

from __future__ import annotations

import streamlit as st

from layers import style
from layers.text import LANGUAGES
from pages.parts import session

# Streamlit leaves a hand's breadth of white above the page; a map needs the room.
CSS = f"""
<style>
[data-testid="stMainBlockContainer"] {{ padding: 1.2rem 1.6rem 1rem; max-width: none; }}
[data-testid="stSidebarUserContent"] {{ padding-top: 0.5rem; }}
html, body, [class*="css"] {{ font-family: {style.FONT_STACK}; }}
h1, h2, h3 {{ color: {style.TITLE}; }}
</style>
"""


def show_frame() -> None:
    """Draw the style sheet and the language switch."""
    st.html(CSS)
    with st.sidebar:
        st.markdown(f"### {session.t('app.title')}")
        st.caption(session.t("app.tagline"))
        st.segmented_control(
            session.t("app.language"),
            LANGUAGES,
            key=session.key("lang"),
            format_func=str.upper,
            label_visibility="collapsed",
            required=True,
        )
