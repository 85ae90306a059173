"""A ranking as stacked bars, and its figures and reasons in words."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from string import ascii_lowercase
from typing import Any

from geo.answers.ranking import Ranking, Term, shortfall, strengths
from geo.answers.surroundings import BANDS_M, LIMIT_MIN
from layers.figures.svg_pieces import (
    Piece,
    document,
    lettered_bar,
    lettered_swatch,
    rectangle,
    written,
)
from layers.words import style
from layers.words.letter_widths import fitted
from layers.words.numbers import decimal, hundredths, number, whole
from layers.words.plain_text import one_line, shortened
from layers.words.text import text

WIDTH, ROW, TOP = 1180, 46, 74
LEFT, BAR = 372, 560
BAR_HEIGHT = 24
SWATCH = 18
LONGEST_NAME = 36
KM_AN_HOUR = 4.8
ONE = ("tenants", "places", "stops")  # units with a singular


def ranking_chart_svg(ranking: Ranking, lang: str, first: int = 12) -> str:
    """Draw the first hubs as bars whose parts sum to the score.

    Parameters
    ----------
    ranking : Ranking
    lang : "nl" or "en"
    first : int
        How many hubs; those below the least confidence are not drawn.

    Returns
    -------
    str
        An SVG document.
    """
    shown = ranking.table[ranking.table["enough"]].head(first)
    height = TOP + ROW * len(shown) + 8
    bars = "".join(
        _bar(ranking, str(hub_id), lang, TOP + i * ROW) for i, hub_id in enumerate(shown.index)
    )
    body = _legend(ranking, lang) + bars
    return document(WIDTH, height, body, chart_words(ranking, lang, first))


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
        km = number(LIMIT_MIN / 60 * KM_AN_HOUR, lang)
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


def _bar(ranking: Ranking, hub_id: str, lang: str, y: float) -> str:
    row = ranking.table.loc[hub_id]
    letters = term_letters(ranking)
    pieces = [
        Piece(BAR * float(part), style.TERM_COLOURS[str(key)], letters.get(str(key), ""))
        for key, part in ranking.parts.loc[hub_id].dropna().items()
        if part > 0
    ]
    known = float(row["confidence"])
    end = LEFT + BAR + 14
    return (
        written(0, y + 19, f"{row['rank']}.", size=19, weight="700", fill=style.TITLE)
        + written(40, y + 19, _short(str(row["name"])), size=17)
        + written(40, y + 34, str(row["city"]), size=12, fill=style.INK_SOFT)
        + rectangle(LEFT, y, BAR, BAR_HEIGHT, style.LAND)
        + lettered_bar(LEFT, y, BAR_HEIGHT, pieces)
        + rectangle(LEFT, y + BAR_HEIGHT + 3, BAR, 3, style.NO_DATA)
        + rectangle(LEFT, y + BAR_HEIGHT + 3, BAR * known, 3, style.UNKNOWN)
        + written(end, y + 19, decimal(float(row["score"]), lang, 2), size=19, weight="700")
        + written(end + 62, y + 19, text("waar.known", lang, n=hundredths(known, lang)), size=15)
    )


def _legend(ranking: Ranking, lang: str) -> str:
    parts = []
    for i, (key, letter) in enumerate(term_letters(ranking).items()):
        x, y = (i % 3) * 400, 14 + (i // 3) * 22
        parts.append(lettered_swatch(x, y, Piece(SWATCH, style.TERM_COLOURS[key], letter)))
        words = f"{text(f'waar.term.{key}', lang)} × {number(ranking.weights[key], lang)}"
        parts.append(written(x + SWATCH + 6, y + 1, words, size=14))
    return "".join(parts)


def term_letters(ranking: Ranking) -> dict[str, str]:
    """Return a letter for each term that weighs, from a on: what tells bars apart in grey."""
    keys = [term.key for term in ranking.terms if ranking.weights.get(term.key, 0) > 0]
    return dict(zip(keys, ascii_lowercase, strict=False))


def _short(name: str) -> str:
    return fitted(shortened(one_line(name), LONGEST_NAME), LEFT - 40 - 6, 17)
