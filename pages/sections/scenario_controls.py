"""*Wat als*: the controls of a scenario, which the address fills and which fill the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import streamlit as st

from geo.answers.what_if import MOST_NEW, MOST_TENANTS, NewHub, Scenario, new_name
from geo.data.crs import point_at
from layers.view.scenario_address import (
    LONGEST_NAME,
    MIX_LINES,
    TERMS,
    YEARS,
    from_address,
    plain_name,
    to_address,
)
from layers.web.map_clicks import LatLng
from layers.words.machine_numbers import dotted
from layers.words.plain_text import literal
from pages.sections import typed_place
from pages.session import planner
from pages.session.planner import t
from pages.session.whole import whole
from pages.views.wat_als_view import SCENARIO, known
from pages.widgets.held_controls import one_of_many

Place = tuple[float, float, str]  # x, y and city of a new building
PLACES = "wi.places"  # of the new buildings; no control holds them
MOVING = "wi.moving"  # number in the list of the building that the next click moves
FIRST_TENANTS = 5  # in a building that was just set down


def seed(hub_ids: Sequence[str]) -> None:
    """Give the controls what the address says, when it came from outside or they were not drawn."""
    written = planner.parameter(SCENARIO)
    if "wi.removed" not in st.session_state or st.session_state.get("wi.address") != written:
        asked, left_out = from_address(written, known(planner.dataset()))
        put(asked)
        # A building that stands on neither map cannot be taken away from them.
        nowhere = sum(hub not in hub_ids for hub in asked.removed)
        st.session_state["wi.left_out"] = left_out + nowhere
        st.session_state["wi.address"] = written
    kept = [hub for hub in st.session_state["wi.removed"] if hub in hub_ids]
    if kept != st.session_state["wi.removed"]:
        st.session_state["wi.removed"] = kept


@whole()
def put(asked: Scenario) -> None:
    """Set every control to a scenario."""
    state = st.session_state
    state["wi.name"] = asked.name
    state["wi.removed"] = list(asked.removed)
    state["wi.year"], state["wi.term"] = asked.ends_before, asked.term_years
    state[PLACES] = [(new.x, new.y, new.city) for new in asked.opened]
    state[MOVING] = None
    for i, new in enumerate(asked.opened):
        _put_building(i, new)


def _put_building(i: int, new: NewHub) -> None:
    state, unused = st.session_state, (planner.dataset().chain_model.ten[0], "make", 0)
    state[f"wi.called.{i}"] = new.name
    for k in range(MIX_LINES):
        line = new.mix[k] if k < len(new.mix) else unused
        for part, value in zip(("chain", "stage", "number"), line, strict=True):
            state[f"wi.{part}.{i}.{k}"] = value


def asked() -> Scenario:
    """The scenario that the controls say."""
    state = st.session_state
    year = state["wi.year"]
    return Scenario(
        name=plain_name(state["wi.name"]),
        removed=tuple(state["wi.removed"]),
        ends_before=year,
        term_years=int(state["wi.term"] or 0) if year else 0,
        opened=tuple(_building(i, place) for i, place in enumerate(state[PLACES])),
    )


def _building(i: int, place: Place) -> NewHub:
    state = st.session_state
    lines = [
        tuple(state[f"wi.{part}.{i}.{k}"] for part in ("chain", "stage", "number"))
        for k in range(MIX_LINES)
    ]
    mix = tuple((chain, stage, int(n)) for chain, stage, n in lines if n)
    return NewHub(*place, mix, plain_name(state[f"wi.called.{i}"]))


def keep() -> None:
    """Write the scenario of the controls in the address."""
    words = to_address(asked())
    planner.set_parameter(SCENARIO, words)
    if words != st.session_state.get("wi.address"):
        st.session_state["wi.left_out"] = 0
    st.session_state["wi.address"] = words


def show_leases() -> None:
    """Ask before which year leases end, and how long one is taken to last."""
    say = planner.words()
    st.markdown(f"**{t('watals.lease')}**")
    one_of_many(
        t("watals.lease_year"),
        [None, *YEARS],
        "wi.year",
        lambda year: str(year) if year else say("watals.none"),
        placeholder=say("watals.none"),
    )
    one_of_many(
        t("watals.lease_term"),
        TERMS,
        "wi.term",
        lambda n: say("watals.lease_years", n=n) if n else say("watals.lease_known"),
        disabled=not st.session_state.get("wi.year"),
    )


def show_new() -> None:
    """The new buildings, each with its name and mix, to edit, move and take away."""
    st.markdown(f"**{t('watals.new')}**")
    places: list[Place] = st.session_state[PLACES]
    moving: int | None = st.session_state[MOVING]
    if moving is not None:
        name = new_name(_building(moving, places[moving]), moving)
        st.info(t("watals.new_moving", name=literal(name)))
    elif len(places) < MOST_NEW:
        st.caption(t("watals.new_click", n=MOST_NEW - len(places)))
    else:
        st.caption(t("watals.new_full", n=MOST_NEW))
    if moving is not None or len(places) < MOST_NEW:
        typed_place.ask(_set_down_typed)
    for i, place in enumerate(places):
        _show_building(i, place)


@whole()
def _set_down_typed(x: float, y: float) -> None:
    set_down_at(x, y)
    st.session_state[typed_place.KEY] = ""


def _show_building(i: int, place: Place) -> None:
    new = _building(i, place)
    name, tenants = new_name(new, i), sum(n for _, _, n in new.mix)
    # Without markup: a name comes from the address.
    label = t("watals.new_mix", name=literal(name), n=tenants, city=new.city)
    with st.popover(label, width="stretch"):
        x, y, city = place
        st.caption(t("watals.new_at", city=city, x=dotted(x, digits=0), y=dotted(y, digits=0)))
        key = f"wi.called.{i}"
        st.text_input(t("watals.new_name"), planner.held(key), key=key, max_chars=LONGEST_NAME)
        for k in range(MIX_LINES):
            _show_line(i, k)
        move, away = st.columns(2)
        still = st.session_state[MOVING] == i
        move.button(
            t("watals.new_stay" if still else "watals.new_move"),
            key=f"wi.move.{i}",
            on_click=_move,
            args=(None if still else i,),
            width="stretch",
        )
        away.button(
            t("watals.new_remove"),
            key=f"wi.away.{i}",
            on_click=_take_away,
            args=(i,),
            width="stretch",
        )


def _show_line(i: int, k: int) -> None:
    """Ask one chain, stage and number of tenants of a new building."""
    look = planner.looks()
    chain, stage, count = st.columns([0.4, 0.35, 0.25])
    shown: Literal["visible", "collapsed"] = "visible" if k == 0 else "collapsed"
    for column, part, label, codes, name in (
        (chain, "chain", t("column.chain"), look.chain_names, look.chain),
        (stage, "stage", t("column.stage"), look.stage_names, look.stage),
    ):
        one_of_many(label, codes, f"wi.{part}.{i}.{k}", name, column, label_visibility=shown)
    # Nobody at all would be no building: the first line has someone.
    least = 1 if k == 0 else 0
    count.number_input(
        t("column.count"),
        least,
        MOST_TENANTS,
        planner.held(f"wi.number.{i}.{k}"),
        key=f"wi.number.{i}.{k}",
        label_visibility=shown,
    )


@whole()
def _move(i: int | None) -> None:
    st.session_state[MOVING] = i


@whole()
def _take_away(i: int) -> None:
    now = asked()
    put(replace(now, opened=(*now.opened[:i], *now.opened[i + 1 :])))


def set_down_at_click(click: LatLng) -> bool:
    """Take a click on the map as `set_down_at` does."""
    place = point_at(click["lng"], click["lat"])
    return set_down_at(place.x, place.y)


def set_down_at(east: float, north: float) -> bool:
    """Take a place (EPSG:28992) for that of a new building, or of the one that moves.

    Returns whether it lies in a city.
    """
    x, y = float(round(east)), float(round(north))
    city = known(planner.dataset()).city_at(x, y)
    if city is None:
        return False
    places: list[Place] = st.session_state[PLACES]
    moving: int | None = st.session_state[MOVING]
    if moving is not None:
        st.session_state[PLACES] = [*places[:moving], (x, y, city), *places[moving + 1 :]]
        st.session_state[MOVING] = None
    elif len(places) < MOST_NEW:
        first = ((planner.dataset().chain_model.ten[0], "make", FIRST_TENANTS),)
        _put_building(len(places), NewHub(x, y, city, first))
        st.session_state[PLACES] = [*places, (x, y, city)]
    return True
