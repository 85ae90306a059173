"""Figures and reasons of a ranking in words."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from geo.answers.ranking import Ranking, Term, shortfall, strengths
from geo.answers.surroundings import BANDS_M, LIMIT_KM
from layers.words.numbers import decimal, hundredths, number, whole
from layers.words.text import text

TermWords = dict[str, dict[str, str]]  # the value of each term, by term and hub id
ONE = ("tenants", "places", "stops")  # units with a singular


def chart_words(ranking: Ranking, lang: str, first: int = 12) -> str:
    """Say the chart in words: place, name, score and confidence of each bar."""
    shown = ranking.table[ranking.table["enough"]].head(first)
    return " ".join(
        text(
            "waar.chart_alt",
            lang,
            rank=row.rank,
            hub=row.name_,
            score=decimal(row.score, lang, 2),
            known=hundredths(row.confidence, lang),
        )
        for row in shown.rename(columns={"name": "name_"}).itertuples()
    )


def value_words(term: Term, hub_id: str, lang: str) -> str:
    """Say the raw value of a term of one hub with its unit, or why it is not known."""
    return _value_words(term.unit, term.values.loc[hub_id].to_dict(), lang)


def all_value_words(term: Term, lang: str) -> dict[str, str]:
    """Say the value of a term of every hub, by hub id; as `value_words` does of one."""
    rows = term.values.to_dict("index")
    return {str(hub_id): _value_words(term.unit, row, lang) for hub_id, row in rows.items()}


def _value_words(unit: str, row: Mapping[Hashable, Any], lang: str) -> str:
    if row["reason"] != "ok":
        km = number(LIMIT_KM, lang)
        return text(f"waar.reason.{row['reason']}", lang, km=km)
    raw = float(row["raw"])
    if unit == "yes_no":
        return text("waar.value.yes" if raw else "waar.value.no", lang)
    if unit == "weighted_tenants":
        a, b, c = (number(float(row[f"within_{band}"]), lang) for band in BANDS_M)
        return text("waar.value.weighted_tenants", lang, a=a, b=b, c=c)
    words = {
        "metres": whole(raw, lang),
        "share": hundredths(raw, lang),
        "per_year": decimal(raw, lang, 2),
    }.get(unit, number(raw, lang))
    minutes = whole(row["minutes"], lang) if unit == "metres" else ""
    one = "_one" if unit in ONE and raw == 1 else ""
    return text(f"waar.value.{unit}{one}", lang, n=words, minutes=minutes)


def term_words(key: str, lang: str) -> str:
    """Name of a term inside a sentence."""
    name = text(f"waar.term.{key}", lang)
    return name[0].lower() + name[1:]


def why_words(ranking: Ranking, hub_id: str, lang: str) -> str:
    """Say why a hub stands where it stands: its two largest parts, or what is not known of it."""
    row = ranking.table.loc[hub_id]
    if not row["enough"]:
        parts = ranking.parts.loc[hub_id]
        unknown = [key for key in parts.index[parts.isna()] if ranking.weights.get(str(key))]
        terms = ", ".join(term_words(str(key), lang) for key in unknown)
        known = hundredths(row["confidence"], lang)
        return text("waar.why_not_unknown", lang, hub=row["name"], known=known, terms=terms)
    reasons = [
        text(
            "waar.reason_part",
            lang,
            term=term_words(term.key, lang),
            value=value_words(term, hub_id, lang),
        )
        for term, _ in strengths(ranking, hub_id)
    ]
    key = "waar.why" if reasons else "waar.why_nothing"
    return text(
        key, lang, hub=row["name"], city=row["city"], rank=row["rank"], reasons="; ".join(reasons)
    )


def why_not_words(ranking: Ranking, hub_id: str, lang: str) -> str:
    """Say on which term a hub falls farthest behind the first; "" for the first itself."""
    best = str(ranking.table.index[0])
    behind = shortfall(ranking, hub_id) if hub_id != best else None
    if behind is None:
        return ""
    term, points = behind
    return text(
        "waar.why_not",
        lang,
        hub=ranking.table.at[hub_id, "name"],
        best=ranking.table.at[best, "name"],
        term=term_words(term.key, lang),
        mine=value_words(term, hub_id, lang),
        theirs=value_words(term, best, lang),
        points=decimal(points, lang, 2),
    )
