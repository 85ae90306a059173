"""What *Open schakels* says in a scene: at how many places one link is open, which, and how far."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from geo.answers.missing_links import DRAWABLE, MissingLinks, OpenCounts, open_counts
from geo.evidence.knowledge import ABSENT, NOT_SEEN, knowledge_of
from layers.sentences.explanation import (
    MOST_ROWS,
    Bars,
    ContentTable,
    Explanation,
    KeyFigure,
    name_in_table,
)
from layers.sentences.knowledge_words import cell_words, state_words
from layers.words.numbers import number, whole
from layers.words.palette import Palette
from layers.words.plain_text import one_line
from layers.words.text import text


def explanation_of_links(
    found: MissingLinks, cities: Sequence[str], look: Palette, lang: str
) -> Explanation:
    """Say the open links of one or more chains in some cities.

    Parameters
    ----------
    found : MissingLinks
        With what is known of each (`geo.answers.link_knowledge.with_knowledge`).
    cities : sequence of str
        Those that are spoken of; places elsewhere are left out.
    look : Palette
    lang : str
    """
    places = pd.concat([each.places for each in found.links])
    places = places[places["city"].isin(cities)]
    chains = [look.chain(each.chain) for each in found.links]
    return Explanation(
        _statement(found, places, chains, cities, lang),
        _figures(found, places, lang),
        _table(found, cities, look, lang),
        _bars(found, places, lang),
    )


def _kinds(found: MissingLinks, lang: str) -> str:
    """What is counted, in the plural: with several chains a place counts once for each."""
    return text(f"schakels.kinds.{found.kind if len(found.links) == 1 else 'pairs'}", lang)


def _statement(
    found: MissingLinks, places: pd.DataFrame, chains: list[str], cities: Sequence[str], lang: str
) -> str:
    counts = open_counts(places)
    about = {
        "chain": _about(chains, lang),
        "cities": text("kaart.and", lang).join(cities),
        "kinds": _kinds(found, lang),
    }
    if not counts.told:
        return text("scene.links_nothing", lang, all=len(places), **about)
    band = found.links[0].band_m
    first = text("scene.links", lang, **about, n=counts.open, told=counts.told, band=band)
    return " ".join(part for part in (first, _by_state(counts, lang)) if part)


def _by_state(counts: OpenCounts, lang: str) -> str:
    """Say at how many of the places with an open link it is absent, and at how many not seen."""
    states = {"is_absent": state_words(ABSENT, lang), "not_seen": state_words(NOT_SEEN, lang)}
    told = (("absent", counts.absent), ("unseen", counts.unseen))
    parts = [text(f"scene.links_{name}", lang, n=n, **states) for name, n in told if n]
    said = ", ".join(parts)
    return f"{said[0].upper()}{said[1:]}." if said else ""


def _about(chains: list[str], lang: str) -> str:
    if len(chains) > 1:
        return text("scene.links_chains", lang)
    return text("scene.links_chain", lang, chain=chains[0])


def _figures(found: MissingLinks, places: pd.DataFrame, lang: str) -> tuple[KeyFigure, ...]:
    counts, kinds = open_counts(places), _kinds(found, lang)
    shown = (
        (counts.open, "scene.links_open"),
        (counts.whole, "scene.links_none"),
        (counts.few, "scene.links_few"),
    )
    return tuple(KeyFigure(number(n, lang), text(key, lang, kinds=kinds)) for n, key in shown)


def _table(found: MissingLinks, cities: Sequence[str], look: Palette, lang: str) -> ContentTable:
    """The first open links: which, what is known of it, and the nearest known supplier."""
    rows = found.missing[found.missing["city"].isin(cities) & ~found.missing["few"].astype(bool)]
    several = len(found.links) > 1
    told = tuple(
        (
            _place(row, look, several=several),
            look.stage(row["stage"]),
            cell_words(knowledge_of(row | {"found": 0}), lang),
            *_supplier(row, lang),
        )
        for row in rows.head(MOST_ROWS).to_dict("records")
    )
    names = ("place", "missing", "said", "supplier")
    headings = [text(f"schakels.{name}", lang) for name in names]
    title = text("scene.links_table", lang, n=len(told), total=len(rows))
    return ContentTable(title, (*headings, text("column.metres", lang)), told)


def _place(row: dict[str, object], look: Palette, *, several: bool) -> str:
    name = name_in_table(str(row["name"]))
    return f"{name} ({look.chain(str(row['chain']))})" if several else name


def _supplier(row: dict[str, object], lang: str) -> tuple[str, str]:
    """Name and way on foot of who is nearest, or why there is none."""
    if row["reason"] not in DRAWABLE:
        return text(f"schakels.reason.{row['reason']}", lang), ""
    return name_in_table(str(row["target_name"])), whole(float(str(row["metres"])), lang)


def _bars(found: MissingLinks, places: pd.DataFrame, lang: str) -> Bars:
    counts, kinds = open_counts(places), one_line(_kinds(found, lang))
    names = ("none", "one", "more", "few")
    values = tuple(float(n) for n in (counts.whole, counts.one, counts.more, counts.few))
    title = text("scene.links_bars", lang, kinds=kinds, n=len(places))
    labels = tuple(text(f"scene.links_bar_{name}", lang) for name in names)
    return Bars(title, labels, ((kinds, values),))
