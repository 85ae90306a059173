"""What *Nabijheid* shows of a state: one of its five questions, as a map or as a figure.

The page, its scene in a presentation and its figure in a file are all made here, from the state and
from the page's own parameters, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import geopandas as gpd
import pandas as pd

from geo.data.selection import Filters
from geo.data.store import Dataset
from geo.data.thresholds import FEW_AREAS, FEW_POINTS
from geo.evidence.area_counts import (
    LEVELS,
    SECTORS,
    business_share,
    chain_quotients,
    hot_spots,
    neighbourhood_tenants,
    sector_quotients,
)
from geo.evidence.association import (
    BY,
    CityPoints,
    association_curve,
    association_matrix,
    city_points,
    false_alarms,
    local_places,
)
from geo.evidence.hotspots import MoranAnswer
from geo.evidence.location_quotient import MIN_EXPECTED
from layers.figures.curve_chart import axis_top, curve_svg
from layers.figures.figure import Figure, notes_of
from layers.figures.matrix_chart import matrix_svg, matrix_words
from layers.figures.svg_pieces import side_by_side
from layers.map.composition import map_view, relinked
from layers.map.finding_layers import AreaFinding, local_layer, verdict_layer
from layers.map.layer_context import LayerContext
from layers.sentences.explanation import Explanation, explanation_of_map
from layers.sentences.nearness_explanation import explanation_of_curve, explanation_of_matrix
from layers.view.map_model import MapLayer, MapView
from layers.view.state import ViewState, address_of
from layers.words.numbers import decimal, number, whole
from layers.words.palette import Palette, palette
from layers.words.text import text
from pages.session import server
from pages.views import kaart_view

TABS = ("matrix", "local", "curve", "hot", "quotient")
# The page's own parameters in the address.
TAB, PER, POINTS, WHO, NEAR, VALUE, WHAT, LEVEL = (
    "vraag", "per", "punten", "wie", "bij", "waarde", "lq", "gebied",
)  # fmt: skip
ALL_POINTS = ("all", "tenants")  # partners are points too, or tenants alone
PAIRS = {"stage": ("make", "public"), "chain": ("visual_art", "design")}
VALUES = ("tenants", *SECTORS)
PERMUTATIONS = 999
CURVES = 199
POINT_LAYERS = ("partners", "hubs", "sectors")
VERDICTS = {
    "verdict": ("attracts", "avoids", "no_difference", "too_few"),
    "local": ("attracts", "avoids", "no_difference", "too_few"),
    "hot": ("hot", "cold", "no_difference", "too_few"),
    "lq": ("more", "less", "no_difference", "too_few"),
}
Own = Mapping[str, str]
Cities = tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """What the page is asked.

    Attributes
    ----------
    tab : str
        One of `TABS`.
    filters : Filters
        Without those of what is compared: a stage filter would take out the stages to compare, a
        chain filter the chains; with stages the chain filter stands, so that one chain can be
        looked at by itself.
    by : "stage" or "chain"
    partners : bool
        Whether partners are points too.
    pair : tuple of str
        Who is looked at, and whom they are near.
    value : str
        Counted per neighbourhood, one of `VALUES`.
    what, level : str
        The quotient asked for: a sector or chain, per district or neighbourhood.
    """

    tab: str
    filters: Filters
    by: str
    partners: bool
    pair: tuple[str, str]
    value: str
    what: str
    level: str

    @property
    def shares(self) -> Filters:
        """Filters of a share among all tenants: chain and stage would change what it is of."""
        return replace(self.filters, chains=(), stages=())


def asked_of(data: Dataset, state: ViewState, parameters: Own) -> Asked:
    """Read what is asked; what is not allowed falls back to what the page opens with."""
    by = _one_of(parameters, PER, BY, "stage")
    codes = order_of(palette(data.chain_model, state.lang), by)
    chains = state.chains if by == "stage" else ()
    return Asked(
        _one_of(parameters, TAB, TABS, TABS[0]),
        Filters(state.cities, chains, (), state.statuses, state.kinds, state.year),
        by,
        _one_of(parameters, POINTS, ALL_POINTS, "all") == "all",
        (
            _one_of(parameters, WHO, codes, PAIRS[by][0]),
            _one_of(parameters, NEAR, codes, PAIRS[by][1]),
        ),
        _one_of(parameters, VALUE, VALUES, "tenants"),
        _one_of(parameters, WHAT, (*SECTORS, *data.chain_model.ten), SECTORS[0]),
        _one_of(parameters, LEVEL, LEVELS, "district"),
    )


def _one_of(parameters: Own, name: str, allowed: tuple[str, ...], default: str) -> str:
    explanation = parameters.get(name, default)
    return explanation if explanation in allowed else default


def order_of(look: Palette, by: str) -> tuple[str, ...]:
    """Codes of stages or chains in the order of the chain model."""
    return tuple(look.stage_names if by == "stage" else look.chain_names)


def namer(look: Palette, by: str) -> Callable[[str], str]:
    """From code to name, of stages or chains."""
    return look.stage if by == "stage" else look.chain


def verdicts(kind: str, lang: str) -> dict[str, str]:
    """Words of the verdicts of one kind of finding."""
    return {code: text(f"nabijheid.{kind}_{code}", lang) for code in VERDICTS[kind]}


@server.shared(32)
def points_of(data: Dataset, filters: Filters, city: str, partners: bool) -> CityPoints:
    """The points of one city; shared between sessions and never changed."""
    return city_points(server.selection(data, filters), city, partners)


@server.shared(32)
def matrix_of(data: Dataset, filters: Filters, city: str, partners: bool, by: str) -> pd.DataFrame:
    """The matrix of one city; shared between sessions and never changed."""
    return association_matrix(points_of(data, filters, city, partners), by, PERMUTATIONS)


@server.shared(64)
def curve_of(
    data: Dataset, filters: Filters, city: str, partners: bool, by: str, pair: tuple[str, str]
) -> pd.DataFrame:
    """The curve of one pair in one city; shared between sessions and never changed."""
    area = float(data.outline[data.outline["city"].eq(city)].area.sum())
    return association_curve(points_of(data, filters, city, partners), by, pair, area, CURVES)


@server.shared(64)
def local_of(
    data: Dataset, filters: Filters, city: str, partners: bool, by: str, pair: tuple[str, str]
) -> gpd.GeoDataFrame:
    """Local co-location of one pair in one city; shared between sessions and never changed."""
    return local_places(points_of(data, filters, city, partners), by, *pair)


@server.shared(32)
def hot_spots_of(
    data: Dataset, filters: Filters, city: str, value: str
) -> tuple[gpd.GeoDataFrame, MoranAnswer | None]:
    """Neighbourhoods of one city with Gi*; shared between sessions and never changed."""
    if value == "tenants":
        return hot_spots(neighbourhood_tenants(data, server.selection(data, filters), city))
    return hot_spots(business_share(data, city, value))


@server.shared(64)
def quotients_of(
    data: Dataset, filters: Filters, city: str, what: str, level: str
) -> gpd.GeoDataFrame:
    """Location quotients of one city; shared between sessions and never changed."""
    if what in SECTORS:
        return sector_quotients(data, city, what, level)
    return chain_quotients(data, server.selection(data, filters), city, what, level)


def is_few(curve: pd.DataFrame) -> bool:
    """Whether a curve rests on too few points to say something."""
    return curve.empty or bool(min(curve["n_a"].iloc[0], curve["n_b"].iloc[0]) < FEW_POINTS)


# ---- the map


def map_of(data: Dataset, state: ViewState, parameters: Own, day: str) -> MapView:
    """The open question on the map, in the cities of a state."""
    return city_map(data, state, parameters, day, state.cities)


def city_map(data: Dataset, state: ViewState, parameters: Own, day: str, cities: Cities) -> MapView:
    """The same of some of the cities; where nothing can be told, the points themselves."""
    asked, link = asked_of(data, state, parameters), address_of(state, parameters)
    view = _drawn(data, asked, cities, state.lang, day) if asked.tab in LAYERS else None
    if view is None:
        shown = replace(
            state, cities=cities, chains=asked.filters.chains, stages=(), layers=POINT_LAYERS
        )
        view = kaart_view.view_of(data, replace(shown, selected=""), day)
        view = replace(view, title=text("nabijheid.title", state.lang))
    return relinked(view, data.package, link)


@server.shared(64)
def _drawn(data: Dataset, asked: Asked, cities: Cities, lang: str, day: str) -> MapView | None:
    """The map of one question, None where nothing can be told; shared and never changed."""
    look = palette(data.chain_model, lang)
    filters = asked.shares if asked.tab == "quotient" else asked.filters
    chosen = server.selection(data, replace(filters, cities=cities))
    context = LayerContext(data, chosen, look, lang)
    layer = LAYERS[asked.tab](context, asked, cities)
    if layer is None:
        return None
    method = METHODS[asked.tab](lang)
    return map_view(context, (layer,), layer.title, " + ".join(cities), (method,), "", day)


def _local(context: LayerContext, asked: Asked, cities: Cities) -> MapLayer | None:
    """One pair: does each place have more, or fewer, near it than by chance."""
    data, rows, pair = context.dataset, (asked.filters, asked.partners), asked.pair
    places = [local_of(data, rows[0], city, rows[1], asked.by, pair) for city in cities]
    found = _together(places)
    if found is None:
        return None
    a, b = map(namer(context.palette, asked.by), asked.pair)
    return local_layer(context, found, context.text("nabijheid.local_title", a=a, b=b))


def _hot(context: LayerContext, asked: Asked, cities: Cities) -> MapLayer | None:
    """Neighbourhoods by Gi*."""
    value, lang, data = asked.value, context.lang, context.dataset
    areas = _together([hot_spots_of(data, asked.filters, city, value)[0] for city in cities])
    if areas is None:
        return None
    is_count = value == "tenants"
    shown, digits = (areas["value"], 0) if is_count else (areas["value"] * 100, 1)
    unit = context.text(f"nabijheid.unit_{value}")
    tips = [
        f"{name}: {decimal(number, lang, digits)} {unit}, z = {decimal(z, lang)}"
        for name, number, z in zip(areas["name"], shown, areas["z"], strict=True)
    ]
    columns = ("city", "code", "name", "district", "value", "n", "z", "p", "q", "verdict")
    source = ("hubs", "tenants") if is_count else ("neighbourhoods",)
    title, words = context.text(f"nabijheid.value_{value}"), verdicts("hot", lang)
    return verdict_layer(areas, AreaFinding("hot_spots", title, words, tips, columns, source))


def _quotient(context: LayerContext, asked: Asked, cities: Cities) -> MapLayer | None:
    """Areas by their location quotient."""
    what, lang, data = asked.what, context.lang, context.dataset
    areas = _together([quotients_of(data, asked.shares, c, what, asked.level) for c in cities])
    if areas is None:
        return None
    tips = [
        f"{row.name}: {with_interval(row, lang)} (n = {number(row.n, lang)})"
        for row in areas.rename(columns={"verdict": "found"}).itertuples(index=False)
    ]
    columns = ("city", "code", "name", "x", "n", "lq", "low", "high", "expected", "verdict")
    source = ("neighbourhoods",) if what in SECTORS else ("hubs", "tenants", "districts")
    title = f"{context.text('nabijheid.lq_title')}: {what_words(what, context.palette, lang)}"
    words = verdicts("lq", lang)
    return verdict_layer(areas, AreaFinding("quotients", title, words, tips, columns, source))


def _together(found: list[gpd.GeoDataFrame]) -> gpd.GeoDataFrame | None:
    filled = [rows for rows in found if len(rows)]
    return gpd.GeoDataFrame(pd.concat(filled, ignore_index=True)) if filled else None


def what_words(what: str, look: Palette, lang: str) -> str:
    """Name of what a quotient is of: a sector or a chain."""
    if what in SECTORS:
        return text(f"nabijheid.value_{what}", lang)
    return text("nabijheid.lq_chain", lang, chain=look.chain(what))


def with_interval(row: pd.Series, lang: str) -> str:
    """A quotient with its interval, in words where there are too few."""
    if row.found == "too_few":
        return text("nabijheid.verdict_too_few", lang)
    value = decimal(row.lq, lang, 2)
    if pd.isna(row.low):
        return value
    return f"{value} ({decimal(row.low, lang, 2)}–{decimal(row.high, lang, 2)})"


LAYERS: dict[str, Callable[[LayerContext, Asked, Cities], MapLayer | None]] = {
    "local": _local,
    "hot": _hot,
    "quotient": _quotient,
}


def local_method(lang: str) -> str:
    """How local co-location is told from chance."""
    return text("nabijheid.local_method", lang, k=FEW_POINTS)


def hot_method(lang: str) -> str:
    """How hot spots are told from chance."""
    return text("nabijheid.hot_method", lang, k=FEW_AREAS)


def quotient_method(lang: str) -> str:
    """How quotients are told from chance."""
    return text("nabijheid.lq_method", lang, k=MIN_EXPECTED)


METHODS = {"local": local_method, "hot": hot_method, "quotient": quotient_method}


def explanation_of(data: Dataset, state: ViewState, parameters: Own, day: str) -> Explanation:
    """What the open question comes to in each city, and what the map counts."""
    asked = asked_of(data, state, parameters)
    told = {"matrix": _matrix_said, "curve": _curve_said}.get(asked.tab)
    if told is None:
        return explanation_of_map(map_of(data, state, parameters, day))
    few = text("nabijheid.verdict_too_few", state.lang)
    return told(data, asked, state.lang) or replace(
        explanation_of_map(map_of(data, state, parameters, day)), statement=few
    )


def _matrix_said(data: Dataset, asked: Asked, lang: str) -> Explanation | None:
    tables = {
        city: matrix_of(data, asked.filters, city, asked.partners, asked.by)
        for city in asked.filters.cities
    }
    told = {city: table for city, table in tables.items() if len(table)}
    if not told:
        return None
    words = " ".join(f"{city}: {false_alarm_words(table, lang)}" for city, table in told.items())
    return explanation_of_matrix(
        told, namer(palette(data.chain_model, lang), asked.by), words, lang
    )


def false_alarm_words(table: pd.DataFrame, lang: str) -> str:
    """How many pairs differ from chance, and how many would by chance."""
    tested, chance, out, sure = false_alarms(table)
    expected = decimal(chance, lang)
    return text("nabijheid.false_alarms", lang, tested=tested, chance=expected, out=out, sure=sure)


def _curve_said(data: Dataset, asked: Asked, lang: str) -> Explanation | None:
    told = _told_curves(data, asked)
    words = " ".join(explanation for _, explanation in _curves(data, asked, lang).values())
    return explanation_of_curve(told, words, lang) if told else None


# ---- the figure


def figure_of(data: Dataset, state: ViewState, parameters: Own, day: str) -> Figure | None:
    """The matrix or the curve of every city beside each other; None for the other questions."""
    asked = asked_of(data, state, parameters)
    drawn = {"matrix": _matrices, "curve": _curves}.get(asked.tab)
    found = drawn(data, asked, state.lang) if drawn else {}
    if not found:
        return None
    title = " + ".join(found)
    words = " ".join(explanation for _, explanation in found.values())
    svg = side_by_side([svg for svg, _ in found.values()], title)
    number = {"matrix": PERMUTATIONS, "curve": CURVES}[asked.tab]
    method = text(f"nabijheid.{asked.tab}_method", state.lang, permutations=number, k=FEW_POINTS)
    notes = notes_of(
        map_of(data, state, parameters, day), f"{_chosen_words(asked, state.lang)} {method}"
    )
    return Figure(title, svg, words, notes, state.lang, day)


def _chosen_words(asked: Asked, lang: str) -> str:
    points = text(f"nabijheid.points_{'all' if asked.partners else 'tenants'}", lang)
    by = text(f"nabijheid.by_{asked.by}", lang)
    return text("uitvoer.nearness_said", lang, by=by, points=points)


def _matrices(data: Dataset, asked: Asked, lang: str) -> dict[str, tuple[str, str]]:
    """Drawing and words of the matrix of every city that has points, by title."""
    look, found = palette(data.chain_model, lang), {}
    name, order = namer(look, asked.by), order_of(look, asked.by)
    for city in asked.filters.cities:
        points = points_of(data, asked.filters, city, asked.partners)
        table = matrix_of(data, asked.filters, city, asked.partners, asked.by)
        if len(table):
            title = text("nabijheid.matrix_title", lang, city=city, n=len(points.rows))
            svg = matrix_svg(table, order, name, title, lang)
            found[title] = (svg, matrix_words(table, name, title, lang))
    return found


def _curves(data: Dataset, asked: Asked, lang: str) -> dict[str, tuple[str, str]]:
    """Drawing and words of the curve of every city with enough points, by title."""
    told = _told_curves(data, asked)
    names = tuple(map(namer(palette(data.chain_model, lang), asked.by), asked.pair))
    found = {}
    for city, curve in told.items():
        title = f"{' → '.join(names)}: {curve_title(curve, city, lang)}"
        svg = curve_svg(curve, title, lang, axis_top(list(told.values())))
        found[title] = (svg, f"{title}. {curve_words(curve, names, lang)}")
    return found


def _told_curves(data: Dataset, asked: Asked) -> dict[str, pd.DataFrame]:
    """The curve of every city with enough points, of two different things."""
    curves = {
        city: curve_of(data, asked.filters, city, asked.partners, asked.by, asked.pair)
        for city in asked.filters.cities
        if asked.pair[0] != asked.pair[1]
    }
    return {city: curve for city, curve in curves.items() if not is_few(curve)}


def curve_title(curve: pd.DataFrame, city: str, lang: str) -> str:
    """City and numbers of points of a curve."""
    a, b = (int(curve[name].iloc[0]) if len(curve) else 0 for name in ("n_a", "n_b"))
    return text("nabijheid.curve_title", lang, city=city, a=a, b=b)


def curve_words(curve: pd.DataFrame, names: tuple[str, ...], lang: str) -> str:
    """What a curve says: its p, and at which distances it leaves the envelope."""
    p = float(curve["p_overall"].iloc[0])
    above = curve.loc[curve["k"].gt(curve["high"]), "radius"]
    below = curve.loc[curve["k"].lt(curve["low"]), "radius"]
    explanation = {"a": names[0], "b": names[1], "p": decimal(p, lang, 3)}
    parts = [text("nabijheid.curve_p", lang, **explanation)]
    for key, radii in (("nabijheid.curve_above", above), ("nabijheid.curve_below", below)):
        if len(radii):
            bounds = {"low": whole(radii.min(), lang), "high": whole(radii.max(), lang)}
            parts.append(text(key, lang, **bounds))
    if len(above) + len(below) == 0:
        parts.append(text("nabijheid.curve_inside", lang))
    return " ".join(parts)
