"""The map as a file: made only when asked, from the same view as the screen."""

from __future__ import annotations

import streamlit as st

from layers.files.file_kinds import view_file
from layers.view.map_model import MapView
from pages.session import planner
from pages.session.planner import t
from pages.session.whole import answering, errand
from pages.widgets import made_file
from pages.widgets.held_controls import one_listed

KINDS = ("html", "png", "gpkg", "geojson", "csv", "xlsx")
"""What the map can be taken home as."""


@st.fragment
def show(view: MapView) -> None:
    """Choose a kind, make the file, download it; the rest of the page is not run again."""
    st.caption(t("kaart.export_intro"))
    kind = one_listed(
        t("kaart.export_kind"),
        KINDS,
        key="kaart.export",
        format_func=planner.worded("kaart.file_"),
    )
    asked = (kind, view.title, view.subtitle, view.mark, view.lang, view.made_on)
    if errand(t("kaart.export_make"), "kaart.make", asked, type="primary"):
        busy = t("kaart.export_busy", name=t(f"kaart.file_{kind}"))
        with answering("kaart.make"), st.spinner(busy):
            made_file.keep("kaart", asked, view_file(kind, view))
    name = f"ketenkaart_{view.made_on}"
    made_file.offer("kaart", asked, name, kind, "kaart.export_download")
