"""The one place that says whether a chain and stage is there, absent, or not seen.

Every page, legend, slide, sheet and file takes its words for it from here, so that the same fact is
told the same way everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from geo.evidence.knowledge import ABSENT, NEVER, NOT_SEEN, PRESENT, Knowledge
from layers.words.numbers import hundredths, number
from layers.words.text import text

LEAST, MOST = 0.01, 0.99
"""Chances nearer to nought or one than this are not told apart from it, and not told as it."""


def knowledge_words(known: Knowledge, where: str, lang: str) -> str:
    """Say what is known of one chain and stage in one place.

    Parameters
    ----------
    known : Knowledge
    where : str
        In words, as `within_words` gives them.
    lang : str
    """
    if known.state == PRESENT:
        return text("kennis.present", lang, n=known.found, where=where)
    if known.state == ABSENT:
        return text("kennis.absent", lang, source=_sources(known, lang), where=where)
    if known.state == NEVER:
        return text("kennis.never", lang)
    return _not_seen(known, lang)


def state_words(state: str, lang: str) -> str:
    """Name a state in a word or two: of a legend, or above a column."""
    return text(f"kennis.state.{state}", lang)


def stage_words(stage: str, known: Knowledge, where: str, lang: str) -> str:
    """Say of one stage, named, what is known."""
    return text("kennis.stage", lang, stage=stage, words=knowledge_words(known, where, lang))


def city_words(known: Knowledge, city: str, lang: str) -> str:
    """Say what is known of a chain and stage in a whole city."""
    return knowledge_words(known, in_words(city, lang), lang)


def cell_words(known: Knowledge, lang: str) -> str:
    """Say it in one cell of a table: the state, and the chance if there is one."""
    state = state_words(known.state, lang)
    if known.chance is None:
        return state
    key = "kennis.cell_at_least" if known.n_unsized else "kennis.cell"
    return text(key, lang, state=state, chance=chance_figure(known.chance, lang))


def counted_words(told: Sequence[Knowledge], lang: str) -> str:
    """Count by what is known: so many times absent, so many times not seen, with their chances."""
    parts = []
    for state in (ABSENT, NOT_SEEN, NEVER):
        mine = [each for each in told if each.state == state]
        if mine:
            n, name = number(len(mine), lang), state_words(state, lang)
            parts.append(text("kennis.counted", lang, n=n, state=name) + _range(mine, lang))
    return ", ".join(parts)


def _range(told: Sequence[Knowledge], lang: str) -> str:
    """From which chance to which; those of which no chance can be told are counted."""
    if any(each.state != NOT_SEEN for each in told):
        return ""
    chances = sorted(each.chance for each in told if each.chance is not None)
    none = len(told) - len(chances)
    if not chances:
        return text("kennis.range_none", lang)
    low, high = (chance_figure(each, lang) for each in (chances[0], chances[-1]))
    least = "_least" if any(each.n_unsized for each in told if each.chance is not None) else ""
    key = f"kennis.range_one{least}" if low == high else f"kennis.range{least}"
    words = text(key, lang, low=low, high=high)
    return text("kennis.range_some", lang, words=words, n=none) if none else f" ({words})"


def short_words(known: Knowledge, lang: str) -> tuple[str, str]:
    """Say it in two short lines, for a box in a drawing: the state, and the chance if any."""
    first = state_words(known.state, lang)
    if known.state == ABSENT:
        return first, text("kennis.by", lang, source=_sources(known, lang))
    if known.chance is None:
        return first, text("kennis.no_chance", lang)
    key = "kennis.short_at_least" if known.n_unsized else "kennis.short"
    return first, text(key, lang, **_figures(known, lang))


def open_words(known: Mapping[str, Knowledge], names: Callable[[str], str], lang: str) -> str:
    """Name the stages that are open, by what is known of them: absent first, then not seen.

    Parameters
    ----------
    known : mapping of stage to Knowledge
    names : callable
        From a stage to its name.
    lang : str
    """
    parts = []
    for state in (ABSENT, NOT_SEEN):
        stages = [names(stage) for stage, each in known.items() if each.state == state]
        if stages:
            named = ", ".join(stages)
            parts.append(text("kennis.open", lang, state=state_words(state, lang), stages=named))
    return "; ".join(parts)


def in_words(place: str, lang: str) -> str:
    """Say in which place: a city, or a part of it."""
    return text("kennis.in", lang, place=place)


def within_words(band_m: int, lang: str) -> str:
    """Say within which distance."""
    return text("kennis.within", lang, band=band_m)


def _sources(known: Knowledge, lang: str) -> str:
    return ", ".join(text(f"kennis.source.{code}", lang) for code in known.sources)


def _not_seen(known: Knowledge, lang: str) -> str:
    if known.n_published is not None:
        key = "kennis.not_seen_estimated" if known.estimated else "kennis.not_seen"
        chance = _chance(known, lang)
        return text(key, lang, n=known.n_known, all=known.n_published, chance=chance)
    if known.share_bound is None:
        return text("kennis.not_seen_nobody", lang)
    bound = hundredths(known.share_bound, lang)
    return text("kennis.not_seen_unsized", lang, n=known.n_known, bound=bound)


def _chance(known: Knowledge, lang: str) -> str:
    figures = _figures(known, lang)
    if not known.n_unsized:
        return text("kennis.chance", lang, **figures)
    return text("kennis.chance_at_least", lang, n=known.n_unsized, **figures)


def _figures(known: Knowledge, lang: str) -> dict[str, str]:
    return {name: chance_figure(getattr(known, name), lang) for name in ("chance", "low", "high")}


def chance_figure(chance: float | None, lang: str) -> str:
    """Write a chance as whole hundredths: never none, and never all.

    Examples
    --------
    >>> chance_figure(0.618, "nl"), chance_figure(0.0001, "nl"), chance_figure(0.9999, "nl")
    ('62', '1', '99')
    """
    return "" if chance is None else hundredths(min(max(chance, LEAST), MOST), lang)
