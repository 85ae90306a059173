"""The ways between all buildings and partners of a city, measured once, and the links on them.

`geo.proximity.next_stage_links` measures anew at each call; here a scenario can change who is in
which building as often as a planner likes, while the ways stay. Both give the same links.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.network import StreetNetwork
from geo.proximity import distance_matrix
from geo.selection import Selection, split_codes

Floats = npt.NDArray[np.float64]

KEY = ["city", "hub_id", "chain", "stage", "next_stage"]
LINK_COLUMNS = [
    *KEY,
    "hub_name",
    "tenants",
    "target_id",
    "target_name",
    "target_kind",
    "metres",
    "minutes",
    "reason",
]


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
    chosen: Selection, network: StreetNetwork, city: str, mode: str = "walk"
) -> CityDistances:
    """Measure all ways between the buildings and partners of a city.

    Parameters
    ----------
    chosen : Selection
    network : StreetNetwork
        Of ``city``.
    city : str
    mode : "walk" or "cycle"
    """
    every = pd.concat([chosen.hubs, chosen.hubs_without_place], ignore_index=True)
    hubs = every[every["city"].eq(city)].reset_index(drop=True)
    partners = chosen.partners[chosen.partners["city"].eq(city)].reset_index(drop=True)
    metres, minutes = distance_matrix(network, hubs, _targets(hubs, partners), mode)
    return CityDistances(city, hubs, partners, metres, minutes)


def with_new_hubs(
    known: CityDistances, after: Selection, network: StreetNetwork, mode: str = "walk"
) -> CityDistances:
    """Add the buildings a scenario sets down; only their own ways are measured."""
    here = after.hubs[after.hubs["city"].eq(known.city)]
    new = here[~here["id"].isin(known.hubs["id"])]
    if new.empty:
        return known
    hubs = gpd.GeoDataFrame(pd.concat([known.hubs, new], ignore_index=True), crs=known.hubs.crs)
    rows = distance_matrix(network, new, _targets(hubs, known.partners), mode)
    return CityDistances(
        known.city,
        hubs,
        known.partners,
        *(
            _grown(old, more, len(known.hubs))
            for old, more in zip((known.metres, known.minutes), rows, strict=True)
        ),
    )


def _targets(hubs: gpd.GeoDataFrame, partners: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    columns = ["id", "accuracy_m", "geometry"]
    both = pd.concat([hubs[columns], partners[columns]], ignore_index=True)
    return gpd.GeoDataFrame(both, geometry="geometry", crs=hubs.crs)


def _grown(old: Floats, rows: Floats, n: int) -> Floats:
    """Put the new rows below, and between hubs and partners the same ways the other way round."""
    wide = np.hstack([old[:, :n], rows[:, :n].T, old[:, n:]])
    return np.vstack([wide, rows])


def links(
    chosen: Selection, known: CityDistances, stage_line: Sequence[str], chains: Sequence[str]
) -> pd.DataFrame:
    """Find the nearest supplier of the next stage for every building, chain and stage.

    Parameters
    ----------
    chosen : Selection
        Rows before or after a scenario.
    known : CityDistances
        Holds every building of ``chosen`` in its city.
    stage_line : sequence of str
        Stages in order.
    chains : sequence of str

    Returns
    -------
    DataFrame
        ``city, hub_id, chain, stage, next_stage, hub_name, tenants`` (sum of shares of the stage
        in the house), ``target_id, target_name, target_kind, metres, minutes, reason`` (as in
        `geo.proximity`).
    """
    every = pd.concat([chosen.hubs["id"], chosen.hubs_without_place["id"]])
    present = known.hubs["id"].isin(every)
    rows = chosen.shares[chosen.shares["hub_id"].isin(known.hubs.loc[present, "id"])]
    held = rows.groupby(["chain", "stage", "hub_id"])["weight"].sum()
    supply = _partner_supply(known.partners)
    position = pd.Series(np.arange(len(known.hubs)), index=known.hubs["id"])
    parts = []
    for chain in chains:
        for stage, after in zip(stage_line, stage_line[1:], strict=False):
            begin, end = (_held(held, chain, code) for code in (stage, after))
            if begin.empty:
                continue
            targets = np.concatenate(
                [
                    position[end.index].to_numpy(dtype=int),
                    len(known.hubs) + supply.get((chain, after), np.empty(0, dtype=int)),
                ]
            )
            found = _nearest(known, position[begin.index].to_numpy(dtype=int), targets)
            found = _at_home(found, begin.index.isin(end.index))
            parts.append(
                found.assign(chain=chain, stage=stage, next_stage=after, tenants=begin.to_numpy())
            )
    if not parts:
        return pd.DataFrame(columns=LINK_COLUMNS)
    return pd.concat(parts, ignore_index=True).assign(city=known.city)[LINK_COLUMNS]


def _held(held: pd.Series, chain: str, stage: str) -> pd.Series:
    if (chain, stage) not in held.index.droplevel("hub_id"):
        return pd.Series(dtype=float)
    return held.loc[(chain, stage)]


def _partner_supply(partners: gpd.GeoDataFrame) -> dict[tuple[str, str], npt.NDArray[np.int64]]:
    """Positions of the partners of every chain and stage."""
    pairs = partners.reset_index(drop=True)[["chain", "stage"]].apply(split_codes)
    pairs = pairs.explode("chain").explode("stage")
    return {key: rows.to_numpy() for key, rows in pairs.groupby(["chain", "stage"]).groups.items()}


def _nearest(known: CityDistances, origins: npt.NDArray, targets: npt.NDArray) -> pd.DataFrame:
    ids = _targets(known.hubs, known.partners)
    names = pd.concat([known.hubs["name"], known.partners["name"]], ignore_index=True)
    table = pd.DataFrame(
        {
            "hub_id": known.hubs["id"].to_numpy(dtype=object)[origins],
            "hub_name": known.hubs["name"].to_numpy(dtype=object)[origins],
        }
    )
    placed = ~ids.geometry.isna().to_numpy()
    accuracy = pd.to_numeric(ids["accuracy_m"]).fillna(0.0).to_numpy(dtype=float)
    if not len(targets):
        reason = np.where(placed[origins], "no_target", "no_place")
        none = dict.fromkeys(["target_id", "target_name", "target_kind"], None)
        return table.assign(**none, metres=np.nan, minutes=np.nan, reason=reason)
    far = known.minutes[np.ix_(origins, targets)]
    best = targets[np.argmin(far, axis=1)]
    minutes, metres = known.minutes[origins, best], known.metres[origins, best]
    on_street = np.isfinite(known.minutes[origins, origins])
    nothing = "unreachable" if placed[targets].any() else "no_target"
    reached = np.isfinite(minutes)
    reason = np.select(
        [
            ~placed[origins],
            ~on_street,
            ~reached,
            metres < accuracy[origins] + accuracy[best],
        ],
        ["no_place", "unreachable", nothing, "too_coarse"],
        "ok",
    )
    told = reason == "ok"
    kind = np.where(best < len(known.hubs), "hub", "partner")
    return table.assign(
        target_id=ids["id"].astype(object).iloc[best].where(reached, None).to_numpy(),
        target_name=names.astype(object).iloc[best].where(reached, None).to_numpy(),
        target_kind=pd.Series(kind, dtype=object).where(reached, None).to_numpy(),
        metres=np.where(told, metres, np.nan),
        minutes=np.where(told, minutes, np.nan),
        reason=reason,
    )


def _at_home(found: pd.DataFrame, in_house: npt.NDArray[np.bool_]) -> pd.DataFrame:
    changed = found.copy()
    changed["reason"] = changed["reason"].astype(object)
    changed.loc[in_house, ["metres", "minutes"]] = 0.0
    changed.loc[in_house, "target_id"] = changed.loc[in_house, "hub_id"]
    changed.loc[in_house, "target_name"] = changed.loc[in_house, "hub_name"]
    changed.loc[in_house, "target_kind"] = "hub"
    changed.loc[in_house, "reason"] = "in_house"
    return changed
