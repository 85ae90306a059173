"""*Uitvoer*: sheet, figure, slide, document, data, fact sheet and atlas, each made when asked."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module

import streamlit as st

from geo.store import Dataset
from layers.drawing import Drawing
from layers.factsheet import SheetMaker
from layers.house_styles import HOUSE_STYLES, HouseStyle
from layers.palette import palette
from layers.scenes import Scene
from layers.view_state import ViewState, address_of
from pages.parts import figure_choice, frame, map_content, scene_views, session, take_home
from pages.parts.session import t
from pages.parts.whole import answering, drop, errand

WHAT = ("map", "figure", "slide", "data", "sheet", "atlas")
KINDS = ("hub", "cluster", "district")
DATA_FORMATS = ("gpkg", "xlsx", "csv", "geojson", "html")
MAKE, LOOK = "uitvoer.make", "uitvoer.preview"
PREVIEW_DPI = 100
KILO = 1024
# Of a view with its words and numbers: module and function in layers.
TOLD = {
    "pptx": ("slides", "slide_set"),
    "docx": ("document", "document"),
}


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


@session.shared(8)
def maker_of(data: Dataset, state: ViewState, day: str) -> SheetMaker:
    """What makes fact sheets of a state; shared between sessions."""
    chosen = session.selection(data, state.filters)
    drawing = Drawing(data, chosen, palette(data.chain_model, state.lang), state.lang)
    networks = {city: session.network(city) for city in state.cities}
    groups = map_content.clusters(data, state.filters, state.basis, state.method, state.radius)
    link = session.address()
    return SheetMaker(drawing, networks, groups, state.travel, link, day)


def show() -> None:
    """Lay out the page."""
    st.markdown(f"#### {t('uitvoer.title')}")
    st.caption(t("uitvoer.intro"))
    if not session.state().cities:
        st.info(t("kaart.no_city"))
        return
    say = session.words()
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
        asked = errand(t("uitvoer.make"), MAKE, order.key, type="primary")
        looked = order.preview and errand(t("uitvoer.preview"), LOOK, order.key)
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
    with answering(MAKE):
        with st.spinner(t("uitvoer.busy")):
            content = order.make()
            picture = order.preview() if order.preview and content else None
        st.session_state["uitvoer.made"] = (order.key, content, picture)
    if content is None:
        st.info(t("uitvoer.too_few"))


def _look(order: Order) -> None:
    with answering(LOOK):
        with st.spinner(t("uitvoer.busy")):
            picture = order.preview() if order.preview else None
        st.session_state["uitvoer.made"] = (order.key, None, picture)
    if picture is None:
        st.info(t("uitvoer.too_few"))


def _show_made(order: Order) -> None:
    """Offer what was made, as long as nothing else is asked for by now."""
    key, content, picture = st.session_state.get("uitvoer.made", (None, None, None))
    if key != order.key:
        return
    if content:
        name = f"{order.name}.{take_home.ending_of(content, order.ending)}"
        st.download_button(
            t("uitvoer.download", name=name, size=_size(len(content))),
            content,
            file_name=name,
            mime=mimetypes.guess_type(name)[0] or "application/octet-stream",
            on_click="ignore",
            key="uitvoer.download",
        )
    if picture:
        st.image(picture, width="stretch")


def _size(length: int) -> str:
    kilobytes = length / KILO
    return f"{kilobytes:.0f} kB" if kilobytes < KILO else f"{kilobytes / KILO:.1f} MB"


# ---- the kinds


def _map() -> Order:
    say, view = session.words(), map_content.current_view()
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

    def make(kind: str, **how: int) -> bytes:
        # Drawing libraries take a second to load, which opening the page need not wait for.
        print_map = import_module("layers.print_map")
        module = print_map if kind == "png" else import_module(f"layers.sheet_{kind}")
        made: bytes = getattr(module, f"map_{kind}")(view, print_map.SheetForm(*form), **how)
        return made

    st.caption(t("uitvoer.made", date=view.made_on, mark=view.mark))
    key = ("map", view.mark, view.lang, view.made_on, *form[:2], ending, house.key)
    return Order(
        key,
        f"ketenkaart_kaart_{view.made_on}",
        ending,
        lambda: make(ending),
        lambda: make("png", dpi=PREVIEW_DPI),
    )


def _figure() -> Order:
    chosen = figure_choice.choose()
    file = import_module("layers.figure_file")
    ending = _format(file.FORMATS)

    def make(kind: str, dpi: int) -> bytes | None:
        figure = figure_choice.KINDS[chosen].build()
        made: bytes | None = file.figure_file(figure, kind, dpi) if figure else None
        return made

    state = replace(session.state(), selected="")
    key = ("figure", chosen, address_of(state, session.parameters()), ending)
    name = f"ketenkaart_{chosen}_{map_content.today()}"
    return Order(key, name, ending, lambda: make(ending, 300), lambda: make("png", PREVIEW_DPI * 2))


def _slide() -> Order:
    """The map of now with its words and numbers: one slide, or a document of one chapter."""
    view, ending = map_content.current_view(), _format(tuple(TOLD))
    st.caption(t("uitvoer.slide_note"))

    def make() -> bytes:
        module, function = TOLD[ending]
        content = scene_views.content_of(Scene("", "", "kaart", session.address()))
        made: bytes = getattr(import_module(f"layers.{module}"), function)([content])
        return made

    key = ("slide", view.mark, view.lang, view.made_on, ending)
    return Order(key, f"ketenkaart_{view.made_on}", ending, make)


def _data() -> Order:
    """The rows on the map of now, or the map itself to open without the app."""
    view, ending = map_content.current_view(), _format(DATA_FORMATS)
    key = ("data", view.mark, view.lang, view.made_on, ending)
    make = partial(take_home.KINDS[ending].make, view)
    return Order(key, f"ketenkaart_{view.made_on}", ending, make)


def _maker() -> SheetMaker:
    return maker_of(session.dataset(), replace(session.state(), selected=""), map_content.today())


def _sheet() -> Order | None:
    maker, kind = _maker(), _kind(KINDS)
    refs = maker.refs(kind)
    if not refs:
        return None
    chosen = session.state().selected
    ref = st.selectbox(
        t("uitvoer.which"),
        refs,
        index=refs.index(chosen) if chosen in refs else 0,
        key=f"uitvoer.which.{kind}",
        format_func=maker.title_of,
    )
    house = _house()
    atlas = import_module("layers.atlas")
    title = maker.title_of(ref)
    return Order(
        ("sheet", ref, session.state(), house.key),
        f"ketenkaart_{atlas.file_name(title)}",
        "pdf",
        lambda: atlas.factsheet_pdf(maker, ref, house),
        lambda: atlas.factsheet_png(maker, ref, house, PREVIEW_DPI),
    )


def _atlas() -> Order | None:
    kind = _kind(("district", "hub"))
    city = st.selectbox(t("uitvoer.city"), session.state().cities, key="uitvoer.atlas_city")
    state = replace(session.state(), cities=(city,), selected="")
    maker = maker_of(session.dataset(), state, map_content.today())
    refs = maker.refs(kind)
    if not refs:
        return None
    st.caption(t("uitvoer.atlas_count", n=len(refs)))
    ending, house = _format(("pdf", "zip")), _house()
    title = f"{t(f'atlas.title_{kind}s')} {city}"

    def make() -> bytes:
        made: bytes = _atlas_file(maker, refs, title, house, ending)
        return made

    name = f"ketenkaart_atlas_{city.lower()}_{kind}"
    return Order(("atlas", kind, state, ending, house.key), name, ending, make)


def _atlas_file(
    maker: SheetMaker, refs: tuple[str, ...], title: str, house: HouseStyle, ending: str
) -> bytes:
    """Make the atlas under a progress bar; Stop and any other choice end the work."""
    atlas = import_module("layers.atlas")
    bar = st.progress(0.0)
    st.button(t("uitvoer.stop"), key="uitvoer.stop", on_click=drop, args=(MAKE,))

    def on_sheet(done: int, total: int) -> None:
        # Streamlit ends the run here once another is asked for.
        bar.progress(done / total, t("uitvoer.atlas_progress", done=done, total=total))

    made: bytes = (
        atlas.atlas_pdf(maker, refs, title, house, on_sheet)
        if ending == "pdf"
        else atlas.atlas_zip(maker, refs, house, on_sheet)
    )
    return made


def _kind(kinds: tuple[str, ...]) -> str:
    say = session.words()
    chosen = session.state().selected.partition(":")[0]
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
    say = session.words()
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
    say = session.words()
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
