"""The map as a file: made only when asked, from the same view as the screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from layers.data_export import to_csv, to_geojson, to_geopackage, to_xlsx

from layers.drawn import MapView
from layers.print_map import map_png
from layers.standalone_html import standalone_html
from pages.parts import session
from pages.parts.session import t


@dataclass(frozen=True)
class FileKind:
    """One kind of file a view can become."""

    make: Callable[[MapView], bytes]
    ending: Callable[[bytes], str]


def _fixed(ending: str) -> Callable[[bytes], str]:
    return lambda _content: ending


def _zip_or(ending: str) -> Callable[[bytes], str]:
    # Several layers make several files, which then come as one zip.
    return lambda content: "zip" if content[:2] == b"PK" else ending


KINDS = {
    "html": FileKind(standalone_html, _fixed("html")),
    "png": FileKind(map_png, _fixed("png")),
    "gpkg": FileKind(to_geopackage, _fixed("gpkg")),
    "geojson": FileKind(to_geojson, _zip_or("geojson")),
    "csv": FileKind(to_csv, _zip_or("csv")),
    "xlsx": FileKind(to_xlsx, _fixed("xlsx")),
}


@st.fragment
def show(view: MapView) -> None:
    """Choose a kind, make the file, download it; the rest of the page is not run again."""
    say = session.words()
    st.caption(t("kaart.export_intro"))
    kind = st.selectbox(
        t("kaart.export_kind"),
        list(KINDS),
        key="kaart.export",
        format_func=lambda name: say(f"kaart.file_{name}"),
    )
    if st.button(t("kaart.export_make"), type="primary", key="kaart.make"):
        with st.spinner(t("kaart.export_busy", name=t(f"kaart.file_{kind}"))):
            st.session_state["made"] = (kind, view, KINDS[kind].make(view))
    made = st.session_state.get("made")
    if made and made[0] == kind and made[1] is view:
        content = made[2]
        name = f"ketenkaart_{view.made_on}.{KINDS[kind].ending(content)}"
        st.download_button(
            t("kaart.export_download", name=name),
            content,
            file_name=name,
            on_click="ignore",
            key="kaart.download",
            width="stretch",
        )
