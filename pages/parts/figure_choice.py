"""*Uitvoer*, the part on figures: the drawings of other pages as they stand there now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from geo.store import Dataset
from layers.curve_chart import axis_top, curve_svg
from layers.drawn import MapView
from layers.figures import Figure, notes_of
from layers.map_view import relinked
from layers.matrix_chart import matrix_svg, matrix_words
from layers.view_state import ViewState, address_of
from pages.parts import ketens_map, map_content, nearness, session, vergelijken_map, waar_map
from pages.parts.session import t

POINT_LAYERS = ("partners", "hubs", "sectors")


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


def _question() -> nearness.Question:
    """What *Nabijheid* sets against what, as the address has it."""
    by = session.parameter("per")
    partners = session.parameter("punten") != "tenants"
    return nearness.Question(by if by in nearness.PAIRS else "stage", partners)


def _pair(by: str) -> tuple[str, str]:
    """The pair of *Nabijheid*, as the address has it."""
    allowed, (a, b) = nearness.order_of(by), nearness.PAIRS[by]
    said = session.parameter("wie"), session.parameter("bij")
    return (said[0] if said[0] in allowed else a, said[1] if said[1] in allowed else b)


def _matrix(city: str) -> Figure | None:
    asked = _question()
    points = nearness.points_of(session.dataset(), asked.filters, city, asked.partners)
    table = nearness.matrix_of(session.dataset(), asked.filters, city, asked.partners, asked.by)
    if table.empty:
        return None
    order, name, lang = nearness.order_of(asked.by), nearness.namer(asked.by), session.state().lang
    title = t("nabijheid.matrix_title", city=city, n=len(points.rows))
    drawing = matrix_svg(table, order, name, title, lang)
    method = t("nabijheid.matrix_method", permutations=nearness.PERMUTATIONS, k=nearness.FEW)
    return _figure(title, drawing, matrix_words(table, name, title, lang), asked, method)


def _curve(city: str) -> Figure | None:
    asked = _question()
    pair = _pair(asked.by)
    curve = nearness.curve_of(
        session.dataset(), asked.filters, city, asked.partners, asked.by, pair
    )
    few = curve.empty or min(curve["n_a"].iloc[0], curve["n_b"].iloc[0]) < nearness.FEW
    if few or pair[0] == pair[1]:
        return None
    n = {key: int(curve[f"n_{key}"].iloc[0]) for key in "ab"}
    pair_words = " → ".join(map(nearness.namer(asked.by), pair))
    title = f"{pair_words}: {t('nabijheid.curve_title', city=city, **n)}"
    drawing = curve_svg(curve, title, session.state().lang, axis_top([curve]))
    method = t("nabijheid.curve_method", permutations=nearness.CURVES)
    return _figure(title, drawing, title, asked, method)


def _figure(
    title: str, drawing: str, words: str, asked: nearness.Question, method: str
) -> Figure:
    """A figure of *Nabijheid* with what was chosen there in its notes."""
    points = t(f"nabijheid.points_{'all' if asked.partners else 'tenants'}")
    chosen = t("uitvoer.nearness_said", by=t(f"nabijheid.by_{asked.by}"), points=points)
    notes = notes_of(_points_view(asked.filters.chains), f"{chosen} {method}")
    return Figure(title, drawing, words, notes, session.state().lang, map_content.today())


def _points_view(chains: tuple[str, ...]) -> MapView:
    """The points of the figures of *Nabijheid*: their filters, sources and mark."""
    state = replace(session.state(), chains=chains, stages=(), layers=POINT_LAYERS)
    data, own = session.dataset(), session.parameters()
    view = map_content.map_of(data, state, own, map_content.today())
    return relinked(view, data.package, address_of(state, own))


# The page of each figure, and what makes it of a city.
MAKERS: dict[str, tuple[str, Callable[[str], Figure | None]]] = {
    "strip": ("ketens", _strip),
    "matrix": ("nabijheid", _matrix),
    "curve": ("nabijheid", _curve),
    "ranking": ("waar", _ranking),
    "comparison": ("vergelijken", _comparison),
}
BY_CITY = ("matrix", "curve")
