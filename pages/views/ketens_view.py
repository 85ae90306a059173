"""What *Ketens* shows of a state: one chain as a strip and on the map, and both in words."""

from __future__ import annotations

from dataclasses import replace

from geo.answers.chain_line import ChainLine, chain_line, line_with_knowledge
from geo.data.selection import Filters
from geo.data.store import Dataset
from geo.data.thresholds import FEW_BUILDINGS
from layers.figures.chain_strip import chain_strip_svg
from layers.figures.figure import Figure, notes_of
from layers.map.composition import relinked
from layers.sentences.chain_explanation import explanation_of_chain
from layers.sentences.chain_words import strip_words
from layers.sentences.explanation import Explanation
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
    lines, look = lines_of(data, state, chain), palette(data.chain_model, lang)
    if not lines:
        return None
    words = " ".join(strip_words(each, look, lang) for each in lines)
    method = text(
        "ketens.method", lang, travel=text(f"travel.{state.travel}", lang), k=FEW_BUILDINGS
    )
    notes = notes_of(map_of(data, state, parameters, day), method)
    return Figure(look.chain(chain), chain_strip_svg(lines, look, lang), words, notes, lang, day)
