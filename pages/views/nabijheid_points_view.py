"""What *Nabijheid* shows of points: pairs at two scales, one pair on the map or by distance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import geopandas as gpd
import pandas as pd

from geo.data.selection import Filters
from geo.data.store import SHIPPED, Dataset
from geo.evidence.association import (
    BY,
    CityPoints,
    association_curve,
    between_matrix,
    city_points,
    house_matrix,
    in_family,
    is_many,
    local_places,
    tally,
    told_pairs,
)
from geo.evidence.chance import OnDraws, unheard
from layers.figures.curve_chart import axis_top, curve_svg
from layers.figures.figure import Drawing
from layers.figures.matrix_chart import matrix_svg, matrix_words
from layers.map.finding_layers import local_layer
from layers.map.layer_context import LayerContext
from layers.sentences.explanation import Explanation
from layers.sentences.nearness_explanation import explanation_of_curve, explanation_of_matrix
from layers.sentences.nearness_words import (
    codes_of,
    curve_title,
    curve_words,
    is_few,
    namer,
    pairs_words,
    points_words,
    sources_words,
)
from layers.tables import nearness_tables
from layers.view.map_model import MapLayer
from layers.view.state import ViewState
from layers.words.palette import palette
from layers.words.text import text
from pages.session import server
from pages.views import kaart_view
from pages.views.nabijheid_asked import PER, Asked, asked_of

SCALES = ("house", "between")
Pair = tuple[str, str]


def points_of(data: Dataset, asked: Asked, city: str) -> CityPoints:
    """The points of one city."""
    return _points(data, _alone(asked.filters, city), city, asked.partners)


def _alone(filters: Filters, city: str) -> Filters:
    """The filters of one city: what is drawn of it does not hang on which others are shown."""
    return replace(filters, cities=(city,))


@server.shared(32)
def _points(data: Dataset, filters: Filters, city: str, partners: bool) -> CityPoints:
    """The points of one city; shared between sessions and never changed."""
    return city_points(server.selection(data, filters), city, partners)


# ---- the matrices


def family_of(data: Dataset, asked: Asked, city: str) -> CityPoints:
    """The points of one city that take part in the pairs."""
    filters = _alone(asked.filters, city)
    return _family(data, filters, city, asked.partners, asked.by, asked.every)


@server.shared(32)
def _family(
    data: Dataset, filters: Filters, city: str, partners: bool, by: str, every: bool
) -> CityPoints:
    """The points of one city that take part; shared between sessions and never changed."""
    points = _points(data, filters, city, partners)
    return points if every else in_family(points, data.chain_model.ten, by)


def many_points(data: Dataset, asked: Asked) -> int:
    """How many points there are in the cities whose pairs take minutes; else nought."""
    # Only where there are many points it matters how many of them take part.
    cities = [city for city in asked.filters.cities if is_many(points_of(data, asked, city))]
    families = [family_of(data, asked, city) for city in cities]
    return sum(len(family.rows) for family in families if is_many(family))


def matrix_of(
    data: Dataset, asked: Asked, city: str, scale: str, on_draws: OnDraws = unheard
) -> pd.DataFrame:
    """The pairs of one city, in the house or between houses; says how far it is."""
    filters = _alone(asked.filters, city)
    # What is kept for all sessions may say nothing on the page of one.
    heard = unheard if data.key == SHIPPED else on_draws
    return _matrix(
        data, filters, city, asked.partners, asked.by, asked.every, scale, _on_draws=heard
    )


@server.shared(64)
def _matrix(
    data: Dataset,
    filters: Filters,
    city: str,
    partners: bool,
    by: str,
    every: bool,
    scale: str,
    _on_draws: OnDraws,
) -> pd.DataFrame:
    """The pairs of one city at one scale; shared between sessions and never changed."""
    family = _family(data, filters, city, partners, by, every)
    if scale == "house":
        return house_matrix(family, by, _on_draws)
    return between_matrix(family, by, kaart_view.businesses(city), _on_draws)


@server.shared(64)
def matrix_drawing(data: Dataset, asked: Asked, city: str, scale: str, lang: str) -> Drawing | None:
    """The pairs of one city at one scale as a drawing; None without points."""
    table, look = matrix_of(data, asked, city, scale), palette(data.chain_model, lang)
    if table.empty:
        return None
    n, name = len(family_of(data, asked, city).rows), namer(look, asked.by)
    title = text(f"nabijheid.title_{scale}", lang, city=city, n=n)
    pairs = told_pairs(table)
    svg = matrix_svg(pairs, codes_of(look, asked.by), name, title, lang)
    return Drawing(title, svg, matrix_words(pairs, name, title, lang))


@server.shared(64)
def left_words(data: Dataset, asked: Asked, city: str, scale: str, lang: str) -> str:
    """What is left of the pairs of one city at one scale, in words."""
    name = namer(palette(data.chain_model, lang), asked.by)
    return pairs_words(matrix_of(data, asked, city, scale), scale, name, lang)


@server.shared(64)
def pairs_table(
    data: Dataset, asked: Asked, cities: tuple[str, ...], scale: str, lang: str
) -> pd.DataFrame | None:
    """The pairs of some cities at one scale as a table; None where there are none."""
    pairs = with_city({city: matrix_of(data, asked, city, scale) for city in cities})
    written = nearness_tables.house_table if scale == "house" else nearness_tables.between_table
    name = namer(palette(data.chain_model, lang), asked.by)
    return None if pairs is None else written(pairs, name, lang)


@server.shared(64)
def points_table(data: Dataset, asked: Asked, cities: tuple[str, ...], lang: str) -> pd.DataFrame:
    """The points of some cities themselves with their sources, as a table."""
    rows = [points_of(data, asked, city).rows.assign(city=city) for city in cities]
    look = palette(data.chain_model, lang)
    return nearness_tables.points_table(pd.concat(rows), look, lang)


@server.shared(64)
def rests_words(data: Dataset, asked: Asked, city: str, lang: str) -> str:
    """What the pairs of one city rest on, in words."""
    return points_words(family_of(data, asked, city), lang)


@server.shared(64)
def sources_figures(data: Dataset, asked: Asked, cities: tuple[str, ...], lang: str) -> str:
    """Where the sources of the cities differ, in figures."""
    partners = server.selection(data, asked.filters).partners
    return " ".join(
        sources_words(points_of(data, asked, city), partners[partners["city"].eq(city)], lang)
        for city in cities
    )


def with_city(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame | None:
    """The tables of some cities as one, with ``city``; None where all are empty."""
    filled = [rows.assign(city=city) for city, rows in tables.items() if len(rows)]
    return pd.DataFrame(pd.concat(filled, ignore_index=True)) if filled else None


def told_matrices(data: Dataset, asked: Asked) -> dict[tuple[str, str], pd.DataFrame]:
    """The pairs by city and scale, of the cities that have points; where most stands out first."""
    tables = {
        (city, scale): matrix_of(data, asked, city, scale)
        for city in asked.filters.cities
        for scale in SCALES
    }
    told = {place: table for place, table in tables.items() if len(table)}
    return dict(sorted(told.items(), key=lambda each: -tally(each[1])[1]))


def first_matrices(data: Dataset, state: ViewState) -> None:
    """Have the pairs that the page opens with ready: a second of draws that nobody waits for."""
    for by in BY:
        told_matrices(data, asked_of(data, state, {PER: by}))


def matrix_explanation(data: Dataset, asked: Asked, lang: str) -> Explanation | None:
    """What the matrices come to; None where no city has points."""
    told = told_matrices(data, asked)
    if not told:
        return None
    name = namer(palette(data.chain_model, lang), asked.by)
    words = " ".join(
        f"{text(f'nabijheid.title_{scale}', lang, city=city, n=_n(data, asked, city))}: "
        f"{pairs_words(table, scale, name, lang)}"
        for (city, scale), table in told.items()
    )
    return explanation_of_matrix(told, name, words, lang)


def _n(data: Dataset, asked: Asked, city: str) -> int:
    return len(family_of(data, asked, city).rows)


# ---- one pair on the map


def local_of(data: Dataset, asked: Asked, city: str) -> gpd.GeoDataFrame:
    """Local co-location of the pair in one city."""
    filters = _alone(asked.filters, city)
    return _local(data, filters, city, asked.partners, asked.by, asked.pair)


@server.shared(64)
def _local(
    data: Dataset, filters: Filters, city: str, partners: bool, by: str, pair: Pair
) -> gpd.GeoDataFrame:
    """Local co-location of one pair in one city; shared between sessions and never changed."""
    return local_places(_points(data, filters, city, partners), by, *pair)


def local_map_layer(
    context: LayerContext, asked: Asked, cities: tuple[str, ...]
) -> MapLayer | None:
    """The places of some cities: does each have more, or fewer, near it than by chance."""
    found = [local_of(context.dataset, asked, city) for city in cities]
    filled = [places for places in found if len(places)]
    if not filled:
        return None
    places = gpd.GeoDataFrame(pd.concat(filled, ignore_index=True))
    return local_layer(context, places, local_title(asked, context))


def local_title(asked: Asked, context: LayerContext) -> str:
    """Name the pair that is looked at on the map."""
    a, b = map(namer(context.palette, asked.by), asked.pair)
    return context.text("nabijheid.local_title", a=a, b=b)


# ---- one pair against distance


def curve_of(data: Dataset, asked: Asked, city: str) -> pd.DataFrame:
    """The curve of the pair in one city."""
    filters = _alone(asked.filters, city)
    return _curve(data, filters, city, asked.partners, asked.by, asked.pair)


@server.shared(64)
def _curve(
    data: Dataset, filters: Filters, city: str, partners: bool, by: str, pair: Pair
) -> pd.DataFrame:
    """The curve of one pair in one city; shared between sessions and never changed."""
    area = float(data.outline[data.outline["city"].eq(city)].area.sum())
    return association_curve(_points(data, filters, city, partners), by, pair, area)


def told_curves(data: Dataset, asked: Asked) -> dict[str, pd.DataFrame]:
    """The curve of every city with enough points, of two different things."""
    if asked.pair[0] == asked.pair[1]:
        return {}
    curves = {city: curve_of(data, asked, city) for city in asked.filters.cities}
    return {city: curve for city, curve in curves.items() if not is_few(curve)}


def curve_drawing(
    data: Dataset, asked: Asked, city: str, lang: str, heading: str = ""
) -> Drawing | None:
    """The curve of one city on the scale of all cities; None where there are too few points.

    ``heading`` stands before its title: what is compared, where nothing beside the drawing says so.
    """
    told = told_curves(data, asked)
    if city not in told:
        return None
    names, curve = pair_names(data, asked, lang), told[city]
    title = f"{heading}{curve_title(curve, city, lang)}"
    svg = curve_svg(curve, title, lang, axis_top(list(told.values())))
    return Drawing(title, svg, f"{title}. {curve_words(curve, names, lang)}")


def pair_names(data: Dataset, asked: Asked, lang: str) -> tuple[str, str]:
    """Names of the two things that are compared."""
    name = namer(palette(data.chain_model, lang), asked.by)
    return name(asked.pair[0]), name(asked.pair[1])


def pair_heading(data: Dataset, asked: Asked, lang: str) -> str:
    """Name the two things that are compared, before the title of a curve."""
    return f"{' → '.join(pair_names(data, asked, lang))}: "


def curve_explanation(data: Dataset, asked: Asked, lang: str) -> Explanation | None:
    """What the curves come to; None where no city has enough points."""
    told, heading = told_curves(data, asked), pair_heading(data, asked, lang)
    drawings = [curve_drawing(data, asked, city, lang, heading) for city in told]
    words = " ".join(drawing.words for drawing in drawings if drawing)
    return explanation_of_curve(told, words, lang) if told else None
