"""What *Broedplaatsen vergelijken* says in a scene: the hubs side by side."""

from __future__ import annotations

from geo.answers.comparison import Comparison
from layers.sentences.comparison_words import missing_words, stages_of_hub
from layers.sentences.explanation import (
    MOST_FIGURES,
    Bars,
    ContentTable,
    Explanation,
    KeyFigure,
    name_in_table,
)
from layers.words.numbers import number
from layers.words.palette import Palette
from layers.words.plain_text import one_line
from layers.words.text import text


def explanation_of_comparison(found: Comparison, look: Palette, lang: str) -> Explanation:
    """Say how some hubs compare: named organisations, and the stages each misses."""
    counts = {str(hub_id): found.organisations(str(hub_id)) for hub_id in found.hubs["id"]}
    names = dict(zip(found.hubs["id"], map(name_in_table, found.hubs["name"]), strict=True))
    return Explanation(
        _statement(counts, names, lang),
        _figures(counts, names, lang),
        _table(found, counts, look, lang),
        _bars(counts, names, lang),
    )


def explanation_of_too_few(lang: str) -> Explanation:
    """Say that there are not two hubs to compare."""
    words = text("scene.compared_few", lang)
    table = ContentTable(text("scene.compared_table", lang), (text("scene.name", lang),), ())
    return Explanation(
        words, (KeyFigure("0", text("scene.hubs", lang, all=0)),), table, Bars("", (), ())
    )


def _statement(counts: dict[str, int], names: dict[str, str], lang: str) -> str:
    most = max(counts, key=lambda hub_id: counts[hub_id])
    if not counts[most]:
        every = [*names.values()]
        hubs = ", ".join(every[:-1]) + text("kaart.and", lang) + every[-1]
        return text("scene.compared_none", lang, hubs=hubs)
    n = number(counts[most], lang)
    return text("scene.compared", lang, count=len(counts), first=names[most], n=n)


def _figures(counts: dict[str, int], names: dict[str, str], lang: str) -> tuple[KeyFigure, ...]:
    order = sorted(counts, key=lambda hub_id: -counts[hub_id])[:MOST_FIGURES]
    return tuple(
        KeyFigure(
            number(counts[hub_id], lang), text("scene.compared_tenants", lang, hub=names[hub_id])
        )
        for hub_id in order
    )


def _table(found: Comparison, counts: dict[str, int], look: Palette, lang: str) -> ContentTable:
    rows = tuple(
        (
            name_in_table(hub["name"]),
            one_line(hub["city"]),
            number(found.named(hub["id"]), lang),
            number(counts[hub["id"]], lang),
            _missing(found, hub["id"], look, lang),
        )
        for hub in found.hubs.to_dict("records")
    )
    names = ("column.hub_name", "column.city", "column.n_tenants", "scene.compared_organisations")
    headings = tuple(text(name, lang) for name in (*names, "scene.compared_missing"))
    return ContentTable(text("scene.compared_table", lang), headings, rows)


def _missing(found: Comparison, hub_id: str, look: Palette, lang: str) -> str:
    if not stages_of_hub(found, hub_id, look):
        return text("scene.compared_unknown", lang)
    return missing_words(found, hub_id, look, lang)


def _bars(counts: dict[str, int], names: dict[str, str], lang: str) -> Bars:
    title = text("scene.compared_bars", lang, n=number(sum(counts.values()), lang))
    values = tuple(float(n) for n in counts.values())
    series = ((text("scene.organisations", lang), values),)
    return Bars(title, tuple(names[hub_id] for hub_id in counts), series)
