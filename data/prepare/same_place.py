"""Find the rows of several sets that are one organisation, and keep one of them."""

from __future__ import annotations

from functools import cache
from typing import Any

import geopandas as gpd
import pandas as pd

from data.prepare.raw import read_hand_table
from geo.data.coarseness import PRECISIONS
from geo.data.street_words import plain_words

NEAR_M = 250.0
EMPTY_WORDS = {"museum", "de", "het", "the", "stichting", "galerie", "gallery", "amsterdam",
               "rotterdam", "theater", "gebouw", "hoofdgebouw", "vereniging", "in", "art",
               "centre", "museumgebouw"}  # fmt: skip
FILLED = ("address", "postcode", "website", "opened", "osm_id", "wikidata")
"""What the row that stays takes over from its twins where it has nothing itself."""


def merged(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Keep one row an organisation: the finest placed, then the newest.

    The other sets it stands in are named in ``also_in``. Closed venues are never joined: the
    history of a building is several organisations.
    """
    kept: list[dict[str, Any]] = []
    for row in _best_first(table).to_dict("records"):
        twin = next((other for other in kept if same(row, other)), None)
        if twin is None:
            kept.append({**row, "sets": set()})
        else:
            _join(twin, row)
    single = pd.DataFrame(kept)
    single["also_in"] = [";".join(sorted(sets)) or None for sets in single["sets"]]
    single = single.drop(columns=["fineness", "core", "renamed", "sets"])
    return gpd.GeoDataFrame(single, geometry="geometry", crs=table.crs)


def _best_first(table: gpd.GeoDataFrame) -> pd.DataFrame:
    """Finest placed first, then the newest; with what the comparison needs."""
    names = known_names(table["name"])
    order = table.assign(
        fineness=table["precision"].map(PRECISIONS.index),
        name=names,
        core=names.map(core),
        renamed=names.ne(table["name"]),
    )
    keys = ["fineness", "accuracy_m", "source_date", "id"]
    return order.sort_values(keys, ascending=[True, True, False, True], kind="stable")


def known_names(names: pd.Series) -> pd.Series:
    """Put the name an organisation is known by in place of its other names (hand-made table)."""
    return names.map(_known_as()).fillna(names)


@cache
def _known_as() -> pd.Series:
    return read_hand_table("same_organisations").set_index("name")["known_as"]


def core(name: str) -> frozenset[str]:
    """Words of a name that tell it from others.

    Examples
    --------
    >>> sorted(core("Het Grachtenhuis")), core("Museum Het Schip") == core("Het Schip")
    (['grachtenhuis'], True)
    """
    words = plain_words(name).split()
    return frozenset(word for word in words if word not in EMPTY_WORDS) or frozenset(words)


def same(row: dict[str, Any], other: dict[str, Any]) -> bool:
    """Tell whether two rows of different sets are one organisation."""
    if row["city"] != other["city"] or row["dataset"] == other["dataset"]:
        return False
    if not (row["likely_open"] and other["likely_open"]):
        return False
    if pd.notna(row["wikidata"]) and row["wikidata"] == other["wikidata"]:
        return True
    if row["core"] != other["core"]:
        return False
    return bool(row["renamed"] or other["renamed"] or _near(row, other))


def _near(row: dict[str, Any], other: dict[str, Any]) -> bool:
    """Within 250 m, or within what the coarser of the two places allows."""
    allowed = max(NEAR_M, row["accuracy_m"], other["accuracy_m"])
    places = row["geometry"], other["geometry"]
    return None not in places and places[0].distance(places[1]) <= allowed


def _join(kept: dict[str, Any], twin: dict[str, Any]) -> None:
    kept["sets"].add(twin["dataset"])
    for name in FILLED:
        if pd.isna(kept[name]):
            kept[name] = twin[name]
