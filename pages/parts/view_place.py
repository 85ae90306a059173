"""Where the map opens and when it moves: by the URL, and by a change of city."""

from __future__ import annotations

import streamlit as st

from pages.parts import session

CITY_PLACES = {
    ("Amsterdam",): ((52.3728, 4.8936), 12),
    ("Rotterdam",): ((51.9130, 4.4700), 12),
}
BOTH = ((52.150, 4.690), 10)


def _of_cities(cities: tuple[str, ...]) -> tuple[tuple[float, float], int]:
    return CITY_PLACES.get(cities, BOTH)


def _number(name: str) -> float | None:
    try:
        return float(st.query_params.get(name, ""))
    except ValueError:
        return None


def at_start() -> tuple[tuple[float, float], float]:
    """Centre (lat, lon) and zoom the map opens with; fixed for the session.

    The base map may never change while the page is open, else it is mounted anew.
    """
    if "start_place" not in st.session_state:
        lat, lon, zoom = (_number(name) for name in session.PLACE)
        place = _of_cities(session.state().cities)
        if lat is not None and lon is not None and zoom is not None:
            place = ((min(max(lat, 51.5), 52.7), min(max(lon, 3.9), 5.3)), min(max(zoom, 8), 19))
        st.session_state["start_place"] = place
        st.session_state["place_of"] = session.state().cities
    return st.session_state["start_place"]


def fly_to() -> tuple[tuple[float, float] | None, float | None]:
    """Centre and zoom to move to when the cities were changed, else what was asked last."""
    cities = session.state().cities
    if cities and cities != st.session_state.get("place_of"):
        st.session_state["place_of"] = cities
        st.session_state["target_place"] = _of_cities(cities)
    return st.session_state.get("target_place", (None, None))
