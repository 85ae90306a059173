"""Join a planner's tenants to hubs, and find own rows that the shipped data hold already.

An equal id, an equal name in one city, or an equal address is certain when it means one hub only.
A name that is only like another is proposed, never assumed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import STRtree

from geo.data.street_words import REMARK, address_keys, plain_words
from geo.intake.values.likeness import likeliest, likeness

NEAR_M = 150.0
"""Own and shipped rows further apart than this are two places, whatever their names."""
MOST_PAIRS = 20_000_000
"""Pairs of names to be compared for likeness; more would keep the planner waiting."""
MOST_PROPOSED = 3
LONGEST = 120
WORD_FOR_ONE = re.compile(r"^(?:broedplaats|verzamelgebouw|ateliergebouw|gebouw|pand) (?=\S{3})")
"""What is often put before the name of a building and is no part of it."""


@dataclass(frozen=True)
class Link:
    """One possible hub of a row.

    Attributes
    ----------
    row : int
        Data row from 1.
    asked : str
        What the row says.
    hub_id, hub_name, hub_city, hub_address : str
    by : str
        "id", "name", "address" or "like".
    certain : bool
    ambiguous : bool
        Several hubs are possible.
    likeness : float
        Of the names, 0-1; 1 when equal.
    """

    row: int
    asked: str
    hub_id: str
    hub_name: str
    hub_city: str
    hub_address: str
    by: str
    certain: bool
    ambiguous: bool
    likeness: float


@dataclass(frozen=True)
class Named:
    """Hubs by what they are called; positions in ``table``."""

    table: pd.DataFrame
    by_id: Mapping[str, list[int]]
    by_name: Mapping[str, list[int]]
    by_part: Mapping[str, list[int]]

    def meant(self, asked: str, city: str = "") -> list[int]:
        """Return the hubs that a text names: by id, else by name, else by one of its names."""
        if asked.lower() in self.by_id:
            return self.by_id[asked.lower()]
        plain = plain_words(asked)
        bare = WORD_FOR_ONE.sub("", plain)
        ways = (self.by_name.get(plain), self.by_part.get(plain), self.by_part.get(bare))
        named = next(filter(None, ways), []) if plain else []
        here = [i for i in named if city and self.table["city"].iloc[i] == city]
        return here or named


@dataclass(frozen=True)
class _Hubs(Named):
    """Hubs by what they can be found by."""

    by_address: Mapping[tuple[str, str, int], list[int]]


def hubs_by_name(hubs: pd.DataFrame) -> Named:
    """Gather hubs by what they are called.

    Parameters
    ----------
    hubs : DataFrame
        ``id, name, city``.

    Examples
    --------
    >>> names = ["A Lab (A-Lab)", "Gemaal / De Pomp", "Gemaal"]
    >>> hubs = pd.DataFrame({"id": list("abc"), "name": names, "city": ["Amsterdam"] * 3})
    >>> known = hubs_by_name(hubs)
    >>> known.meant("a lab"), known.meant("De pomp"), known.meant("GEMAAL"), known.meant("Lab")
    ([0], [1], [2], [])
    """
    by_id: dict[str, list[int]] = {}
    by_name: dict[str, list[int]] = {}
    by_part: dict[str, list[int]] = {}
    for i, hub in enumerate(hubs.itertuples()):
        by_id.setdefault(str(hub.id).lower(), []).append(i)
        if plain := plain_words(_text(hub.name)):
            by_name.setdefault(plain, []).append(i)
        for part in _parts(_text(hub.name)):
            by_part.setdefault(part, []).append(i)
    return Named(hubs, by_id, by_name, by_part)


def _parts(name: str) -> set[str]:
    """Return what a hub is called as well: each of two names, and a name of words in brackets."""
    found: set[str] = set()
    for outside in re.split(rf" / |{REMARK.pattern}", name):
        found |= {plain := plain_words(outside), WORD_FOR_ONE.sub("", plain)}
    within = [plain_words(remark[1:-1]) for remark in REMARK.findall(name)]
    # A word alone may say what it is, and not how it is called: (vrijplaats).
    return {part for part in (*found, *(w for w in within if " " in w)) if part}


def _gathered(hubs: pd.DataFrame) -> _Hubs:
    by_address: dict[tuple[str, str, int], list[int]] = {}
    for i, hub in enumerate(hubs.itertuples()):
        for key in address_keys(_text(hub.city), _text(hub.address)):
            by_address.setdefault(key, []).append(i)
    named = hubs_by_name(hubs)
    return _Hubs(hubs, named.by_id, named.by_name, named.by_part, by_address)


def _text(value: object) -> str:
    return value[:LONGEST] if isinstance(value, str) else ""


def candidates(values: gpd.GeoDataFrame, shipped: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the shipped hubs and the planner's own hubs as one table: id, name, city, address.

    Own hubs have the id "own:<row>".
    """
    own = values[values["entity"].eq("hubs")] if "entity" in values else values.iloc[:0]
    table = pd.DataFrame(
        {
            "id": [f"own:{row}" for row in own.index],
            "name": _column(own, "name"),
            "city": [
                city or lies
                for city, lies in zip(_column(own, "city"), _column(own, "in_city"), strict=True)
            ],
            "address": _column(own, "address"),
        }
    )
    return pd.concat([shipped[["id", "name", "city", "address"]], table], ignore_index=True)


def _column(frame: pd.DataFrame, name: str) -> list[str]:
    return [_text(cell) for cell in frame[name]] if name in frame else [""] * len(frame)


def link_to_hubs(values: gpd.GeoDataFrame, shipped: gpd.GeoDataFrame) -> list[Link]:
    """Find the hub of every tenant.

    Parameters
    ----------
    values : GeoDataFrame
        As `geo.intake.model.result.Intake.values`; ``hub``, ``address``, ``city`` where recognised.
    shipped : GeoDataFrame
        ``id, name, city, address``.

    Returns
    -------
    list of Link
        In row order; several for a row whose hub is ambiguous, none for one that is like no hub.

    Examples
    --------
    >>> from geo.toy.city import toy_dataset
    >>> hubs = toy_dataset().hubs
    >>> name = str(hubs["name"].iloc[0])
    >>> own = gpd.GeoDataFrame({"hub": [name.upper()], "city": [hubs["city"].iloc[0]]}, index=[1])
    >>> [(link.hub_name == name, link.by, link.certain) for link in link_to_hubs(own, hubs)]
    [(True, 'name', True)]
    """
    hubs = _gathered(candidates(values, shipped))
    tenants = values[values["entity"].eq("tenants")] if "entity" in values else values
    asked = _column(tenants, "hub")
    rows = zip(
        asked,
        _column(tenants, "address"),
        _column(tenants, "city"),
        _column(tenants, "in_city"),
        strict=True,
    )
    told = [(hub, address, city or lies) for hub, address, city, lies in rows]
    found = [list(_found(hubs, *words)) for words in told]
    unknown = [hub for hub, known in zip(asked, found, strict=True) if hub and not known]
    like = _alike(hubs, list(dict.fromkeys(unknown)))
    links: list[Link] = []
    for row, (hub, address, _), known in zip(tenants.index, told, found, strict=True):
        links += _links(hubs.table, row, hub or address, known or like.get(hub, []))
    return links


def _found(hubs: _Hubs, asked: str, address: str, city: str) -> Iterator[tuple[int, str, float]]:
    """Yield positions of hubs that are meant, by the first way that finds any."""
    if asked.lower() in hubs.by_id:
        yield from ((i, "id", 1.0) for i in hubs.by_id[asked.lower()])
        return
    if named := hubs.meant(asked, city):
        yield from ((i, "name", 1.0) for i in named)
        return
    at = [i for key in address_keys(city, address)[:1] for i in hubs.by_address.get(key, [])]
    yield from ((i, "address", 1.0) for i in dict.fromkeys(at))


def _alike(hubs: _Hubs, asked: Sequence[str]) -> dict[str, list[tuple[int, str, float]]]:
    """Map texts to the hubs whose plain names are most like them, as far as there is time."""
    names = list(hubs.by_name)
    asked = asked[: MOST_PAIRS // max(len(names), 1)]
    near = likeliest([plain_words(text) for text in asked], names, MOST_PROPOSED)
    return {
        text: [(i, "like", score) for j, score in found for i in hubs.by_name[names[j]]]
        for text, found in zip(asked, near, strict=True)
    }


def _links(
    table: pd.DataFrame, row: int, asked: str, found: list[tuple[int, str, float]]
) -> list[Link]:
    several = len(found) > 1
    links = []
    for i, by, score in found:
        hub = table.iloc[i]
        texts = (str(hub["id"]), _text(hub["name"]), _text(hub["city"]), _text(hub["address"]))
        certain = by != "like" and not several
        links.append(Link(row, asked, *texts, by, certain, several, round(score, 2)))
    return links


@dataclass(frozen=True)
class Twin:
    """An own row and a shipped one that seem to be the same thing.

    Attributes
    ----------
    row : int
    own_name, own_address : str
    table, shipped_id, shipped_name, shipped_address : str
    distance_m : float
        NaN when one of the two has no place.
    likeness : float
        Of the plain names, 0-1.
    """

    row: int
    own_name: str
    own_address: str
    table: str
    shipped_id: str
    shipped_name: str
    shipped_address: str
    distance_m: float
    likeness: float


def twins(values: gpd.GeoDataFrame, table: str, shipped: gpd.GeoDataFrame) -> list[Twin]:
    """Find own rows that a shipped table seems to hold already, to be shown side by side.

    Two rows are thought one when their names are alike and they stand within 150 m of each other,
    or have equal names in one city and one of them has no place.

    Parameters
    ----------
    values : GeoDataFrame
        As `geo.intake.model.result.Intake.values`, EPSG:28992.
    table : str
        Name of the shipped table, for the answer.
    shipped : GeoDataFrame
        ``id, name, city, address``, EPSG:28992.

    Returns
    -------
    list of Twin
        In row order. Nothing is merged.
    """
    if "name" not in values or shipped.empty:
        return []
    names = _column(values, "name")
    plain = [plain_words(name) for name in names]
    of_shipped = [plain_words(_text(name)) for name in shipped["name"]]
    found = {
        **_near(values, plain, shipped, of_shipped),
        **_named(values, plain, shipped, of_shipped),
    }
    addresses, known = _column(values, "address"), _column(shipped, "address")
    return [
        Twin(
            int(values.index[i]),
            names[i],
            addresses[i],
            table,
            str(shipped["id"].iloc[j]),
            _text(shipped["name"].iloc[j]),
            known[j],
            *found[(i, j)],
        )
        for i, j in sorted(found)
    ]


Pairs = dict[tuple[int, int], tuple[float, float]]


def _near(
    values: gpd.GeoDataFrame, plain: list[str], shipped: gpd.GeoDataFrame, known: list[str]
) -> Pairs:
    """Pairs within reach of each other with names that are alike."""
    placed = np.flatnonzero(values.geometry.notna())
    tree = STRtree(shipped.geometry.to_numpy())
    points = values.geometry.to_numpy()[placed]
    at, others = tree.query(points, predicate="dwithin", distance=NEAR_M)
    own = placed[at]
    like = likeness([plain[i] for i in own], [known[j] for j in others])
    pairs: Pairs = {}
    for k in np.flatnonzero(like):
        distance = float(points[at[k]].distance(shipped.geometry.iloc[int(others[k])]))
        pairs[(int(own[k]), int(others[k]))] = (round(distance, 1), round(float(like[k]), 2))
    return pairs


def _named(
    values: gpd.GeoDataFrame, plain: list[str], shipped: gpd.GeoDataFrame, known: list[str]
) -> Pairs:
    """Pairs of one name in one city of which one has no place."""
    cities = [
        city or lies
        for city, lies in zip(_column(values, "city"), _column(values, "in_city"), strict=True)
    ]
    by_name: dict[tuple[str, str], list[int]] = {}
    for j, (name, city) in enumerate(zip(known, shipped["city"], strict=True)):
        by_name.setdefault((name, str(city)), []).append(j)
    own_placed = values.geometry.notna().to_numpy()
    placed = shipped.geometry.notna().to_numpy()
    return {
        (i, j): (float("nan"), 1.0)
        for i, key in enumerate(zip(plain, cities, strict=True))
        if key[0]
        for j in by_name.get(key, [])
        if not (own_placed[i] and placed[j])
    }
