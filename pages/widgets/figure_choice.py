"""*Uitvoer*, the part on figures: the drawings of other pages as they stand there now."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from layers.figures.figure import Figure
from pages.session import planner, server
from pages.session.planner import t
from pages.views import ketens_view, nabijheid_view, vergelijken_view, waar_view
from pages.views.nabijheid_asked import QUESTION
from pages.views.page_views import FigureOf
from pages.widgets.held_controls import one_listed


@dataclass(frozen=True)
class FigureKind:
    """A figure that is offered.

    Attributes
    ----------
    page : str
        The page that shows it.
    figure_of : callable
        Makes it of data, state, what the page has of its own, and day; None where there is too
        little to draw.
    question : str
        Which question of the page it answers; "" where the page has one.
    """

    page: str
    figure_of: FigureOf
    question: str = ""

    def build(self) -> Figure | None:
        """Make it as the page stands in this session."""
        parameters = planner.parameters()
        if self.question:
            parameters = {**parameters, QUESTION: self.question}
        return self.figure_of(planner.dataset(), planner.state(), parameters, server.today())


KINDS = {
    "strip": FigureKind("ketens", ketens_view.figure_of),
    "matrix": FigureKind("nabijheid", nabijheid_view.figure_of, "matrix"),
    "curve": FigureKind("nabijheid", nabijheid_view.figure_of, "curve"),
    "ranking": FigureKind("waar", waar_view.figure_of),
    "comparison": FigureKind("vergelijken", vergelijken_view.figure_of),
}


def choose() -> str:
    """Ask which figure; all else is as it was chosen on the page that shows it."""
    name = one_listed(
        t("uitvoer.figure"),
        list(KINDS),
        key="uitvoer.figure",
        format_func=planner.worded("uitvoer.figure_"),
    )
    st.caption(t("uitvoer.as_on_page"))
    st.page_link(f"pages/{KINDS[name].page}.py", label=t("uitvoer.to_page"))
    return str(name)
