"""The tables an address is looked up in, and how they are read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple, TypeVar

import geopandas as gpd
import pandas as pd
import shapely
from shapely import Point, Polygon, STRtree

from geo.data.folders import DATA
from geo.data.short_streets import SHORT, ShortStreets, short_streets
from geo.data.street_numbers import NumberRange, Spot, StreetNumbers
from geo.data.street_words import plain_words, street_key, street_names

Key = TypeVar("Key", bound=Hashable)
TABLES = ("address_ranges", "known_doors", "street_names", "postcode6", "postcode4")
STREET = {"street": "name"}
NO_NUMBERS = StreetNumbers()


class StreetPart(NamedTuple):
    """A street in one neighbourhood, or all of it where ``area`` is empty.

    ``accuracy_m`` is how far it reaches from there.
    """

    area: str
    point: Point
    accuracy_m: float


@dataclass(frozen=True)
class Gazetteer:
    """What an address is looked up in, all EPSG:28992 and metres.

    Attributes
    ----------
    doors : mapping of (city, street, house number) to Point
        Known doors, keyed as `geo.data.street_words.address_keys` does.
    numbers : mapping of (city, street) to StreetNumbers
    postcode6 : mapping of postcode to Spot
    streets : mapping of (city, street) to StreetPart
        All of the street first, then its parts.
    postcode4 : mapping of postcode to Spot
    neighbourhoods : GeoDataFrame
        ``city, name, geometry``: every neighbourhood. Together those of a city are that city.
    taken : frozenset of (city, plain name)
        Names of districts: a neighbourhood of that name is not meant by it.
    names : mapping of city to tuple of str
        Names of streets as they are written in full.
    """

    doors: Mapping[tuple[str, str, int], Point] = field(default_factory=dict)
    numbers: Mapping[tuple[str, str], StreetNumbers] = field(default_factory=dict)
    postcode6: Mapping[str, Spot] = field(default_factory=dict)
    streets: Mapping[tuple[str, str], tuple[StreetPart, ...]] = field(default_factory=dict)
    postcode4: Mapping[str, Spot] = field(default_factory=dict)
    neighbourhoods: gpd.GeoDataFrame | None = None
    taken: frozenset[tuple[str, str]] = frozenset()
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def _short(self) -> dict[str, ShortStreets]:
        return {city: short_streets(names) for city, names in self.names.items()}

    def meant(self, city: str, street: str) -> tuple[str, ...]:
        """Return the streets of a city that an unknown name written short can mean."""
        if city not in self.names or not SHORT.search(street):
            return ()
        key = city, street_key(street)
        if key in self.streets or key in self.numbers:
            return ()
        return self._short[city].meant(street)

    def in_full(self, city: str, address: str) -> str:
        """Return an address with its streets in full, where each means one street of that city.

        Examples
        --------
        >>> known = Gazetteer(names={"Amsterdam": ("Prins Hendrikkade", "Jan Steenstraat")})
        >>> known.in_full("Amsterdam", "Pr. Hendrikkade 33 / J. Steenstr. 4")
        'Prins Hendrikkade 33 / Jan Steenstraat 4'
        """
        for street in street_names(address):
            found = self.meant(city, street)
            if len(found) == 1:
                address = address.replace(street, found[0], 1)
        return address

    @cached_property
    def areas(self) -> dict[tuple[str, str], Polygon]:
        """Neighbourhoods by city and plain name, where that name means one place only."""
        if self.neighbourhoods is None:
            return {}
        plain = self.neighbourhoods.assign(plain=self.neighbourhoods["name"].map(plain_words))
        single = plain[~plain.duplicated(["city", "plain"], keep=False)]
        rows = zip(single["city"], single["plain"], single.geometry, strict=True)
        return {(c, name): area for c, name, area in rows if (c, name) not in self.taken}

    @cached_property
    def _around(self) -> tuple[STRtree, list[str], list[str]]:
        frame = self.neighbourhoods
        if frame is None:
            return STRtree([]), [], []
        names = frame["name"].map(plain_words)
        return STRtree(frame.geometry.to_numpy()), list(frame["city"]), list(names)

    def around(self, city: str, point: Point) -> tuple[str, Polygon] | None:
        """Name and shape of the neighbourhood that holds the point; None outside the city."""
        tree, cities, names = self._around
        found = [i for i in sorted(tree.query(point, "intersects")) if cities[i] == city]
        return (names[found[0]], tree.geometries.take(found[0])) if found else None


def gazetteer_of(
    tables: Mapping[str, pd.DataFrame],
    neighbourhoods: gpd.GeoDataFrame,
    districts: pd.DataFrame | None = None,
) -> Gazetteer:
    """Make a gazetteer of its tables (`TABLES`), as the data package describes them."""
    doors, streets = _doors(tables["known_doors"]), _streets(tables["street_names"])
    taken = () if districts is None else zip(
        districts["city"], districts["name"].map(plain_words), strict=True
    )  # fmt: skip
    return Gazetteer(
        doors=doors,
        numbers=_numbers(tables["address_ranges"], doors, streets),
        postcode6=_spots(tables["postcode6"]["pc6"], tables["postcode6"]),
        streets=streets,
        postcode4=_spots(tables["postcode4"]["pc4"].astype(str), tables["postcode4"]),
        neighbourhoods=neighbourhoods,
        taken=frozenset(taken),
        names=_names(tables["street_names"], tables["address_ranges"].rename(columns=STREET)),
    )


@cache
def shipped_gazetteer(folder: Path = DATA) -> Gazetteer:
    """Read the shipped tables; once.

    Examples
    --------
    >>> sorted(shipped_gazetteer().postcode4)[0]
    '1011'
    """
    tables = {name: pd.read_parquet(folder / f"{name}.parquet") for name in TABLES}
    columns = ["city", "name", "geometry"]
    areas = gpd.read_parquet(folder / "neighbourhoods.parquet", columns=columns)
    districts = pd.read_parquet(folder / "districts.parquet", columns=["city", "name"])
    return gazetteer_of(tables, areas, districts)


def _doors(table: pd.DataFrame) -> dict[tuple[str, str, int], Point]:
    streets = map(street_key, table["street"].tolist())
    rows = zip(
        table["city"].tolist(), streets, table["number"].tolist(), _points(table), strict=True
    )
    return {(city, key, int(n)): at for city, key, n, at in rows}


def _points(table: pd.DataFrame) -> list[Point]:
    """Make all points of a table at once: one by one costs a reading process half a second."""
    return list(shapely.points(table[["x", "y"]].to_numpy(dtype=float)))


def _numbers(
    table: pd.DataFrame,
    doors: Mapping[tuple[str, str, int], Point],
    streets: Mapping[tuple[str, str], tuple[StreetPart, ...]],
) -> dict[tuple[str, str], StreetNumbers]:
    """Ranges and known doors together, by street, with how far all of it reaches."""
    named = ("city", "street", "number_from", "number_to", "parity", "postcode", "x", "y")
    columns = [table[name].tolist() for name in named]
    keys = {name: street_key(name) for name in table["street"].unique()}
    ranges: defaultdict[tuple[str, str], list[NumberRange]] = defaultdict(list)
    for city, street, *values in zip(*columns, strict=True):
        ranges[city, keys[street]].append(NumberRange(*values))
    known: defaultdict[tuple[str, str], dict[int, Point]] = defaultdict(dict)
    for (city, key, number), point in doors.items():
        known[city, key][number] = point
    both = ranges.keys() | known.keys()
    whole = {key: Spot(parts[0].point, parts[0].accuracy_m) for key, parts in streets.items()}
    return {
        key: StreetNumbers(ranges.get(key, ()), known.get(key, {}), whole.get(key)) for key in both
    }


def _streets(table: pd.DataFrame) -> dict[tuple[str, str], tuple[StreetPart, ...]]:
    """Streets with their parts; all of a street (no neighbourhood) comes first."""
    keys = {name: street_key(name) for name in table["name"].unique()}
    plain = {name: plain_words(name) for name in table["neighbourhood"].dropna().unique()}
    areas = table["neighbourhood"].map(plain).fillna("").tolist()
    parts: defaultdict[tuple[str, str], list[StreetPart]] = defaultdict(list)
    columns = (table[name].tolist() for name in ("city", "name", "accuracy_m"))
    for area, point, city, name, metres in zip(areas, _points(table), *columns, strict=True):
        parts[city, keys[name]].append(StreetPart(area, point, float(metres)))
    return {key: tuple(sorted(each, key=lambda part: part.area)) for key, each in parts.items()}


def _names(*tables: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    named = pd.concat([table[["city", "name"]] for table in tables]).drop_duplicates()
    return {str(city): tuple(names) for city, names in named.groupby("city")["name"]}


def _spots(keys: Iterable[Key], table: pd.DataFrame) -> dict[Key, Spot]:
    rows = zip(keys, _points(table), table["accuracy_m"].tolist(), strict=True)
    return {key: Spot(point, float(metres)) for key, point, metres in rows}
