"""Tables of *Waar moet ik zijn?*: the order, the terms of one hub, and what each term rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from geo.answers.ranking import Ranking, Term
from layers.sentences.ranking_words import TermWords, lacks_words, rank_words, value_words
from layers.tables.coded_table import source_columns
from layers.words.numbers import decimal, percent
from layers.words.palette import Palette
from layers.words.plain_text import named_codes, plain
from layers.words.resources import resource_text
from layers.words.text import text, text_in


def order_table(ranked: Ranking, rows: pd.DataFrame, words: TermWords, lang: str) -> pd.DataFrame:
    """Write the order, a hub a row, with the value of every term in words.

    Parameters
    ----------
    ranked : Ranking
    rows : DataFrame
        Those of ``ranked.table`` that are shown; each has a rank.
    words : mapping
        Value of each term of each hub.
    """
    t = text_in(lang)
    columns: dict[str, object] = {
        t("waar.rank"): [rank_words(row, lang) for row in rows.to_dict("records")],
        t("column.hub_name"): rows["name"],
        t("column.city"): rows["city"],
        t("waar.in_top"): [percent(share, lang) for share in rows["in_first"]],
        t("waar.score"): [decimal(score, lang, 2) for score in rows["score"]],
        t("waar.confidence"): [percent(share, lang) for share in rows["confidence"]],
    }
    for term in ranked.terms:
        of_term = words[term.key]
        columns[t(f"waar.term.{term.key}")] = [of_term[str(hub_id)] for hub_id in rows.index]
    return pd.DataFrame(columns)


def without_rank_table(ranked: Ranking, rows: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Write hubs that have no rank, with how much is known of each and what is missing.

    Parameters
    ----------
    ranked : Ranking
    rows : DataFrame
        Those of ``ranked.table`` that are shown.
    """
    t = text_in(lang)
    return pd.DataFrame(
        {
            t("column.hub_name"): rows["name"],
            t("column.city"): rows["city"],
            t("waar.confidence"): [percent(share, lang) for share in rows["confidence"]],
            t("waar.lacks"): [lacks_words(ranked, str(hub_id), lang) for hub_id in rows.index],
        }
    )


def terms_of_hub_table(ranked: Ranking, hub_id: str, lang: str) -> pd.DataFrame:
    """Write every term of one hub: its value, its weight and its part of the score."""
    t, parts = text_in(lang), ranked.parts.loc[hub_id]
    scaled = [term.values.at[hub_id, "scaled"] for term in ranked.terms]
    return pd.DataFrame(
        {
            t("waar.term"): [t(f"waar.term.{term.key}") for term in ranked.terms],
            t("waar.value"): [value_words(term, hub_id, lang) for term in ranked.terms],
            t("waar.scaled"): [_part_words(value, lang) for value in scaled],
            t("waar.weight"): [ranked.weights[term.key] for term in ranked.terms],
            t("waar.part"): [_part_words(parts[term.key], lang) for term in ranked.terms],
            t("waar.n"): [int(term.values.at[hub_id, "n"]) for term in ranked.terms],
        }
    )


def _part_words(value: float, lang: str) -> str:
    return text("waar.unknown", lang) if pd.isna(value) else decimal(value, lang, 2)


def rows_of_term_table(rows: pd.DataFrame, look: Palette, lang: str) -> pd.DataFrame:
    """Write the rows behind one term of one hub, each with its source."""
    t = text_in(lang)
    return pd.DataFrame(
        {
            t("waar.name"): [_label(cell, look) for cell in rows["label"]],
            t("waar.kind"): [t(f"waar.row.{table}") for table in rows["table"]],
            t("waar.share"): rows["weight"],
            t("column.metres"): rows["metres"].astype(float).round(),
            **source_columns(rows, lang),
        }
    )


def _label(cell: object, look: Palette) -> str:
    """Return the name of a row; a published focus is named by its chains."""
    label = plain(cell)
    codes = set(label.split(";"))
    return named_codes(label, look.chain) if codes <= look.chain_names.keys() else label


def terms_table(
    ranked: Ranking, package: Mapping[str, Any], cities: tuple[str, ...], lang: str
) -> pd.DataFrame:
    """Write every term with its unit, its weight, of how many hubs it is known, and its sources.

    Parameters
    ----------
    ranked : Ranking
    package : mapping
        ``datapackage.json``.
    cities : tuple of str
        Whose street networks count as sources.
    """
    t, terms = text_in(lang), ranked.terms
    return pd.DataFrame(
        {
            t("waar.term"): [t(f"waar.term.{term.key}") for term in terms],
            t("waar.unit"): [t(f"waar.unit.{term.unit}") for term in terms],
            t("waar.weight"): [ranked.weights[term.key] for term in terms],
            t("waar.hubs_known"): [_known_words(term) for term in terms],
            t("waar.n_rows"): [term.rows["id"].nunique() for term in terms],
            t("waar.sources"): [_source_words(term, package, cities, lang) for term in terms],
        }
    )


def _known_words(term: Term) -> str:
    return f"{int(term.values['scaled'].notna().sum())} / {len(term.values)}"


def _source_words(
    term: Term, package: Mapping[str, Any], cities: tuple[str, ...], lang: str
) -> str:
    networks = {f"network_{city.lower()}" for city in cities}
    names = {*term.sources, *(networks if "network" in term.sources else ())}
    return "; ".join(
        f"{resource_text(resource, 'title', lang)} ({resource.get('date', '')})"
        for resource in package["resources"]
        if resource["name"] in names
    )
