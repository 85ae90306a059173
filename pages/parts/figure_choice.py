"""*Uitvoer*, the part on figures: the drawings of other pages as they stand there now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from geo.store import Dataset
from layers.figures import Figure
from layers.view_state import ViewState
from pages.parts import (
    ketens_map,
    map_content,
    nabijheid_map,
    session,
    vergelijken_map,
    waar_map,
)
from pages.parts.session import t


@dataclass(frozen=True)
class Choice:
    """A figure that was chosen.

    Attributes
    ----------
    name : str
    city : str
        "" for a figure of all cities together.
    build : callable
        Makes it; None where there is too little to draw.
    """

    name: str
    city: str
    build: Callable[[], Figure | None]


def choose() -> Choice:
    """Ask which figure; all else is as it was chosen on the page that shows it."""
    say = session.words()
    name = st.selectbox(
        t("uitvoer.figure"),
        list(MAKERS),
        key="uitvoer.figure",
        format_func=lambda code: say(f"uitvoer.figure_{code}"),
    )
    page, build = MAKERS[name]
    city = _city() if name in BY_CITY else ""
    st.caption(t("uitvoer.as_on_page"))
    st.page_link(f"pages/{page}.py", label=t("uitvoer.to_page"))
    return Choice(name, city, lambda: build(city))


def _city() -> str:
    return str(st.selectbox(t("uitvoer.city"), session.state().cities, key="uitvoer.city"))


def _strip(_: str) -> Figure | None:
    return ketens_map.figure_of(*_asked())


def _ranking(_: str) -> Figure | None:
    return waar_map.figure_of(*_asked())


def _comparison(_: str) -> Figure | None:
    return vergelijken_map.figure_of(*_asked())


def _asked() -> tuple[Dataset, ViewState, dict[str, str], str]:
    """Data, state, what the pages have of their own, and the day: as the session stands."""
    return session.dataset(), session.state(), session.parameters(), map_content.today()


def _matrix(city: str) -> Figure | None:
    return _of_nearness("matrix", city)


def _curve(city: str) -> Figure | None:
    return _of_nearness("curve", city)


def _of_nearness(tab: str, city: str) -> Figure | None:
    """The figure of one question of *Nabijheid* in one city."""
    data, state, own, day = _asked()
    one = replace(state, cities=(city,))
    return nabijheid_map.figure_of(data, one, {**own, nabijheid_map.TAB: tab}, day)


# The page of each figure, and what makes it of a city.
MAKERS: dict[str, tuple[str, Callable[[str], Figure | None]]] = {
    "strip": ("ketens", _strip),
    "matrix": ("nabijheid", _matrix),
    "curve": ("nabijheid", _curve),
    "ranking": ("waar", _ranking),
    "comparison": ("vergelijken", _comparison),
}
BY_CITY = ("matrix", "curve")
