"""*Toevoegen aan presentatie*: the view of now becomes a scene, from any page."""

from __future__ import annotations

import streamlit as st

from geo.data.errors import ArgumentError
from layers.view.scenes import LONGEST, PLACE_KEYS, Place, added, place_of, scene
from pages.session import planner, scene_list
from pages.session.planner import t
from pages.session.whole import whole
from pages.views import scene_views
from pages.widgets.faults import fault_words

LONGEST_NUMBER = 40


def show(page: str) -> None:
    """Ask for headline and note, and add the view."""
    names = (f"add_scene.{page}.headline", f"add_scene.{page}.note")
    st.text_input(
        t("presentatie.headline"),
        key=names[0],
        max_chars=LONGEST["headline"],
        help=t("presentatie.headline_help"),
    )
    st.text_area(t("presentatie.note"), key=names[1], max_chars=LONGEST["note"], height=68)
    st.button(
        t("presentatie.add_now"),
        key=f"add_scene.{page}.add",
        on_click=_add,
        args=(page, *names),
        width="stretch",
    )
    _say_what_happened()


@whole()
def _add(page: str, headline: str, note: str) -> None:
    words = (st.session_state.get(headline, ""), st.session_state.get(note, ""))
    new = scene(*words, page, planner.address(), _place(page))
    try:
        scene_list.keep(added(scene_list.scenes(), new))
    except ArgumentError as fault:
        st.session_state["add_scene.fault"] = fault_words(fault)
        return
    # Drawn while the planner goes on, so that the presentation starts at once.
    scene_views.ask([new])
    st.session_state["add_scene.done"] = t("presentatie.added", n=len(scene_list.scenes()))
    st.session_state[headline] = st.session_state[note] = ""


def _say_what_happened() -> None:
    if fault := st.session_state.pop("add_scene.fault", ""):
        st.error(fault)
    if done := st.session_state.pop("add_scene.done", ""):
        st.success(done)


def _place(page: str) -> Place | None:
    """Where the map is looked at, as the map itself wrote it in the address; only *Kaart* does."""
    if page != "kaart":
        return None
    said = [st.query_params.get(name, "") for name in planner.PLACE]
    try:
        numbers = [float(value[:LONGEST_NUMBER]) for value in said]
    except ValueError:
        return None
    return place_of(dict(zip(PLACE_KEYS, numbers, strict=True)))
