"""A question beside its map: both are in view, and the map stays while what is asked scrolls.

The map comes first, so that a telephone shows it first; its style sheet keeps it in sight.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.widgets import city_front, city_maps


def places() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Return the place of the map, and beside it that of what is asked and answered."""
    left, right = st.columns([0.58, 0.42], gap="small")
    return left.container(key="asked_map"), right.container(key="asked_panel")


def maps(
    place: DeltaGenerator,
    cities: Sequence[str],
    draw: Callable[[str], None],
    opens_with: str = "",
) -> None:
    """Draw one map a city in its place: side by side where both fit, else one with a switch.

    ``opens_with`` is the city that the page puts in front by itself.
    """

    def draw_in_front(city: str) -> None:
        with city_front.column(city):
            draw(city)

    with place:
        city_front.ask(cities, opens_with)
        city_maps.side_by_side(cities, draw_in_front)
