"""What *Bereik* says in a scene: what lies within five, ten and fifteen minutes, counted."""

from __future__ import annotations

from geo.answers.reach_content import MINUTES, ReachContent
from layers.sentences.explanation import Bars, ContentTable, Explanation, KeyFigure
from layers.sentences.reach_words import kind_words, reach_words
from layers.words.numbers import number
from layers.words.plain_text import one_line
from layers.words.text import text

TOLD = ("tenants", "partners", "meeting_places")
"""What a scene counts large; buildings and stops stand in its table."""
ROWS = ("tenants", "hubs", "partners", "meeting_places", "stops")


def explanation_of_reach(
    content: ReachContent, hub_name: str, limit: float, mode: str, lang: str
) -> Explanation:
    """Say what lies within reach of a building.

    Parameters
    ----------
    content : ReachContent
    hub_name : str
    limit : float
        Minutes of the sentence and the large numbers, one of `geo.answers.reach_content.MINUTES`.
    mode : "walk" or "cycle"
    lang : str
    """
    counts = content.counts(MINUTES)
    names = {kind: kind_words(kind, content, lang) for kind in ROWS}
    within = [text("bereik.within", lang, minutes=number(each, lang)) for each in MINUTES]
    figures = tuple(
        KeyFigure(number(n, lang), text(f"scene.reach_{kind}", lang, n=n))
        for kind, n in ((kind, counts.at[kind, limit]) for kind in TOLD)
    )
    rows = tuple(
        (names[kind], *(number(counts.at[kind, each], lang) for each in MINUTES)) for kind in ROWS
    )
    title = text("scene.reach_table", lang, hub=one_line(hub_name))
    series = tuple(
        (word, tuple(float(counts.at[kind, each]) for kind in TOLD))
        for word, each in zip(within, MINUTES, strict=True)
    )
    return Explanation(
        reach_words(content, hub_name, limit, mode, lang),
        figures,
        ContentTable(title, (text("bereik.kind", lang), *within), rows),
        Bars(title, tuple(names[kind] for kind in TOLD), series),
    )
