"""Start the server, and have what the first planner asks for ready when he asks."""

from __future__ import annotations

import sys
import threading
from importlib import import_module

from streamlit.web import cli

from geo.errors import DataErrors
from geo.selection import CITIES
from pages.parts import map_content, session, walks

REST_AFTER_S = 10


def launch(script: str) -> None:
    """Run Streamlit on ``script`` with the arguments of the command line; does not return.

    The map is made ready before the server answers: a page that came while it is being made would
    share one processor with it and wait longer. What other pages need comes when the first page
    is likely to stand.
    """
    if make_map_ready():
        later = threading.Timer(REST_AFTER_S, make_rest_ready)
        later.daemon = True
        later.start()
    sys.exit(cli.main(["run", script, *sys.argv[1:]]))


def make_map_ready() -> bool:
    """Load the data and make the first maps; False when the data is broken, as the page will say.

    The same cached functions serve the pages.
    """
    try:
        data = session.shipped()
    except DataErrors:
        return False
    import_module("sklearn.cluster")
    map_content.first_views(data)
    return True


def make_rest_ready() -> None:
    """Load the street networks and the walks from every hub."""
    data = session.shipped()
    for city in CITIES:
        session.network(city)
        walks.around(data, city)
