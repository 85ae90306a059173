"""Place rows as finely as their data allow, and say how finely that is.

The order is fixed: given coordinate at the door; a door known by its address; the range of house
numbers that holds the number; a number between two known ones of its street; six-character
postcode; street, its part chosen by neighbourhood or postcode; four-digit postcode; neighbourhood;
else no place. A finer way further down the list never overrules a coarser one above it, so that a
row's place can be told from its columns. A place outside the row's own city is no place: the next
way is tried. The data step and a planner's own addresses go through the same function.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
from shapely import Point, Polygon

from geo.data.address_faults import number_unknown
from geo.data.coarseness import GIVEN, NUMBER_UNKNOWN
from geo.data.crs import RD_NEW
from geo.data.gazetteer import NO_NUMBERS, Gazetteer, StreetPart
from geo.data.street_numbers import OF_STREET, SURE_M, Spot, metres_to_end
from geo.data.street_words import address_keys, plain_words, postcode_of, street_keys

ADDRESS_M = 15.0
"""Half the depth of a large building block: a point at the door or in the building."""
KNOWN_DOOR_M = 35.0
"""How far two sets put one address apart, nineteen times of twenty."""
GIVEN_STREET_M = 150.0
NO_METRES = math.nan


@dataclass(frozen=True)
class Place:
    """Where a row is and how we know.

    Attributes
    ----------
    point : Point or None
        EPSG:28992.
    precision : str
        One of `geo.data.coarseness.PRECISIONS`.
    placed_by : str
        `GIVEN`, "derived_point", "partner_address", `NUMBER_UNKNOWN`, or the precision itself.
    accuracy_m : float
        Radius in metres within which the true place is thought to lie; NaN without a place.
    """

    point: Point | None
    precision: str
    placed_by: str
    accuracy_m: float


NOWHERE = Place(None, "none", "none", NO_METRES)


def equal_area_radius(area_m2: float) -> float:
    """Radius in metres of the circle as large as an area in square metres.

    Examples
    --------
    >>> round(equal_area_radius(10_000.0), 1)
    56.4
    """
    return math.sqrt(area_m2 / math.pi)


def place_row(row: Mapping[str, object], gazetteer: Gazetteer) -> Place:
    """Place one row by the first way that works inside its city.

    Parameters
    ----------
    row : mapping
        ``city, address, postcode, area`` (text or missing), ``point`` (given coordinate in
        EPSG:28992 or None) and ``point_precision`` ("address", "street", "neighbourhood", "none");
        where known ``point_accuracy_m`` and ``point_by`` (`GIVEN`, "derived_point").
    gazetteer : Gazetteer

    Returns
    -------
    Place
        `NOWHERE` when no way works.
    """
    city = str(row["city"])
    for place in ways(row, gazetteer):
        if place.point is not None and gazetteer.around(city, place.point) is not None:
            return place
    return NOWHERE


def ways(row: Mapping[str, object], gazetteer: Gazetteer) -> Iterator[Place]:
    """Yield the places a row can have, in the fixed order."""
    city, address = str(row["city"]), _text(row["address"])
    if address and (full := gazetteer.in_full(city, address)) != address:
        row = {**row, "address": (address := full)}
    postcode = postcode_of(_text(row["postcode"])) or ""
    four = gazetteer.postcode4.get(postcode[:4])
    streets = _streets(row, gazetteer, four)
    yield from _given(row, "address", ADDRESS_M)
    yield from _at_number(city, address, postcode, gazetteer)
    if postcode in gazetteer.postcode6:
        point, radius = gazetteer.postcode6[postcode]
        yield Place(point, "postcode6", "postcode6", _holding(point, radius, streets))
    way = NUMBER_UNKNOWN if streets and number_unknown(city, address, gazetteer) else "street"
    known = [*_given(row, "street", GIVEN_STREET_M), *_on_street(streets, way)]
    # A point somewhere on a street says no more than the street itself: the finer of the two.
    unstated = len(known) > 1 and known[0].accuracy_m == GIVEN_STREET_M
    yield from sorted(known, key=lambda place: place.accuracy_m) if unstated else known
    if four:
        yield Place(four.point, "postcode4", "postcode4", four.accuracy_m)
    for given in _given(row, "neighbourhood", NO_METRES):
        around = gazetteer.around(city, given.point) if given.point else None
        yield from _in_area(around[1] if around else None, given.point)
    yield from _in_area(gazetteer.areas.get((city, plain_words(_text(row["area"]) or ""))), None)


def _given(row: Mapping[str, object], precision: str, metres: float) -> Iterator[Place]:
    """Yield the given coordinate where it is said to be as fine as this."""
    point = row["point"]
    if isinstance(point, Point) and row["point_precision"] == precision:
        stated, by = row.get("point_accuracy_m"), _text(row.get("point_by"))
        radius = float(stated) if isinstance(stated, int | float) and stated > 0 else metres
        yield Place(point, precision, by or GIVEN, radius)


def _at_number(
    city: str, address: str | None, postcode: str, gazetteer: Gazetteer
) -> Iterator[Place]:
    """Yield the places that the house numbers of an address have along their street."""
    keys = address_keys(city, address)
    for key in keys:
        if key in gazetteer.doors:
            yield Place(gazetteer.doors[key], "address", "partner_address", KNOWN_DOOR_M)
    numbers = [(gazetteer.numbers.get(key[:2], NO_NUMBERS), key[2]) for key in keys]
    inside = [spot for street, n in numbers if (spot := street.in_range(n, postcode))]
    yield from _middle(inside, "door_range")
    between = [spot for street, n in numbers if (spot := street.between(n))]
    yield from _middle(between, "house_number")


def _middle(spots: Sequence[Spot], precision: str) -> Iterator[Place]:
    """Yield the middle one of several numbers of one building; its radius holds them all."""
    if spots:
        middle, accuracy_m = spots[len(spots) // 2]
        radius = max(middle.distance(spot.point) for spot in (spots[0], spots[-1]))
        yield Place(middle, precision, precision, max(radius, accuracy_m))


def _streets(
    row: Mapping[str, object], gazetteer: Gazetteer, four: Spot | None
) -> list[tuple[Point, float]]:
    """Return the known streets an address names, each as a point and how far the street reaches."""
    city, area = str(row["city"]), plain_words(_text(row["area"]) or "")
    if row["point_precision"] == "neighbourhood" and isinstance(row["point"], Point):
        around = gazetteer.around(city, row["point"])
        area = around[0] if around else area
    keys = [(city, name) for name in street_keys(_text(row["address"]))]
    known = [gazetteer.streets[key] for key in keys if key in gazetteer.streets]
    return [_part(parts, area, four) for parts in known]


def _part(parts: Sequence[StreetPart], area: str, four: Spot | None) -> tuple[Point, float]:
    """Choose the part of a street in a neighbourhood, else those near a four-digit postcode."""
    whole, pieces = parts[0], parts[1:]
    for part in pieces:
        if area and part.area == area:
            return part.point, part.accuracy_m
    if four is None:
        return whole.point, whole.accuracy_m
    near = [p for p in pieces if p.point.distance(four.point) - p.accuracy_m <= four.accuracy_m]
    if not near or len(near) == len(pieces):
        return whole.point, whole.accuracy_m
    first = min(near, key=lambda part: part.point.distance(four.point))
    return first.point, max(first.point.distance(p.point) + p.accuracy_m for p in near)


def _holding(point: Point, radius: float, streets: list[tuple[Point, float]]) -> float:
    """Widen the radius to hold the first street where postcode and street contradict each other.

    A derived postcode may stand at another street; the address says which one is meant. Where they
    agree the place is no further off than that street goes.
    """
    for middle, reach in streets[:1]:
        to_end = metres_to_end(point, Spot(middle, reach))
        if point.distance(middle) > radius + reach:
            return to_end
        return min(radius, max(SURE_M, OF_STREET * to_end))
    return radius


def _on_street(streets: list[tuple[Point, float]], way: str) -> Iterator[Place]:
    """Place on the first street named; further streets named widen the accuracy to hold them."""
    for first, _ in streets[:1]:
        radius = max(first.distance(point) + reach for point, reach in streets)
        yield Place(first, "street", way, radius)


def _in_area(area: Polygon | None, given: Point | None) -> Iterator[Place]:
    """Place in a neighbourhood, at the given point or at a point well inside."""
    if area is not None:
        way = GIVEN if given is not None else "neighbourhood"
        point = given if given is not None else area.representative_point()
        yield Place(point, "neighbourhood", way, equal_area_radius(area.area))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


TO_PLACE = ("area", "point", "point_precision", "point_accuracy_m", "point_by")


def place_rows(rows: pd.DataFrame, gazetteer: Gazetteer) -> gpd.GeoDataFrame:
    """Place every row: adds ``precision, placed_by, accuracy_m`` and the geometry.

    Parameters
    ----------
    rows : DataFrame
        Columns as `place_row` reads them; those of `TO_PLACE` are taken out again.
    gazetteer : Gazetteer

    Returns
    -------
    GeoDataFrame
        EPSG:28992, same order and index; geometry None and ``accuracy_m`` NaN without a place.
    """
    places = [place_row(row, gazetteer) for row in rows.to_dict("records")]
    placed = rows.drop(columns=[name for name in TO_PLACE if name in rows]).assign(
        precision=[place.precision for place in places],
        placed_by=[place.placed_by for place in places],
        accuracy_m=[round(place.accuracy_m, 1) for place in places],
    )
    return gpd.GeoDataFrame(placed, geometry=[p.point for p in places], crs=RD_NEW)
