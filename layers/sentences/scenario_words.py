"""A scenario in words: one sentence made from the numbers of *Wat als*."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from geo.answers.changed_links import TOO_COARSE, states_counted
from geo.answers.harm import REACH_MIN, Harm
from geo.answers.what_if import Applied, Scenario, new_name, tally
from geo.evidence.knowledge import COLUMNS, NOT_SEEN, PRESENT, Knowledge, knowledge_of
from layers.sentences.count_words import with_rooms
from layers.sentences.explanation import ContentTable, KeyFigure
from layers.sentences.knowledge_words import (
    cell_words,
    chance_figure,
    counted_words,
    knowledge_words,
    state_words,
    within_words,
)
from layers.words.numbers import UNKNOWN, decimal, number, signed
from layers.words.palette import Palette
from layers.words.text import text

MOST_NAMES = 3
PUBLISHED = ("watals.s_published_one", "watals.s_published")
UNPUBLISHED = ("watals.s_unpublished_one", "watals.s_unpublished")


@dataclass(frozen=True)
class Told:
    """What a sentence is made from.

    Attributes
    ----------
    asked : Scenario
    applied : Applied
    harm : Harm
    changes, presence : DataFrame
        As `geo.answers.what_if.compare_links`, with `geo.answers.changed_links.links_known`, and
        `geo.answers.what_if.compare_presence` give them.
    lost : mapping of (city, chain, stage) to Knowledge
        What is known of those that nobody known has any more.
    limit_m : int
        Within which a link is whole.
    travel : str
        "walk" or "cycle".
    stage_line : tuple of str
    """

    asked: Scenario
    applied: Applied
    harm: Harm
    changes: pd.DataFrame
    presence: pd.DataFrame
    lost: Mapping[tuple[str, str, str], Knowledge]
    limit_m: int
    travel: str
    stage_line: tuple[str, ...]


def scenario_sentence(told: Told, look: Palette, lang: str) -> str:
    """Say what goes or comes, who loses a place by it, and then what it does to the links."""
    what = text("watals.s_and", lang).join(_causes(told, lang))
    effect = "".join([_links(told, lang), *_ways(told, lang), _lost(told, look, lang)])
    key = "watals.s_named" if told.asked.name else "watals.s_whole"
    whole = text(key, lang, name=told.asked.name, what=what)
    ending = text("watals.s_links", lang, effect=effect)
    return " ".join([whole, *_harm(told, lang), ending])


def _harm(told: Told, lang: str) -> list[str]:
    """Who loses a place: known, published, and with which house of their chain near them."""
    found = told.harm
    if not (found.lost or found.closed):
        return []
    lose = _counted("lose", found.lost, lang, of=number(found.known, lang))
    parts = [with_rooms(lose.removesuffix("."), found.rooms, lang) + "."]
    if found.closed:
        one, several = PUBLISHED if found.publishing else UNPUBLISHED
        values = {"n": number(found.published, lang), "k": found.publishing, "of": found.closed}
        parts.append(text(one if found.closed == 1 else several, lang, **values))
    return [*parts, *_refuge(told, lang)] if found.lost else parts


def _refuge(told: Told, lang: str) -> list[str]:
    """Say for how many of who loses a place a house of their chain stays near; what is 0 is not."""
    found, travel = told.harm, text(f"travel.{told.travel}", lang)
    within = {"minutes": number(REACH_MIN, lang), "travel": travel}
    counts = (("some", found.with_other), ("none", found.without_other))
    near = [
        text(f"watals.refuge_{name}", lang, n=n, others=found.others) for name, n in counts if n
    ]
    said = []
    if near:
        said.append(text("watals.s_refuge", lang, **within, near=", ".join(near)))
    if found.with_other:
        said.append(text("watals.s_room", lang))
    if found.undecided:
        said.append(text("watals.s_undecided", lang, n=found.undecided, **within))
    return said


def _links(told: Told, lang: str) -> str:
    numbers = tally(told.changes)
    effect = text(
        "watals.s_effect",
        lang,
        limit=told.limit_m,
        travel=text(f"travel.{told.travel}", lang),
        broken=_counted("broken", numbers.broken, lang),
        mended=_counted("mended", numbers.mended, lang),
    )
    broken = told.changes[told.changes["change"].eq("broken")]
    if len(broken):
        known = [state_after(row) for row in broken.to_dict("records")]
        words = counted_words([each for each in known if each], lang)
        effect += text("watals.s_broken_known", lang, words=words)
    gone = int(told.changes["change"].eq("gone").sum())
    return effect + (text("watals.s_links_gone", lang, n=gone) if gone else "")


def state_after(row: Mapping[Hashable, Any]) -> Knowledge | None:
    """What is known after a scenario of the next stage of a loose link; None of any other."""
    if row["state_after"] in (None, PRESENT, TOO_COARSE):
        return None
    told = {name: row[f"{name}_after"] for name in COLUMNS}
    return knowledge_of(told | {"found": 0})


def link_after_words(row: Mapping[Hashable, Any], limit_m: int, lang: str) -> str:
    """Say what is known of the next stage of a link after a scenario; "" where there is none."""
    known = state_after(row)
    if known:
        return knowledge_words(known, within_words(limit_m, lang), lang)
    if row["state_after"] == TOO_COARSE:
        return text("watals.change_unknown", lang)
    return state_words(PRESENT, lang) if row["state_after"] == PRESENT else ""


def _ways(told: Told, lang: str) -> list[str]:
    """How much further or nearer the next partner becomes, in minutes, and for how many."""
    numbers, parts = tally(told.changes), []
    travel = text(f"travel.{told.travel}", lang)
    if numbers.tenants_hit:
        parts.append(
            text(
                "watals.s_hit_nowhere" if pd.isna(numbers.extra_min) else "watals.s_hit",
                lang,
                tenants=_counted("staying", numbers.tenants_hit, lang),
                minutes=decimal(numbers.extra_min, lang),
                travel=travel,
            )
        )
    if numbers.tenants_helped:
        parts.append(
            text(
                "watals.s_helped_found" if pd.isna(numbers.less_min) else "watals.s_helped",
                lang,
                tenants=_counted("staying", numbers.tenants_helped, lang),
                minutes=decimal(-numbers.less_min, lang),
                travel=travel,
            )
        )
    return parts


def before_after(
    found: Harm, changes: pd.DataFrame, limit_m: int, lang: str, whole: bool = True
) -> ContentTable:
    """Write what stood, what stands and the change between, with what each number rests on.

    Parameters
    ----------
    found : Harm
    changes : DataFrame
        With `geo.answers.changed_links.links_known`.
    limit_m : int
    lang : str
    whole : bool
        False leaves out what it rests on, where there is little room.
    """
    rests = (
        *(
            text(f"watals.rests_{row.figure}", lang, n=row.n, of=row.of)
            for row in found.figures.itertuples()
        ),
        *(_rests_of_state(row, lang) for row in states_counted(changes).itertuples()),
    )
    counts = (*_count_rows(found, lang), *_state_rows(changes, limit_m, lang))
    rows = zip(counts, rests, strict=True)
    names = ("figure", "before", "after", "difference", "rests_on")
    headings = tuple(text(f"watals.col_{name}", lang) for name in names)
    if not whole:
        return ContentTable(text("watals.before_after", lang), headings[:-1], counts)
    told = tuple((*row, on) for row, on in rows)
    return ContentTable(text("watals.before_after", lang), headings, told)


def _count_rows(found: Harm, lang: str) -> tuple[tuple[str, ...], ...]:
    return tuple(
        _before_after_row(text(f"watals.figure_{row.figure}", lang), row, lang)
        for row in found.figures.itertuples()
    )


def _state_rows(changes: pd.DataFrame, limit_m: int, lang: str) -> tuple[tuple[str, ...], ...]:
    """The links by what is known of their next stage."""
    rows = []
    for row in states_counted(changes).itertuples():
        state = (
            text("watals.change_unknown", lang)
            if row.figure == TOO_COARSE
            else state_words(str(row.figure), lang)
        )
        name = text("watals.figure_links", lang, limit=limit_m, state=state)
        rows.append(_before_after_row(name, row, lang))
    return tuple(rows)


def _before_after_row(name: str, row: Any, lang: str) -> tuple[str, ...]:
    counts = number(row.before, lang), number(row.after, lang), signed(row.change, lang)
    return (name, *counts)


def _rests_of_state(row: Any, lang: str) -> str:
    """Of how many links, and of those not seen the mean chance before and after."""
    of = text("watals.rests_links", lang, n=number(row.before, lang), of=row.of)
    if row.figure != NOT_SEEN:
        return of
    chances = {
        when: chance_figure(None if pd.isna(mean) else float(mean), lang) or UNKNOWN
        for when, mean in (("was", row.chance_before), ("now", row.chance_after))
    }
    return of + text("watals.rests_chance", lang, n=row.n_before, k=row.n_after, **chances)


def harm_figures(found: Harm, lang: str) -> tuple[KeyFigure, ...]:
    """Return what is said first: who loses a place, how many are published, who has no refuge."""
    figures = [KeyFigure(number(found.lost, lang), text("watals.key_lost", lang, of=found.known))]
    if found.closed:
        told = number(found.published, lang) if found.publishing else UNKNOWN
        label = text("watals.key_published", lang, k=found.publishing, of=found.closed)
        figures.append(KeyFigure(told, label))
    if found.lost:
        without = text("watals.key_without", lang)
        figures.append(KeyFigure(number(found.without_other, lang), without))
    return tuple(figures)


def before_after_lines(
    found: Harm, changes: pd.DataFrame, limit_m: int, lang: str
) -> tuple[str, ...]:
    """Write the same table as lines, for the words under a map."""
    return tuple(
        text("watals.before_after_line", lang, what=what, was=was, now=now, change=change, on=on)
        for what, was, now, change, on in before_after(found, changes, limit_m, lang).rows
    )


def _lost(told: Told, look: Palette, lang: str) -> str:
    rows = told.presence[told.presence["change"].eq("lost")]
    rows = rows[rows["stage"].isin(told.stage_line)]
    if rows.empty:
        return ""
    stages = ", ".join(
        text(
            "watals.s_lost_stage",
            lang,
            stage=f"{look.chain(row.chain)}/{look.stage(row.stage)}",
            city=row.city,
            state=cell_words(told.lost[row.city, row.chain, row.stage], lang),
        )
        for row in rows.itertuples()
        if (row.city, row.chain, row.stage) in told.lost
    )
    return text("watals.s_lost", lang, stages=stages)


def _causes(told: Told, lang: str) -> list[str]:
    """What goes and what comes."""
    gone, tenants = told.applied.hubs_gone, len(told.applied.tenants_gone)
    causes = []
    if len(gone):
        key = "watals.s_gone" if len(gone) > 1 else "watals.s_gone_one"
        names = _named(gone["name"].tolist(), lang)
        causes.append(text(key, lang, hubs=len(gone), names=names))
    elif tenants:
        causes.append(text("watals.s_tenants", lang, n=tenants))
    elif not told.asked.opened:
        causes.append(text("watals.s_nobody", lang))
    if told.asked.opened:
        causes.append(_opened(told.asked, lang))
    return causes


def _opened(asked: Scenario, lang: str) -> str:
    """Which buildings come, in which city, with how many tenants."""
    opened = asked.opened
    cities = text("kaart.and", lang).join(dict.fromkeys(new.city for new in opened))
    added = sum(n for new in opened for _, _, n in new.mix)
    with_whom = _counted("moving", added, lang)
    if len(opened) == 1:
        called = f" ({opened[0].name})" if opened[0].name else ""
        return text("watals.s_new", lang, tenants=with_whom, city=cities, called=called)
    names = _named([new_name(new, i) for i, new in enumerate(opened)], lang)
    n = len(opened)
    return text("watals.s_new_more", lang, n=n, names=names, tenants=with_whom, city=cities)


def _named(names: list[str], lang: str) -> str:
    more = len(names) - MOST_NAMES
    first = ", ".join(names[:MOST_NAMES])
    return first + (text("watals.s_more", lang, n=more) if more > 0 else "")


def _counted(what: str, n: float, lang: str, **values: object) -> str:
    """A number with its noun, none and one each in their own words."""
    form = "none" if n == 0 else "one" if n == 1 else "more"
    return text(f"watals.{what}_{form}", lang, n=number(n, lang), **values)
