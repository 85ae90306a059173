"""A chain of one city in words: what stands where, and what nobody does."""

from __future__ import annotations

from geo.answers.chain_line import ChainLine
from layers.words.numbers import number
from layers.words.palette import Palette
from layers.words.text import text


def strip_words(line: ChainLine, look: Palette, lang: str) -> str:
    """Say one city's chain in words: the counts and what is missing."""
    counts = ", ".join(
        text(
            "ketens.alt_count",
            lang,
            stage=look.stage(row.stage),
            n=number(row.tenants + row.partners, lang),
        )
        for row in line.stages.itertuples()
    )
    return text(
        "ketens.alt",
        lang,
        city=line.city,
        chain=look.chain(line.chain),
        counts=counts,
        gaps=missing_words(line, look, lang),
    )


def missing_words(line: ChainLine, look: Palette, lang: str) -> str:
    """Name the stages a city misses, or say that none is missing."""
    if not line.missing:
        return text("ketens.nothing_missing", lang, city=line.city)
    stages = ", ".join(look.stage(stage) for stage in line.missing)
    return text("ketens.missing_in", lang, city=line.city, stages=stages)
