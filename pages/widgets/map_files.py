"""The map as a file: made only when asked, from the same view as the screen."""

from __future__ import annotations

import streamlit as st

from layers.files.file_kinds import ending_of, view_file
from layers.view.map_model import MapView
from pages.session import planner
from pages.session.planner import t
from pages.session.whole import answering, errand

KINDS = ("html", "png", "gpkg", "geojson", "csv", "xlsx")
"""What the map can be taken home as."""


@st.fragment
def show(view: MapView) -> None:
    """Choose a kind, make the file, download it; the rest of the page is not run again."""
    say = planner.words()
    st.caption(t("kaart.export_intro"))
    kind = st.selectbox(
        t("kaart.export_kind"),
        KINDS,
        key="kaart.export",
        format_func=lambda name: say(f"kaart.file_{name}"),
    )
    if errand(t("kaart.export_make"), "kaart.make", (kind, view.mark, view.lang), type="primary"):
        busy = t("kaart.export_busy", name=t(f"kaart.file_{kind}"))
        with answering("kaart.make"), st.spinner(busy):
            st.session_state["made"] = (kind, view, view_file(kind, view))
    made = st.session_state.get("made")
    if made and made[0] == kind and made[1] is view:
        content = made[2]
        name = f"ketenkaart_{view.made_on}.{ending_of(content, kind)}"
        st.download_button(
            t("kaart.export_download", name=name),
            content,
            file_name=name,
            on_click="ignore",
            key="kaart.download",
            width="stretch",
        )
