"""Start the server, and have what the first planner asks for ready when he asks."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable

from streamlit.web import cli

from geo.data.cities import CITIES
from geo.data.errors import DataErrors
from geo.data.store import Dataset
from geo.data.travel_modes import MODES
from geo.network.measured_ways import shipped_ways
from layers.view.state import ViewState
from pages.app import (
    ended_sessions,
    guard,
    kept_tables,
    media_names,
    run_order,
    several,
)
from pages.session import server
from pages.views import (
    house_view,
    kaart_view,
    knowledge_view,
    nabijheid_points_view,
    waar_view,
)

REST_AFTER_S = 5


def launch(script: str) -> None:
    """Run Streamlit on ``script`` with the arguments of the command line; does not return.

    The map is made ready before the server answers: a page that came while it is being made would
    share one processor with it and wait longer. What a chain and other pages need, the street
    networks first, comes when the first page is likely to stand.
    """
    guard.install()
    run_order.install()
    media_names.install()
    kept_tables.install()
    ended_sessions.few_arenas()
    ended_sessions.columns_with_the_rest()
    number, rest = several.asked(), ended_sessions.Rest(forget)
    sound = make_map_ready()
    port = several.divide(number, sys.argv[1:]) if number > 1 else []
    ended_sessions.watch(rest)  # here: a thread does not go along when a process divides itself
    if sound:
        later = threading.Timer(REST_AFTER_S, make_rest_ready, (rest.begins,))
        later.daemon = True
        later.start()
    sys.exit(cli.main(["run", script, *sys.argv[1:], *port]))


def make_map_ready() -> bool:
    """Load the data and make the first maps; False when the data is broken, as the page will say.

    The same cached functions serve the pages.
    """
    try:
        data = server.shipped()
    except DataErrors:
        return False
    kaart_view.first_views(data)
    ended_sessions.set_apart()
    return True


def read_networks() -> None:
    """Read the street networks, and make ready to put places on them."""
    for city in CITIES:
        for mode in MODES:
            server.network(city).tree(mode)


def make_rest_ready(then: Callable[[], None]) -> None:
    """Have networks read and ways measured, and make ready what lies round every hub."""
    read_networks()
    data = server.shipped()
    for mode, ways in shipped_ways(data):
        server.distances(data, ways.city, mode, ways)
    for city in CITIES:
        server.around(data, city)
    make_choices_ready(data)
    then()


def make_choices_ready(data: Dataset) -> None:
    """Make ready what planners ask for after the first map."""
    nabijheid_points_view.first_matrices(data, ViewState())
    make_chains_ready(data)
    make_sheets_ready(data)


def make_chains_ready(data: Dataset) -> None:
    """Make ready what is asked most, one chain, until somebody comes: he has the processor."""
    for chain in data.chain_model.ten:
        if ended_sessions.anybody():
            return
        kaart_view.first_views(data, chain)
        waar_view.ranking(data, waar_view.asked_of(data, ViewState(chains=(chain,)), {}))


def make_sheets_ready(data: Dataset) -> None:
    """Work out what the fact sheet of each building on the map says, until somebody comes."""
    state, year = ViewState(), int(server.today()[:4])
    hubs = data.hubs[data.hubs.geometry.notna()]
    for hub_id, city in zip(hubs["id"], hubs["city"], strict=True):
        if ended_sessions.anybody():
            return
        facts = house_view.profile_of(data, hub_id, city, state.travel)
        house_view.measures_of(data, hub_id, year)
        if len(facts.tenants):
            knowledge_view.in_house(data, state, hub_id, city)


def forget() -> None:
    """Forget what planners chose, and have ready again what the first of them asks for."""
    server.forget_choices()
    data = server.shipped()
    kaart_view.first_views(data)
    make_choices_ready(data)
