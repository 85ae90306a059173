"""A drawing of our own on a page."""

from __future__ import annotations

import streamlit as st

from layers.web.drawing_image import chart_html


def show(svg: str, words: str) -> None:
    """Show an SVG document as an image that carries its own words."""
    st.html(chart_html(svg, words))
