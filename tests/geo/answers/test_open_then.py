"""Which buildings stood open in a year, counted by hand in the toy city.

Pand 1 to 11 opened in 2000 to 2010, one a year; Pand 11 closed in 2020 and has ended; of Pand 12
nothing is known.
"""

from __future__ import annotations

import pandas as pd
import pytest

from geo.answers.open_then import OpenThen, open_then, years_of_change
from geo.data.schemas import HUB_STATUSES
from geo.data.selection import Filters, select
from geo.data.store import Dataset
from geo.toy.city import toy_dataset


@pytest.fixture
def toy() -> Dataset:
    """A toy city that a test may change."""
    return toy_dataset()


def in_year(year: int, dataset: Dataset, *statuses: str) -> OpenThen:
    chosen = Filters(year=year, statuses=statuses) if statuses else Filters(year=year)
    every = Filters(year=year, statuses=HUB_STATUSES)
    return open_then(select(dataset, chosen), select(dataset, every))


@pytest.mark.parametrize(
    ("year", "known", "away", "aside"),
    [(1999, 0, 10, 0), (2000, 1, 9, 0), (2005, 6, 4, 0), (2010, 10, 0, 1), (2021, 10, 0, 0)],
)
def test_who_opened_by_then_is_known_and_who_comes_later_is_away(
    toy: Dataset, year: int, known: int, away: int, aside: int
) -> None:
    assert in_year(year, toy) == OpenThen(known, 1, away, aside)


def test_an_ended_building_that_is_chosen_is_no_longer_aside(toy: Dataset) -> None:
    assert in_year(2020, toy, "active", "ended") == OpenThen(11, 0, 0, 0)
    # The year after it closed it is away, as one that opens later is.
    assert in_year(2021, toy, "active", "ended") == OpenThen(10, 0, 1, 0)


def test_of_a_building_that_ended_in_no_known_year_it_is_not_known(toy: Dataset) -> None:
    hubs = toy.hubs
    hubs.loc[hubs["id"].eq("h11"), "closed"] = pd.NA
    assert in_year(2025, toy, "active", "ended") == OpenThen(10, 1, 0, 0)
    assert in_year(2025, toy, "active") == OpenThen(10, 0, 0, 1)


def test_a_building_without_a_place_stood_open_as_others_did(toy: Dataset) -> None:
    hubs = toy.hubs
    hubs.loc[hubs["id"].eq("h12"), ["opened", "status"]] = [1990, "active"]
    assert in_year(1995, toy) == OpenThen(1, 0, 10, 0)


def test_years_of_change_lie_between_the_first_and_the_last(toy: Dataset) -> None:
    # Closed in 2020: gone from 2021.
    assert years_of_change(toy, 2007, 2030) == [2007, 2008, 2009, 2010, 2021, 2030]
    assert years_of_change(toy, 2010, 2021) == [2010, 2021]
    assert years_of_change(toy, 2011, 2020) == [2011, 2020]
