"""Four answers, never two: is a chain and stage there, absent, not seen, or never to be found?

Nobody is missing where nobody looked. `known` is the one function that decides it, for any place,
band or area; every page, sentence, map and file asks it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.data.thresholds import TEST_LEVEL
from geo.evidence.house_sizes import ESTIMATED_BY
from geo.evidence.unseen import Cell, Unseen

Floats = NDArray[np.float64]
Count = TypeVar("Count", float, NDArray[np.float64])
PRESENT, ABSENT, NOT_SEEN, NEVER = "present", "absent", "not_seen", "never"
REGISTER = "register"
"""Stands among the sources for the planner's own register."""
LOW, HIGH = 5, 95
COLUMNS = (
    *("state", "n_known", "n_published", "estimated", "n_houses", "n_unsized"),
    *("chance", "low", "high", "favoured", "share_bound", "sources"),
)


@dataclass(frozen=True)
class Knowledge:
    """What is known of one chain and stage in one place.

    Attributes
    ----------
    state : str
        `PRESENT`, `ABSENT`, `NOT_SEEN` or `NEVER`.
    found : int
        Known organisations within the band or area.
    n_known : int
        Tenants named in the houses there of which is told how many there are; where that is told
        of none, in all.
    n_published : int or None
        Tenants of those houses; None where it is told of none.
    estimated : bool
        Whether some of that is estimated.
    n_houses, n_unsized : int
        Houses there, and those of which nothing tells how many tenants there are.
    chance, low, high : float or None
        Chance that it is there all the same, and its 90 % interval. At the least, where houses are
        unsized.
    favoured : float or None
        The chance when the sources name this chain and stage twice as readily as others.
    share_bound : float or None
        Where no chance can be told: 1 − 0.05^(1/n), above which the share of this chain and stage
        among the tenants hardly lies (Hanley & Lippman-Hand 1983, *JAMA* 249). Never a chance.
    sources : tuple of str
        What absence rests on: codes of sources, or `REGISTER`.
    """

    state: str
    found: int
    n_known: int
    n_published: int | None
    estimated: bool
    n_houses: int
    n_unsized: int
    chance: float | None
    low: float | None
    high: float | None
    favoured: float | None
    share_bound: float | None
    sources: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Within:
    """What lies within the band or the area of every place.

    Attributes
    ----------
    houses : DataFrame
        ``place_id, hub_id``.
    partners : mapping of place id to float
        Share of the known partners of the city that lies there; 1 for the whole city.
    """

    houses: pd.DataFrame
    partners: Mapping[str, float]


def known(basis: Unseen, asked: pd.DataFrame, within: Within) -> pd.DataFrame:
    """Decide of every place, chain and stage asked for what is known.

    Parameters
    ----------
    basis : Unseen
        Of the city the places lie in.
    asked : DataFrame
        ``place_id, chain, stage``; ``found``, organisations known there; ``undecided``, those that
        may be there but are placed too coarsely to tell.
    within : Within

    Returns
    -------
    DataFrame
        On the index of ``asked``: `COLUMNS`, as `Knowledge` has them.

    Examples
    --------
    Nobody in Pand 1 is known to sell fashion to the public: 3 of its 40 tenants are known.

    >>> from geo.data.coverage import load_coverage
    >>> from geo.data.selection import Filters, select
    >>> from geo.evidence.unseen import unseen
    >>> from geo.toy.city import toy_dataset
    >>> toy = toy_dataset()
    >>> chosen, coverage = select(toy, Filters()), load_coverage(toy.chain_model)
    >>> basis = unseen(chosen, toy.hubs, coverage, [("fashion", "make")], "Amsterdam")
    >>> asked = pd.DataFrame({"place_id": ["h1"], "chain": ["fashion"], "stage": ["make"],
    ...                       "found": [0], "undecided": [0]})
    >>> here = Within(pd.DataFrame({"place_id": ["h1"], "hub_id": ["h1"]}), {"h1": 0.0})
    >>> known(basis, asked, here)[["state", "n_known", "n_published"]].values.tolist()
    [['not_seen', 3, 40]]
    """
    places = pd.Index(asked["place_id"].unique(), name="place_id")
    houses = _houses(basis, within, places)
    counts = _counts(basis, houses, places).reindex(asked["place_id"]).set_index(asked.index)
    table = counts.assign(**_chances(basis, asked, within, places, houses))
    told = table["n_published"].notna()
    n = table["n_coded"].to_numpy(dtype=float)
    bound = 1 - TEST_LEVEL ** (1 / np.maximum(n, 1.0))
    table["share_bound"] = np.where(told.to_numpy() | (n == 0), np.nan, bound)
    table.loc[~told, ["chance", "low", "high", "favoured"]] = np.nan
    return _decided(basis, asked, table)[list(COLUMNS)]


def partner_share(near: Count, every: int) -> Count:
    """Share of the known partners of a city that lies in a place.

    Half a partner more on both sides: where none is known, there may be one that no source lists.

    Parameters
    ----------
    near : number or array of numbers
        Partners known in the place, or in each of several.
    every : int
        Partners known in the city.

    Examples
    --------
    >>> partner_share(0, 9), partner_share(4, 8)
    (0.05, 0.5)
    """
    return (near + 0.5) / (every + 1)


def known_here(
    basis: Unseen, hub_ids: Iterable[str], partners: float, found: Mapping[Cell, int]
) -> dict[Cell, Knowledge]:
    """Say what is known of some chains and stages in one place: a city, an area, a house.

    Parameters
    ----------
    basis : Unseen
    hub_ids : iterable of str
        The houses there.
    partners : float
        Share of the known partners of the city that lies there.
    found : mapping of (chain, stage) to int
        Organisations known there.

    Returns
    -------
    dict of (chain, stage) to Knowledge
    """
    asked = pd.DataFrame(list(found), columns=["chain", "stage"])
    asked = asked.assign(place_id="", found=list(found.values()), undecided=0)
    within = Within(pd.DataFrame({"place_id": "", "hub_id": list(hub_ids)}), {"": partners})
    rows = asked[["found"]].join(known(basis, asked, within))
    return dict(zip(found, map(knowledge_of, rows.to_dict("records")), strict=True))


def knowledge_of(row: Mapping[str, Any]) -> Knowledge:
    """One row of `known`, with its ``found``, as what a sentence is made from.

    Examples
    --------
    >>> row = dict.fromkeys(COLUMNS, float("nan")) | {"state": "present", "found": 3,
    ...       "n_known": 9, "estimated": False, "n_houses": 1, "n_unsized": 1, "sources": ()}
    >>> known_here = knowledge_of(row)
    >>> known_here.found, known_here.chance
    (3, None)
    """

    def number(name: str) -> float | None:
        return None if pd.isna(row[name]) else float(row[name])

    published = number("n_published")
    return Knowledge(
        str(row["state"]),
        int(row["found"]),
        int(row["n_known"]),
        None if published is None else round(published),
        bool(row["estimated"]),
        int(row["n_houses"]),
        int(row["n_unsized"]),
        number("chance"),
        number("low"),
        number("high"),
        number("favoured"),
        number("share_bound"),
        tuple(row["sources"]),
    )


def _houses(basis: Unseen, within: Within, places: pd.Index) -> Floats:
    """Places × houses: 1 where a house lies there."""
    pairs = within.houses.drop_duplicates(["place_id", "hub_id"])
    row, column = (
        places.get_indexer(pairs["place_id"]),
        basis.houses.index.get_indexer(pairs["hub_id"]),
    )
    both = (row >= 0) & (column >= 0)
    matrix = np.zeros((len(places), len(basis.houses)))
    matrix[row[both], column[both]] = 1.0
    return matrix


def _counts(basis: Unseen, houses: Floats, places: pd.Index) -> pd.DataFrame:
    """Of every place: tenants named and published, and of how many houses either is told."""
    size = basis.houses["size"].to_numpy(dtype=float)
    named = basis.houses["named"].to_numpy(dtype=float)
    sized = np.isfinite(size)
    n_sized = houses @ sized
    told = n_sized > 0
    estimated = basis.houses["basis"].isin(ESTIMATED_BY).to_numpy()
    register = basis.houses["register"].to_numpy(dtype=bool)
    n_houses = houses.sum(axis=1)
    return pd.DataFrame(
        {
            "n_known": np.where(told, houses @ (named * sized), houses @ named).astype(int),
            "n_coded": houses @ basis.houses["coded"].to_numpy(dtype=float),
            "n_published": np.where(told, houses @ np.nan_to_num(size), np.nan),
            "estimated": houses @ estimated > 0,
            "n_houses": n_houses.astype(int),
            "n_unsized": (n_houses - n_sized).astype(int),
            "registered": (n_houses > 0) & (houses @ register == n_houses),
        },
        index=places,
    ).astype({"n_published": "Int64"})


def _chances(
    basis: Unseen, asked: pd.DataFrame, within: Within, places: pd.Index, houses: Floats
) -> dict[str, Floats]:
    """Chance, interval and favoured chance of every row: the product over houses and partners."""
    found = {name: np.full(len(asked), np.nan) for name in ("chance", "low", "high", "favoured")}
    share = np.array([within.partners.get(place, 0.0) for place in places])
    column = {cell: i for i, cell in enumerate(basis.cells)}
    groups = asked.reset_index(drop=True).groupby(["chain", "stage"], sort=False)
    for (chain, stage), rows in groups.indices.items():
        at = column.get((str(chain), str(stage)))
        if at is None:
            continue
        of = places.get_indexer(asked["place_id"].to_numpy()[rows])
        inside, part = houses[of], share[of]
        drawn = inside @ basis.drawn[:, at] - np.outer(part, basis.unlisted_drawn[at])
        point = inside @ basis.none[:, at] - part * basis.unlisted[at]
        favoured = inside @ basis.favoured[:, at] - part * basis.unlisted[at] / 2
        low, high = np.percentile(1 - np.exp(drawn), [LOW, HIGH], axis=1)
        chance = 1 - np.exp(point)
        found["chance"][rows], found["favoured"][rows] = chance, 1 - np.exp(favoured)
        found["low"][rows], found["high"][rows] = np.minimum(low, chance), np.maximum(high, chance)
    return found


def _decided(basis: Unseen, asked: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """State of every row, and what absence rests on."""
    cells = list(zip(asked["chain"], asked["stage"], strict=True))
    sources = [
        (REGISTER,) if registered else basis.covering.get(cell, ())
        for cell, registered in zip(cells, table["registered"], strict=True)
    ]
    covered = np.array([bool(each) for each in sources], dtype=bool)
    covered &= asked["undecided"].eq(0).to_numpy()
    here = asked["found"].gt(0).to_numpy()
    there_is_one = np.array([cell in set(basis.cells) for cell in cells], dtype=bool)
    state = np.select([here, ~there_is_one, covered], [PRESENT, NEVER, ABSENT], NOT_SEEN)
    absent = state == ABSENT
    told = [each if gone else () for each, gone in zip(sources, absent, strict=True)]
    table = table.assign(state=state, sources=pd.Series(told, index=table.index, dtype=object))
    table.loc[state != NOT_SEEN, ["chance", "low", "high", "favoured", "share_bound"]] = np.nan
    return table
