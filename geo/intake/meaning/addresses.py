"""Places for addresses without coordinates, from the shipped tables alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import Point, Polygon, STRtree

from geo.data.cities import CITIES
from geo.data.crs import RD_NEW
from geo.data.folders import DATA
from geo.data.placement import Gazetteer, Place, address_keys, place_row, plain_words
from geo.intake.model.draft import Draft

CODE = "placed_by_address"
LEVEL = "mended"
LONGEST = 120
Key = TypeVar("Key")


class IndexedGazetteer(Gazetteer):
    """A gazetteer that finds the neighbourhood round a point by an index."""

    def around(self, city: str, point: Point) -> Polygon | None:
        """Return the neighbourhood of the city that holds the point; None outside the city."""
        return _around(city, point.x, point.y)


@cache
def _around(city: str, x: float, y: float) -> Polygon | None:
    """Return the neighbourhood round a place; asked often for the middle of the same street."""
    tree, cities = _neighbourhoods()
    found = [i for i in tree.query(Point(x, y), predicate="covered_by") if cities[i] == city]
    return tree.geometries.take(found[0]) if found else None


@cache
def _neighbourhoods() -> tuple[STRtree, tuple[str, ...]]:
    frame = gpd.read_parquet(DATA / "neighbourhoods.parquet", columns=["city", "geometry"])
    return STRtree(frame.geometry.to_numpy()), tuple(frame["city"])


@cache
def shipped_gazetteer() -> Gazetteer:
    """Postcodes, streets and known addresses as shipped; read once.

    Examples
    --------
    >>> sorted(shipped_gazetteer().postcode4)[0]
    '1011'
    """
    six = pd.read_parquet(DATA / "postcode6.parquet")
    four = pd.read_parquet(DATA / "postcode4.parquet")
    streets = pd.read_parquet(DATA / "street_names.parquet")
    names = zip(streets["city"], streets["name"].map(plain_words), strict=True)
    return IndexedGazetteer(
        addresses=_known_addresses(),
        postcode6=_lookup(six["pc6"], six),
        streets=_lookup(names, streets),
        postcode4=_lookup(four["pc4"].astype(str), four),
        areas={},
        neighbourhoods=gpd.GeoDataFrame({"city": []}, geometry=[], crs=RD_NEW),
    )


def _lookup(keys: Iterable[Key], table: pd.DataFrame) -> dict[Key, tuple[Point, float]]:
    rows = zip(table["x"], table["y"], table["accuracy_m"], strict=True)
    pairs = zip(keys, rows, strict=True)
    return {key: (Point(x, y), float(metres)) for key, (x, y, metres) in pairs}


def _known_addresses() -> dict[tuple[str, str, int], Point]:
    """Map city, street and house number to where partners and hubs of the shipped data stand."""
    found: dict[tuple[str, str, int], Point] = {}
    for table in ("partners", "hubs"):
        rows = gpd.read_parquet(DATA / f"{table}.parquet")
        fine = rows[rows["precision"].eq("address") & rows["address"].notna()]
        for city, address, point in zip(fine["city"], fine["address"], fine.geometry, strict=True):
            for key in address_keys(city, address)[:1]:
                found.setdefault(key, point)
    return found


def place_by_address(draft: Draft) -> Draft:
    """Place the rows that have no coordinates but an address or postcode in one of the two cities.

    Rows with a proposal for their place are left to the planner.

    Returns
    -------
    Draft
        ``accuracy_m`` is the radius within which the true place is thought to lie; a row that is
        found nowhere stays open.
    """
    rows = np.flatnonzero(~draft.placed & ~_proposed(draft))
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


def _proposed(draft: Draft) -> np.ndarray:
    waits = np.zeros(draft.n, dtype=bool)
    waits[[p.row - 1 - draft.offset for p in draft.proposals if p.target == "location"]] = True
    return waits


def _places(draft: Draft, rows: np.ndarray) -> dict[int, Place]:
    gazetteer = shipped_gazetteer()
    columns = [
        draft.values[name].tolist() if name in draft.values else [None] * draft.n
        for name in ("city", "address", "postcode")
    ]
    found: dict[tuple[str, str, str], Place] = {}
    places = {}
    for i in map(int, rows):
        key = _question(*(column[i] for column in columns))
        if key is None:
            continue
        if key not in found:
            city, address, postcode = key
            asked: dict[str, object] = {"city": city, "address": address, "postcode": postcode}
            found[key] = place_row({**asked, **NO_POINT}, gazetteer)
        if found[key].point is not None:
            places[i] = found[key]
    return places


NO_POINT: Mapping[str, object] = {"area": None, "point": None, "point_precision": "none"}


def _question(city: object, address: object, postcode: object) -> tuple[str, str, str] | None:
    """Return city, address and postcode to look up; None when there is nothing to go by."""
    street, code = _cut(address), _cut(postcode).replace(" ", "")
    if not street and not code:
        return None
    town = _cut(city) or _cities_by_postcode().get(code[:4], "")
    return (town, street, code) if town in CITIES else None


def _cut(value: object) -> str:
    return value[:LONGEST] if isinstance(value, str) else ""


@cache
def _cities_by_postcode() -> dict[str, str]:
    four = pd.read_parquet(DATA / "postcode4.parquet")
    return dict(zip(four["pc4"].astype(str), four["city"], strict=True))
