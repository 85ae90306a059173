"""*Presentatie*: scenes in order, on the screen of the council and in files."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

import streamlit as st

from geo.data.errors import DataErrors, KetenkaartError
from layers.files.file_kinds import SCENE_FILES, scenes_file
from layers.view.scenes import (
    LONGEST,
    MOST_SCENES,
    Scene,
    moved,
    removed,
    reworded,
    to_file,
)
from layers.view.scenes_file import read_scenes
from layers.words.plain_text import literal
from pages.app import frame
from pages.sections import council_screen
from pages.session import planner, scene_list, server
from pages.session.planner import t
from pages.session.whole import answering, ask, drop, errand, is_asked, whole
from pages.views import scene_views
from pages.widgets import add_scene, made_file
from pages.widgets.faults import fault_words
from pages.widgets.faults import show as show_faults
from pages.widgets.held_controls import one_listed

if TYPE_CHECKING:
    from layers.files.scene_content import SceneContent

# What the planner waits for while the scenes are drawn: "screen", "file", or nothing.
WANTED = "presentation.wanted"
SHOWN = "presentation.progress_shown"  # whether the page as it stands says how far that is
FILE = "presentation.take_home"  # the errand of making the file
EVERY = 1.0  # seconds between two looks at what is drawn


def contents() -> list[SceneContent]:
    """All scenes, drawn where they were not yet."""
    return [scene_views.content_of(scene) for scene in scene_list.scenes()]


def show() -> None:
    """Lay out the page, or the council screen alone."""
    scenes = scene_list.scenes()
    if council_screen.is_showing() and scenes:
        council_screen.show(contents())
        return
    st.markdown(f"# {t('presentatie.title')}")
    st.caption(t("presentatie.intro"))
    left, right = st.columns([0.62, 0.38], gap="medium")
    with left:
        _list(scenes)
    with right:
        _start(scenes)
        # A place of its own, there always: what runs by itself keeps where it stands in the page.
        with st.container(key="presentation.progress"):
            st.session_state[SHOWN] = _is_drawing(scenes)
            if st.session_state[SHOWN]:
                st.fragment(_progress, run_every=EVERY)()
        _files()
        _saved(scenes)
    st.caption(t("presentatie.method"))


def _list(scenes: Sequence[Scene]) -> None:
    if not scenes:
        st.info(t("presentatie.none"))
    for at, scene in enumerate(scenes):
        with st.container(border=True):
            _one(at, scene, len(scenes))
    if len(scenes) < MOST_SCENES:
        with st.container(border=True):
            st.caption(t("presentatie.add"))
            add_scene.show("kaart")


def _one(at: int, scene: Scene, total: int) -> None:
    name = f"presentation.{at}"
    keys = (f"{name}.headline", f"{name}.note")
    page = t(frame.PAGES.get(scene.page, frame.PAGES["kaart"]))
    where = f"{t('presentatie.scene', n=at + 1)} · {page}"
    st.caption(f"{where} · {literal(scene_views.shown(scene).filters)}")
    if scene_views.with_own_rows(scene) and not planner.has_own():
        st.warning(t("own.absent"))
    st.text_input(
        t("presentatie.headline"),
        planner.told(keys[0], scene.headline),
        key=keys[0],
        max_chars=LONGEST["headline"],
        help=t("presentatie.headline_help"),
        on_change=_reword,
        args=(at, *keys),
    )
    st.text_area(
        t("presentatie.note"),
        planner.told(keys[1], scene.note),
        key=keys[1],
        max_chars=LONGEST["note"],
        height=68,
        on_change=_reword,
        args=(at, *keys),
    )
    _buttons(at, scene, total, name)


def _buttons(at: int, scene: Scene, total: int, name: str) -> None:
    up, down, away, view = st.columns(4)
    label = t("presentatie.up")
    up.button(label, key=f"{name}.up", on_click=_move, args=(at, -1), disabled=at == 0)
    label, last = t("presentatie.down"), at == total - 1
    down.button(label, key=f"{name}.down", on_click=_move, args=(at, 1), disabled=last)
    away.button(t("presentatie.remove"), key=f"{name}.remove", on_click=_remove, args=(at,))
    # The map is the first page: its address is that of the app.
    page = "" if scene.page == "kaart" else quote(scene.page)
    view.link_button(t("presentatie.open"), f"./{page}?{scene.query}")


@whole()
def _reword(at: int, headline: str, note: str) -> None:
    words = (st.session_state[headline], st.session_state[note])
    scene_list.keep(reworded(scene_list.scenes(), at, *words))


@whole()
def _move(at: int, steps: int) -> None:
    scene_list.keep(moved(scene_list.scenes(), at, steps))


@whole()
def _remove(at: int) -> None:
    scene_list.keep(removed(scene_list.scenes(), at))


def _start(scenes: Sequence[Scene]) -> None:
    st.button(
        t("presentatie.start"),
        type="primary",
        on_click=_want,
        args=("screen",),
        disabled=not scenes,
        key="presentation.start",
        width="stretch",
    )
    st.caption(t("presentatie.count", n=len(scenes), most=MOST_SCENES))
    st.caption(t("presentatie.keys"))


def _is_drawing(scenes: Sequence[Scene]) -> bool:
    """Asked of the session and not of the click: the run that has the click may be cut short."""
    return bool(st.session_state.get(WANTED) and scenes)


@whole()
def _want(what: str) -> None:
    """Have the scenes drawn; what is wanted of them comes when they are there."""
    if scene_views.ask(scene_list.scenes()) < len(scene_list.scenes()):
        st.session_state[WANTED] = what
    else:
        _give(what)


def _give(what: str) -> None:
    """Every scene is drawn: begin the presentation, or make the file in the next run."""
    st.session_state.pop(WANTED, None)
    if what == "screen":
        council_screen.begin()
    else:
        ask(FILE)


@whole()
def _stop() -> None:
    scene_views.withdraw(scene_list.scenes())
    st.session_state.pop(WANTED, None)


def _progress() -> None:
    """How far the drawing is, looked at again and again; nothing waits for it meanwhile."""
    scenes, wanted = scene_list.scenes(), st.session_state.get(WANTED)
    if not wanted:
        st.rerun()  # cancelled: the page is drawn without this part
    done, total = scene_views.ask(scenes), len(scenes)
    if done == total:
        _give(wanted)
        st.rerun()
    st.progress(done / total, t("presentatie.drawing", done=done, total=total))
    st.button(t("presentatie.stop"), key="presentation.stop", on_click=_stop)


@st.fragment
def _files() -> None:
    """Make a file when asked; the rest of the page is not run again."""
    st.markdown(f"## {t('presentatie.take_home')}")
    st.text_input(t("presentatie.name"), key="presentation.name", max_chars=LONGEST["headline"])
    kind = one_listed(
        t("presentatie.kind"),
        SCENE_FILES,
        key="presentation.kind",
        format_func=planner.worded("presentatie.kind_"),
    )
    template = _template(kind)
    said = (kind, scene_list.scenes(), hashlib.sha256(template or b"").hexdigest(), _name())
    # In another language, with other rows or on another day the same scenes are another file.
    asked = (*said, planner.language(), planner.dataset_with(True).key, server.today())
    st.button(
        t("presentatie.make"),
        on_click=_want,
        args=("file",),
        disabled=not scene_list.scenes(),
        key="presentation.make",
    )
    if _is_drawing(scene_list.scenes()) and not st.session_state.get(SHOWN):
        st.rerun()  # the whole page, where the progress stands
    if is_asked(FILE):
        with answering(FILE):
            _make(kind, template, asked)
    name = f"ketenkaart_presentatie_{server.today()}"
    made_file.offer("presentation", asked, name, kind, "presentatie.download")


def _name() -> str:
    return str(st.session_state.get("presentation.name", ""))


def _template(kind: str) -> bytes | None:
    """The template of the house, for slides alone; its place stays where it is of no use.

    What goes away takes the button under it along, from under the hand that presses it.
    """
    # Those with macros are let in, to be told why they are not used.
    kinds, of_use = ["pptx", "potx", "pptm", "potm"], kind == "pptx"
    given = st.file_uploader(
        t("presentatie.template"), type=kinds, key="presentation.template", disabled=not of_use
    )
    return given.getvalue() if given and of_use else None


def _make(kind: str, template: bytes | None, asked: tuple[object, ...]) -> None:
    try:
        with st.spinner(t("presentatie.busy")):
            made = scenes_file(kind, contents(), _name(), template)
        made_file.keep("presentation", asked, made)
    except KetenkaartError as fault:
        made_file.forget("presentation")
        st.error(literal(fault_words(fault)))


def _saved(scenes: Sequence[Scene]) -> None:
    st.download_button(
        t("presentatie.save"),
        partial(to_file, scenes, _name()),
        file_name="ketenkaart_scenes.json",
        mime="application/json",
        on_click="ignore",
        disabled=not scenes,
        key="presentation.save",
        width="stretch",
    )
    given = st.file_uploader(t("presentatie.load"), type=["json"], key="presentation.file")
    if given and errand(t("presentatie.load_now"), "presentation.load", given.file_id):
        _load(given.getvalue(), given.name)


def _load(content: bytes, name: str) -> None:
    try:
        _, scenes = read_scenes(content, name)
    except DataErrors as faults:
        drop("presentation.load")
        show_faults(t("presentatie.not_loaded"), faults.errors)
        return
    with whole(), answering("presentation.load"):
        scene_list.keep(scene_views.told_sound(scenes))
    st.rerun()


frame.only_from_app()
show()
