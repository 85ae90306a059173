"""What lies round every hub on foot, measured once and shared by the pages that ask for it."""

from __future__ import annotations

from geo.store import Dataset
from geo.surroundings import Surroundings, surroundings
from pages.parts import session


@session.shared(8)
def around(data: Dataset, city: str) -> Surroundings:
    """What lies round every hub of a city; measured once, never changed."""
    return surroundings(data, session.network(city), city)
