"""*Maak hier een … van*: what a page shows now, as a sheet, slide, document, figure, data or scene.

It stands in the same place on every page that shows a view; *Uitvoer* asks for more (paper, house
style, atlas).
"""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from layers.files.file_kinds import SCENE_FILES, scenes_file, view_file
from layers.view.scenes import Scene
from pages.session import planner, server
from pages.session.planner import t
from pages.session.whole import answering, errand
from pages.views import page_views, scene_views
from pages.widgets import add_scene, figure_choice, made_file
from pages.widgets.held_controls import one_listed

PLACE, SLOT, MAKE = "make_here", "make_here", "make_here.make"
FIGURE = "figure_"
SCENE = "scene"
PAPERS = ("pdf", "png", "pptx", "docx")
FIGURES = ("figure_svg", "figure_png")  # only where the page has one
ROWS = ("xlsx", "gpkg", "csv", "geojson", "html")
FIGURE_DPI = 200


def page_of(path: str) -> str:
    """The page of an address, whose view is taken; "" for a page that shows none."""
    page = path or "kaart"
    return page if page == "kaart" or page in page_views.PAGES else ""


def place(path: str) -> DeltaGenerator | None:
    """The place of the menu, in the bar: before the page, though it is filled after it.

    None on a page that shows no view. On *Presentatie*, of which a part runs by itself, clicks were
    lost beside an empty place.
    """
    return st.container(key=PLACE) if page_of(path) else None


def show(at: DeltaGenerator | None, path: str) -> None:
    """Draw the menu, of what the page has come to show in this run."""
    if at is None:
        return
    page = page_of(path)
    with at, st.popover(t("maak.title"), key="make_here.menu"):
        _choose(page)
        st.divider()
        st.caption(t("maak.link"))
        link = planner.full_address(page, planner.address())
        st.code(link, language=None, wrap_lines=True)
        st.page_link("pages/uitvoer.py", label=t("maak.more"))


@st.fragment
def _choose(page: str) -> None:
    """Choose a kind and make it; the rest of the page is not run again."""
    figures = FIGURES if page in _figures() else ()
    kind = one_listed(
        t("maak.kind"),
        (*PAPERS, SCENE, *figures, *ROWS),
        key=f"make_here.kind.{bool(figures)}",
        format_func=planner.worded("maak.as_"),
    )
    if kind == SCENE:
        add_scene.show(page)
    else:
        _file(kind, page)


def _file(kind: str, page: str) -> None:
    """Make a file when asked, and offer it as long as it is of what the page shows."""
    asked = (kind, page, planner.address(), planner.dataset().key, server.today())
    if errand(t("maak.make"), MAKE, asked, type="primary", width="stretch"):
        with answering(MAKE), st.spinner(t("maak.busy")):
            made_file.keep(SLOT, asked, _made(kind, page))
    if made_file.kept(SLOT, asked) == b"":
        st.info(t("uitvoer.too_few"))
    ending = kind.removeprefix(FIGURE)
    made_file.offer(SLOT, asked, f"ketenkaart_{page}_{server.today()}", ending, "uitvoer.download")


def _figures() -> dict[str, page_views.FigureOf]:
    return {kind.page: kind.figure_of for kind in figure_choice.KINDS.values()}


def _made(kind: str, page: str) -> bytes:
    """The file; no bytes where there is too little to draw."""
    if kind in SCENE_FILES and kind != "html":
        return scenes_file(kind, [scene_views.content_of(Scene("", "", page, planner.address()))])
    asked = (planner.dataset(), planner.state(), planner.parameters(), server.today())
    if kind.startswith(FIGURE):
        from layers.paper.figure_file import figure_file

        drawn = _figures()[page](*asked)
        return figure_file(drawn, kind.removeprefix(FIGURE), FIGURE_DPI) if drawn else b""
    return view_file(kind, page_views.view_of(page, *asked))
