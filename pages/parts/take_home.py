"""The map as a file: made only when asked, from the same view as the screen."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

import streamlit as st

from layers.drawn import MapView
from pages.parts import session
from pages.parts.session import t
from pages.parts.whole import answering, errand


@dataclass(frozen=True)
class FileKind:
    """One kind of file: the function that makes it, and its ending.

    The module is imported when the file is asked for: drawing and workbook libraries take a second
    that opening the map need not wait for.
    """

    module: str
    function: str
    ending: str

    def make(self, view: MapView) -> bytes:
        """Make the file."""
        made: bytes = getattr(import_module(f"layers.{self.module}"), self.function)(view)
        return made

    def name(self, view: MapView, content: bytes) -> str:
        """File name, by the day the map was made."""
        return f"ketenkaart_{view.made_on}.{ending_of(content, self.ending)}"


def ending_of(content: bytes, ending: str) -> str:
    """Ending of a file; several layers make several files, which then come as one zip.

    Examples
    --------
    >>> ending_of(b"PK", "csv"), ending_of(b"PK", "xlsx")
    ('zip', 'xlsx')
    """
    return "zip" if ending in ("geojson", "csv") and content[:2] == b"PK" else ending


KINDS = {
    "html": FileKind("standalone_html", "standalone_html", "html"),
    "png": FileKind("print_map", "map_png", "png"),
    "gpkg": FileKind("data_export", "to_geopackage", "gpkg"),
    "geojson": FileKind("data_export", "to_geojson", "geojson"),
    "csv": FileKind("data_export", "to_csv", "csv"),
    "xlsx": FileKind("data_export", "to_xlsx", "xlsx"),
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
    if errand(t("kaart.export_make"), "kaart.make", (kind, view.mark, view.lang), type="primary"):
        busy = t("kaart.export_busy", name=t(f"kaart.file_{kind}"))
        with answering("kaart.make"), st.spinner(busy):
            st.session_state["made"] = (kind, view, KINDS[kind].make(view))
    made = st.session_state.get("made")
    if made and made[0] == kind and made[1] is view:
        content = made[2]
        name = KINDS[kind].name(view, content)
        st.download_button(
            t("kaart.export_download", name=name),
            content,
            file_name=name,
            on_click="ignore",
            key="kaart.download",
            width="stretch",
        )
