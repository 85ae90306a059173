"""Find the rows of several sets that are one organisation, and keep one of them."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from data.prepare.raw import read_hand_table
from geo.placement import PRECISIONS, plain_words

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
    fineness = table["precision"].map({name: i for i, name in enumerate(PRECISIONS)})
    names = known_names(table["name"])
    order = table.assign(fineness=fineness, name=names, core=names.map(core))
    order = order.sort_values(
        ["fineness", "source_date", "id"], ascending=[True, False, True], kind="stable"
    )
    kept: list[dict[str, object]] = []
    for row in order.to_dict("records"):
        twin = next((other for other in kept if same(row, other)), None)
        if twin is None:
            kept.append({**row, "sets": set()})
        else:
            _join(twin, row)
    for row in kept:
        row["also_in"] = ";".join(sorted(row.pop("sets"))) or None  # type: ignore[arg-type]
    return gpd.GeoDataFrame(kept, geometry="geometry", crs=table.crs).drop(
        columns=["fineness", "core"]
    )


def known_names(names: pd.Series) -> pd.Series:
    """Put the name an organisation is known by in place of its other names (hand-made table)."""
    table = read_hand_table("same_organisations").set_index("name")["known_as"]
    return names.map(table).fillna(names)


def core(name: str) -> frozenset[str]:
    """Words of a name that tell it from others.

    Examples
    --------
    >>> sorted(core("Het Grachtenhuis")), core("Museum Het Schip") == core("Het Schip")
    (['grachtenhuis'], True)
    """
    words = plain_words(name).split()
    return frozenset(word for word in words if word not in EMPTY_WORDS) or frozenset(words)


def same(row: dict[str, object], other: dict[str, object]) -> bool:
    """Tell whether two rows of different sets are one organisation."""
    if row["city"] != other["city"] or row["dataset"] == other["dataset"]:
        return False
    if not (row["likely_open"] and other["likely_open"]):
        return False
    if pd.notna(row["wikidata"]) and row["wikidata"] == other["wikidata"]:
        return True
    return bool(row["core"] == other["core"] and _near(row, other))


def _near(row: dict[str, object], other: dict[str, object]) -> bool:
    """Within 250 m, or within what the coarser of the two places allows."""
    allowed = max(NEAR_M, row["accuracy_m"], other["accuracy_m"])  # type: ignore[type-var]
    places = row["geometry"], other["geometry"]
    return None not in places and places[0].distance(places[1]) <= allowed  # type: ignore[union-attr]


def _join(kept: dict[str, object], twin: dict[str, object]) -> None:
    kept["sets"].add(twin["dataset"])  # type: ignore[union-attr]
    for name in FILLED:
        if pd.isna(kept[name]):
            kept[name] = twin[name]
