"""The search box: everything with a name, found while it is typed; a choice flies the map there."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import streamlit as st

from geo.answers.name_search import (
    LEAST_TYPED,
    NameIndex,
    name_index,
    named_clusters,
    search,
    shipped_streets,
    with_names,
)
from geo.data.crs import lat_lon_of
from geo.data.store import Dataset
from layers.web.map_place import Place
from layers.web.page_files import component_script, component_style
from layers.web.search_parts import told_of, zoom_of
from pages.session import planner, server
from pages.session.planner import t
from pages.session.whole import whole
from pages.views import kaart_view
from pages.widgets import city_front, map_drawer

KEY = "search.box"
FOUND = "search.found"
CHOSEN = "search.chosen"
LONGEST = 80  # characters; the box takes no more, and its answer comes from outside
NOTHING = "nothing"  # as the script of the box says it
MAP = ("", "kaart")
BY_NAME = ("street", "postcode", "stop")
"""Kinds that are not always drawn: the map flies to one that a link names."""
LINKED = (*BY_NAME, "partner", "meeting")
"""Kinds of what is found and not always drawn: a link names it by its reference alone."""


@server.shared(8)
def names_of(data: Dataset) -> NameIndex:
    """Everything with a name but clusters; shared between sessions that hold the same rows."""
    return name_index(data, shipped_streets())


def names_now() -> NameIndex:
    """The same with the clusters that the map shows; made anew each time, for they hang on it."""
    data, state = planner.dataset(), planner.state()
    if "clusters" not in state.layers:
        return names_of(data)
    return with_names(names_of(data), named_clusters(kaart_view.clusters_of(data, state)))


def show(page: str) -> None:
    """Draw the box in the side bar of the map; what was found is forgotten on another page.

    On pages with a part of their own that runs by itself, such as *Presentatie*, clicks were lost
    beside it: there it is left out.
    """
    if page not in MAP:
        st.session_state.pop(FOUND, None)
        return
    with st.sidebar:
        _box()


@st.fragment
def _box() -> None:
    if st.session_state.pop(CHOSEN, False):
        st.rerun()
    typed = _said("typed")
    long_enough = len(typed.strip()) >= LEAST_TYPED
    # Where nothing is asked for the names are not put together anew, in every run of the map.
    found = search(names_now() if long_enough else names_of(planner.dataset()), typed)
    component = st.components.v2.component(
        "ketenkaart_search", css=component_style("search"), js=component_script("search")
    )
    component(
        data={
            "label": t("search.label"),
            "hint": t("search.hint"),
            "typed": typed,
            "results": told_of(found, typed, planner.language()),
            "told": _told(len(found)) if long_enough else "",
        },
        key=KEY,
        on_typed_change=lambda: None,
        on_picked_change=_take,
    )


def _told(n: int) -> str:
    return t("search.n_found", n=n) if n else t("search.nothing")


def _said(name: str) -> str:
    """What the box says, a text of bounded length whatever the browser sent."""
    said: Mapping[str, Any] = st.session_state.get(KEY) or {}
    value = said.get(name)
    return value[:LONGEST] if isinstance(value, str) else ""


@whole()
def _take() -> None:
    """Choose what was picked: its city is shown, and it is the chosen thing.

    Enter where nothing was found closes the sheet of what was chosen before.
    """
    at, table = _said("picked"), names_now().table
    if at == NOTHING:
        planner.choose("")
        map_drawer.close()
        st.session_state[CHOSEN] = True
    if not at.isdecimal() or int(at) not in table.index:
        return
    row = table.loc[int(at)].to_dict()
    planner.show_city(row["city"])
    planner.choose(str(row["ref"]))
    st.session_state[FOUND] = row
    st.session_state[CHOSEN] = True
    city_front.put_in_front(str(row["city"]))
    map_drawer.open_sheet()


def found() -> Mapping[Hashable, Any] | None:
    """What was found and is still the chosen thing, here or by the link; a row of the index."""
    row: Mapping[Hashable, Any] | None = st.session_state.get(FOUND)
    ref = planner.state().selected
    return row if row and row["ref"] == ref else _of_link(ref, LINKED)


def _of_link(ref: str, kinds: Sequence[str]) -> Mapping[Hashable, Any] | None:
    """What a link opens on, of some kinds; it may be drawn or not."""
    if ref.partition(":")[0] not in kinds:
        return None
    table = names_of(planner.dataset()).table
    rows = table[table["ref"].eq(ref)]
    return rows.iloc[0].to_dict() if len(rows) else None


def goal(city: str) -> Place | None:
    """Where the map of a city flies to: what was found last, when it lies there and has a place."""
    last: Mapping[Hashable, Any] | None = st.session_state.get(FOUND)
    row = last or _of_link(planner.state().selected, BY_NAME)
    if not row or row["city"] != city or not np.isfinite(row["x"]):
        return None
    return lat_lon_of(row["x"], row["y"]), zoom_of(row["kind"], row["name"])
