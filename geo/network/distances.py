"""The ways between all buildings and partners of a city, measured once, and the links on them.

`geo.network.proximity.next_stage_links` measures anew at each call; here a scenario can change who
is in which building as often as a planner likes, while the ways stay. Both give the same links.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.data.coarseness import accuracy_of, below_accuracy
from geo.data.selection import Selection, split_codes
from geo.network.graph import StreetNetwork
from geo.network.proximity import SUPPLIER_COLUMNS, distance_matrix

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
NOBODY: Ints = np.empty(0, dtype=np.int64)
NOT_THERE = -1
NONE = np.array(None, dtype=object)

KEY = ["city", "hub_id", "chain", "stage", "next_stage"]
LINK_COLUMNS = [*KEY, "hub_name", "tenants", *SUPPLIER_COLUMNS]


@dataclass(frozen=True)
class CityDistances:
    """Distances from every building of a city to every building and partner, measured once.

    Attributes
    ----------
    city : str
    hubs, partners : GeoDataFrame
        What was measured; ``id, name, accuracy_m`` and what tells chain and stage.
    metres, minutes : array, hubs × (hubs, then partners)
        inf where there is no way.
    """

    city: str
    hubs: gpd.GeoDataFrame
    partners: gpd.GeoDataFrame
    metres: Floats
    minutes: Floats


def city_distances(
    hubs: gpd.GeoDataFrame,
    partners: gpd.GeoDataFrame,
    network: StreetNetwork,
    city: str,
    mode: str = "walk",
    known: CityDistances | None = None,
) -> CityDistances:
    """Measure all ways between the buildings and partners of a city; filters come later.

    Parameters
    ----------
    hubs, partners : GeoDataFrame
        Of all cities, with a place or without.
    network : StreetNetwork
        Of ``city``.
    city : str
    mode : "walk" or "cycle"
    known : CityDistances, optional
        Measured before in the same city and way of travelling: ways between rows of the same id
        at the same place are taken from it.
    """
    hubs, partners = of_city(hubs, city), of_city(partners, city)
    targets = _targets(hubs, partners)
    if known is None:
        metres, minutes = distance_matrix(network, hubs, targets, mode)
    else:
        metres, minutes = _grown(known, targets, len(hubs), network, mode)
    return CityDistances(city, hubs, partners, metres, minutes)


def of_city(frame: gpd.GeoDataFrame, city: str) -> gpd.GeoDataFrame:
    """Return the rows of one city, numbered anew, as `CityDistances` holds them."""
    return frame[frame["city"].eq(city)].reset_index(drop=True)


def with_new_hubs(
    known: CityDistances, hubs: gpd.GeoDataFrame, network: StreetNetwork, mode: str = "walk"
) -> CityDistances:
    """Add the buildings a scenario sets down; only their own ways are measured."""
    here = hubs[hubs["city"].eq(known.city)]
    new = here[~here["id"].isin(known.hubs["id"])]
    if new.empty:
        return known
    every = gpd.GeoDataFrame(pd.concat([known.hubs, new], ignore_index=True), crs=known.hubs.crs)
    return city_distances(every, known.partners, network, known.city, mode, known)


def _targets(hubs: gpd.GeoDataFrame, partners: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    columns = ["id", "accuracy_m", "geometry"]
    both = pd.concat([hubs[columns], partners[columns]], ignore_index=True)
    return gpd.GeoDataFrame(both, geometry="geometry", crs=hubs.crs)


def _grown(
    known: CityDistances, targets: gpd.GeoDataFrame, n_hubs: int, network: StreetNetwork, mode: str
) -> tuple[Floats, Floats]:
    """Take over the ways that are known, and measure those from and to the rest."""
    before = _positions(_targets(known.hubs, known.partners), targets)
    # A way from a building is known where it was one before.
    begin = np.where(before[:n_hubs] < len(known.hubs), before[:n_hubs], NOT_THERE)
    old, new = np.flatnonzero(begin >= 0), np.flatnonzero(begin < 0)
    old_ends, new_ends = np.flatnonzero(before >= 0), np.flatnonzero(before < 0)
    hubs = targets.iloc[:n_hubs]
    from_new = distance_matrix(network, hubs.iloc[new], targets, mode)
    to_new = distance_matrix(network, hubs.iloc[old], targets.iloc[new_ends], mode)
    grown = []
    for had, out, back in zip((known.metres, known.minutes), from_new, to_new, strict=True):
        whole = np.full((n_hubs, len(targets)), np.inf)
        whole[np.ix_(old, old_ends)] = had[np.ix_(begin[old], before[old_ends])]
        whole[np.ix_(old, new_ends)], whole[new] = back, out
        grown.append(whole)
    return grown[0], grown[1]


def _positions(before: gpd.GeoDataFrame, now: gpd.GeoDataFrame) -> Ints:
    """Where among the rows of before each row stands: the same id at the same place, else -1."""
    keys = (pd.MultiIndex.from_arrays([f["id"], f.geometry.to_wkb()]) for f in (before, now))
    old, new = keys
    return old.get_indexer(new) if old.is_unique else np.full(len(new), NOT_THERE)


def links(
    chosen: Selection, known: CityDistances, stage_line: Sequence[str], chains: Sequence[str]
) -> pd.DataFrame:
    """Find the nearest supplier of the next stage for every building, chain and stage.

    Parameters
    ----------
    chosen : Selection
        Rows before or after a scenario.
    known : CityDistances
        Holds every building and partner of ``chosen`` in its city.
    stage_line : sequence of str
        Stages in order.
    chains : sequence of str

    Returns
    -------
    DataFrame
        ``city, hub_id, chain, stage, next_stage, hub_name, tenants`` (sum of shares of the stage
        in the house), ``target_id, target_name, target_kind, metres, minutes, reason`` (as in
        `geo.network.proximity`).
    """
    every = pd.concat([chosen.hubs["id"], chosen.hubs_without_place["id"]])
    here = known.hubs.loc[known.hubs["id"].isin(every), "id"]
    held = _held(chosen.shares[chosen.shares["hub_id"].isin(here)], known.hubs["id"])
    supply, ends = _partner_supply(known.partners, chosen.partners["id"]), _ends(known)
    steps = zip(stage_line, stage_line[1:], strict=False)
    parts = []
    for chain, (stage, after) in product(chains, steps):
        begin, end = held.get((chain, stage)), held.get((chain, after))
        if begin is None:
            continue
        outside = len(known.hubs) + supply.get((chain, after), NOBODY)
        targets = outside if end is None else np.concatenate([end.index.to_numpy(), outside])
        part = _nearest(ends, begin.index.to_numpy(), targets)
        part["in_house"] = begin.index.isin([] if end is None else end.index)
        part |= {"chain": chain, "stage": stage, "next_stage": after}
        parts.append(pd.DataFrame(part | {"tenants": begin.to_numpy()}))
    if not parts:
        return pd.DataFrame(columns=LINK_COLUMNS)
    table = _at_home(pd.concat(parts, ignore_index=True))
    return table.assign(city=known.city)[LINK_COLUMNS]


def _held(shares: pd.DataFrame, hub_ids: pd.Series) -> dict[tuple[str, str], pd.Series]:
    """Sum of shares of every chain and stage, by position of the building."""
    position = pd.Series(np.arange(len(hub_ids)), index=hub_ids)
    at = shares["hub_id"].map(position).astype(int).rename("at")
    sums = shares.groupby(["chain", "stage", at])["weight"].sum()
    return {
        (str(chain), str(stage)): rows.droplevel(["chain", "stage"])
        for (chain, stage), rows in sums.groupby(level=["chain", "stage"])
    }


def _partner_supply(partners: gpd.GeoDataFrame, counting: pd.Series) -> dict[tuple[str, str], Ints]:
    """Positions of the partners of every chain and stage, of those that count."""
    mine = partners.loc[partners["id"].isin(counting), ["chain", "stage"]]
    pairs = pd.DataFrame(mine).apply(split_codes)
    pairs = pairs.explode("chain").explode("stage")
    return {key: rows.to_numpy() for key, rows in pairs.groupby(["chain", "stage"]).groups.items()}


@dataclass(frozen=True)
class _Ends:
    """Buildings, then partners, as plain arrays: made once for all chains and stages."""

    known: CityDistances
    ids: npt.NDArray[np.object_]
    names: npt.NDArray[np.object_]
    accuracy: Floats
    placed: npt.NDArray[np.bool_]


def _ends(known: CityDistances) -> _Ends:
    both = (known.hubs, known.partners)
    return _Ends(
        known,
        np.concatenate([frame["id"].to_numpy(dtype=object) for frame in both]),
        np.concatenate([frame["name"].to_numpy(dtype=object) for frame in both]),
        np.concatenate([accuracy_of(frame) for frame in both]),
        np.concatenate([frame.geometry.notna().to_numpy(dtype=bool) for frame in both]),
    )


def _nearest(ends: _Ends, origins: Ints, targets: Ints) -> dict[str, object]:
    """Columns of the soonest of ``targets`` from each of ``origins``, both as positions."""
    known = ends.known
    from_where = {"hub_id": ends.ids[origins], "hub_name": ends.names[origins]}
    if not len(targets):
        nothing = dict.fromkeys(("target_id", "target_name", "target_kind"), None)
        reason = np.where(ends.placed[origins], "no_target", "no_place").astype(object)
        return {**from_where, **nothing, "metres": np.nan, "minutes": np.nan, "reason": reason}
    best = targets[np.argmin(known.minutes[np.ix_(origins, targets)], axis=1)]
    minutes, metres = known.minutes[origins, best], known.metres[origins, best]
    reached = np.isfinite(minutes)
    reason = np.select(
        [
            ~ends.placed[origins],
            ~np.isfinite(known.minutes[origins, origins]),  # not even to itself: on no street
            ~reached,
            below_accuracy(metres, ends.accuracy[origins], ends.accuracy[best]),
        ],
        [
            "no_place",
            "unreachable",
            "unreachable" if ends.placed[targets].any() else "no_target",
            "too_coarse",
        ],
        "ok",
    )
    told = reason == "ok"
    kind = np.where(best < len(known.hubs), "hub", "partner")
    return {
        **from_where,
        "target_id": np.where(reached, ends.ids[best], NONE),
        "target_name": np.where(reached, ends.names[best], NONE),
        "target_kind": np.where(reached, kind.astype(object), NONE),
        "metres": np.where(told, metres, np.nan),
        "minutes": np.where(told, minutes, np.nan),
        "reason": reason.astype(object),
    }


def _at_home(table: pd.DataFrame) -> pd.DataFrame:
    """A link to the house itself is 0 m, whatever else is near."""
    home = table["in_house"]
    return table.assign(
        metres=table["metres"].mask(home, 0.0),
        minutes=table["minutes"].mask(home, 0.0),
        target_id=table["target_id"].astype(object).mask(home, table["hub_id"]),
        target_name=table["target_name"].astype(object).mask(home, table["hub_name"]),
        target_kind=table["target_kind"].astype(object).mask(home, "hub"),
        reason=table["reason"].mask(home, "in_house"),
    )
