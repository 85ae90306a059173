"""Place rows as finely as their data allow, and say how finely that is.

The order is fixed: given coordinate at address level; address known from a partner; six-character
postcode; street; four-digit postcode; neighbourhood; else no place. A finer way further down the
list never overrules a coarser one above it, so that a row's place can be told from its columns.
A place outside the row's own city is no place: the next way is tried.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
from shapely import Point, Polygon

from geo.data.crs import RD_NEW

ADDRESS_M = 15.0
"""Half the depth of a large building block: a point at the door or in the building."""
GIVEN_STREET_M = 150.0
LONGEST_RANGE = 200
"""House numbers further apart than this are no range ("12-301" is a flat)."""
NO_METRES = math.nan

_ABBREVIATIONS = {
    **{"v": "van", "vd": "van der", "burg": "burgemeester", "str": "straat", "st": "sint"},
    **{"eerste": "1e", "tweede": "2e", "derde": "3e", "vierde": "4e"},
}


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
        "given_coordinate", "partner_address", or the precision itself.
    accuracy_m : float
        Radius in metres within which the true place is thought to lie; NaN without a place.
    """

    point: Point | None
    precision: str
    placed_by: str
    accuracy_m: float


NOWHERE = Place(None, "none", "none", NO_METRES)


@dataclass(frozen=True)
class Gazetteer:
    """The tables an address is looked up in, all EPSG:28992 and metres.

    Attributes
    ----------
    addresses : mapping of (city, street, house number) to Point
        Places of partners, keyed as `address_keys` does.
    postcode6 : mapping of postcode to (Point, accuracy)
    streets : mapping of (city, street) to (Point, accuracy)
    postcode4 : mapping of postcode to (Point, accuracy)
    areas : mapping of (city, plain name) to Polygon
        Neighbourhoods whose name means one place only.
    neighbourhoods : GeoDataFrame
        ``city, geometry``: every neighbourhood, to find the one round a given coordinate. Together
        those of a city are that city.
    """

    addresses: Mapping[tuple[str, str, int], Point]
    postcode6: Mapping[str, tuple[Point, float]]
    streets: Mapping[tuple[str, str], tuple[Point, float]]
    postcode4: Mapping[str, tuple[Point, float]]
    areas: Mapping[tuple[str, str], Polygon]
    neighbourhoods: gpd.GeoDataFrame

    def around(self, city: str, point: Point) -> Polygon | None:
        """Return the neighbourhood of the city that holds the point; None outside the city."""
        found = self.neighbourhoods.geometry[
            self.neighbourhoods["city"].eq(city) & self.neighbourhoods.covers(point)
        ]
        return found.iloc[0] if len(found) else None


def plain_words(text: str) -> str:
    """Lower case, no accents, no punctuation: for comparing names, never for showing them.

    Examples
    --------
    >>> plain_words("TT. Nevéritaweg ")
    'tt neveritaweg'
    >>> plain_words("De Ruijterkade") == plain_words("de Ruyterkade")
    True
    >>> plain_words("Derde Wittenburgerdwarsstraat")
    '3e wittenburgerdwarsstraat'
    """
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", " ", bare).split()
    return " ".join(_ABBREVIATIONS.get(word, word) for word in words).replace("ij", "y")


def address_keys(city: str, address: str | None) -> list[tuple[str, str, int]]:
    """Split an address into city, plain street and house number, once for each number meant.

    A range such as 8-12 means 8, 10 and 12; letters after a number are left out.

    Examples
    --------
    >>> address_keys("Amsterdam", "Overtoom 301")
    [('Amsterdam', 'overtoom', 301)]
    >>> address_keys("Amsterdam", "1e Jan Steenstraat 12-16 hs")
    [('Amsterdam', '1e jan steenstraat', 12), ('Amsterdam', '1e jan steenstraat', 14), \
('Amsterdam', '1e jan steenstraat', 16)]
    >>> address_keys("Amsterdam", "WG-terrein")
    []
    """
    return [
        (city, plain_words(found.group(1)), number)
        for part in _parts(address)
        if (found := re.match(r"(.*?[^\W\d].*?)\s+(\d+)[a-z]*(?:\s*-\s*(\d+))?", part, re.I))
        for number in _range(int(found.group(2)), int(found.group(3) or 0))
    ]


def _range(first: int, last: int) -> range:
    if first < last <= first + LONGEST_RANGE:
        return range(first, last + 1, 2)
    return range(first, first + 1)


def _parts(address: str | None) -> list[str]:
    """Split an address that names several; what stands in brackets is a remark."""
    if not isinstance(address, str):
        return []
    bare = re.sub(r"\([^)]*\)", " ", address)
    return [part.strip() for part in re.split(r"[/,;]|\s(?:en|and)\s", bare) if part.strip()]


def street_names(address: str | None) -> list[str]:
    """Plain names of the streets an address speaks of, in order.

    Examples
    --------
    >>> street_names("Piet Heinkade / Oostelijke Handelskade 12")
    ['piet heinkade', 'oostelyke handelskade']
    """
    names = [re.sub(r"\s+\d.*$", "", plain_words(part)).strip() for part in _parts(address)]
    return [name for name in names if name]


def postcode_of(text: str | None) -> str | None:
    """Postcode without blank, six characters or four digits; None when it is neither.

    Examples
    --------
    >>> postcode_of("1054 hw"), postcode_of("3012"), postcode_of("Weena")
    ('1054HW', '3012', None)
    """
    if not isinstance(text, str):
        return None
    found = re.fullmatch(r"\s*([1-9]\d{3})\s*([A-Za-z]{2})?\s*", text)
    return found.group(1) + (found.group(2) or "").upper() if found else None


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
        EPSG:28992 or None) and ``point_precision`` ("address", "street", "neighbourhood", "none").
    gazetteer : Gazetteer

    Returns
    -------
    Place
        `NOWHERE` when no way works.
    """
    city = str(row["city"])
    for place in _ways(row, city, gazetteer):
        if place.point is not None and gazetteer.around(city, place.point) is not None:
            return place
    return NOWHERE


def _ways(row: Mapping[str, object], city: str, gazetteer: Gazetteer) -> Iterator[Place]:
    """Yield the places a row can have, in the fixed order."""
    address, given = _text(row["address"]), row["point"]
    postcode = postcode_of(_text(row["postcode"])) or ""
    fineness = row["point_precision"] if isinstance(given, Point) else "none"
    streets = _streets(city, address, gazetteer)
    if isinstance(given, Point) and fineness == "address":
        yield Place(given, "address", "given_coordinate", ADDRESS_M)
    for key in address_keys(city, address):
        if key in gazetteer.addresses:
            yield Place(gazetteer.addresses[key], "address", "partner_address", ADDRESS_M)
    if postcode in gazetteer.postcode6:
        point, radius = gazetteer.postcode6[postcode]
        yield Place(point, "postcode6", "postcode6", _holding(point, radius, streets))
    if isinstance(given, Point) and fineness == "street":
        yield Place(given, "street", "given_coordinate", GIVEN_STREET_M)
    yield from _on_street(streets)
    if postcode[:4] in gazetteer.postcode4:
        point, radius = gazetteer.postcode4[postcode[:4]]
        yield Place(point, "postcode4", "postcode4", radius)
    if isinstance(given, Point) and fineness == "neighbourhood":
        yield from _in_area(gazetteer.around(city, given), given)
    yield from _in_area(gazetteer.areas.get((city, plain_words(_text(row["area"]) or ""))), None)


def _streets(city: str, address: str | None, gazetteer: Gazetteer) -> list[tuple[Point, float]]:
    """Return the known streets an address names, each as a point and how far the street reaches."""
    keys = [(city, name) for name in street_names(address)]
    return [gazetteer.streets[key] for key in keys if key in gazetteer.streets]


def _holding(point: Point, radius: float, streets: list[tuple[Point, float]]) -> float:
    """Widen the radius to hold the first street where postcode and street contradict each other.

    A derived postcode may stand at another street; the address says which one is meant.
    """
    for middle, reach in streets[:1]:
        distance = float(point.distance(middle))
        if distance > radius + reach:
            return distance + reach
    return radius


def _on_street(streets: list[tuple[Point, float]]) -> Iterator[Place]:
    """Place on the first street named; further streets named widen the accuracy to hold them."""
    for first, _ in streets[:1]:
        radius = max(first.distance(point) + reach for point, reach in streets)
        yield Place(first, "street", "street", radius)


def _in_area(area: Polygon | None, given: Point | None) -> Iterator[Place]:
    """Place in a neighbourhood, at the given point or at a point well inside."""
    if area is not None:
        way = "given_coordinate" if given is not None else "neighbourhood"
        point = given if given is not None else area.representative_point()
        yield Place(point, "neighbourhood", way, equal_area_radius(area.area))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def place_rows(rows: pd.DataFrame, gazetteer: Gazetteer) -> gpd.GeoDataFrame:
    """Place every row: adds ``precision, placed_by, accuracy_m`` and the geometry.

    Parameters
    ----------
    rows : DataFrame
        Columns as `place_row` reads them; ``area``, ``point`` and ``point_precision`` are taken
        out again.
    gazetteer : Gazetteer

    Returns
    -------
    GeoDataFrame
        EPSG:28992, same order and index; geometry None and ``accuracy_m`` NaN without a place.
    """
    places = [place_row(row, gazetteer) for row in rows.to_dict("records")]
    placed = rows.drop(columns=["area", "point", "point_precision"]).assign(
        precision=[place.precision for place in places],
        placed_by=[place.placed_by for place in places],
        accuracy_m=[round(place.accuracy_m, 1) for place in places],
    )
    return gpd.GeoDataFrame(placed, geometry=[p.point for p in places], crs=RD_NEW)
