"""Start the server, and have what the first planner asks for ready when he asks."""

from __future__ import annotations

import sys
import threading
from importlib import import_module

from streamlit.web import cli

from geo.errors import DataErrors
from geo.selection import CITIES
from pages.parts import map_content, session, walks


def launch(script: str) -> None:
    """Run Streamlit on ``script`` with the arguments of the command line; does not return."""
    threading.Thread(target=warm_up, name="warm-up", daemon=True).start()
    sys.exit(cli.main(["run", script, *sys.argv[1:]]))


def warm_up() -> None:
    """Load data, clustering library and networks before the first page needs them.

    The same cached functions serve the pages: one that comes early waits for what is being loaded
    instead of loading it again. Broken data is said by the page, not here.
    """
    try:
        session.dataset()
    except DataErrors:
        return
    import_module("sklearn.cluster")
    map_content.first_views()
    for city in CITIES:
        session.network(city)
        walks.around(city)
