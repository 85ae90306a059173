"""What is said of one year: how many buildings are known to have stood open, and what is unsure."""

from __future__ import annotations

from geo.answers.open_then import OpenThen
from layers.words.text import text


def year_words(found: OpenThen, year: int, lang: str) -> str:
    """Say how many stood open, of how many no year is known, and how many were not there."""
    counts = {"known": found.known, "unknown": found.unknown, "away": found.away}
    return text("years.said", lang, year=year, **counts)


def ended_words(found: OpenThen, lang: str) -> str:
    """Say how many ended ones the filter of status leaves out; "" for none."""
    return text("years.ended", lang, n=found.ended_aside) if found.ended_aside else ""
