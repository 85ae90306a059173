"""What *Waar moet ik zijn?* says in a scene: who comes first, how firmly, and the order."""

from __future__ import annotations

import pandas as pd

from geo.answers.ranking import TERMS, Ranking, Sensitivity
from layers.sentences.explanation import (
    MOST_ROWS,
    Bars,
    ContentTable,
    Explanation,
    KeyFigure,
    name_in_table,
)
from layers.sentences.ranking_words import term_words
from layers.view.ranking_address import DEFAULT, Weights
from layers.words.numbers import decimal, number, percent
from layers.words.plain_text import one_line
from layers.words.text import text

FIRST = 3
BARS = 10


def explanation_of_ranking(
    ranked: Ranking, firm: Sensitivity, chain: str, stage: str, lang: str
) -> Explanation:
    """Say an order of hubs.

    Parameters
    ----------
    ranked : Ranking
    firm : Sensitivity
        Of this ranking.
    chain, stage : str
        Their names in ``lang``.
    """
    told = ranked.table[ranked.table["enough"]]
    return Explanation(
        _statement(told, chain, stage, lang),
        _figures(told, len(ranked.table) - len(told), firm, lang),
        _table(told, lang),
        _bars(told, lang),
    )


def _statement(told: pd.DataFrame, chain: str, stage: str, lang: str) -> str:
    first, both = told.head(FIRST), told["city"].nunique() > 1
    names = [
        f"{one_line(name)} ({city})" if both else one_line(name)
        for name, city in zip(first["name"], first["city"], strict=True)
    ]
    about = {"chain": chain, "stage": stage}
    if not names:
        return text("scene.ranked_none", lang, **about)
    if len(names) == 1:
        return text("scene.ranked_one", lang, first=names[0], **about)
    rest = text("scene.ranked_and", lang).join(names[1:])
    return text("scene.ranked", lang, first=names[0], rest=rest, **about)


def _figures(told: pd.DataFrame, few: int, firm: Sensitivity, lang: str) -> tuple[KeyFigure, ...]:
    count = KeyFigure(number(len(told), lang), text("scene.ranked_hubs", lang, few=few))
    if told.empty:
        return (count,)
    hub = one_line(told["name"].iloc[0])
    share = text("scene.ranked_firm", lang, draws=firm.draws)
    return (
        KeyFigure(
            decimal(float(told["score"].iloc[0]), lang, 2),
            text("scene.ranked_first", lang, hub=hub),
        ),
        KeyFigure(percent(firm.same_top, lang), share),
        count,
    )


def _table(told: pd.DataFrame, lang: str) -> ContentTable:
    first = told.head(MOST_ROWS)
    rows = tuple(
        (
            f"{row['rank']}. {name_in_table(row['name'])}",
            one_line(row["city"]),
            decimal(float(row["score"]), lang, 2),
            percent(row["confidence"], lang),
        )
        for row in first.to_dict("records")
    )
    names = ("column.hub_name", "column.city", "waar.score", "waar.confidence")
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
