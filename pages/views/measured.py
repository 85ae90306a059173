"""The ways of a city, measured once and shared by the pages that ask for them."""

from __future__ import annotations

from geo.answers.surroundings import Surroundings, surroundings
from geo.data.store import Dataset
from geo.network.distances import CityDistances, city_distances
from pages.session import planner


@planner.shared(8)
def distances(
    data: Dataset, city: str, mode: str, _measured: CityDistances | None = None
) -> CityDistances:
    """All ways between the buildings and partners of a city; measured once, never changed.

    ``_measured`` are those ways where they are known already; it makes no other answer.
    """
    if _measured is not None:
        return _measured
    shipped = planner.shipped()
    # A planner's own rows stand among the shipped ones, whose ways are known.
    known = None if data.key == shipped.key else distances(shipped, city, mode)
    return city_distances(data.hubs, data.partners, planner.network(city), city, mode, known)


@planner.shared(8)
def around(data: Dataset, city: str) -> Surroundings:
    """What lies round every hub of a city on foot; measured once, never changed."""
    known = distances(data, city, "walk")
    return surroundings(data, planner.network(city), city, known)
