"""What *Waar moet ik zijn?* says in a scene: who comes first, how surely, and the order."""

from __future__ import annotations

import pandas as pd

from geo.answers.ranking import TERMS, Ranking
from layers.sentences.explanation import (
    MOST_ROWS,
    Bars,
    ContentTable,
    Explanation,
    KeyFigure,
    name_in_table,
)
from layers.sentences.ranking_words import rank_words, term_words
from layers.view.ranking_address import DEFAULT, Weights
from layers.words.numbers import number, percent
from layers.words.plain_text import one_line
from layers.words.text import text

FIRST = 3
BARS = 10


def explanation_of_ranking(ranked: Ranking, chain: str, stage: str, lang: str) -> Explanation:
    """Say an order of hubs.

    Parameters
    ----------
    ranked : Ranking
    chain, stage : str
        Their names in ``lang``.
    """
    told = ranked.table[ranked.table["enough"]]
    return Explanation(
        _statement(told, chain, stage, lang),
        _figures(told, ranked, lang),
        _table(told, lang),
        _bars(told, lang),
    )


def _statement(told: pd.DataFrame, chain: str, stage: str, lang: str) -> str:
    first, both = told.head(FIRST), told["city"].nunique() > 1
    names = []
    for row in first.to_dict("records"):
        place = text("scene.ranked_place", lang, rank=rank_words(row, lang))
        about_it = f"{one_line(row['city'])}, {place}" if both else place
        names.append(f"{one_line(row['name'])} [{about_it}]")
    about = {"chain": chain, "stage": stage}
    if not names:
        return text("scene.ranked_none", lang, **about)
    if len(names) == 1:
        return text("scene.ranked_one", lang, first=names[0], **about)
    rest = text("scene.ranked_and", lang).join(names[1:])
    return text("scene.ranked", lang, first=names[0], rest=rest, **about)


def _figures(told: pd.DataFrame, ranked: Ranking, lang: str) -> tuple[KeyFigure, ...]:
    few = len(ranked.table) - len(told)
    count = KeyFigure(number(len(told), lang), text("scene.ranked_hubs", lang, few=few))
    if told.empty:
        return (count,)
    first = told.iloc[0].to_dict()
    hub = one_line(first["name"])
    return (
        KeyFigure(rank_words(first, lang), text("scene.ranked_first", lang, hub=hub)),
        KeyFigure(percent(first["in_first"], lang), text("scene.ranked_chance", lang, hub=hub)),
        count,
    )


def _table(told: pd.DataFrame, lang: str) -> ContentTable:
    first = told.head(MOST_ROWS)
    rows = tuple(
        (
            rank_words(row, lang),
            name_in_table(row["name"]),
            one_line(row["city"]),
            percent(row["in_first"], lang),
            percent(row["confidence"], lang),
        )
        for row in first.to_dict("records")
    )
    names = ("waar.rank", "column.hub_name", "column.city", "waar.in_top", "waar.confidence")
    title = text("scene.ranked_table", lang, n=len(rows), total=len(told))
    return ContentTable(title, tuple(text(name, lang) for name in names), rows)


def _bars(told: pd.DataFrame, lang: str) -> Bars:
    first = told.head(BARS)
    scores = tuple(round(float(score), 2) for score in first["score"])
    title = text("scene.ranked_bars", lang, n=len(first))
    series = ((text("waar.score", lang), scores),) if scores else ()
    return Bars(title, tuple(map(name_in_table, first["name"])), series)


def weight_words(weights: Weights, lang: str) -> str:
    """Say how heavy each term weighs, those that weigh nothing left out."""
    named = ", ".join(
        f"{term_words(key, lang)} × {number(weight, lang)}"
        for key, weight in zip(TERMS, weights, strict=True)
        if weight
    )
    key = "waar.weights_default" if weights == DEFAULT else "waar.weights_said"
    return text(key, lang, weights=named)
