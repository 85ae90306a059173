"""What *Waar moet ik zijn?* shows of a state: the ranked map, the bars, and both in words.

The page, its scene in a presentation and its figure in a file are all made here, from the state and
from the page's own parameters, so that they cannot differ.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from geo.answers.ranking import TERMS, Ranking, Term, rank_hubs, ranking_terms
from geo.data.selection import Filters
from geo.data.store import Dataset
from geo.data.suppliers import suppliers
from layers.figures.figure import Drawing, Figure, notes_of
from layers.figures.ranking_chart import ranking_chart_svg
from layers.map.area_layers import districts_layer
from layers.map.composition import map_view
from layers.map.layer_context import LayerContext
from layers.map.map_heading import known_note
from layers.map.point_layers import hubs_layer
from layers.map.ranking_layer import ranked_layers
from layers.sentences.explanation import Explanation, explanation_of_map
from layers.sentences.ranking_explanation import explanation_of_ranking, weight_words
from layers.sentences.ranking_words import TermWords, all_value_words, chart_words
from layers.view.map_model import MapView
from layers.view.ranking_address import Weights, weights_from
from layers.view.state import Parameters, ViewState, address_of
from layers.web.folium_map import encoded_layers
from layers.words.palette import palette
from layers.words.text import text
from pages.session import server

WHO, WEIGHTS, LEAST = "ik", "gewicht", "bekend"  # the page's own parameters in the address
SHARES = ("25", "50", "75", "90")  # of the weight, per cent, that must be known for a rank
DEFAULT_SHARE = "50"


@dataclass(frozen=True)
class Asked:
    """What the page is asked.

    Attributes
    ----------
    filters : Filters
        Without chain and stage: those would hide the very tenants that are asked for.
    chain, stage : str
        Of the one who asks.
    weights : tuple of int
        Of the terms, in the order of `geo.answers.ranking.TERMS`.
    share : str
        One of `SHARES`.
    """

    filters: Filters
    chain: str
    stage: str
    weights: Weights
    share: str = DEFAULT_SHARE

    @property
    def least(self) -> float:
        """Share of the weight that must be known for a rank."""
        return int(self.share) / 100


def asked_of(data: Dataset, state: ViewState, parameters: Parameters) -> Asked:
    """Read what is asked; what is not allowed falls back to what the page opens with."""
    model = data.chain_model
    chain, _, stage = parameters.get(WHO, "").partition(".")
    share = parameters.get(LEAST, "")
    if chain not in model.ten or stage not in model.stage_line:
        chain, stage = _supplied(data, state.filters_for(), state.chains)
    return Asked(
        state.filters_for(),
        chain,
        stage,
        weights_from(parameters.get(WEIGHTS, "")),
        share if share in SHARES else DEFAULT_SHARE,
    )


@server.shared(64)
def _supplied(data: Dataset, filters: Filters, chains: tuple[str, ...]) -> tuple[str, str]:
    """What the page opens with: a chain and stage whose next stage is there in every city."""
    model, chosen = data.chain_model, server.selection(data, filters)
    found = suppliers(chosen.hubs, chosen.shares, chosen.partners)
    city = pd.concat([chosen.hubs, chosen.partners]).drop_duplicates("id").set_index("id")["city"]
    there = set(zip(found["chain"], found["stage"], found["id"].map(city), strict=True))
    wanted = [code for code in (*chains, *model.ten) if code in model.ten]
    line = sorted(model.stage_line, key=lambda stage: stage != "make")  # most of those who ask
    for chain in wanted:
        for stage in line:
            after = model.next_stage(stage)
            if after and all((chain, after, city) in there for city in filters.cities):
                return chain, stage
    return wanted[0], line[0]


@server.shared(64)
def terms(data: Dataset, filters: Filters, chain: str, stage: str) -> tuple[Term, ...]:
    """The terms of every hub that passes; shared between sessions and never changed."""
    walks = {city: server.around(data, city) for city in filters.cities}
    chosen = server.selection(data, filters)
    return ranking_terms(data, chosen, walks, chain, stage)


def can_rank(data: Dataset, asked: Asked) -> bool:
    """Say whether any term that weighs something applies."""
    if not any(asked.weights):
        return False
    found = terms(data, asked.filters, asked.chain, asked.stage)
    weighed = zip(found, asked.weights, strict=True)
    return any(weight and term.applies for term, weight in weighed)


@server.shared(64)
def ranking(data: Dataset, asked: Asked) -> Ranking:
    """The order, as intervals; shared between sessions and never changed."""
    chosen = server.selection(data, asked.filters)
    hubs = pd.concat([chosen.hubs, chosen.hubs_without_place])
    by_term = dict(zip(TERMS, asked.weights, strict=True))
    found = terms(data, asked.filters, asked.chain, asked.stage)
    return rank_hubs(hubs, found, by_term, asked.least)


@server.shared(64)
def values(data: Dataset, asked: Asked, lang: str) -> TermWords:
    """The value of every term of every hub in words; never changed."""
    found = terms(data, asked.filters, asked.chain, asked.stage)
    return {term.key: all_value_words(term, lang) for term in found}


@server.shared(64)
def bars(data: Dataset, asked: Asked, lang: str) -> Drawing:
    """The bars of the order, and the same in words; never changed."""
    ranked = ranking(data, asked)
    words = chart_words(ranked, lang)
    return Drawing(words, ranking_chart_svg(ranked, lang), words)


@server.shared(32)
def ranked_map(
    data: Dataset, asked: Asked, cities: tuple[str, ...], lang: str, link: str, day: str
) -> tuple[MapView, tuple[str, ...]]:
    """The ranked hubs of some cities, numbered, and what the map draws of them; never changed."""
    ranked = ranking(data, asked)
    context = _context(data, asked, cities, lang)
    here = ranked.table[ranked.table["city"].isin(cities)]["enough"]
    subtitle = context.text("waar.map_subtitle", n=int(here.sum()), few=int((~here).sum()))
    words = values(data, asked, lang)
    layers = (districts_layer(context), *ranked_layers(context, ranked, words))
    notes = (
        context.text("waar.draws_note", draws=ranked.draws),
        weight_words(asked.weights, lang),
        *known_note(context),
    )
    title = _title(context, asked)
    view = map_view(context, layers, title, subtitle, notes, link, day)
    return view, encoded_layers(view)


def _context(data: Dataset, asked: Asked, cities: tuple[str, ...], lang: str) -> LayerContext:
    return server.context_of(data, replace(asked.filters, cities=cities), lang)


def _title(context: LayerContext, asked: Asked) -> str:
    look = context.palette
    chain, stage = look.chain(asked.chain), look.stage(asked.stage)
    return context.text("waar.map_title", chain=chain, stage=stage)


def map_of(data: Dataset, state: ViewState, parameters: Parameters, day: str) -> MapView:
    """The ranked hubs of a state; where nothing can be ranked, the hubs themselves."""
    asked, link = asked_of(data, state, parameters), address_of(state, parameters)
    if can_rank(data, asked):
        view: MapView = ranked_map(data, asked, state.cities, state.lang, link, day)[0]
        return view
    context = _context(data, asked, state.cities, state.lang)
    layers = (districts_layer(context), hubs_layer(context))
    why = context.text("waar.all_zero")
    return map_view(context, layers, _title(context, asked), why, (), link, day)


def explanation_of(
    data: Dataset, state: ViewState, parameters: Parameters, day: str
) -> Explanation:
    """Who comes first, how surely, and the order."""
    asked, look = asked_of(data, state, parameters), palette(data.chain_model, state.lang)
    if not can_rank(data, asked):
        return explanation_of_map(map_of(data, state, parameters, day))
    chain, stage = look.chain(asked.chain), look.stage(asked.stage)
    return explanation_of_ranking(ranking(data, asked), chain, stage, state.lang)


def figure_of(data: Dataset, state: ViewState, parameters: Parameters, day: str) -> Figure | None:
    """The bars of the first hubs; None where of no hub enough is known."""
    asked, lang = asked_of(data, state, parameters), state.lang
    if not can_rank(data, asked):
        return None
    if not ranking(data, asked).table["enough"].any():
        return None
    view = map_of(data, state, parameters, day)
    method = " ".join((view.title, text("waar.chart_note", lang), *view.notes))
    drawn = bars(data, asked, lang)
    return Figure(view.title, drawn.svg, drawn.words, notes_of(view, method), lang, day)
