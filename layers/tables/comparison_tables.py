"""Cards and tables of *Broedplaatsen vergelijken*."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from geo.answers.comparison import Comparison
from geo.data.schemas import SOURCE_COLUMNS
from geo.evidence.house_mix import ORDERS, Estimate, HouseMix
from geo.evidence.knowledge import PRESENT, Knowledge
from geo.evidence.turnover import Turnover, stays
from geo.evidence.unseen import Cell
from geo.network.proximity import MEASURED
from layers.sentences.comparison_words import figure_words, said_of
from layers.sentences.house_words import status_words
from layers.sentences.knowledge_words import city_words
from layers.sentences.turnover_words import destination_words, starter_words, stay_words
from layers.tables.coded_table import headed, source_columns
from layers.web.page_html import Card
from layers.words.numbers import decimal, number
from layers.words.palette import Palette
from layers.words.plain_text import plain
from layers.words.text import text, text_in

NUMBER, CENTS = re.compile(r"\d+\.\d+"), 2
GROUPS = {
    "size": ("floor_area", "studios"),
    "people": ("tenants_published", "tenants_named", "mix", "stages_present", "stages_missing"),
    "rules": ("rent", "selection", "term"),
    "place": ("meeting_places", "station"),
}
"""The lines of a card, in groups."""
Package = Mapping[str, Any]


def card_lines(lang: str) -> list[tuple[str, list[str]]]:
    """Titles of the groups of lines, each with the labels of its lines."""
    t = text_in(lang)
    return [
        (t(f"vergelijken.group.{name}"), [t(f"vergelijken.figure.{key}") for key in keys])
        for name, keys in GROUPS.items()
    ]


def hub_cards(found: Comparison, look: Palette, package: Package, lang: str) -> list[Card]:
    """Return a card for each hub, with a cell for each of the lines of `card_lines`."""
    t, keys = text_in(lang), [key for group in GROUPS.values() for key in group]
    cards = []
    for _, hub in found.hubs.iterrows():
        kind, status = t(f"kind.{hub['kind']}"), status_words(hub["status"], lang)
        cells = [said_of(found, key, str(hub["id"]), look, package, lang) for key in keys]
        small = f"{hub['city']} · {kind} · {status}"
        cards.append(Card(plain(hub["name"]), small, tuple(cells)))
    return cards


def figures_table(found: Comparison, package: Package, lang: str) -> pd.DataFrame:
    """Write every figure of every hub as one row, with n, source and date."""
    t, rows = text_in(lang), found.figures
    pairs = zip(rows["key"], rows["hub_id"], strict=True)
    return pd.DataFrame(
        {
            t("vergelijken.hub"): rows["hub_id"].map(_names(found)),
            t("vergelijken.what"): [t(f"vergelijken.figure.{key}") for key in rows["key"]],
            t("vergelijken.value"): [
                figure_words(found, key, hub_id, package, lang)[0] for key, hub_id in pairs
            ],
            t("vergelijken.number"): rows["n"],
            **source_columns(rows, lang),
        }
    )


def _names(found: Comparison) -> pd.Series:
    return found.hubs.set_index("id")["name"]


def next_stages_table(
    found: Comparison, known: Mapping[str, Mapping[Cell, Knowledge]], look: Palette, lang: str
) -> pd.DataFrame:
    """Write the way from each hub to the next stage of each of its chains, or why there is none.

    Parameters
    ----------
    found : Comparison
    known : mapping of city to what is known there
        Of a stage that nobody within reach is known to have.
    """
    t, rows = text_in(lang), found.next_stage
    measured = rows["reason"].isin(MEASURED)
    cities = rows["hub_id"].map(found.hubs.set_index("id")["city"])
    reasons = []
    for city, row in zip(cities, rows.to_dict("records"), strict=True):
        here = known.get(city, {}).get((row["chain"], row["next_stage"]))
        reasons.append(_reason(row["reason"], here, city, lang))
    return pd.DataFrame(
        {
            t("vergelijken.hub"): rows["hub_id"].map(_names(found)),
            t("column.chain"): rows["chain"].map(look.chain),
            t("vergelijken.from"): rows["stage"].map(look.stage),
            t("vergelijken.to"): rows["next_stage"].map(look.stage),
            t("column.target_name"): rows["target_name"],
            t("column.metres"): rows["metres"].astype(float).where(measured).round(),
            t("column.minutes"): rows["minutes"].astype(float).where(measured).round(1),
            t("kaart.reason"): reasons,
        }
    )


def _reason(reason: str, known: Knowledge | None, city: str, lang: str) -> str:
    """Why there is no way; where nobody is found, what is known in the city."""
    if reason == "ok":
        return ""
    words = text_in(lang)(f"vergelijken.reason.{reason}")
    if reason != "farther" or known is None:
        return words
    said = city_words(known, city, lang)
    return f"{said}, {words}" if known.state == PRESENT else said


def rows_of_figure(rows: pd.DataFrame, names: pd.Series, lang: str) -> pd.DataFrame:
    """The rows behind a figure by the names of their hubs, units in words; codes are left out.

    Parameters
    ----------
    rows : DataFrame
        Of `geo.answers.comparison.Comparison.rows` or ``terms``.
    names : Series
        Of hubs, by id.
    """
    t, frame = text_in(lang), rows.assign(hub_name=rows["hub_id"].map(names))
    if "unit" in frame:
        units = [
            t(f"vergelijken.unit.{unit}", n="").strip() if plain(unit) else ""
            for unit in frame["unit"]
        ]
        frame = frame.assign(unit=units, words=frame[lang])
    gone = {"key", "subject", "nl", "en", "hub_id", "weight"}
    kept = [name for name in frame if name not in {*gone, "hub_name"}]
    return frame[["hub_name", *kept]]


def turnover_table(answers: Sequence[tuple[str, Turnover]], lang: str) -> pd.DataFrame:
    """Write coming, staying and going, a row a list with its name."""
    t = text_in(lang)
    return pd.DataFrame(
        [
            {
                t("vergelijken.hub"): name,
                t("vergelijken.list_rows"): found.n,
                t("vergelijken.undated"): found.n_undated,
                t("vergelijken.stays"): found.n_stays,
                t("vergelijken.ended"): found.n_ended,
                t("vergelijken.closed_out"): found.n_closed,
                t("vergelijken.median"): stay_words(found, lang),
                t("vergelijken.starters"): starter_words(found, lang),
                t("vergelijken.destinations"): destination_words(found, lang),
            }
            for name, found in answers
        ]
    )


def mix_table(mixes: Mapping[str, HouseMix], names: pd.Series, lang: str) -> pd.DataFrame:
    """Write how mixed each house is, with n and intervals; "" where the list is too short.

    Parameters
    ----------
    mixes : mapping of hub id to HouseMix
    names : Series
        Of the hubs, by id; those without a known tenant in the creative chains have n = 0.
    """
    t, told = text_in(lang), [(name, mixes.get(str(hub))) for hub, name in names.items()]
    found = [(name, mix or HouseMix(0, 0, (), None)) for name, mix in told]
    columns: dict[str, object] = {
        t("vergelijken.hub"): [name for name, _ in found],
        t("vergelijken.mix_n"): [mix.n for _, mix in found],
    }
    for order in ORDERS:
        columns[t(f"vergelijken.hill_{order}")] = [
            _estimate_words(mix.hill[order] if mix.hill else None, lang) for _, mix in found
        ]
    columns[t("vergelijken.related")] = [_estimate_words(mix.related, lang) for _, mix in found]
    return pd.DataFrame(columns)


def _estimate_words(found: Estimate | None, lang: str) -> str:
    if found is None:
        return text("common.too_few", lang)
    value, low, high = (decimal(each, lang, 1) for each in (found.value, found.low, found.high))
    return text("vergelijken.estimate", lang, value=value, low=low, high=high)


def stay_rows(tenants: pd.DataFrame, names: pd.Series, year: int) -> pd.DataFrame:
    """The stays of some tenants up to a year, by the names of their hubs, each with its source."""
    rows = stays(tenants, year)
    rows = rows.assign(hub_name=rows["hub_id"].map(names))
    columns = ["hub_name", "label", "year_from", "year_to", "ended", "years"]
    return rows[[*columns, "starter", "next_place", *SOURCE_COLUMNS]]


def policy_table(figures: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Write the published policy figures, each with the address of its source.

    What is a number is written as the language has it; what a source says in words stays its words.
    """
    said = figures[["number", "city", "figure", "value", "year", "source_url"]]
    values = [
        number(float(cell), lang, CENTS) if NUMBER.fullmatch(cell) else cell
        for cell in said["value"]
    ]
    return headed(said.assign(value=values), lang)
