"""*Waar ontbreken ontmoetingsplekken?* in words: of one building, and of a city."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from geo.answers.meeting_gaps import ENOUGH, FEW, MAYBE, UNTOLD, few_can_be_said
from geo.data.thresholds import LEAST_LISTED
from layers.words.numbers import decimal, number, percent
from layers.words.text import text


def place_words(row: Mapping[str, Any], lang: str) -> str:
    """Say how many lie near one building, known and at most, or why that is not told."""
    why = text(f"ontmoeting.why_{row['reason']}", lang) if row["verdict"] == UNTOLD else ""
    if pd.isna(row["found"]):
        return why
    said = text(
        "ontmoeting.place",
        lang,
        found=int(row["found"]),
        most=number(row["most"], lang),
        per_head=decimal(row["per_head"], lang),
    )
    return "; ".join(filter(None, (why, said)))


def city_words(city: str, rows: pd.DataFrame, listed: tuple[int, int] | None, lang: str) -> str:
    """Say of a city how many buildings have few, may have few, and are not told of."""
    if listed is None:
        return text("ontmoeting.city_unknown", lang, city=city)
    counts = rows["verdict"].value_counts()
    few, maybe, enough, untold = (int(counts.get(code, 0)) for code in (FEW, MAYBE, ENOUGH, UNTOLD))
    return text(
        "ontmoeting.city" if few_can_be_said(listed) else "ontmoeting.city_partly",
        lang,
        least=percent(LEAST_LISTED, lang),
        city=city,
        few=few,
        maybe=maybe,
        enough=enough,
        untold=untold,
        listed=number(listed[0], lang),
        published=number(listed[1], lang),
        share=percent(listed[0] / listed[1], lang),
    )
