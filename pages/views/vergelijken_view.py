"""What *Broedplaatsen vergelijken* shows of a state: the hubs on the map, their mix, in words."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from geo.answers.comparison import (
    Comparison,
    compare_hubs,
    load_policy_figures,
    station_walks,
)
from geo.answers.house_measures import closing_years, first_codes
from geo.data.cities import CITIES
from geo.data.row_kinds import organisations_now
from geo.data.selection import Filters, Selection
from geo.data.small_numbers import guarded_dataset
from geo.data.store import Dataset
from geo.data.thresholds import FEW_NAMED, FEWEST_COMPARED, MOST_COMPARED
from geo.evidence.house_mix import HouseMix, house_mixes
from geo.evidence.turnover import StayTest, Turnover, stay_test, turnover
from layers.figures.comparison_chart import mix_svg, mix_words
from layers.figures.figure import Figure, notes_of
from layers.map.area_layers import districts_layer
from layers.map.composition import map_view
from layers.map.layer_context import LayerContext
from layers.map.point_layers import hubs_layer, sectors_layer
from layers.sentences.comparison_explanation import (
    explanation_of_comparison,
    explanation_of_too_few,
)
from layers.sentences.explanation import Explanation
from layers.view.map_model import MapLayer, MapView
from layers.view.state import Parameters, ViewState, address_of
from layers.words.palette import palette
from layers.words.text import text
from pages.session import server

HUBS = "panden"  # the page's own parameter in the address
SEPARATOR = "."


@server.shared()
def policy() -> pd.DataFrame:
    """The published policy figures, numbered; never changed."""
    return load_policy_figures()


def shown_tenants(data: Dataset) -> pd.DataFrame:
    """Tenants past the small-number guard; never changed."""
    return guarded_dataset(data)[0].tenants


@server.shared(256)
def turnover_of(data: Dataset, hub_id: str, year: int) -> Turnover:
    """Coming and going in one hub; shared between sessions and never changed."""
    tenants = shown_tenants(data)
    return turnover(
        tenants[tenants["hub_id"].eq(hub_id)], year, closing_years(data.hubs).get(hub_id)
    )


def stays_differ(data: Dataset, hub_ids: tuple[str, ...], year: int) -> StayTest:
    """Whether some hubs differ in how long tenants stay."""
    tenants = shown_tenants(data)
    return stay_test(tenants[tenants["hub_id"].isin(hub_ids)], year, closing_years(data.hubs))


@server.shared(64)
def mixes(data: Dataset, hub_ids: tuple[str, ...]) -> dict[str, HouseMix]:
    """How mixed some hubs are, by the first chain of each known organisation; never changed."""
    rows = shown_tenants(data)
    rows = rows[rows["hub_id"].isin(hub_ids)]
    return house_mixes(first_codes(rows, data.chain_model.ten))


@server.shared(8)
def stations(data: Dataset, city: str) -> pd.DataFrame:
    """The walk from every hub of a city to its nearest station; measured once, never changed."""
    return station_walks(data, server.network(city), city)


@server.shared(64)
def comparison(data: Dataset, hub_ids: tuple[str, ...]) -> Comparison:
    """The figures of some hubs; shared between sessions and never changed."""
    cities = cities_of(data, hub_ids) or CITIES[:1]
    walks = {city: server.around(data, city) for city in cities}
    to_station = pd.concat([stations(data, city) for city in cities])
    return compare_hubs(data, hub_ids, server.terms(), walks, to_station)


def cities_of(data: Dataset, hub_ids: tuple[str, ...]) -> tuple[str, ...]:
    """The cities that some hubs are in."""
    theirs = set(data.hubs.loc[data.hubs["id"].isin(hub_ids), "city"])
    return tuple(city for city in CITIES if city in theirs)


def checked(data: Dataset, asked: str) -> tuple[list[str], int]:
    """Read hubs from the address: known ones, each once, six at most; and how many fell out."""
    known = set(data.hubs["id"])
    parts = [part for part in asked.split(SEPARATOR) if part]
    kept = [part for part in dict.fromkeys(parts) if part in known][:MOST_COMPARED]
    return kept, len(parts) - len(kept)


def best_known(data: Dataset, selected: str) -> list[str]:
    """The hub chosen on the map, and of each city the one with most organisations known now."""
    counts = data.tenants.loc[organisations_now(data.tenants), "hub_id"].value_counts()
    first = [
        str(counts.reindex(data.hubs.loc[data.hubs["city"].eq(city), "id"]).idxmax())
        for city in CITIES
    ]
    kind, _, hub_id = selected.partition(":")
    mine = [hub_id] if kind == "hub" and hub_id in set(data.hubs["id"]) else []
    return list(dict.fromkeys([*mine, *first]))


def hubs_of(data: Dataset, state: ViewState, parameters: Parameters) -> tuple[str, ...]:
    """The hubs that are compared: those in the address, else the best known."""
    asked = parameters.get(HUBS, "")
    return tuple(checked(data, asked)[0] if asked else best_known(data, state.selected))


def map_of(data: Dataset, state: ViewState, parameters: Parameters, day: str) -> MapView:
    """The compared hubs with their tenants by chain, each with its name.

    They are shown whatever the filters are: they were chosen one by one.
    """
    hub_ids = hubs_of(data, state, parameters)
    chosen = _only(server.selection(data, _every(data, hub_ids)), hub_ids)
    context = LayerContext(data, chosen, palette(data.chain_model, state.lang), state.lang)
    layers = (districts_layer(context), _named(hubs_layer(context)), sectors_layer(context))
    names = ", ".join([*chosen.hubs["name"], *chosen.hubs_without_place["name"]])
    title, link = context.text("vergelijken.map_title"), address_of(state, parameters)
    view = map_view(context, layers, title, names, (), link, day)
    words = context.text("vergelijken.map_filters", n=len(hub_ids))
    return replace(view, filters=words, not_drawn=_without_place(context))


def _every(data: Dataset, hub_ids: tuple[str, ...]) -> Filters:
    """Filters that every one of these hubs passes."""
    hubs = data.hubs[data.hubs["id"].isin(hub_ids)]
    statuses, kinds = (tuple(sorted(set(hubs[name]))) for name in ("status", "kind"))
    return Filters(cities_of(data, hub_ids), (), (), statuses, kinds)


def _only(chosen: Selection, hub_ids: tuple[str, ...]) -> Selection:
    """Keep these hubs and their tenants of what passes."""
    aside = chosen.hubs_without_place
    return replace(
        chosen,
        hubs=chosen.hubs[chosen.hubs["id"].isin(hub_ids)],
        hubs_without_place=aside[aside["id"].isin(hub_ids)],
        tenants=chosen.tenants[chosen.tenants["hub_id"].isin(hub_ids)],
        shares=chosen.shares[chosen.shares["hub_id"].isin(hub_ids)],
    )


def _named(layer: MapLayer) -> MapLayer:
    return replace(layer, labelled=True)


def _without_place(context: LayerContext) -> tuple[tuple[str, int], ...]:
    aside = len(context.selection.hubs_without_place)
    return ((context.text("left_out.hubs.no_place"), aside),) if aside else ()


def explanation_of(data: Dataset, state: ViewState, parameters: Parameters, _: str) -> Explanation:
    """How the hubs compare."""
    hub_ids = hubs_of(data, state, parameters)
    if len(hub_ids) < FEWEST_COMPARED:
        return explanation_of_too_few(state.lang)
    look = palette(data.chain_model, state.lang)
    return explanation_of_comparison(comparison(data, hub_ids), look, state.lang)


def figure_of(data: Dataset, state: ViewState, parameters: Parameters, day: str) -> Figure | None:
    """The tenants by chain and the stages of each hub; None for fewer than two."""
    hub_ids, lang = hubs_of(data, state, parameters), state.lang
    if len(hub_ids) < FEWEST_COMPARED:
        return None
    found, look = comparison(data, hub_ids), palette(data.chain_model, lang)
    view = map_of(data, state, parameters, day)
    notes = notes_of(view, text("vergelijken.mix_note", lang, k=FEW_NAMED))
    svg, words = mix_svg(found, look, lang), mix_words(found, look, lang)
    return Figure(view.title, svg, words, notes, lang, day)
