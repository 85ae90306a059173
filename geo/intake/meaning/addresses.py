"""Places for addresses without coordinates, from the shipped tables alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd

from geo.data.address_faults import address_faults
from geo.data.cities import CITIES
from geo.data.folders import DATA
from geo.data.gazetteer import Gazetteer, shipped_gazetteer
from geo.data.placement import NOWHERE, Place, place_row
from geo.data.short_streets import SHORT
from geo.intake.meaning.abroad import abroad
from geo.intake.model.draft import Draft
from geo.intake.values.cells import is_nothing

CODE = "placed_by_address"
LEVEL = "mended"
LONGEST = 120
NO_POSTCODE = "?"
ASKED = ("city", "address", "postcode")
NOTHING_KNOWN = Gazetteer()


def place_by_address(draft: Draft) -> Draft:
    """Place the rows that have no coordinates but an address or postcode in one of the two cities.

    Rows with a proposal for their place are left to the planner.

    Returns
    -------
    Draft
        ``accuracy_m`` is the radius within which the true place is thought to lie; a row that is
        found nowhere stays open.
    """
    rows = np.flatnonzero(~draft.placed & ~location_proposed(draft) & ~abroad(draft))
    places = _places(draft, rows) if len(rows) else {}
    if not places:
        return draft
    x, y, accuracy = draft.x.copy(), draft.y.copy(), draft.accuracy_m.copy()
    placed_by = draft.placed_by.copy()
    for i, place in places.items():
        assert place.point is not None
        x[i], y[i], accuracy[i] = place.point.x, place.point.y, place.accuracy_m
        placed_by[i] = place.placed_by
    placed = {i + 1 + draft.offset for i in places}
    kept = tuple(r for r in draft.rejections if r.row not in placed)
    made = replace(draft, x=x, y=y, accuracy_m=accuracy, placed_by=placed_by, rejections=kept)
    metres = f"{np.nanmax([p.accuracy_m for p in places.values()]):.0f}"
    return made.tell(CODE, LEVEL, list(places), metres=metres)


def in_full(draft: Draft) -> dict[int, str]:
    """Return the addresses of rows without a place, with streets that were written short in full.

    Without a city only where one of the two has such a street.
    """
    rows = np.flatnonzero(~draft.placed & ~location_proposed(draft) & ~abroad(draft))
    asked = zip(*(_cut_values(draft, name, rows) for name in ASKED), strict=True)
    known: dict[tuple[str, str, str], str] = {}
    found = {}
    for i, cells in zip(rows.tolist(), asked, strict=True):
        key = _question(*cells)
        if key is None or not SHORT.search(key[1]):
            continue
        if key not in known:
            known[key] = _in_full(key[0], key[1])
        if known[key] != key[1]:
            found[i] = known[key]
    return found


def _in_full(city: str, address: str) -> str:
    gazetteer = shipped_gazetteer()
    towns = (city,) if city else CITIES
    found = {full for town in towns if (full := gazetteer.in_full(town, address)) != address}
    return found.pop() if len(found) == 1 else address


def location_proposed(draft: Draft) -> np.ndarray:
    """Say which rows wait for the planner to agree to a place."""
    waits = np.zeros(draft.n, dtype=bool)
    waits[[p.row - 1 - draft.offset for p in draft.proposals if p.target == "location"]] = True
    return waits


def _places(draft: Draft, rows: np.ndarray) -> dict[int, Place]:
    gazetteer = shipped_gazetteer()
    asked = zip(*(_cut_values(draft, name, rows) for name in ASKED), strict=True)
    found: dict[tuple[str, str, str], Place] = {}
    places = {}
    for i, cells in zip(rows.tolist(), asked, strict=True):
        key = _question(*cells)
        if key is None:
            continue
        if key not in found:
            found[key] = _place(key, gazetteer)
        if found[key].point is not None:
            places[i] = found[key]
    return places


def _place(key: tuple[str, str, str], gazetteer: Gazetteer) -> Place:
    """Look an address up in its city, or in both when it names none: one of them may have it."""
    city, address, postcode = key
    places = []
    for town in (city,) if city else CITIES:
        asked: dict[str, object] = {"city": town, "address": address, "postcode": postcode}
        place = place_row({**asked, **NO_POINT}, gazetteer)
        if place.point is not None:
            places.append(place)
    return places[0] if len(places) == 1 else NOWHERE


NO_POINT: Mapping[str, object] = {"area": None, "point": None, "point_precision": "none"}


def faults_of(draft: Draft, rows: np.ndarray) -> list[tuple[str, ...]]:
    """Say of rows that were found nowhere which part of their address is not known.

    What stands in the cell of a postcode and can be none counts as one that is not known.
    """
    cities, addresses, codes = (_cut_values(draft, name, rows) for name in ASKED)
    column = draft.roles.get("postcode", "")
    found = []
    for at, city, address, code in zip(rows.tolist(), cities, addresses, codes, strict=True):
        written = code or ("" if is_nothing(draft.cell(at, column)) else NO_POSTCODE)
        # The tables take a second to load: a file without addresses does without.
        known = shipped_gazetteer() if address or written else NOTHING_KNOWN
        found.append(address_faults(city, address, written, known))
    return found


def _cut_values(draft: Draft, name: str, rows: np.ndarray) -> list[str]:
    if name not in draft.values:
        return [""] * len(rows)
    return [_cut(value) for value in draft.values[name].iloc[rows].tolist()]


def _question(city: object, address: object, postcode: object) -> tuple[str, str, str] | None:
    """Return city, address and postcode to look up; None when there is nothing to go by."""
    street, code = _cut(address), _cut(postcode).replace(" ", "")
    if not street and not code:
        return None
    town = _cut(city) or _cities_by_postcode().get(code[:4], "")
    # Nothing to tell the city by: a street that only one of the two has tells it.
    return (town, street, code) if town in CITIES or (not town and not code) else None


def _cut(value: object) -> str:
    return value[:LONGEST] if isinstance(value, str) else ""


@cache
def _cities_by_postcode() -> dict[str, str]:
    four = pd.read_parquet(DATA / "postcode4.parquet")
    return dict(zip(four["pc4"].astype(str), four["city"], strict=True))
