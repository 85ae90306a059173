"""What makes the fact sheets of a view on paper."""

from __future__ import annotations

from geo.data.store import Dataset
from layers.paper.fact_sheet import FactSheetMaker
from layers.paper.fact_sheet_parts import SheetsAsked
from layers.view.state import ViewState
from pages.session import server
from pages.views import kaart_view, knowledge_view


@server.for_one(2)
def maker_of(data: Dataset, state: ViewState, link: str, day: str) -> FactSheetMaker:
    """What makes fact sheets of a state, with the address ``link``, which may name a scenario."""
    context = server.context_of(data, state.filters, state.lang)
    networks = {city: server.network(city) for city in state.cities}
    groups = kaart_view.clusters(data, state.filters, state.basis, state.method, state.radius)
    known = {city: knowledge_view.in_city(data, state, city) for city in state.cities}
    return FactSheetMaker(SheetsAsked(context, networks, groups, state.travel, link, day, known))
