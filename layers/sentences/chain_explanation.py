"""What *Ketens* says in a scene: how whole one chain is in each city."""

from __future__ import annotations

from collections.abc import Sequence

from geo.answers.chain_line import ChainLine
from layers.sentences.explanation import Bars, ContentTable, Explanation, KeyFigure
from layers.sentences.knowledge_words import open_words, short_words
from layers.words.numbers import number
from layers.words.palette import Palette
from layers.words.plain_text import one_line
from layers.words.text import text


def explanation_of_chain(
    lines: Sequence[ChainLine], chain: str, look: Palette, lang: str
) -> Explanation:
    """Say one chain in one city or more.

    Parameters
    ----------
    lines : sequence of ChainLine
        One a city, all of the same chain.
    chain : str
        Its code.
    """
    name = look.chain(chain)
    return Explanation(
        _statement(lines, name, look, lang),
        _figures(lines, name, lang),
        _table(lines, name, look, lang),
        _bars(lines, look, lang),
    )


def _statement(lines: Sequence[ChainLine], name: str, look: Palette, lang: str) -> str:
    gaps = [
        text(
            "scene.chain_gap",
            lang,
            city=line.city,
            stages=open_words(line.knowledge, look.stage, lang),
        )
        for line in lines
        if line.missing
    ]
    join = text("kaart.and", lang).join
    if gaps:
        return text("scene.chain_broken", lang, chain=name, gaps=join(gaps))
    return text("scene.chain_whole", lang, chain=name, cities=join(line.city for line in lines))


def _on_the_line(line: ChainLine) -> int:
    """Count the stages that a chain must have; beside the line nothing can be missing."""
    return len(line.steps) + 1


def _figures(lines: Sequence[ChainLine], name: str, lang: str) -> tuple[KeyFigure, ...]:
    whole = sum(line.members for line in lines)
    every = KeyFigure(number(whole, lang), text("scene.chain_rows", lang, chain=name))
    stages = (
        KeyFigure(
            f"{_on_the_line(line) - len(line.missing)} / {_on_the_line(line)}",
            text("scene.chain_stages", lang, city=line.city),
        )
        for line in lines
    )
    return (*stages, every)


def _table(lines: Sequence[ChainLine], name: str, look: Palette, lang: str) -> ContentTable:
    rows = tuple(
        (
            one_line(look.stage(stage)),
            *(_cell(each, stage, lang) for each in lines),
        )
        for stage in (lines[0].stages["stage"] if lines else ())
    )
    headings = (text("column.stage", lang), *(line.city for line in lines))
    return ContentTable(text("scene.chain_table", lang, chain=name), headings, rows)


def _cell(line: ChainLine, stage: str, lang: str) -> str:
    """How many tenants and partners; of nobody, what is known."""
    if stage in line.missing:
        return ", ".join(short_words(line.knowledge[stage], lang))
    row = line.stages.set_index("stage").loc[stage]
    return " + ".join(number(row[kind], lang) for kind in ("tenants", "partners"))


def _bars(lines: Sequence[ChainLine], look: Palette, lang: str) -> Bars:
    title = text("scene.chain_bars", lang, n=sum(line.members for line in lines))
    stages = lines[0].stages["stage"] if lines else ()
    series = tuple(
        (
            line.city,
            tuple(round(float(n), 2) for n in line.stages["tenants"] + line.stages["partners"]),
        )
        for line in lines
    )
    return Bars(title, tuple(one_line(look.stage(stage)) for stage in stages), series)
