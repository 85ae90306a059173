"""A chain of one city in words: what stands where, and what is known of the rest."""

from __future__ import annotations

from geo.answers.chain_line import ChainLine
from layers.sentences.knowledge_words import in_words, stage_words
from layers.words.numbers import number
from layers.words.palette import Palette
from layers.words.text import text


def strip_words(line: ChainLine, look: Palette, lang: str) -> str:
    """Say one city's chain in words: the counts and what is open."""
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
    """Say of every stage of which nobody is known what that means, or that there is none."""
    if not line.missing:
        return text("ketens.nothing_missing", lang, city=line.city)
    where = in_words(line.city, lang)
    stages = ". ".join(
        stage_words(look.stage(stage), line.knowledge[stage], where, lang) for stage in line.missing
    )
    return text("ketens.missing_in", lang, city=line.city, stages=stages)
