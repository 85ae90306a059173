"""What *Nabijheid* shows of a state: its open question, as a map, as a figure and in words.

The page, its scene in a presentation and its figure in a file are all made here, from the state and
from the page's own parameters, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from geo.data.store import Dataset
from layers.figures.figure import Drawing, Figure, figure_beside, notes_of
from layers.map.area_layers import districts_layer
from layers.map.composition import map_view, relinked
from layers.map.layer_context import LayerContext
from layers.map.map_heading import known_note
from layers.sentences.explanation import Explanation, explanation_of_map
from layers.sentences.nearness_words import (
    curve_method,
    hot_method,
    local_method,
    matrix_method,
    quotient_method,
)
from layers.view.map_model import MapLayer, MapView
from layers.view.state import Parameters, ViewState, address_of
from layers.words.text import text
from pages.session import server
from pages.views import kaart_view
from pages.views import nabijheid_points_view as points
from pages.views.nabijheid_areas_view import hot_map_layer, quotient_map_layer
from pages.views.nabijheid_asked import Asked, asked_of

Cities = tuple[str, ...]
# Where nothing can be told, and for the questions that are drawn, the points themselves.
POINT_LAYERS = ("partners", "hubs", "sectors")
LAYERS: dict[str, Callable[[LayerContext, Asked, Cities], MapLayer | None]] = {
    "local": points.local_map_layer,
    "hot": hot_map_layer,
    "quotient": quotient_map_layer,
}
METHODS = {"local": local_method, "hot": hot_method, "quotient": quotient_method}
EXPLANATIONS = {"matrix": points.matrix_explanation, "curve": points.curve_explanation}


def map_of(data: Dataset, state: ViewState, parameters: Parameters, day: str) -> MapView:
    """The open question on the map, in the cities of a state."""
    return city_map(data, state, parameters, day, state.cities)


def city_map(
    data: Dataset, state: ViewState, parameters: Parameters, day: str, cities: Cities
) -> MapView:
    """The same of some of the cities; where nothing can be told, the points themselves."""
    asked, link = asked_of(data, state, parameters), address_of(state, parameters)
    view = _drawn(data, asked, cities, state.lang, day) if asked.question in LAYERS else None
    if view is None:
        chains = asked.filters.chains
        shown = replace(state, cities=cities, chains=chains, stages=(), layers=POINT_LAYERS)
        view = kaart_view.view_of(data, replace(shown, selected=""), day)
        view = replace(view, title=text("nabijheid.title", state.lang))
    return relinked(view, data.package, link)


@server.shared(64)
def _drawn(data: Dataset, asked: Asked, cities: Cities, lang: str, day: str) -> MapView | None:
    """The map of one question, None where nothing can be told; shared and never changed."""
    filters = asked.whole if asked.question == "quotient" else asked.filters
    context = server.context_of(data, replace(filters, cities=cities), lang)
    layer = LAYERS[asked.question](context, asked, cities)
    if layer is None:
        return None
    notes = (METHODS[asked.question](lang), *known_note(context))
    layers = (districts_layer(context), layer)
    return map_view(context, layers, layer.title, " + ".join(cities), notes, "", day)


def explanation_of(
    data: Dataset, state: ViewState, parameters: Parameters, day: str
) -> Explanation:
    """What the open question comes to in each city, and what the map counts."""
    asked = asked_of(data, state, parameters)
    told = EXPLANATIONS.get(asked.question)
    if told is None:
        return explanation_of_map(map_of(data, state, parameters, day))
    few = text("nabijheid.verdict_too_few", state.lang)
    return told(data, asked, state.lang) or replace(
        explanation_of_map(map_of(data, state, parameters, day)), statement=few
    )


def figure_of(data: Dataset, state: ViewState, parameters: Parameters, day: str) -> Figure | None:
    """The matrix or the curve of every city beside each other; None for the other questions."""
    return _figure(data, state, parameters, day, _drawings)


def figure_in_room(
    data: Dataset, state: ViewState, parameters: Parameters, day: str
) -> Figure | None:
    """The same for a room, which reads one matrix and not four: the one that is spoken of first."""
    return _figure(data, state, parameters, day, _drawings_in_room)


def _figure(
    data: Dataset,
    state: ViewState,
    parameters: Parameters,
    day: str,
    drawings_of: Callable[[Dataset, Asked, str], list[Drawing]],
) -> Figure | None:
    asked, lang = asked_of(data, state, parameters), state.lang
    if asked.question == "matrix":
        method = matrix_method(lang)
    elif asked.question == "curve":
        method = curve_method(lang)
    else:
        return None
    drawings = drawings_of(data, asked, lang)
    if not drawings:
        return None
    view = map_of(data, state, parameters, day)
    notes = notes_of(view, f"{_asked_words(asked, lang)} {method}")
    return figure_beside(drawings, notes, lang, day)


def _drawings(data: Dataset, asked: Asked, lang: str) -> list[Drawing]:
    cities = asked.filters.cities
    if asked.question == "matrix":
        found = [
            points.matrix_drawing(data, asked, city, scale, lang)
            for scale in points.SCALES
            for city in cities
        ]
    else:
        heading = points.pair_heading(data, asked, lang)
        found = [points.curve_drawing(data, asked, city, lang, heading) for city in cities]
    return [drawing for drawing in found if drawing]


def _drawings_in_room(data: Dataset, asked: Asked, lang: str) -> list[Drawing]:
    if asked.question != "matrix":
        return _drawings(data, asked, lang)
    first = [
        points.matrix_drawing(data, asked, *place, lang)
        for place in list(points.told_matrices(data, asked))[:1]
    ]
    return [drawing for drawing in first if drawing]


def _asked_words(asked: Asked, lang: str) -> str:
    which = text(f"nabijheid.points_{'all' if asked.partners else 'tenants'}", lang)
    by = text(f"nabijheid.by_{asked.by}", lang)
    return text("uitvoer.nearness_said", lang, by=by, points=which)
