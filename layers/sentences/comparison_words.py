"""What one figure of one hub says on *Broedplaatsen vergelijken*, with its n, source and date."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from geo.answers.comparison import FIGURES, SUBJECTS, Comparison
from geo.data.thresholds import FEW_NAMED
from geo.evidence.knowledge import ABSENT, NOT_SEEN
from layers.sentences.knowledge_words import state_words
from layers.words.numbers import number, whole
from layers.words.palette import Palette
from layers.words.plain_text import plain
from layers.words.resources import resource_named, resource_text
from layers.words.source_dates import date_words
from layers.words.text import text

UNITS = {"floor_area": "m2", "station": "walk"}
# Figures of a table whose rows name no source: the table is credited as a whole.
CREDITED = {"meeting_places": "meeting_places", "station": "stops"}
Package = Mapping[str, Any]
Said = tuple[str, str]  # what is said, and the small line beneath it: n, source and date


def said_of(
    found: Comparison, key: str, hub_id: str, look: Palette, package: Package, lang: str
) -> Said:
    """Say one line of the comparison: a figure, or what follows from the named tenants."""
    if key in FIGURES:
        return figure_words(found, key, hub_id, package, lang)
    if key == "mix":
        return mix_words(found, hub_id, look, lang), counted_words(found, hub_id, lang)
    say = {"stages_present": present_words, "stages_missing": missing_words}[key]
    n = found.named(hub_id)
    small = text("vergelijken.n" if n >= FEW_NAMED else "vergelijken.n_few", lang, n=n)
    return say(found, hub_id, look, lang), small if n else ""


def counted_words(found: Comparison, hub_id: str, lang: str) -> str:
    """Say on how many organisations the chains of a hub rest, and how many rows are none."""
    n, rooms = found.organisations(hub_id), found.named(hub_id) - found.organisations(hub_id)
    key = "vergelijken.n_organisations" if n >= FEW_NAMED else "vergelijken.n_few"
    parts = [text(key, lang, n=n)] if n else []
    if rooms:
        parts.append(text("vergelijken.n_rooms", lang, n=rooms))
    return "; ".join(parts)


def figure_of(found: Comparison, key: str, hub_id: str) -> pd.Series:
    """The row of one figure of one hub."""
    rows = found.figures
    return rows[rows["key"].eq(key) & rows["hub_id"].eq(hub_id)].iloc[0]


def figure_words(found: Comparison, key: str, hub_id: str, package: Package, lang: str) -> Said:
    """Say one figure with its unit; or that the data does not have it, and why."""
    row = figure_of(found, key, hub_id)
    if row["reason"] != "ok":
        return text(f"vergelijken.reason.{row['reason']}", lang), ""
    if key in SUBJECTS:
        facts = found.terms[found.terms["hub_id"].eq(hub_id) & found.terms["subject"].eq(key)]
        words = "; ".join(fact_words(fact, lang) for _, fact in facts.iterrows())
        return words, _small_words(row, len(facts), package, lang)
    small = _small_words(row, int(row["n"]), package, lang)
    if not row["value"]:
        return text("vergelijken.none_known", lang), small
    return _value_words(row, lang), small


def _value_words(row: pd.Series, lang: str) -> str:
    value = number(round(float(row["value"])), lang)
    minutes = whole(row["minutes"], lang) if pd.notna(row["minutes"]) else ""
    key = f"vergelijken.unit.{UNITS.get(row['key'], 'count')}"
    return text(key, lang, n=value, metres=value, minutes=minutes, name=plain(row["label"]))


def fact_words(fact: pd.Series, lang: str) -> str:
    """Say one published fact: its number with unit, its words and its year."""
    parts = []
    if pd.notna(fact["number"]):
        n = number(float(fact["number"]), lang)
        parts.append(text(f"vergelijken.unit.{fact['unit']}", lang, n=n))
    if plain(fact[lang]):
        parts.append(plain(fact[lang]))
    year = f" ({plain(fact['year'])})" if plain(fact["year"]) else ""
    return ", ".join(parts) + year


def _small_words(row: pd.Series, n: int, package: Package, lang: str) -> str:
    title, date = plain(row["source_title"]), plain(row["source_date"])
    if str(row["key"]) in CREDITED:
        resource = resource_named(package, CREDITED[str(row["key"])]) or {}
        title = resource_text(resource, "title", lang)
        date = date or str(resource.get("date", ""))
    first, *more = [part.strip() for part in title.split(" | ")]
    if more:
        first = text("vergelijken.more_sources", lang, first=first, n=len(more))
    date = date_words(date, row["source_read"], lang)
    return text("vergelijken.source_line", lang, n=n, source=first, date=f", {date}")


def mix_words(found: Comparison, hub_id: str, look: Palette, lang: str) -> str:
    """Say the chains of the organisations of a hub, most first."""
    mine = found.mix[found.mix["hub_id"].eq(hub_id)].sort_values("weight", ascending=False)
    parts = [
        f"{look.chain(row.chain)} {number(float(row.weight), lang)}" for row in mine.itertuples()
    ]
    return ", ".join(parts) or text("vergelijken.absent", lang)


def present_words(found: Comparison, hub_id: str, look: Palette, lang: str) -> str:
    """Name the stages of the line that a hub has."""
    present = stages_of_hub(found, hub_id, look)
    return ", ".join(map(look.stage, present)) or text("vergelijken.unknown_stages", lang)


def missing_words(found: Comparison, hub_id: str, look: Palette, lang: str) -> str:
    """Name the stages of the line that no known tenant of a hub has, and what that means."""
    present = stages_of_hub(found, hub_id, look)
    if not present:
        return text("vergelijken.unknown_stages", lang)
    gone = [look.stage(code) for code in look.stage_line if code not in present]
    if not gone:
        return text("common.none", lang)
    state = ABSENT if hub_id in found.registered else NOT_SEEN
    return text("kennis.open", lang, state=state_words(state, lang), stages=", ".join(gone))


def stages_of_hub(
    found: Comparison, hub_id: str, look: Palette, chain: str | None = None
) -> list[str]:
    """List the stages of the line that a hub has, of all ten chains or of one."""
    mine = found.stages[found.stages["hub_id"].eq(hub_id)]
    if chain:
        mine = mine[mine["chain"].eq(chain)]
    return [code for code in look.stage_names if code in set(mine["stage"])]
