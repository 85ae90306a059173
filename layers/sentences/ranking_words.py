"""Figures and reasons of a ranking in words."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from geo.answers.ranking import Ranking, Term, shortfall, strengths
from geo.answers.surroundings import LIMIT_KM
from geo.data.thresholds import BANDS_M
from layers.words.numbers import decimal, hundredths, number, whole
from layers.words.text import text

TermWords = dict[str, dict[str, str]]  # the value of each term, by term and hub id
ONE = ("tenants",)  # units with a singular


def rank_words(row: Mapping[Hashable, Any], lang: str) -> str:
    """Say a rank with its interval; only the rank where the interval is that, "" without one.

    Parameters
    ----------
    row : mapping
        ``rank, rank_low, rank_high`` of `geo.answers.ranking.Ranking.table`.
    """
    if pd.isna(row["rank"]):
        return ""
    rank, low, high = (number(int(row[key]), lang) for key in ("rank", "rank_low", "rank_high"))
    return rank if low == high else text("waar.rank_words", lang, rank=rank, low=low, high=high)


def chart_words(ranking: Ranking, lang: str, first: int = 12) -> str:
    """Say the chart in words: place, name, score and confidence of each bar."""
    shown = ranking.table[ranking.table["enough"]].head(first)
    return " ".join(
        text(
            "waar.chart_alt",
            lang,
            rank=rank_words(row, lang),
            hub=row["name"],
            score=decimal(row["score"], lang, 2),
            known=hundredths(row["confidence"], lang),
        )
        for row in shown.to_dict("records")
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
        return text("common.yes" if raw else "common.no", lang)
    if unit == "weighted_tenants":
        return _weighted_words(raw, [float(row[f"within_{band}"]) for band in BANDS_M], lang)
    if unit in ("places", "stops"):
        near = number(int(row["near"]), lang)
        return text(f"waar.value.{unit}", lang, near=near, n=decimal(raw, lang, 1))
    words = {
        "metres": whole(raw, lang),
        "share": hundredths(raw, lang),
        "per_year": decimal(raw, lang, 2),
    }.get(unit, number(raw, lang))
    minutes = whole(row["minutes"], lang) if unit == "metres" else ""
    one = "_one" if unit in ONE and raw == 1 else ""
    return text(f"waar.value.{unit}{one}", lang, n=words, minutes=minutes)


def _weighted_words(raw: float, within: Sequence[float], lang: str) -> str:
    """Say how many there are within the bands, of whom how many nearer by, and what it weighs.

    Examples
    --------
    >>> _weighted_words(0.6, [0, 1, 1], "nl")
    '1 huurder binnen 500 m; telt als 0,6'
    >>> _weighted_words(3.2, [1, 4, 9], "nl")
    '9 huurders binnen 1.000 m, van wie 4 binnen 500 m en 1 binnen 250 m; telt als 3,2'
    """
    # As many within less: then the wider band says nothing more.
    nearest = dict(reversed([*zip(within, BANDS_M, strict=True)]))
    (most, metres), *nearer = [each for each in nearest.items() if each[0]] or [(0, BANDS_M[-1])]
    words = text("waar.weighted.within", lang, n=most, metres=metres)
    parts = [text("waar.weighted.nearer", lang, n=n, metres=metres) for n, metres in nearer]
    if parts:
        of = text("waar.weighted.and", lang).join(parts)
        words = text("waar.weighted.of_whom", lang, words=words, nearer=of)
    return text("waar.value.weighted_tenants", lang, words=words, n=decimal(raw, lang, 1))


def term_words(key: str, lang: str) -> str:
    """Name of a term inside a sentence."""
    name = text(f"waar.term.{key}", lang)
    return name[0].lower() + name[1:]


def why_words(ranking: Ranking, hub_id: str, lang: str) -> str:
    """Say why a hub stands where it stands: its two largest parts, or why it has no rank."""
    row = ranking.table.loc[hub_id]
    if not row["enough"]:
        known, lacks = hundredths(row["confidence"], lang), lacks_words(ranking, hub_id, lang)
        return text("waar.why_no_rank", lang, hub=row["name"], known=known, lacks=lacks)
    reasons = [
        text(
            "waar.reason_part",
            lang,
            term=term_words(term.key, lang),
            value=value_words(term, hub_id, lang),
        )
        for term, _ in strengths(ranking, hub_id)
    ]
    return text(
        "waar.why" if reasons else "waar.why_nothing",
        lang,
        hub=row["name"],
        city=row["city"],
        rank=rank_words(row.to_dict(), lang),
        reasons="; ".join(reasons),
    )


def lacks_words(ranking: Ranking, hub_id: str, lang: str) -> str:
    """Name what is missing of a hub: its place, or else the terms that are not known."""
    if ranking.table.at[hub_id, "without"] == "no_place":
        return text("waar.lacks_place", lang)
    parts = ranking.parts.loc[hub_id]
    unknown = [str(key) for key in parts.index[parts.isna()] if ranking.weights.get(str(key))]
    return ", ".join(term_words(key, lang) for key in unknown)


def chance_words(ranking: Ranking, hub_id: str, lang: str) -> str:
    """Say the chance that a hub is among the first three; "" without a rank."""
    chance = ranking.table.at[hub_id, "in_first"]
    if pd.isna(chance):
        return ""
    return text("waar.chance", lang, share=hundredths(float(chance), lang))


def need_words(ranking: Ranking, hub_id: str, lang: str) -> str:
    """Say what should be known to tell the rank of a hub, and how far it may move; "" for nothing.

    That is the unknown term between whose low and high value the rank moves most.
    """
    row = ranking.table.loc[hub_id]
    if pd.isna(row["rank"]) or not row["decisive"]:
        return ""
    values = {term.key: term.values for term in ranking.terms}[row["decisive"]]
    rough = values.at[hub_id, "reason"] in ("too_coarse", "unreachable")
    what = "place" if rough else row["decisive"]
    name = {"hub": row["name"], "city": row["city"]}
    best, worst = (number(int(row[key]), lang) for key in ("with_high", "with_low"))
    need = text(f"waar.need.{what}", lang, **name)
    return text("waar.need", lang, need=need, best=best, worst=worst)


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
