"""A plan area from a file: read in a process of its own, kept in the address and nowhere else."""

from __future__ import annotations

import math
from dataclasses import dataclass

import streamlit as st

from geo.intake.meaning.plan_outline import PlanOutline
from geo.intake.model.refusal import FileRefused
from geo.intake.model.result import Notice
from geo.intake.process.assembly import refusal_notice
from geo.intake.process.sandbox import read_outline
from layers.sentences.area_words import outline_words
from layers.sentences.intake_notices import notice_remedy, notice_words
from layers.view.plan_area import MOST, plan_ref
from layers.web.map_place import Place, fitting
from layers.words.plain_text import literal
from pages.session import planner
from pages.session.planner import t
from pages.session.whole import whole
from pages.views import area_view, chosen_place_view
from pages.widgets import city_front, map_drawer

TOLD = "area.file_told"


@dataclass(frozen=True)
class Told:
    """What came of a file: an area of the map with what is said of it, or why it was refused."""

    ref: str = ""
    name: str = ""
    outline: PlanOutline | None = None
    refused: Notice | None = None


def show() -> None:
    """Ask for a file, and say why the last one was refused."""
    told = st.session_state.get(TOLD, Told())
    st.file_uploader(t("area.upload"), key="area.file", help=t("area.upload_help"), on_change=_take)
    if told.refused is not None:
        lang = planner.language()
        words = f"{notice_words(told.refused, lang)} {notice_remedy(told.refused, lang)}"
        st.error(literal(words))


def show_told(ref: str) -> None:
    """Say of an area that came from a file how it was taken from it."""
    told = st.session_state.get(TOLD, Told())
    if told.outline is not None and told.ref == ref:
        st.info(literal(outline_words(told.outline, told.name, planner.language())))


def goal(city: str) -> Place | None:
    """Where the map of a city flies to: the area that came from a file last, while it is chosen."""
    told = st.session_state.get(TOLD, Told())
    if not told.ref or told.ref != planner.state().selected:
        return None
    ground = chosen_place_view.bounds_in(planner.dataset(), planner.state(), city)
    if not len(ground):
        return None
    centre, zoom = fitting(ground, city)
    return centre, math.floor(zoom)


@whole()
def _take() -> None:
    """Make the outline of the file the chosen area, or keep why it is none."""
    given = st.session_state["area.file"]
    if given is None:
        st.session_state.pop(TOLD, None)
        return
    told = _read(given.name, given.getvalue())
    st.session_state[TOLD] = told
    if not told.ref:
        return
    planner.choose(told.ref)
    map_drawer.open_sheet()
    area = area_view.area_of(planner.dataset(), told.ref, planner.language())
    if area is not None and area.city:
        planner.show_city(area.city)
        city_front.put_in_front(area.city)


def _read(name: str, content: bytes) -> Told:
    try:
        outline = read_outline(name, content, MOST)
        ref = plan_ref(outline.corners)
        if not ref:
            raise FileRefused("outline_elsewhere", file=name)
    except FileRefused as fault:
        return Told(refused=refusal_notice(fault))
    return Told(ref, name, outline)
