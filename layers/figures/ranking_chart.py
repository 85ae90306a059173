"""A ranking as stacked bars."""

from __future__ import annotations

from string import ascii_lowercase

import pandas as pd

from geo.answers.ranking import Ranking
from layers.figures.svg_pieces import (
    Piece,
    document,
    hatch,
    lettered_bar,
    lettered_swatch,
    rectangle,
    written,
)
from layers.sentences.ranking_words import chart_words, rank_words
from layers.words import style
from layers.words.letter_widths import fitted
from layers.words.numbers import decimal, hundredths, number
from layers.words.plain_text import one_line, shortened
from layers.words.text import text

WIDTH, ROW, TOP = 1180, 46, 98
NAME, LEFT, BAR = 92, 430, 500
BAR_HEIGHT = 24
SWATCH = 18
LONGEST_NAME = 36
UNKNOWN = "not-known"  # the pattern of what is not known
WHISKER = 3


def ranking_chart_svg(ranking: Ranking, lang: str, first: int = 12) -> str:
    """Draw the first hubs as bars: what is known, what may be added, and how far it likely is.

    Parameters
    ----------
    ranking : Ranking
    lang : "nl" or "en"
    first : int
        How many hubs; those without a rank are not drawn.

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
    body = hatch(UNKNOWN, style.NO_DATA) + _legend(ranking, lang) + bars
    return document(WIDTH, height, body, chart_words(ranking, lang, first))


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
        written(0, y + 19, rank_words(row.to_dict(), lang), size=17, weight="700", fill=style.TITLE)
        + written(NAME, y + 19, _short(str(row["name"])), size=17)
        + written(NAME, y + 34, str(row["city"]), size=12, fill=style.INK_SOFT)
        + rectangle(LEFT, y, BAR, BAR_HEIGHT, style.LAND)
        + lettered_bar(LEFT, y, BAR_HEIGHT, pieces)
        + _unknown(LEFT + sum(piece.width for piece in pieces), y, BAR * (1 - known), BAR_HEIGHT)
        + _whisker(row, y + BAR_HEIGHT + 6)
        + written(end, y + 19, decimal(float(row["score"]), lang, 2), size=19, weight="700")
        + written(end + 62, y + 19, text("waar.known", lang, n=hundredths(known, lang)), size=15)
    )


def _unknown(x: float, y: float, width: float, height: float) -> str:
    return rectangle(x, y, width, height, f"url(#{UNKNOWN})", style.UNKNOWN)


def _whisker(row: pd.Series, y: float) -> str:
    """A line from where the score is at least to where it is at most, with a mark at its mean."""
    low, at, high = (LEFT + BAR * float(row[key]) for key in ("score_low", "score", "score_high"))
    line = rectangle(low, y - WHISKER / 2, high - low, WHISKER, style.INK)
    return line + rectangle(at - WHISKER / 2, y - 5, WHISKER, 10, style.INK)


def _legend(ranking: Ranking, lang: str) -> str:
    parts = []
    for i, (key, letter) in enumerate(term_letters(ranking).items()):
        x, y = (i % 3) * 400, 14 + (i // 3) * 22
        parts.append(lettered_swatch(x, y, Piece(SWATCH, style.TERM_COLOURS[key], letter)))
        words = f"{text(f'waar.term.{key}', lang)} × {number(ranking.weights[key], lang)}"
        parts.append(written(x + SWATCH + 6, y + 1, words, size=14))
    y = 14 + 3 * 22
    parts.append(_unknown(0, y - SWATCH + 4, SWATCH, SWATCH))
    parts.append(written(SWATCH + 6, y + 1, text("waar.chart_unknown", lang), size=14))
    parts.append(rectangle(400, y - 5 - WHISKER / 2, SWATCH, WHISKER, style.INK))
    parts.append(rectangle(400 + (SWATCH - WHISKER) / 2, y - 10, WHISKER, 10, style.INK))
    parts.append(written(400 + SWATCH + 6, y + 1, text("waar.chart_likely", lang), size=14))
    return "".join(parts)


def term_letters(ranking: Ranking) -> dict[str, str]:
    """Return a letter for each term that weighs, from a on: what tells bars apart in grey."""
    keys = [term.key for term in ranking.terms if ranking.weights.get(term.key, 0) > 0]
    return dict(zip(keys, ascii_lowercase, strict=False))


def _short(name: str) -> str:
    return fitted(shortened(one_line(name), LONGEST_NAME), LEFT - NAME - 6, 17)
