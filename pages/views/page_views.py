"""What each page shows of a state: the one list from which a scene is drawn as its page was.

A page makes its map from the data, the state and its own parameters in the address (`parameters`:
text from outside, checked by the page). Pages that are not listed show the map of *Kaart*.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from geo.data.store import Dataset
from layers.figures.figure import Figure
from layers.sentences.explanation import Explanation, explanation_of_map
from layers.view.map_model import MapView
from layers.view.state import Parameters, ViewState
from pages.views import (
    bereik_view,
    kaart_view,
    ketens_view,
    nabijheid_view,
    ontmoeting_view,
    schakels_view,
    vergelijken_view,
    waar_view,
    wat_als_view,
)

MapOf = Callable[[Dataset, ViewState, Parameters, str], MapView]
ExplanationOf = Callable[[Dataset, ViewState, Parameters, str], Explanation]
FigureOf = Callable[[Dataset, ViewState, Parameters, str], Figure | None]


@dataclass(frozen=True)
class PageMap:
    """How one page is shown elsewhere.

    Attributes
    ----------
    map_of : callable
        The map of the page.
    explanation_of : callable or None
        Its words and numbers; None lets the map say them.
    figure_of : callable or None
        The figure that stands in the place of the map, where that is the point of the page.
    """

    map_of: MapOf
    explanation_of: ExplanationOf | None = None
    figure_of: FigureOf | None = None


KAART = PageMap(kaart_view.map_of, kaart_view.explanation_of)
PAGES = {
    "bereik": PageMap(bereik_view.map_of, bereik_view.explanation_of),
    "nabijheid": PageMap(
        nabijheid_view.map_of, nabijheid_view.explanation_of, nabijheid_view.figure_in_room
    ),
    "ontmoeting": PageMap(ontmoeting_view.map_of, ontmoeting_view.explanation_of),
    "schakels": PageMap(schakels_view.map_of, schakels_view.explanation_of),
    "waar": PageMap(waar_view.map_of, waar_view.explanation_of),
    "ketens": PageMap(ketens_view.map_of, ketens_view.explanation_of, ketens_view.figure_of),
    "wat_als": PageMap(wat_als_view.map_of, wat_als_view.explanation_of),
    "vergelijken": PageMap(
        vergelijken_view.map_of, vergelijken_view.explanation_of, vergelijken_view.figure_of
    ),
}


def view_of(
    page: str, data: Dataset, state: ViewState, parameters: Parameters, day: str
) -> MapView:
    """The map that a page shows of a state."""
    return _listed(page, state).map_of(data, state, parameters, day)


def explanation_of(
    page: str, data: Dataset, state: ViewState, parameters: Parameters, day: str
) -> Explanation:
    """What a page says of a state."""
    listed = _listed(page, state)
    if listed.explanation_of is None:
        return explanation_of_map(listed.map_of(data, state, parameters, day))
    return listed.explanation_of(data, state, parameters, day)


def figure_of(
    page: str, data: Dataset, state: ViewState, parameters: Parameters, day: str
) -> Figure | None:
    """The figure that stands in the place of the map of a page; None where the map stands."""
    listed = _listed(page, state)
    return listed.figure_of(data, state, parameters, day) if listed.figure_of else None


def _listed(page: str, state: ViewState) -> PageMap:
    # Without a city other pages have nothing to work out.
    return PAGES.get(page, KAART) if state.cities else KAART
