"""*Uitvoer*, what can be ordered: each kind asks what it needs to know and tells how it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import streamlit as st

from layers.files.file_kinds import map_sheet_file, scenes_file, view_file
from layers.paper.fact_sheet import FactSheetMaker
from layers.paper.paper import ORIENTATIONS
from layers.view.scenes import Scene
from layers.view.state import ViewState, address_of
from layers.words.house_styles import HOUSE_STYLES, HouseStyle
from pages.session import planner, server
from pages.session.planner import t
from pages.session.whole import drop
from pages.views import kaart_view, scene_views
from pages.views.fact_sheet_view import maker_of
from pages.widgets import figure_choice
from pages.widgets.held_controls import one_listed
from pages.widgets.segments import one_of

PAPERS = ("A4", "A3")
MAP_SHEET_FORMATS = ("pdf", "svg", "png")
SLIDE_FORMATS = ("pptx", "docx")
DATA_FORMATS = ("gpkg", "xlsx", "csv", "geojson", "html")
ATLAS_FORMATS = ("pdf", "zip")
FACT_SHEETS_OF = ("hub", "cluster", "district")
ATLASES_OF = ("district", "hub")
DPI, PREVIEW_DPI = 300, 100


@dataclass(frozen=True)
class Order:
    """What was asked for, and how it is made.

    Attributes
    ----------
    key : tuple
        Everything that decides the content of the file.
    name : str
        File name without its ending.
    ending : str
    make : callable
        Makes the file; None where there is nothing to make.
    preview : callable or None
        Makes a picture of it.
    """

    key: tuple[object, ...]
    name: str
    ending: str
    make: Callable[[], bytes | None]
    preview: Callable[[], bytes | None] | None = None


def map_sheet() -> Order:
    """The map of now on paper."""
    view = kaart_view.current_view()
    paper = one_of(t("uitvoer.paper"), PAPERS, "uitvoer.paper")
    turned = planner.worded("uitvoer.")
    orientation = one_of(t("uitvoer.orientation"), ORIENTATIONS, "uitvoer.orientation", turned)
    ending, house = _format(MAP_SHEET_FORMATS), _house()

    def make(kind: str, dpi: int) -> bytes:
        from layers.paper.map_sheet import MapSheetForm

        return map_sheet_file(kind, view, MapSheetForm(paper, orientation, house), dpi)

    st.caption(t("uitvoer.made", date=view.made_on, mark=view.mark))
    return Order(
        ("map", view.mark, view.lang, view.made_on, paper, orientation, ending, house.key),
        f"ketenkaart_kaart_{view.made_on}",
        ending,
        lambda: make(ending, DPI),
        lambda: make("png", PREVIEW_DPI),
    )


def figure() -> Order:
    """A drawing of another page, as it stands there."""
    from layers.paper.figure_file import FORMATS, figure_file

    chosen = figure_choice.choose()
    ending = _format(FORMATS)

    def make(kind: str, dpi: int) -> bytes | None:
        drawn = figure_choice.KINDS[chosen].build()
        return figure_file(drawn, kind, dpi) if drawn else None

    key = ("figure", chosen, *_made_from(planner.state()), ending)
    name = f"ketenkaart_{chosen}_{server.today()}"
    return Order(key, name, ending, lambda: make(ending, DPI), lambda: make("png", PREVIEW_DPI * 2))


def slide() -> Order:
    """The map of now with its words and numbers: one slide, or a document of one chapter."""
    view, ending = kaart_view.current_view(), _format(SLIDE_FORMATS)
    st.caption(t("uitvoer.slide_note"))

    def make() -> bytes:
        content = scene_views.content_of(Scene("", "", "kaart", planner.address()))
        return scenes_file(ending, [content])

    key = ("slide", view.mark, view.lang, view.made_on, ending)
    return Order(key, f"ketenkaart_{view.made_on}", ending, make)


def data() -> Order:
    """The rows on the map of now, or the map itself to open without the app."""
    view, ending = kaart_view.current_view(), _format(DATA_FORMATS)
    key = ("data", view.mark, view.lang, view.made_on, ending)
    make = partial(view_file, ending, view)
    return Order(key, f"ketenkaart_{view.made_on}", ending, make)


def fact_sheet() -> Order | None:
    """The facts of one hub, cluster or district on a sheet of paper."""
    from layers.paper import atlas

    maker, kind = _maker(planner.state()), _subject(FACT_SHEETS_OF)
    refs = maker.refs(kind)
    if not refs:
        return None
    chosen = planner.state().selected
    ref = one_listed(
        t("uitvoer.which"),
        refs,
        index=refs.index(chosen) if chosen in refs else 0,
        key=f"uitvoer.which.{kind}",
        format_func=maker.title_of,
    )
    house, title = _house(), maker.title_of(ref)
    return Order(
        ("sheet", ref, *_made_from(planner.state()), house.key),
        f"ketenkaart_{atlas.file_name(title)}",
        "pdf",
        partial(atlas.fact_sheet_pdf, maker, ref, house),
        partial(atlas.fact_sheet_png, maker, ref, house, PREVIEW_DPI),
    )


def atlas_of_city() -> Order | None:
    """The fact sheets of all districts or hubs of a city."""
    kind = _subject(ATLASES_OF)
    city = st.selectbox(t("uitvoer.city"), planner.state().cities, key="uitvoer.atlas_city")
    state = replace(planner.state(), cities=(city,))
    maker = _maker(state)
    refs = maker.refs(kind)
    if not refs:
        return None
    st.caption(t("uitvoer.atlas_count", n=len(refs)))
    ending, house = _format(ATLAS_FORMATS), _house()
    title = f"{t(f'atlas.title_{kind}s')} {city}"
    make = partial(_atlas_file, maker, refs, title, house, ending)
    name = f"ketenkaart_atlas_{city.lower()}_{kind}"
    return Order(("atlas", kind, *_made_from(state), ending, house.key), name, ending, make)


def _atlas_file(
    maker: FactSheetMaker, refs: tuple[str, ...], title: str, house: HouseStyle, ending: str
) -> bytes:
    """Make the atlas under a progress bar; Stop and any other choice end the work."""
    from layers.paper import atlas

    bar = st.progress(0.0)
    st.button(t("uitvoer.stop"), key="uitvoer.stop", on_click=drop, args=("uitvoer.make",))

    def on_sheet(done: int, total: int) -> None:
        # Streamlit ends the run here once another is asked for.
        bar.progress(done / total, t("uitvoer.atlas_progress", done=done, total=total))

    if ending == "pdf":
        return atlas.atlas_pdf(maker, refs, title, house, on_sheet)
    return atlas.atlas_zip(maker, refs, house, on_sheet)


# ---- what several kinds ask


def _maker(state: ViewState) -> FactSheetMaker:
    _, address, day = _made_from(state)
    return maker_of(planner.dataset(), replace(state, selected=""), address, day)


def _made_from(state: ViewState) -> tuple[str, str, str]:
    """Rows, address and day that a thing is made from: with another of these, it is another."""
    address = address_of(replace(state, selected=""), planner.parameters())
    return planner.dataset().key, address, server.today()


def _subject(kinds: tuple[str, ...]) -> str:
    """Ask what the sheets are about, beginning with what is chosen on the map."""
    chosen = planner.state().selected.partition(":")[0]
    return one_of(
        t("uitvoer.kind"),
        kinds,
        f"uitvoer.kind.{len(kinds)}",
        planner.worded("uitvoer.kind_"),
        default=chosen if chosen in kinds else kinds[0],
    )


def _format(endings: tuple[str, ...]) -> str:
    key, names = f"uitvoer.format.{'.'.join(endings)}", planner.worded("uitvoer.format_")
    return one_of(t("uitvoer.format"), endings, key, names)


def _house() -> HouseStyle:
    key = one_listed(
        t("uitvoer.house"),
        list(HOUSE_STYLES),
        key="uitvoer.house",
        format_func=planner.worded("uitvoer.house_"),
    )
    return HOUSE_STYLES[key]


ORDERS: dict[str, Callable[[], Order | None]] = {
    "map": map_sheet,
    "figure": figure,
    "slide": slide,
    "data": data,
    "sheet": fact_sheet,
    "atlas": atlas_of_city,
}
"""By code, in the order in which they are offered."""
