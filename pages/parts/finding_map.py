"""A map of a finding, one a city, with its legend beneath; and drawings shown as images."""

from __future__ import annotations

import base64
from html import escape

import streamlit as st
from streamlit_folium import st_folium

from layers.drawn import MapView
from layers.legend import drawings_as_images, legend_html
from layers.web_map import RETURNED_OBJECTS, base_map, feature_groups
from pages.parts import session, view_place

HEIGHT = 460


def show(view: MapView, city: str, key: str, *, alone: bool, legend: bool = True) -> dict | None:
    """Draw the map of one city; returns what the map says back (a click)."""
    centre, zoom = view_place.at_start(city, alone)
    answer = st_folium(
        base_map(centre, zoom, session.state().lang, keep_place=False),
        key=f"{key}.{city}.{alone}",
        height=HEIGHT,
        use_container_width=True,
        feature_group_to_add=feature_groups(view, ""),
        returned_objects=RETURNED_OBJECTS,
    )
    if legend:
        st.html(drawings_as_images(legend_html(view)))
    return answer


def show_drawing(svg: str, words: str) -> None:
    """Show an SVG as an image that carries its own words; the sanitiser takes SVG elements out."""
    drawing = base64.b64encode(svg.encode()).decode()
    st.html(
        f'<img alt="{escape(words, quote=True)}" style="width:100%" '
        f'src="data:image/svg+xml;base64,{drawing}">'
    )
