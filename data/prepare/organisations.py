"""One organisation, one id: over hubs, tenants and partners, by name and place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import geopandas as gpd
import pandas as pd

from data.prepare.presence import moved, outside_hubs
from data.prepare.raw import read_hand_table
from data.prepare.same_place import NEAR_M, core, known_names

NAMELESS = r"^zelfstandige|naam niet genoemd|naam niet overgenomen"
"""Labels that name a trade and no one: two of them are not one organisation."""
LEAST_LETTERS = 3


def who_is_who(
    hubs: gpd.GeoDataFrame, tenants: pd.DataFrame, partners: gpd.GeoDataFrame
) -> tuple[pd.DataFrame, gpd.GeoDataFrame]:
    """One id an organisation, and no organisation twice at one place: tenant before partner."""
    tenants, partners = with_organisations(hubs, tenants, partners)
    partners, _ = outside_hubs(partners, tenants, hubs)
    return tenants, moved(partners).reset_index(drop=True)


def with_organisations(
    hubs: gpd.GeoDataFrame, tenants: pd.DataFrame, partners: gpd.GeoDataFrame
) -> tuple[pd.DataFrame, gpd.GeoDataFrame]:
    """Give tenants and partners the id of their organisation: that of its first row.

    The first row is that of the hub, then of a tenant, then of a partner. Two rows are one
    organisation when the core of a name is the same in the same city and they stand at the same
    place or are in the same chain; or when ``organisations.csv`` says so. A room or programme of
    the house is the house; a group or total has no organisation.

    Returns
    -------
    (tenants, partners)
        With ``organisation``.
    """
    rows = _named(hubs, tenants, partners)
    first = _joined(rows)
    by_hand = read_hand_table("organisations")
    keys = zip(by_hand["table"], by_hand["id"], strict=True)
    first |= dict(zip(keys, by_hand["organisation"], strict=True))
    own = _ids("tenants", tenants, first)
    own = own.mask(tenants["row_kind"].eq("programme") & own.eq(tenants["id"]), tenants["hub_id"])
    own = own.where(~tenants["row_kind"].isin(["group", "total"]))
    return (
        tenants.assign(organisation=own),
        partners.assign(organisation=_ids("partners", partners, first)),
    )


def _ids(table: str, rows: pd.DataFrame, first: dict[tuple[str, str], str]) -> pd.Series:
    return rows["id"].map(lambda each: first.get((table, each), each)).astype("str")


def _named(
    hubs: gpd.GeoDataFrame, tenants: pd.DataFrame, partners: gpd.GeoDataFrame
) -> list[dict[str, Any]]:
    """Every row that names somebody, in the order of whose id goes before."""
    places = hubs.set_index("id")[["geometry", "accuracy_m"]]
    people = tenants[tenants["row_kind"].isin(["organisation", "programme"])]
    people = people[~people["label"].str.contains(NAMELESS)]
    tables = {
        "hubs": hubs.assign(chain=None),
        "tenants": people.rename(columns={"label": "name"}).join(places, on="hub_id"),
        "partners": partners[partners["likely_open"].astype(bool)],
    }
    columns = ["id", "name", "city", "chain", "geometry", "accuracy_m"]
    return [
        {**row, "table": table, "cores": cores(row["name"])}
        for table, frame in tables.items()
        for row in frame[columns].to_dict("records")
    ]


def cores(name: str) -> set[frozenset[str]]:
    """The words that tell an organisation from others, of each name it is called by.

    Examples
    --------
    >>> sorted(sorted(each) for each in cores("Keilepand / KeileCollectief (Rotterdam)"))
    [['keilecollectief'], ['keilepand']]
    """
    known = str(known_names(pd.Series([name])).iloc[0])
    outside = re.sub(r"\([^)]*\)", "", known)
    names = [known, outside, *outside.split(" / ")]
    found = {core(each) for each in names if each.strip()}
    return {each for each in found if sum(map(len, each)) >= LEAST_LETTERS}


def _joined(rows: list[dict[str, Any]]) -> dict[tuple[str, str], str]:
    """The first id of every row that is one organisation with an earlier one."""
    groups: dict[tuple[str, frozenset[str]], list[int]] = {}
    for place, row in enumerate(rows):
        for each in row["cores"]:
            groups.setdefault((row["city"], each), []).append(place)
    leads = list(range(len(rows)))
    for earlier, later in sorted(set(_pairs(groups))):
        if one(rows[earlier], rows[later]):
            a, b = sorted((_lead(leads, earlier), _lead(leads, later)))
            leads[b] = a
    found = ((row, rows[_lead(leads, i)]) for i, row in enumerate(rows))
    return {(row["table"], row["id"]): lead["id"] for row, lead in found}


def _pairs(groups: dict[tuple[str, frozenset[str]], list[int]]) -> Iterator[tuple[int, int]]:
    for members in groups.values():
        yield from combinations(members, 2)


def _lead(leads: list[int], place: int) -> int:
    while leads[place] != place:
        place = leads[place]
    return place


def one(row: dict[str, Any], other: dict[str, Any]) -> bool:
    """Tell whether two rows of the same name are one organisation: same place, or same chain."""
    places = row["geometry"], other["geometry"]
    if None not in places:
        allowed = max(NEAR_M, row["accuracy_m"], other["accuracy_m"])
        if places[0].distance(places[1]) <= allowed:
            return True
    elif "hubs" in (row["table"], other["table"]):
        return True
    return bool(row["chain"] and row["chain"] == other["chain"])
