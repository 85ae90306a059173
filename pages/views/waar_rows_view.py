"""What *Waar moet ik zijn?* writes beside its map: the order, and what is behind a hub.

Each is made once of what is asked, for all who ask it; nothing of it changes.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geo.answers.ranking import Ranking
from geo.data.row_sources import with_sources
from geo.data.store import Dataset
from layers.sentences.ranking_words import (
    chance_words,
    need_words,
    why_not_words,
    why_words,
)
from layers.tables import ranking_tables
from layers.words.palette import palette
from pages.session import server
from pages.views.waar_view import Asked, ranking, values


@dataclass(frozen=True)
class TermRows:
    """The rows behind one term of a hub.

    Attributes
    ----------
    key : str
        Of the term.
    n : int
        How many rows there are.
    table : DataFrame
        Those rows in words, with their sources; empty without any.
    """

    key: str
    n: int
    table: pd.DataFrame


@server.shared(256)
def why(data: Dataset, asked: Asked, hub_id: str, lang: str) -> str:
    """Why one hub stands where it stands, in words."""
    ranked, said = ranking(data, asked), (why_words, chance_words, why_not_words, need_words)
    return " ".join(words for each in said if (words := each(ranked, hub_id, lang)))


def with_rank(ranked: Ranking) -> pd.DataFrame:
    """The hubs that have a rank, in order."""
    return ranked.table[ranked.table["enough"]]


@server.shared(64)
def order(data: Dataset, asked: Asked, lang: str) -> pd.DataFrame:
    """The order as a table, a hub with a rank a row."""
    ranked = ranking(data, asked)
    return ranking_tables.order_table(ranked, with_rank(ranked), values(data, asked, lang), lang)


@server.shared(128)
def behind(data: Dataset, asked: Asked, hub_id: str, lang: str) -> tuple[TermRows, ...]:
    """The rows behind every term of one hub, with their sources."""
    terms, look = ranking(data, asked).terms, palette(data.chain_model, lang)
    every = pd.concat([term.rows.assign(term=term.key) for term in terms])
    told = with_sources(data, every[every["hub_id"].eq(hub_id)])
    by_term = ((term.key, told[told["term"].eq(term.key)]) for term in terms)
    return tuple(
        TermRows(
            key,
            len(rows),
            rows if rows.empty else ranking_tables.rows_of_term_table(rows, look, lang),
        )
        for key, rows in by_term
    )


@server.shared(128)
def terms_of_hub(data: Dataset, asked: Asked, hub_id: str, lang: str) -> pd.DataFrame:
    """Every term of one hub as a table."""
    return ranking_tables.terms_of_hub_table(ranking(data, asked), hub_id, lang)


@server.shared(128)
def without_rank(data: Dataset, asked: Asked, why_not: str, lang: str) -> pd.DataFrame:
    """The hubs that have no rank for one reason, with what is missing, as a table."""
    ranked = ranking(data, asked)
    out = ranked.table[ranked.table["without"].eq(why_not)].sort_values("name")
    return out if out.empty else ranking_tables.without_rank_table(ranked, out, lang)


@server.shared(64)
def terms(data: Dataset, asked: Asked, cities: tuple[str, ...], lang: str) -> pd.DataFrame:
    """Every term with its unit, n and source, as a table."""
    return ranking_tables.terms_table(ranking(data, asked), data.package, cities, lang)
