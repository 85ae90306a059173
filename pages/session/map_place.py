"""Where a map opens: at the place in the URL, else with its whole city in view."""

from __future__ import annotations

Place = tuple[tuple[float, float], float]
CITY_PLACES: dict[str, Place] = {
    "Amsterdam": ((52.3700, 4.9050), 12),
    "Rotterdam": ((51.9180, 4.4750), 12),
}
# Two maps side by side are narrow: one step further away shows as much.
SMALLER = 1


def at_start(city: str, alone: bool) -> Place:
    """Centre (lat, lon) and zoom the map of a city opens with; the same for the whole session.

    The base map may never change while it is open, else it is mounted anew. A single map also
    opens where the URL says, and does so by itself.
    """
    centre, zoom = CITY_PLACES[city]
    return centre, zoom if alone else zoom - SMALLER
