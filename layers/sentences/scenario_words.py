"""A scenario in words: one sentence made from the numbers of *Wat als*."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geo.answers.what_if import Applied, Scenario, new_name, tally
from layers.words.numbers import decimal, number
from layers.words.palette import Palette
from layers.words.text import text

MOST_NAMES = 3


@dataclass(frozen=True)
class Told:
    """What a sentence is made from.

    Attributes
    ----------
    asked : Scenario
    applied : Applied
    changes, presence : DataFrame
        As `geo.answers.what_if.compare_links` and `geo.answers.what_if.compare_presence` give
        them.
    limit_m : int
        Within which a link is whole.
    travel : str
        "walk" or "cycle".
    stage_line : tuple of str
    """

    asked: Scenario
    applied: Applied
    changes: pd.DataFrame
    presence: pd.DataFrame
    limit_m: int
    travel: str
    stage_line: tuple[str, ...]


def scenario_sentence(told: Told, look: Palette, lang: str) -> str:
    """Say what goes or comes, and what that does to the links."""
    what = text("watals.s_and", lang).join(_causes(told, lang))
    effect = "".join([_links(told, lang), *_tenants(told, lang), _lost(told, look, lang)])
    key = "watals.s_named" if told.asked.name else "watals.s_whole"
    return text(key, lang, name=told.asked.name, what=what, effect=effect)


def _links(told: Told, lang: str) -> str:
    numbers = tally(told.changes)
    return text(
        "watals.s_effect",
        lang,
        limit=told.limit_m,
        travel=text(f"travel.{told.travel}", lang),
        broken=_counted("broken", numbers.broken, lang),
        mended=_counted("mended", numbers.mended, lang),
    )


def _tenants(told: Told, lang: str) -> list[str]:
    """How much further or nearer the next partner becomes, and for how many."""
    numbers, parts = tally(told.changes), []
    if numbers.tenants_hit:
        parts.append(
            text(
                "watals.s_hit_nowhere" if pd.isna(numbers.extra_min) else "watals.s_hit",
                lang,
                tenants=_counted("staying", numbers.tenants_hit, lang),
                minutes=decimal(numbers.extra_min, lang),
                metres=decimal(numbers.extra_m, lang, 0),
            )
        )
    if numbers.tenants_helped:
        parts.append(
            text(
                "watals.s_helped_found" if pd.isna(numbers.less_min) else "watals.s_helped",
                lang,
                tenants=_counted("staying", numbers.tenants_helped, lang),
                minutes=decimal(-numbers.less_min, lang),
            )
        )
    return parts


def _lost(told: Told, look: Palette, lang: str) -> str:
    rows = told.presence[told.presence["change"].eq("lost")]
    rows = rows[rows["stage"].isin(told.stage_line)]
    if rows.empty:
        return ""
    stages = ", ".join(
        f"{look.chain(row.chain)}/{look.stage(row.stage)} ({row.city})" for row in rows.itertuples()
    )
    return text("watals.s_lost", lang, stages=stages)


def _causes(told: Told, lang: str) -> list[str]:
    """What goes and what comes."""
    gone, tenants = told.applied.hubs_gone, len(told.applied.tenants_gone)
    causes = []
    if len(gone):
        key = "watals.s_gone" if len(gone) > 1 else "watals.s_gone_one"
        with_whom = _counted("known", tenants, lang)
        names = _named(gone["name"].tolist(), lang)
        causes.append(text(key, lang, hubs=len(gone), names=names, tenants=with_whom))
    elif tenants:
        with_whom = _counted("known", tenants, lang)
        causes.append(text("watals.s_tenants", lang, tenants=with_whom))
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


def _counted(what: str, n: float, lang: str) -> str:
    """A number with its noun, none and one each in their own words."""
    form = "none" if n == 0 else "one" if n == 1 else "more"
    return text(f"watals.{what}_{form}", lang, n=number(n, lang))
