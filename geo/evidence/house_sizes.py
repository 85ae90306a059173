"""How many tenants a house has: published, else estimated from its studios or its floor area.

Of most houses only some tenants are known by name. What is not seen among n of N can be weighed
only where N is known. Where it is not published it is estimated from the houses that publish both:
tenants a studio, else tenants a square metre. Each estimate is drawn from one of those houses (hot
deck; Andridge & Little 2010, *International Statistical Review* 78), so that its spread is theirs.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.data.row_kinds import organisations
from geo.data.small_numbers import UNKNOWN

Floats = NDArray[np.float64]
PUBLISHED, STUDIOS, FLOOR_AREA, NONE = "published", "studios", "floor_area_m2", ""
ESTIMATED_BY = (STUDIOS, FLOOR_AREA)
"""What an estimate is made from, the better one first."""
FEWEST_DONORS = 3
"""Houses that publish both: a single ratio has no spread."""


def house_sizes(hubs: pd.DataFrame, tenants: pd.DataFrame, donors: pd.DataFrame) -> pd.DataFrame:
    """Say of every house how many tenants are named and how many there are.

    Parameters
    ----------
    hubs : DataFrame
        ``id, city, tenants_published, studios, floor_area_m2``: the houses asked for.
    tenants : DataFrame
        Named tenants, ``hub_id, chain, stage, row_kind``.
    donors : DataFrame
        Every house there is, in the columns of ``hubs``; those that publish both lend their ratio.

    Returns
    -------
    DataFrame
        Indexed by hub id: ``city``; ``named`` (all that are named); ``coded`` (organisations with a
        chain and stage: only they enter shares); ``size`` (N, never below ``named``; missing where
        nothing tells); ``basis`` (`PUBLISHED`, one of `ESTIMATED_BY`, or `NONE`); ``measure``.

    Examples
    --------
    >>> from geo.toy.city import toy_dataset
    >>> toy = toy_dataset()
    >>> named = toy.tenants[~toy.tenants["is_total"]]
    >>> table = house_sizes(toy.hubs, named, toy.hubs)
    >>> table.loc[["h1", "h2"], ["named", "coded", "basis"]].values.tolist()
    [[3, 2, 'published'], [1, 1, '']]
    """
    houses = hubs.drop_duplicates("id").set_index("id")
    has = {name: ratios(donors, name) for name in ESTIMATED_BY}
    counts = tenants["hub_id"].value_counts()
    table = pd.DataFrame({"city": houses["city"]}).assign(
        named=counts.reindex(houses.index).fillna(0).astype(int),
        coded=_coded(tenants).reindex(houses.index).fillna(0).astype(int),
        size=_numbers(houses["tenants_published"]),
        basis=np.where(houses["tenants_published"].notna(), PUBLISHED, NONE),
        measure=1.0,
    )
    for name in ESTIMATED_BY:
        measure = _numbers(houses[name])
        to_fill = table["basis"].eq(NONE) & measure.gt(0) & (len(has[name]) >= FEWEST_DONORS)
        typical = float(np.median(has[name])) if len(has[name]) else np.nan
        table.loc[to_fill, "size"] = (measure * typical).round()[to_fill]
        table.loc[to_fill, "measure"] = measure[to_fill]
        table.loc[to_fill, "basis"] = name
    # Who lists more than is published, or than an estimate says, is known as a whole.
    return table.assign(size=table["size"].mask(table["size"].lt(table["named"]), table["named"]))


def ratios(donors: pd.DataFrame, measure: str) -> Floats:
    """Tenants for one studio or square metre, of every house that publishes both.

    Examples
    --------
    >>> rows = pd.DataFrame({"tenants_published": [20, 30, None], "studios": [10, 30, 5]})
    >>> ratios(rows, "studios").tolist()
    [2.0, 1.0]
    """
    found = _numbers(donors["tenants_published"]) / _numbers(donors[measure])
    return np.asarray(found[np.isfinite(found) & found.gt(0)], dtype=float)


def drawn_sizes(
    sizes: pd.DataFrame, donors: pd.DataFrame, draws: int, generator: np.random.Generator
) -> Floats:
    """Draw N of every house: what is published stays, each estimate takes the ratio of a donor.

    Returns
    -------
    array
        Houses × draws; missing where nothing tells.
    """
    drawn = np.repeat(sizes["size"].to_numpy(dtype=float)[:, None], draws, axis=1)
    for name in ESTIMATED_BY:
        rows = np.flatnonzero(sizes["basis"].eq(name).to_numpy())
        if len(rows):
            ratio = generator.choice(ratios(donors, name), (len(rows), draws))
            drawn[rows] = sizes["measure"].to_numpy(dtype=float)[rows, None] * ratio
    return np.asarray(np.maximum(drawn, sizes["named"].to_numpy(dtype=float)[:, None]))


def _coded(tenants: pd.DataFrame) -> pd.Series:
    """Organisations of each house whose chain and stage are known."""
    told = ~tenants[["chain", "stage"]].fillna(UNKNOWN).eq(UNKNOWN).any(axis=1)
    return tenants.loc[told & organisations(tenants), "hub_id"].value_counts()


def _numbers(cells: pd.Series) -> pd.Series:
    return cells.astype("Float64").astype(float)
