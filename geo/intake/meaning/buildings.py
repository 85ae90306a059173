"""Places for rows that say no more than the name of a building that the shipped tables hold."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import geopandas as gpd
import numpy as np

from geo.data.folders import DATA
from geo.intake.meaning.addresses import location_proposed
from geo.intake.meaning.joining import Named, hubs_by_name
from geo.intake.model.draft import Draft

CODE = "placed_by_building"
LEVEL = "mended"
PLACED_BY = "building"
UNKNOWN, SEVERAL, NOWHERE = "building", "buildings", "building_nowhere"
"""Why a building that a row names gives it no place."""
LONGEST = 120


def names_of_buildings(draft: Draft) -> str:
    """Return the role of the column that names the building a row is in, or is; "" for none.

    The name of a row tells its building only where nothing else says where it is.
    """
    if "hub" in draft.values:
        return "hub"
    others = {"address", "street", "postcode"} & set(draft.values)
    alone = not others and draft.numbers.source == "none"
    return "name" if alone and "name" in draft.values else ""


def place_by_building(draft: Draft) -> Draft:
    """Place the rows that have no place of their own in the building that they name.

    Rows with a proposal for their place, or rejected for what they are, are left as they are.
    """
    found = {i: at for i, at in _meant(draft).items() if isinstance(at, int)}
    if not found:
        return draft
    hubs, at = shipped_hubs(), list(found)
    points = hubs.geometry.iloc[list(found.values())]
    x, y, accuracy = draft.x.copy(), draft.y.copy(), draft.accuracy_m.copy()
    placed_by = draft.placed_by.copy()
    x[at], y[at], placed_by[at] = points.x, points.y, PLACED_BY
    accuracy[at] = hubs["accuracy_m"].iloc[list(found.values())].fillna(0)
    placed = {i + 1 + draft.offset for i in at}
    kept = tuple(r for r in draft.rejections if r.row not in placed)
    made = replace(draft, x=x, y=y, accuracy_m=accuracy, placed_by=placed_by, rejections=kept)
    column = draft.roles.get(names_of_buildings(draft), "")
    return made.tell(CODE, LEVEL, at, column, draft.cell(at[0], column))


def building_faults(draft: Draft, rows: np.ndarray) -> list[str]:
    """Say of rows without a place why the building that they name gives none; "" for no name."""
    meant = _meant(draft)
    return [fault if isinstance(fault := meant.get(i, ""), str) else "" for i in rows.tolist()]


def _meant(draft: Draft) -> dict[int, int | str]:
    """Map unplaced rows that name a building to its position, or to why it gives no place."""
    role = names_of_buildings(draft)
    if not role:
        return {}
    rows = np.flatnonzero(draft.open & ~draft.numbers.given & ~location_proposed(draft))
    names = draft.values[role].tolist()
    asked = {i: name for i in rows.tolist() if (name := _cut(names[i]))}
    if not asked:
        return {}
    known, hubs = _known(), shipped_hubs()
    cities = draft.values["city"].tolist() if "city" in draft.values else [None] * draft.n
    found: dict[int, int | str] = {}
    places: dict[tuple[str, str], int | str] = {}
    for i, name in asked.items():
        key = name, _cut(cities[i])
        if key not in places:
            places[key] = _place(known, hubs, *key)
        fault_or_place = places[key]
        # What a row is called need be no building: only a column of buildings promises one.
        if isinstance(fault_or_place, int) or role == "hub":
            found[i] = fault_or_place
    return found


def _place(known: Named, hubs: gpd.GeoDataFrame, name: str, city: str) -> int | str:
    at = known.meant(name, city)
    if len(at) != 1:
        return SEVERAL if at else UNKNOWN
    return at[0] if hubs.geometry.iloc[at[0]] is not None else NOWHERE


def _cut(value: object) -> str:
    return value[:LONGEST].strip() if isinstance(value, str) else ""


@cache
def _known() -> Named:
    return hubs_by_name(shipped_hubs())


@cache
def shipped_hubs() -> gpd.GeoDataFrame:
    """The shipped buildings: what they are called and where they stand."""
    columns = ["id", "name", "city", "address", "accuracy_m", "geometry"]
    return gpd.read_parquet(DATA / "hubs.parquet", columns=columns)
