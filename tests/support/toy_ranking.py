"""What each hub of the toy city has for who asks, for the tests of ranking."""

from __future__ import annotations

from geo.answers.ranking import Term, ranking_terms
from geo.answers.surroundings import surroundings
from geo.data.selection import Filters, select
from geo.data.store import Dataset
from geo.toy.street_grid import toy_network

CITY = "Amsterdam"


def terms_of(toy: Dataset, chain: str = "fashion", stage: str = "make") -> dict[str, Term]:
    """The terms by their keys, of all hubs, on foot."""
    around = {CITY: surroundings(toy, toy_network(), CITY)}
    terms = ranking_terms(toy, select(toy, Filters()), around, chain, stage)
    return {term.key: term for term in terms}
