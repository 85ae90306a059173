"""A place that is typed instead of clicked: a name, street, postcode or coordinates."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import streamlit as st

from geo.answers.name_search import search
from geo.data.crs import WGS84
from geo.intake.values.frames import in_cities, project
from geo.intake.values.pairs import pair_of
from layers.web.search_parts import beside_words
from layers.words.machine_numbers import dotted
from layers.words.plain_text import literal
from pages.sections.search_box import LONGEST, names_of
from pages.session import planner
from pages.session.planner import t

KEY = "wi.where"
OFFERED = 4
Offer = tuple[str, float, float]  # what it is called, x and y


def ask(take: Callable[[float, float], None]) -> None:
    """Ask for a place in words, and offer what was found; a button takes it."""
    st.session_state.setdefault(KEY, "")
    held = planner.held(KEY)
    typed = st.text_input(t("watals.new_where"), held, key=KEY, max_chars=LONGEST)
    typed = typed.strip()
    found = offers(typed) if typed else []
    if typed and not found:
        st.caption(t("watals.new_nowhere"))
    for number, (called, x, y) in enumerate(found):
        st.button(
            t("watals.new_here", place=literal(called)),
            key=f"wi.here.{number}",
            on_click=take,
            args=(x, y),
            width="stretch",
        )


def offers(typed: str) -> list[Offer]:
    """Return the places that may be meant, the likeliest first."""
    at = coordinates_in(typed)
    if at:
        x, y = (dotted(each, digits=0) for each in at)
        return [(f"RD {x}, {y}", *at)]
    rows = search(names_of(planner.dataset()), typed)
    rows = rows[np.isfinite(rows["x"])].head(OFFERED)
    lang = planner.state().lang
    return [
        (f"{row['name']} · {beside_words(row, lang)}", row["x"], row["y"])
        for row in rows.to_dict("records")
    ]


def coordinates_in(typed: str) -> tuple[float, float] | None:
    """Return the place that two typed numbers say, in RD or in degrees, in either order."""
    pair = pair_of(typed)
    if pair is None:
        return None
    for first, second in (pair, pair[::-1]):
        x, y = np.array([first]), np.array([second])
        for place in ((x, y), project(WGS84, x, y)):
            if in_cities(*place)[0]:
                return float(place[0][0]), float(place[1][0])
    return None
