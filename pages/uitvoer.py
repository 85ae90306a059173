"""*Uitvoer*: sheet, figure, slide, document, data, fact sheet and atlas, each made when asked."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import streamlit as st

from geo.data.store import Dataset
from layers.files.file_kinds import ending_of, map_sheet_file, scenes_file, view_file
from layers.map.layer_context import LayerContext
from layers.paper.fact_sheet import FactSheetMaker
from layers.paper.fact_sheet_parts import SheetsAsked
from layers.view.scenes import Scene
from layers.view.state import ViewState, address_of
from layers.words.house_styles import HOUSE_STYLES, HouseStyle
from layers.words.numbers import file_size
from layers.words.palette import palette
from pages.app import frame
from pages.session import planner, server
from pages.session.planner import t
from pages.views import kaart_view, scene_views
from pages.widgets import figure_choice

WHAT = ("map", "figure", "slide", "data", "sheet", "atlas")
KINDS = ("hub", "cluster", "district")
DATA_FORMATS = ("gpkg", "xlsx", "csv", "geojson", "html")
PREVIEW_DPI = 100
TOLD = ("pptx", "docx")
"""Of a view with its words and numbers."""


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


@server.shared(8)
def maker_of(data: Dataset, state: ViewState, link: str, day: str) -> FactSheetMaker:
    """What makes fact sheets of a state, with the address ``link``; shared between sessions."""
    chosen = server.selection(data, state.filters)
    context = LayerContext(data, chosen, palette(data.chain_model, state.lang), state.lang)
    networks = {city: server.network(city) for city in state.cities}
    groups = kaart_view.clusters(data, state.filters, state.basis, state.method, state.radius)
    return FactSheetMaker(SheetsAsked(context, networks, groups, state.travel, link, day))


def show() -> None:
    """Lay out the page."""
    st.markdown(f"#### {t('uitvoer.title')}")
    st.caption(t("uitvoer.intro"))
    if not planner.state().cities:
        st.info(t("kaart.no_city"))
        return
    say = planner.words()
    what = st.segmented_control(
        t("uitvoer.what"),
        WHAT,
        key="uitvoer.what",
        default="map",
        format_func=lambda name: say(f"uitvoer.what_{name}"),
        required=True,
    )
    # A click inside a fragment waits until the fragment is done; Stop must not wait.
    (workshop if what == "atlas" else workshop_alone)(what or "map")


def workshop(what: str) -> None:
    """Choose, make, look, download."""
    left, right = st.columns([0.36, 0.64], gap="large")
    with left:
        order = ORDERS[what]()
        if order is None:
            st.info(t("uitvoer.nothing"))
            return
        asked = st.button(t("uitvoer.make"), type="primary", key="uitvoer.make")
        looked = order.preview and st.button(t("uitvoer.preview"), key="uitvoer.preview")
    with right:
        if asked:
            _make(order)
        elif looked:
            _look(order)
        _show_made(order)


@st.fragment
def workshop_alone(what: str) -> None:
    """The workshop by itself: the rest of the page is not run again."""
    workshop(what)


def _make(order: Order) -> None:
    with st.spinner(t("uitvoer.busy")):
        content = order.make()
        picture = order.preview() if order.preview and content else None
    if content is None:
        st.info(t("uitvoer.too_few"))
    st.session_state["uitvoer.made"] = (order.key, content, picture)


def _look(order: Order) -> None:
    with st.spinner(t("uitvoer.busy")):
        picture = order.preview() if order.preview else None
    if picture is None:
        st.info(t("uitvoer.too_few"))
    st.session_state["uitvoer.made"] = (order.key, None, picture)


def _show_made(order: Order) -> None:
    """Offer what was made, as long as nothing else is asked for by now."""
    key, content, picture = st.session_state.get("uitvoer.made", (None, None, None))
    if key != order.key:
        return
    if content:
        name = f"{order.name}.{ending_of(content, order.ending)}"
        st.download_button(
            t("uitvoer.download", name=name, size=file_size(len(content), planner.state().lang)),
            content,
            file_name=name,
            mime=mimetypes.guess_type(name)[0] or "application/octet-stream",
            on_click="ignore",
            key="uitvoer.download",
        )
    if picture:
        st.image(picture, width="stretch")


# ---- the kinds


def _map() -> Order:
    say, view = planner.words(), kaart_view.current_view()
    paper = st.segmented_control(
        t("uitvoer.paper"), ("A4", "A3"), default="A4", key="uitvoer.paper", required=True
    )
    orientation = st.segmented_control(
        t("uitvoer.orientation"),
        ("landscape", "portrait"),
        default="landscape",
        key="uitvoer.orientation",
        format_func=lambda name: say(f"uitvoer.{name}"),
        required=True,
    )
    ending = _format(("pdf", "svg", "png"))
    house = _house()
    form = (paper or "A4", orientation or "landscape", house)

    def make(kind: str, dpi: int = 300) -> bytes:
        from layers.paper.map_sheet import MapSheetForm

        return map_sheet_file(kind, view, MapSheetForm(*form), dpi)

    st.caption(t("uitvoer.made", date=view.made_on, mark=view.mark))
    key = ("map", view.mark, view.lang, view.made_on, *form[:2], ending, house.key)
    return Order(
        key,
        f"ketenkaart_kaart_{view.made_on}",
        ending,
        lambda: make(ending),
        lambda: make("png", PREVIEW_DPI),
    )


def _figure() -> Order:
    from layers.paper.figure_file import FORMATS, figure_file

    chosen = figure_choice.choose()
    ending = _format(FORMATS)

    def make(kind: str, dpi: int) -> bytes | None:
        figure = figure_choice.KINDS[chosen].build()
        return figure_file(figure, kind, dpi) if figure else None

    key = ("figure", chosen, *_made_from(planner.state()), ending)
    name = f"ketenkaart_{chosen}_{kaart_view.today()}"
    return Order(key, name, ending, lambda: make(ending, 300), lambda: make("png", PREVIEW_DPI * 2))


def _slide() -> Order:
    """The map of now with its words and numbers: one slide, or a document of one chapter."""
    view, ending = kaart_view.current_view(), _format(TOLD)
    st.caption(t("uitvoer.slide_note"))

    def make() -> bytes:
        content = scene_views.content_of(Scene("", "", "kaart", planner.address()))
        return scenes_file(ending, [content])

    key = ("slide", view.mark, view.lang, view.made_on, ending)
    return Order(key, f"ketenkaart_{view.made_on}", ending, make)


def _data() -> Order:
    """The rows on the map of now, or the map itself to open without the app."""
    view, ending = kaart_view.current_view(), _format(DATA_FORMATS)
    key = ("data", view.mark, view.lang, view.made_on, ending)
    make = partial(view_file, ending, view)
    return Order(key, f"ketenkaart_{view.made_on}", ending, make)


def _made_from(state: ViewState) -> tuple[str, str, str]:
    """Rows, address and day that a thing is made from: with another of these, it is another."""
    address = address_of(replace(state, selected=""), planner.parameters())
    return planner.dataset().key, address, kaart_view.today()


def _maker(state: ViewState) -> FactSheetMaker:
    _, address, day = _made_from(state)
    return maker_of(planner.dataset(), replace(state, selected=""), address, day)


def _sheet() -> Order | None:
    from layers.paper import atlas

    maker, kind = _maker(planner.state()), _kind(KINDS)
    refs = maker.refs(kind)
    if not refs:
        return None
    chosen = planner.state().selected
    ref = st.selectbox(
        t("uitvoer.which"),
        refs,
        index=refs.index(chosen) if chosen in refs else 0,
        key=f"uitvoer.which.{kind}",
        format_func=maker.title_of,
    )
    house = _house()
    title = maker.title_of(ref)
    return Order(
        ("sheet", ref, *_made_from(planner.state()), house.key),
        f"ketenkaart_{atlas.file_name(title)}",
        "pdf",
        lambda: atlas.fact_sheet_pdf(maker, ref, house),
        lambda: atlas.fact_sheet_png(maker, ref, house, PREVIEW_DPI),
    )


def _atlas() -> Order | None:
    kind = _kind(("district", "hub"))
    city = st.selectbox(t("uitvoer.city"), planner.state().cities, key="uitvoer.atlas_city")
    state = replace(planner.state(), cities=(city,))
    maker = _maker(state)
    refs = maker.refs(kind)
    if not refs:
        return None
    st.caption(t("uitvoer.atlas_count", n=len(refs)))
    ending, house = _format(("pdf", "zip")), _house()
    title = f"{t(f'atlas.title_{kind}s')} {city}"

    make = partial(_atlas_file, maker, refs, title, house, ending)
    name = f"ketenkaart_atlas_{city.lower()}_{kind}"
    return Order(("atlas", kind, *_made_from(state), ending, house.key), name, ending, make)


def _atlas_file(
    maker: FactSheetMaker, refs: tuple[str, ...], title: str, house: HouseStyle, ending: str
) -> bytes:
    """Make the atlas under a progress bar; any click, as on Stop, ends the work."""
    from layers.paper import atlas

    bar = st.progress(0.0)
    st.button(t("uitvoer.stop"), key="uitvoer.stop")

    def on_sheet(done: int, total: int) -> None:
        # Streamlit ends the run here once another is asked for.
        bar.progress(done / total, t("uitvoer.atlas_progress", done=done, total=total))

    if ending == "pdf":
        return atlas.atlas_pdf(maker, refs, title, house, on_sheet)
    return atlas.atlas_zip(maker, refs, house, on_sheet)


def _kind(kinds: tuple[str, ...]) -> str:
    say = planner.words()
    chosen = planner.state().selected.partition(":")[0]
    return str(
        st.segmented_control(
            t("uitvoer.kind"),
            kinds,
            default=chosen if chosen in kinds else kinds[0],
            key=f"uitvoer.kind.{len(kinds)}",
            format_func=lambda name: say(f"uitvoer.kind_{name}"),
            required=True,
        )
    )


def _format(endings: tuple[str, ...]) -> str:
    say = planner.words()
    return str(
        st.segmented_control(
            t("uitvoer.format"),
            endings,
            default=endings[0],
            key=f"uitvoer.format.{'.'.join(endings)}",
            format_func=lambda name: say(f"uitvoer.format_{name}"),
            required=True,
        )
    )


def _house() -> HouseStyle:
    say = planner.words()
    key = st.selectbox(
        t("uitvoer.house"),
        list(HOUSE_STYLES),
        key="uitvoer.house",
        format_func=lambda name: say(f"uitvoer.house_{name}"),
    )
    return HOUSE_STYLES[key]


ORDERS: dict[str, Callable[[], Order | None]] = {
    "map": _map,
    "figure": _figure,
    "slide": _slide,
    "data": _data,
    "sheet": _sheet,
    "atlas": _atlas,
}

frame.only_from_app()
show()
