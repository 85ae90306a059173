"""What *Ketens* shows of a state: one chain as a strip and on the map, and both in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd

from geo.answers.chain_line import ChainLine, chain_line, line_with_knowledge
from geo.answers.chain_rows import rows_of_chains, rows_of_ways
from geo.data.selection import Filters
from geo.data.store import Dataset
from geo.data.thresholds import FEW_BUILDINGS
from layers.figures.chain_strip import chain_strip_svg
from layers.figures.figure import Drawing, Figure, notes_of
from layers.map.composition import relinked
from layers.sentences.chain_explanation import explanation_of_chain
from layers.sentences.chain_words import strip_words
from layers.sentences.explanation import Explanation
from layers.tables import chain_tables
from layers.view.map_model import MapView
from layers.view.state import Parameters, ViewState, address_of
from layers.words.palette import palette
from layers.words.text import text
from pages.session import server
from pages.views import kaart_view

CHAIN = "toon"  # the chain this page shows, in the address
LAYERS = ("districts", "links", "partners", "hubs", "sectors")


def chain_of(data: Dataset, state: ViewState, parameters: Parameters) -> str:
    """The chain to show: the one in the address, else the first of the filter, else the first."""
    ten = data.chain_model.ten
    wanted = [parameters.get(CHAIN, ""), *state.chains, ten[0]]
    return next(code for code in wanted if code in ten)


@server.shared(64)
def line(data: Dataset, filters: Filters, city: str, chain: str, mode: str) -> ChainLine:
    """One chain in one city; shared between sessions and never changed."""
    chosen, basis = server.selection(data, filters), server.unseen(data, filters, city)
    found = chain_line(data, chosen, server.network(city), city, chain, mode)
    return line_with_knowledge(found, basis, basis.houses.index, 1.0)


def lines_of(data: Dataset, state: ViewState, chain: str) -> list[ChainLine]:
    """One chain in every city of a state."""
    filters = state.filters_for(chain)
    return [line(data, filters, city, chain, state.travel) for city in state.cities]


@dataclass(frozen=True)
class Numbers:
    """What stands under the strip: counts, steps and ways, each as rows and as a table in words.

    Attributes
    ----------
    counts, steps, ways : DataFrame
        Of all cities under each other, as in `geo.answers.chain_line.ChainLine`, with ``city``.
    counts_table, steps_table, ways_table : DataFrame
        The same rows in words.
    members, links : DataFrame
        The rows behind the counts, and those behind the steps.
    """

    counts: pd.DataFrame
    steps: pd.DataFrame
    ways: pd.DataFrame
    counts_table: pd.DataFrame
    steps_table: pd.DataFrame
    ways_table: pd.DataFrame
    members: pd.DataFrame
    links: pd.DataFrame


@server.shared(64)
def numbers(data: Dataset, filters: Filters, chain: str, mode: str, lang: str) -> Numbers:
    """The numbers of one chain in the cities of a set of filters; never changed."""
    lines = [line(data, filters, city, chain, mode) for city in filters.cities]
    look = palette(data.chain_model, lang)
    counts = _with_city((each.city, each.stages) for each in lines)
    steps = _with_city((each.city, each.steps) for each in lines)
    ways = _with_city((each.city, each.links) for each in lines)
    members = rows_of_chains(server.selection(data, filters), filters.chains)
    return Numbers(
        counts,
        steps,
        ways,
        chain_tables.stage_counts_table(counts, look, lang),
        chain_tables.steps_table(steps, look, lang),
        chain_tables.ways_table(ways, look, lang),
        behind_counts(members, counts),
        behind_steps(ways, steps),
    )


def behind_counts(members: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Those tenants and partners that are counted in ``counts``."""
    return members.merge(counts[["city", "stage"]], on=["city", "stage"])


def behind_steps(ways: pd.DataFrame, steps: pd.DataFrame) -> pd.DataFrame:
    """The rows of the ways that are taken together in ``steps``."""
    return rows_of_ways(ways.merge(steps[["city", "stage", "next_stage"]]))


def _with_city(tables: Iterable[tuple[str, pd.DataFrame]]) -> pd.DataFrame:
    """The tables of some cities as one, with ``city``."""
    return pd.concat([rows.assign(city=city) for city, rows in tables], ignore_index=True)


@server.shared(64)
def strip(data: Dataset, filters: Filters, chain: str, mode: str, lang: str) -> Drawing:
    """The chain as stages from left to right, a row a city."""
    lines = [line(data, filters, city, chain, mode) for city in filters.cities]
    look = palette(data.chain_model, lang)
    words = " ".join(strip_words(each, look, lang) for each in lines)
    return Drawing(look.chain(chain), chain_strip_svg(lines, look, lang), words)


def map_of(data: Dataset, state: ViewState, parameters: Parameters, day: str) -> MapView:
    """The chain on the map: who is in it, and the way to each next stage."""
    chain = chain_of(data, state, parameters)
    shown = replace(state, chains=(chain,), stages=(), layers=LAYERS, selected="")
    view = kaart_view.view_of(data, shown, day)
    return relinked(view, data.package, address_of(state, parameters))


def explanation_of(data: Dataset, state: ViewState, parameters: Parameters, _: str) -> Explanation:
    """How whole the chain is in each city."""
    chain = chain_of(data, state, parameters)
    look = palette(data.chain_model, state.lang)
    return explanation_of_chain(lines_of(data, state, chain), chain, look, state.lang)


def figure_of(data: Dataset, state: ViewState, parameters: Parameters, day: str) -> Figure | None:
    """The strip of the chain, a row a city; None without a city."""
    chain, lang = chain_of(data, state, parameters), state.lang
    if not state.cities:
        return None
    drawn = strip(data, state.filters_for(chain), chain, state.travel, lang)
    method = text(
        "ketens.method", lang, travel=text(f"travel.{state.travel}", lang), k=FEW_BUILDINGS
    )
    notes = notes_of(map_of(data, state, parameters, day), method)
    return Figure(drawn.title, drawn.svg, drawn.words, notes, lang, day)
