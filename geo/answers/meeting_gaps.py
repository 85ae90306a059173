"""Where meeting places are few: buildings with few within five minutes' walk, per head.

A list that names a fifth of a city's cafés shows a fifth of those round a building: how many there
are is an interval. Of n listed, each with chance s (listed of published), the most there can be is
the exact upper bound of Clopper & Pearson (1934), *The use of confidence or fiducial limits
illustrated in the case of the binomial*, Biometrika 26(4), turned to the number of trials. Per
head is the two-step floating catchment of `geo.evidence.catchments`. Where nobody published a
number, the answer is not known; where the lists name less than `LEAST_LISTED` of them, nothing is
said to be few.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.answers.surroundings import FIVE_MINUTES_M, Surroundings
from geo.data.coarseness import accuracy_of, coarse_rows, finest_accuracy
from geo.data.thresholds import LEAST_LISTED, TEST_LEVEL

FEW, MAYBE, ENOUGH, UNTOLD = "few", "maybe", "enough", "untold"
VERDICTS = (FEW, MAYBE, ENOUGH, UNTOLD)
COLUMNS = ["found", "likely", "most", "per_head", "most_per_head"]


CAFES = ("cafe", "cafe_restaurant", "restaurant", "lunchroom", "coffee")
"""Kinds of meeting places of which a city has many: without a list of them nothing is counted."""


def cities_with_cafes(places: pd.DataFrame) -> frozenset[str]:
    """Return the cities of which some list names cafés and restaurants.

    Parameters
    ----------
    places : DataFrame
        ``city, category``.

    Examples
    --------
    >>> rows = pd.DataFrame({"city": ["A", "B"], "category": ["cafe", "library"]})
    >>> sorted(cities_with_cafes(rows))
    ['A']
    """
    return frozenset(places.loc[places["category"].isin(CAFES), "city"])


def few_can_be_said(listed: tuple[int, int] | None) -> bool:
    """Tell whether the lists of a city carry that meeting places are few somewhere.

    Parameters
    ----------
    listed : (int, int) or None
        As in `meeting_gaps`.

    Examples
    --------
    >>> few_can_be_said((558, 2701)), few_can_be_said((6, 10)), few_can_be_said(None)
    (False, True, False)
    """
    return listed is not None and listed[0] >= LEAST_LISTED * listed[1]


def most_there(found: int, share: float) -> int:
    """Return the most that can be there when so many were listed, of which a share is.

    Parameters
    ----------
    found : int
    share : float
        Chance that one that is there is listed, above 0.

    Examples
    --------
    With half listed, five that stay unseen have a chance of 1 in 32, four of 1 in 16:

    >>> most_there(0, 0.5), most_there(0, 1.0), most_there(3, 1.0)
    (4, 0, 3)
    """
    # Unlisted ones before the next is listed: as many as pass with a chance above the error.
    if share >= 1:
        return found
    # Here and not above: a second of loading that the first page need not wait for.
    from scipy.stats import nbinom

    return found + int(nbinom.isf(TEST_LEVEL, found + 1, share))


def meeting_gaps(
    hubs: gpd.GeoDataFrame, walks: Surroundings, listed: tuple[int, int] | None
) -> pd.DataFrame:
    """Say of every building of a city whether it has few meeting places near.

    Parameters
    ----------
    hubs : GeoDataFrame
        Of the city of ``walks``.
    walks : Surroundings
    listed : (int, int) or None
        How many of the city's meeting places are listed, of how many published; see
        `geo.data.coverage.meeting_places_listed`. None: nobody published a number.

    Returns
    -------
    DataFrame
        A row a building, by its id: ``found`` within five minutes, ``likely`` and ``most`` that are
        there, ``per_head`` and ``most_per_head`` the same per thousand residents round each place,
        ``reason`` ("ok", "no_place", "too_coarse", "no_target", "not_known", "partly") and
        ``verdict``: "few" where even the most is less than the middle building of the city likely
        has, "enough" where what is likely is not less, else "maybe". "untold" without a number;
        and, where the lists name too few ("partly"), instead of "few" and "maybe".

    Examples
    --------
    >>> from geo.answers.surroundings import surroundings
    >>> from geo.toy.city import toy_dataset
    >>> from geo.toy.street_grid import toy_network
    >>> toy = toy_dataset()
    >>> walks = surroundings(toy, toy_network(), "Amsterdam")
    >>> meeting_gaps(toy.hubs, walks, None)["reason"].unique().tolist()
    ['not_known', 'no_place']
    """
    reason = _reasons(hubs, walks, listed)
    ids = reason.index[reason.eq("ok")]
    share = min(1.0, listed[0] / listed[1]) if listed else 1.0
    near = walks.meeting_places[walks.meeting_places["hub_id"].isin(ids)].groupby("hub_id")
    found = near.size().reindex(ids, fill_value=0)
    known = near["per_head"].sum().reindex(ids, fill_value=0.0)
    each = near["per_head"].mean().reindex(ids).fillna(walks.per_head.reindex(ids)).fillna(0.0)
    most = pd.Series([most_there(int(n), share) for n in found], index=ids, dtype="float64")
    told = pd.DataFrame(
        {
            "found": found.astype("float64"),
            "likely": found / share,
            "most": most,
            "per_head": known / share,
            "most_per_head": known + (most - found) * each,
        }
    )
    table = told.reindex(reason.index)[COLUMNS].assign(reason=reason)
    table = table.assign(verdict=_verdicts(table))
    if listed is None or few_can_be_said(listed):
        return table
    below = table["verdict"].isin([FEW, MAYBE])
    partly = {"verdict": UNTOLD, "reason": "partly"}
    return table.assign(**{name: table[name].mask(below, code) for name, code in partly.items()})


def _reasons(
    hubs: gpd.GeoDataFrame, walks: Surroundings, listed: tuple[int, int] | None
) -> pd.Series:
    """Why nothing can be said of a building, else "ok"; the first that holds."""
    coarse = coarse_rows(hubs) | (accuracy_of(hubs) > finest_accuracy(FIVE_MINUTES_M))
    why = np.select(
        [
            hubs.geometry.isna(),
            np.full(len(hubs), listed is None),
            coarse,
            ~hubs["id"].isin(walks.on_network),
        ],
        ["no_place", "not_known", "too_coarse", "no_target"],
        "ok",
    )
    return pd.Series(why, index=hubs["id"].to_numpy(dtype=object))


def _verdicts(table: pd.DataFrame) -> pd.Series:
    told = table["reason"].eq("ok")
    middle = table.loc[told, "per_head"].median()
    verdict = np.select(
        [~told, table["most_per_head"].lt(middle), table["per_head"].ge(middle)],
        [UNTOLD, FEW, ENOUGH],
        MAYBE,
    )
    return pd.Series(verdict, index=table.index)
