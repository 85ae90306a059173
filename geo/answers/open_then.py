"""Which buildings stood open in a year: of how many that is known, and of how many it is not."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geo.data.selection import Selection
from geo.data.store import Dataset

ENDED = "ended"


@dataclass(frozen=True)
class OpenThen:
    """Buildings in one year, with a place or without.

    Attributes
    ----------
    known : int
        Known to have stood open.
    unknown : int
        That may have: the year of opening, or the end of what has ended, is not known. They are on
        the map all the same.
    away : int
        Known to have opened later, or closed before.
    ended_aside : int
        Ended ones that stood or may have stood open, which the filter of status leaves out.
    """

    known: int
    unknown: int
    away: int
    ended_aside: int


def open_then(chosen: Selection, ended: Selection) -> OpenThen:
    """Count the buildings that stood open in the year of the filters.

    Parameters
    ----------
    chosen : Selection
        What the filters leave, a year among them.
    ended : Selection
        The same with ended buildings, whatever the filter of status says.

    Examples
    --------
    In 2015 the ten of the toy city that are in use stood open, of Pand 12 no year is known, and
    Pand 11, which closed in 2020, has ended since:

    >>> from geo.data.schemas import HUB_STATUSES
    >>> from geo.data.selection import Filters, select
    >>> from geo.toy.city import toy_dataset
    >>> toy, filters = toy_dataset(), Filters(year=2015)
    >>> every = Filters(year=2015, statuses=HUB_STATUSES)
    >>> open_then(select(toy, filters), select(toy, every))
    OpenThen(known=10, unknown=1, away=0, ended_aside=1)
    """
    houses, every = _houses(chosen), _houses(ended)
    unknown = int((houses["opened"].isna() | _end_missing(houses)).sum())
    left = chosen.left_out
    away = left.loc[left["table"].eq("hubs") & left["reason"].eq("year"), "n"].sum()
    aside = every["status"].eq(ENDED) & ~every["id"].isin(houses["id"])
    return OpenThen(len(houses) - unknown, unknown, int(away), int(aside.sum()))


def years_of_change(dataset: Dataset, first: int, last: int) -> list[int]:
    """Return the years in which a building is known to have opened, or to be gone: first to last.

    Parameters
    ----------
    dataset : Dataset
    first, last : int
        Years that are told in any case, and the bounds of the others.

    Examples
    --------
    >>> from geo.toy.city import toy_dataset
    >>> years_of_change(toy_dataset(), 2008, 2025)
    [2008, 2009, 2010, 2021, 2025]
    """
    hubs = dataset.hubs
    told = {*hubs["opened"].dropna().astype(int), *(hubs["closed"].dropna().astype(int) + 1)}
    return sorted({first, last, *(year for year in told if first < year < last)})


def _houses(chosen: Selection) -> pd.DataFrame:
    return pd.concat([pd.DataFrame(chosen.hubs), pd.DataFrame(chosen.hubs_without_place)])


def _end_missing(houses: pd.DataFrame) -> pd.Series:
    return houses["status"].eq(ENDED) & houses["closed"].isna()
