"""*Uitvoer*, the part on figures: the drawings of other pages with what they rest on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import streamlit as st

from geo.chain_line import FEW, ChainLine, chain_line
from geo.ranking import DEFAULT_WEIGHTS, Ranking, rank_hubs, ranking_terms
from geo.selection import Filters
from geo.store import Dataset
from layers.caption import made_words, source_line
from layers.chain_strip import chain_strip_svg, strip_words
from layers.curve_chart import axis_top, curve_svg
from layers.figures import Figure
from layers.matrix_chart import matrix_svg, matrix_words
from layers.ranking_chart import chart_words, ranking_chart_svg
from pages.parts import map_content, nearness, session
from pages.parts.session import t
from pages.parts.walks import around

POINT_LAYERS = ("partners", "hubs", "sectors")


@session.shared(32)
def line_of(data: Dataset, filters: Filters, city: str, chain: str, mode: str) -> ChainLine:
    """One chain in one city; shared between sessions and never changed."""
    chosen = session.selection(data, filters)
    return chain_line(data, chosen, session.network(city), city, chain, mode)


@session.shared(32)
def ranking_of(data: Dataset, filters: Filters, chain: str, stage: str) -> Ranking:
    """The order of hubs by the default weights; shared between sessions and never changed."""
    chosen = session.selection(data, filters)
    walks = {city: around(data, city) for city in filters.cities}
    terms = ranking_terms(data, chosen, walks, chain, stage)
    hubs = pd.concat([chosen.hubs, chosen.hubs_without_place])
    return rank_hubs(hubs, terms, DEFAULT_WEIGHTS)


def choose() -> Callable[[], Figure | None]:
    """Ask which figure; returns what makes it, None where there is too little to draw."""
    say = session.words()
    name = st.selectbox(
        t("uitvoer.figure"),
        list(MAKERS),
        key="uitvoer.figure",
        format_func=lambda code: say(f"uitvoer.figure_{code}"),
    )
    return MAKERS[name]()


def _notes(chains: tuple[str, ...], method: str) -> tuple[str, ...]:
    """Filters, method, sources and making: what stands below every figure."""
    state = replace(session.state(), chains=chains, stages=(), layers=POINT_LAYERS, selected="")
    view = map_content.view_of(session.dataset(), state, map_content.today())
    mark = t("uitvoer.made_short", made=made_words(view), mark=view.mark)
    sources = f"{t('factsheet.sources')}: {source_line(view)}"
    return (t("factsheet.filters", filters=view.filters), method, sources, mark)


def _chain() -> str:
    codes, chosen = session.dataset().chain_model.ten, session.state().chains
    default = next((code for code in chosen if code in codes), codes[0])
    return st.selectbox(
        t("uitvoer.chain"),
        codes,
        index=list(codes).index(default),
        key="uitvoer.chain",
        format_func=session.looks().chain,
    )


def _city() -> str:
    return st.selectbox(t("uitvoer.city"), session.state().cities, key="uitvoer.city")


def _strip() -> Callable[[], Figure | None]:
    chain = _chain()

    def make() -> Figure:
        state, look = session.state(), session.looks()
        filters = Filters(state.cities, (chain,), (), state.statuses, state.kinds, state.year)
        data = session.dataset()
        lines = [line_of(data, filters, city, chain, state.travel) for city in state.cities]
        words = " ".join(strip_words(line, look, state.lang) for line in lines)
        method = t("ketens.method", travel=t(f"travel.{state.travel}"), k=FEW)
        drawing = chain_strip_svg(lines, look, state.lang)
        title = look.chain(chain)
        return _figure(title, drawing, words, _notes((chain,), method))

    return make


def _matrix() -> Callable[[], Figure | None]:
    by, city = _by(), _city()

    def make() -> Figure | None:
        asked = nearness.Question(by, partners=True)
        table = nearness.matrix_of(session.dataset(), asked.filters, city, True, by)
        if table.empty:
            return None
        points = nearness.points_of(session.dataset(), asked.filters, city, True)
        title = t("nabijheid.matrix_title", city=city, n=len(points.rows))
        order, lang = nearness.order_of(by), session.state().lang
        name = _namer(by)
        drawing = matrix_svg(table, order, name, title, lang)
        method = t("nabijheid.matrix_method", permutations=nearness.PERMUTATIONS, k=nearness.FEW)
        words = matrix_words(table, name, title, lang)
        return _figure(title, drawing, words, _notes(asked.filters.chains, method))

    return make


def _curve() -> Callable[[], Figure | None]:
    by, city = _by(), _city()

    def make() -> Figure | None:
        asked = nearness.Question(by, partners=True)
        pair = nearness.PAIRS[by]
        curve = nearness.curve_of(session.dataset(), asked.filters, city, True, by, pair)
        if curve.empty or min(curve["n_a"].iloc[0], curve["n_b"].iloc[0]) < nearness.FEW:
            return None
        n = {key: int(curve[f"n_{key}"].iloc[0]) for key in "ab"}
        pair_words = " → ".join(nearness.name_of(by, code) for code in pair)
        title = f"{pair_words}: {t('nabijheid.curve_title', city=city, **n)}"
        drawing = curve_svg(curve, title, session.state().lang, axis_top([curve]))
        method = t("nabijheid.curve_method", permutations=nearness.CURVES)
        return _figure(title, drawing, title, _notes(asked.filters.chains, method))

    return make


def _ranking() -> Callable[[], Figure | None]:
    chain, look = _chain(), session.looks()
    stages = session.dataset().chain_model.stage_line
    stage = st.selectbox(
        t("uitvoer.stage"), stages, key="uitvoer.stage", format_func=look.stage, index=1
    )

    def make() -> Figure | None:
        state = session.state()
        filters = Filters(state.cities, (), (), state.statuses, state.kinds, state.year)
        ranked = ranking_of(session.dataset(), filters, chain, stage)
        if not ranked.table["enough"].any():
            return None
        title = t("uitvoer.ranking_title", chain=look.chain(chain), stage=look.stage(stage))
        drawing = ranking_chart_svg(ranked, state.lang)
        words = chart_words(ranked, state.lang)
        return _figure(title, drawing, words, _notes((), f"{title} {t('uitvoer.ranking_note')}"))

    return make


def _by() -> str:
    say = session.words()
    return st.selectbox(
        t("nabijheid.by"),
        list(nearness.PAIRS),
        key="uitvoer.by",
        format_func=lambda code: say(f"nabijheid.by_{code}"),
    )


def _namer(by: str) -> Callable[[str], str]:
    return lambda code: nearness.name_of(by, code)


def _figure(title: str, drawing: str, words: str, notes: tuple[str, ...]) -> Figure:
    return Figure(title, drawing, words, notes, session.state().lang, map_content.today())


MAKERS = {"strip": _strip, "matrix": _matrix, "curve": _curve, "ranking": _ranking}
