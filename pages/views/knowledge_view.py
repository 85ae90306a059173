"""What is known of chains and stages in a city and within reach: asked by several pages."""

from __future__ import annotations

from collections.abc import Mapping

from geo.answers.known_around import known_in_city, known_in_house, known_within_reach
from geo.answers.reach_content import ReachContent
from geo.data.selection import Filters
from geo.data.store import Dataset
from geo.evidence.knowledge import Knowledge
from geo.evidence.unseen import Cell
from layers.sentences.knowledge_words import city_words
from layers.view.state import ViewState
from pages.session import server


@server.shared(32)
def _in_city(data: Dataset, filters: Filters, city: str) -> Mapping[Cell, Knowledge]:
    return known_in_city(server.selection(data, filters), server.unseen(data, filters, city))


def in_city(data: Dataset, state: ViewState, city: str) -> Mapping[Cell, Knowledge]:
    """What is known in one city, whatever chains and stages the state asks for."""
    return _in_city(data, state.filters_for(), city)


@server.shared(256)
def _in_house(data: Dataset, filters: Filters, hub_id: str, city: str) -> Mapping[Cell, Knowledge]:
    basis = server.unseen(data, filters, city)
    return known_in_house(server.selection(data, filters), basis, hub_id)


def in_house(data: Dataset, state: ViewState, hub_id: str, city: str) -> Mapping[Cell, Knowledge]:
    """What is known in one house, whatever chains and stages the state asks for."""
    return _in_house(data, state.filters_for(), hub_id, city)


def open_words(data: Dataset, state: ViewState, chain: str, stage: str) -> tuple[str, ...]:
    """Say of a chain and stage what is known in each city of a state where nobody is known."""
    said = [(city, in_city(data, state, city)[chain, stage]) for city in state.cities]
    return tuple(city_words(each, city, state.lang) for city, each in said if not each.found)


def within_reach(
    data: Dataset, state: ViewState, content: ReachContent, city: str, minutes: float
) -> Mapping[Cell, Knowledge]:
    """What is known within some minutes of a place; ``content`` is of every chain and stage."""
    filters = state.filters_for()
    chosen, basis = server.selection(data, filters), server.unseen(data, filters, city)
    return known_within_reach(content, chosen, basis, minutes)
