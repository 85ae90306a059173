"""Find what has a name: buildings, tenants, partners, places to meet, streets, postcodes, areas.

Names are compared folded (no accents, no punctuation, "Sint" and "St." alike). What begins as was
typed comes before what holds it, and only where little holds it a name that is nearly so: by
rapidfuzz's ratio of the closest piece of the name. A name that is just what was typed comes first,
and where it is a name or a word of one nothing is guessed beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from geo.data.cities import CITIES
from geo.data.crs import RD_NEW
from geo.data.folders import DATA
from geo.data.row_kinds import named_now
from geo.data.store import Dataset
from geo.data.street_words import address_keys, plain_words
from geo.data.told_streets import told_street

KINDS = (
    *("hub", "tenant", "partner", "meeting", "cluster", "district", "neighbourhood"),
    *("street", "postcode", "stop"),
)
"""What can be found; where names fit alike, the first comes first."""
COLUMNS = ["kind", "ref", "name", "beside", "city", "x", "y"]
CLOSED = "closed"
AT_A_DOOR = ("hub", "partner", "meeting")
"""Kinds that have an address beside their name."""
POSTCODE = re.compile(r"([1-9]\d{3}) ?[a-z]{2}")
LEAST_TYPED = 2
"""Characters from which a search says something."""
LEAST_LIKE = 82.0
"""Likeness from which a name is nearly what was typed; two wrong letters in ten stay above it."""
SHORTER = 2
"""Letters that a name may have less than what was typed, to be nearly that."""
MODES = ("metro", "tram", "train", "bus", "ferry", "stop")
STOP_WORDS = {
    **dict.fromkeys(("metro", "metrostation", "metrohalte"), "metro"),
    **dict.fromkeys(("tram", "tramhalte"), "tram"),
    **dict.fromkeys(("trein", "treinstation", "train"), "train"),
    **dict.fromkeys(("bus", "bushalte"), "bus"),
    **dict.fromkeys(("pont", "veer", "veerpont", "ferry"), "ferry"),
    **dict.fromkeys(("halte", "station", "stop"), ""),
}
"""What a stop is called beside its name, and the mode that says; "" says any."""
IS, HAS_WORD, LIKE = -1, 0, 4
"""Ways to fit, the best first; after the second: begins so, has a word that does, holds it."""


@dataclass(frozen=True)
class NameIndex:
    """Everything with a name, ready to be searched.

    Attributes
    ----------
    table : DataFrame
        `COLUMNS`: kind (one of `KINDS`), ref (of the drawn row; of a street or postcode a name of
        its own), name, beside (what tells it from others: the building of a tenant, the district
        of an area, the mode of a stop, an address, `CLOSED` and the year of a partner that is no
        longer there), city, x and y (EPSG:28992, NaN where it has no place).
    folded : tuple of str
        The names as they are compared.
    doors : mapping
        Places in the table of what stands at a street (folded) and house number.
    """

    table: pd.DataFrame
    folded: tuple[str, ...]
    doors: Mapping[tuple[str, int], tuple[int, ...]] = field(default_factory=dict)


def name_index(dataset: Dataset, streets: pd.DataFrame | None = None) -> NameIndex:
    """List everything of a dataset that has a name.

    Parameters
    ----------
    dataset : Dataset
    streets : DataFrame, optional
        More rows with `COLUMNS`, as `shipped_streets` returns.

    Examples
    --------
    >>> from geo.toy.city import toy_dataset
    >>> name_index(toy_dataset()).table["kind"].value_counts()["hub"]
    np.int64(12)
    """
    hubs = dataset.hubs
    parts = [
        _named(hubs, "hub", "hub:" + hubs["id"], hubs["address"]),
        _tenants(dataset),
        _partners(dataset.partners),
        _named(
            dataset.meeting_places,
            "meeting",
            "meeting:" + dataset.meeting_places["id"],
            dataset.meeting_places["address"],
        ),
        _named(dataset.districts, "district", _of_area(dataset.districts, "district")),
        _named(
            dataset.neighbourhoods,
            "neighbourhood",
            _of_area(dataset.neighbourhoods, "neighbourhood"),
            dataset.neighbourhoods["district"],
        ),
        # A stop of several platforms is one stop to who looks for it.
        _stops(dataset.stops.drop_duplicates(["name", "city", "mode"])),
        streets if streets is not None else pd.DataFrame(columns=COLUMNS),
    ]
    table = pd.concat([part for part in parts if len(part)], ignore_index=True)
    return NameIndex(table, tuple(plain_words(name) for name in table["name"]), _doors(table))


def _doors(table: pd.DataFrame) -> dict[tuple[str, int], tuple[int, ...]]:
    """Places of what has an address, by street and house number."""
    rows = table[table["kind"].isin(AT_A_DOOR)]
    found: dict[tuple[str, int], tuple[int, ...]] = {}
    for at, city, address in zip(rows.index, rows["city"], rows["beside"], strict=True):
        for _, street, number in address_keys(city, address):
            found[street, number] = (*found.get((street, number), ()), int(at))
    return found


def _partners(partners: gpd.GeoDataFrame) -> pd.DataFrame:
    """Partners beside their address; of one that is gone, that it is, and since when if known."""
    year = partners["closed"].astype("string").fillna("")
    gone = ~partners["likely_open"].fillna(True).astype(bool)
    beside = partners["address"].astype("object").where(~gone, (CLOSED + " " + year).str.strip())
    return _named(partners, "partner", "partner:" + partners["id"], beside)


def _named(
    rows: gpd.GeoDataFrame,
    kind: str,
    ref: pd.Series | str = "",
    beside: pd.Series | str = "",
) -> pd.DataFrame:
    points = rows.geometry.representative_point()
    columns = {"kind": kind, "ref": ref, "name": rows["name"], "beside": beside}
    placed = {"city": rows["city"], "x": points.x, "y": points.y}
    table = pd.DataFrame({**columns, **placed}, columns=COLUMNS)
    table["beside"] = table["beside"].astype("object").fillna("")
    return table[table["name"].notna()]


def named_clusters(clusters: pd.DataFrame) -> pd.DataFrame:
    """List clusters, and groups no denser than chance, by where they are.

    Parameters
    ----------
    clusters : GeoDataFrame
        ``cluster, number, place, city`` and the geometry of the hull (EPSG:28992).

    Returns
    -------
    DataFrame
        `COLUMNS`; beside the place stands the number that the map writes before it.
    """
    points = gpd.GeoSeries(clusters["geometry"]).representative_point()
    columns = {
        "kind": "cluster",
        "ref": "cluster:" + clusters["cluster"].astype(str),
        "name": clusters["place"],
        "beside": clusters["number"].astype(int).astype(str),
        "city": clusters["city"],
        "x": points.x,
        "y": points.y,
    }
    table = pd.DataFrame(columns, columns=COLUMNS)
    return table[table["name"].astype(bool)]


def with_names(index: NameIndex, rows: pd.DataFrame) -> NameIndex:
    """Return an index with more rows (`COLUMNS`) behind its own, whose labels stay as they are."""
    if rows.empty:
        return index
    table = pd.concat([index.table, rows], ignore_index=True)
    more = tuple(plain_words(name) for name in rows["name"])
    return replace(index, table=table, folded=(*index.folded, *more))


def _stops(stops: gpd.GeoDataFrame) -> pd.DataFrame:
    return _named(stops, "stop", "stop:" + stops["id"].astype(str), stops["mode"])


def _of_area(areas: gpd.GeoDataFrame, kind: str) -> pd.Series:
    return kind + ":" + areas["city"] + ":" + areas["code"]


def _tenants(dataset: Dataset) -> pd.DataFrame:
    """Tenants that are there now, each found at its building."""
    rows = dataset.tenants[named_now(dataset.tenants)]
    hubs = dataset.hubs.set_index("id")
    rows = rows[rows["hub_id"].isin(hubs.index)]
    points = hubs.geometry.reindex(rows["hub_id"])
    columns = {
        "kind": "tenant",
        "ref": "hub:" + rows["hub_id"],
        "name": rows["label"],
        "beside": rows["hub_id"].map(hubs["name"]),
        "city": rows["city"],
        "x": points.x.to_numpy(),
        "y": points.y.to_numpy(),
    }
    return pd.DataFrame(columns, columns=COLUMNS).dropna(subset=["name"])


def shipped_streets(folder: Path = DATA) -> pd.DataFrame:
    """Streets, and postcodes of four and six characters, as rows with `COLUMNS`.

    Parameters
    ----------
    folder : Path
        With ``street_names``, ``postcode4`` and ``postcode6``.
    """
    tables = {name: pd.read_parquet(folder / f"{name}.parquet") for name in _STREET_TABLES}
    whole = tables["street_names"]
    streets = _told_streets(whole[whole["neighbourhood"].isna()])
    six = tables["postcode6"].rename(columns={"pc6": "name", "street": "beside"})
    four = tables["postcode4"].rename(columns={"pc4": "name"})
    parts = [
        streets,
        four.assign(kind="postcode", beside=""),
        # Postcodes of six characters are there of Amsterdam only.
        six.assign(kind="postcode", city="Amsterdam"),
    ]
    table = pd.concat(parts, ignore_index=True)
    table = table.assign(name=table["name"].astype(str), beside=table["beside"].fillna(""))
    return table.assign(ref=table["ref"].fillna(_by_name(table)))[COLUMNS]


def _told_streets(streets: pd.DataFrame) -> pd.DataFrame:
    """Streets by the name that people know; a link names them as the source does."""
    told = [told_street(name) for name in streets["name"].astype(str)]
    ref = _by_name(streets.assign(kind="street"))
    table = streets.assign(
        kind="street", ref=ref, name=[name for name, _ in told], beside=[part for _, part in told]
    )
    # Of a street that the source has by its plain name too, that row.
    plain_first = table.assign(odd=table["name"].ne(streets["name"])).sort_values(
        "odd", kind="stable"
    )
    once = plain_first.drop_duplicates(["city", "name", "beside"]).sort_index()
    return once[once["name"].astype(bool)].drop(columns="odd")


def _by_name(rows: pd.DataFrame) -> pd.Series:
    return rows["kind"] + ":" + rows["city"] + ":" + rows["name"].astype(str)


_STREET_TABLES = ("street_names", "postcode4", "postcode6")


def search(index: NameIndex, typed: str, most: int = 10) -> pd.DataFrame:
    """Return what is most likely meant by what was typed, likeliest first.

    Parameters
    ----------
    index : NameIndex
    typed : str
        Any text; under `LEAST_TYPED` letters and digits nothing is found.
    most : int
        Rows at most.

    Returns
    -------
    DataFrame
        Rows of ``index.table``.

    Examples
    --------
    >>> from geo.toy.city import toy_dataset
    >>> names = name_index(toy_dataset())
    >>> search(names, "pand 12")["ref"].tolist()[0], search(names, "naaimach")["name"].tolist()
    ('hub:h12', ['Naaimachine'])
    >>> search(names, "GALLERIE")["name"].tolist(), search(names, "galerie 12-2")["name"].tolist()
    (['Galerie'], ['Galerie'])
    """
    asked = plain_words(typed)
    fits = _fits(index, asked, most)
    street, city = _without_number(asked)
    if min(fits.values(), default=LIKE) < LIKE:
        return index.table.iloc[_best_first(index, fits, asked)[:most]]
    if postcode := POSTCODE.fullmatch(street):
        # One that is nearly like it is another place.
        return _of_postcode(index, postcode[0].replace(" ", ""), postcode[1])
    doors = [(key, number) for _, key, number in address_keys("", typed)]
    at_door = [at for door in doors for at in index.doors.get(door, ())]
    if street != asked:
        fits = _fits(index, street, most)
    named = [at for at in _best_first(index, fits, street) if at not in at_door]
    found = index.table.iloc[[*dict.fromkeys(at_door), *named][:most]]
    there = found["city"].map(plain_words).eq(city)
    return found[there] if there.any() else found


def _of_postcode(index: NameIndex, six: str, four: str) -> pd.DataFrame:
    """The area of a postcode, or that of its digits where its letters are not known."""
    rows = index.table[index.table["kind"].eq("postcode")]
    exact = rows[rows["name"].eq(six.upper())]
    return exact if len(exact) else rows[rows["name"].eq(four)]


def _without_number(asked: str) -> tuple[str, str]:
    """Return an address without its house number and city, and that city; streets have neither."""
    cities = {plain_words(city) for city in CITIES}
    words = asked.split()
    city = words.pop() if len(words) > 1 and words[-1] in cities else ""
    whole = len(words)
    numbered = next((at for at in range(1, whole) if words[at][0].isdigit()), whole)
    return " ".join(words[:numbered]), city


def _fits(index: NameIndex, asked: str, most: int) -> dict[int, int]:
    """Say how each name that fits what was asked, in plain words, does so, by its place."""
    if len(asked.replace("y", "ij")) < LEAST_TYPED:  # "ij" is two letters, folded into one
        return {}
    fits = _fitting(index.folded, asked)
    fits |= {at: way for at, way in _stops_asked(index, asked).items() if at not in fits}
    if len(fits) < most and min(fits.values(), default=LIKE) > HAS_WORD:
        fits |= {at: LIKE for at in _alike(index.folded, asked, most) if at not in fits}
    return fits


def _fitting(folded: Sequence[str], asked: str) -> dict[int, int]:
    """Say how each name that holds what was asked does so, by its place."""
    inside, joined = f" {asked}", asked.replace(" ", "")
    found = {}
    for at, name in enumerate(folded):
        # "1016 ab" is found as "1016ab", and "ndsmloods" as "ndsm loods".
        if asked in name or joined in name.replace(" ", ""):
            ways = (f"{inside} " in f" {name} ", name.startswith(asked), inside in name, True)
            found[at] = IS if is_named(name, asked) else ways.index(True)
    return found


def is_named(name: str, asked: str) -> bool:
    """Whether a name is what was asked and nothing more, both in plain words.

    Examples
    --------
    >>> is_named("ndsm loods", "ndsmloods"), is_named("ndsm loods", "ndsm")
    (True, False)
    """
    return name.replace(" ", "") == asked.replace(" ", "")


def _stops_asked(index: NameIndex, asked: str) -> dict[int, int]:
    """Stops that are asked for with the word for their kind: "metro Beurs", "station Blaak"."""
    words = asked.split()
    modes = [STOP_WORDS[word] for word in words if word in STOP_WORDS]
    name = " ".join(word for word in words if word not in STOP_WORDS)
    if not modes or len(name) < LEAST_TYPED:
        return {}
    rows = index.table[index.table["kind"].eq("stop")]
    rows = rows[rows["beside"].isin([mode for mode in modes if mode] or MODES)]
    found = _fitting([index.folded[at] for at in rows.index], name)
    return {int(rows.index[at]): way for at, way in found.items()}


def _alike(folded: Sequence[str], asked: str, most: int) -> list[int]:
    """Places of the names of which a piece is nearly what was asked."""
    found = process.extract(
        asked, folded, scorer=fuzz.partial_ratio, score_cutoff=LEAST_LIKE, limit=5 * most
    )
    # A name much shorter than what was typed fits into anything.
    return [at for name, _, at in found if len(name) >= len(asked) - SHORTER][:most]


def _best_first(index: NameIndex, fits: Mapping[int, int], asked: str) -> list[int]:
    order = {kind: number for number, kind in enumerate(KINDS)}
    kinds = index.table["kind"].to_numpy()

    def rank(at: int) -> tuple[float, ...]:
        name = index.folded[at]
        away = -fuzz.ratio(asked, name) if fits[at] == LIKE else len(name)
        return fits[at], order[kinds[at]], away, at

    return sorted(fits, key=rank)


def buildings_near(dataset: Dataset, x: float, y: float, radius_m: float) -> pd.DataFrame:
    """Return the buildings within a straight distance of a point, nearest first.

    Parameters
    ----------
    dataset : Dataset
    x, y : float
        EPSG:28992, metres.
    radius_m : float

    Returns
    -------
    DataFrame
        ``id, name, metres``.

    Examples
    --------
    >>> from geo.toy.city import toy_dataset
    >>> toy = toy_dataset()
    >>> x, y = toy.hubs.geometry.iloc[0].coords[0]
    >>> buildings_near(toy, x, y, 120)["id"].tolist()
    ['h1', 'h2', 'h5']
    """
    hubs = dataset.hubs[dataset.hubs.geometry.notna()]
    point = gpd.points_from_xy([x], [y], crs=RD_NEW)[0]
    metres = hubs.geometry.distance(point)
    table = pd.DataFrame({"id": hubs["id"], "name": hubs["name"], "metres": metres})
    near = table[np.less_equal(table["metres"], radius_m)]
    return near.sort_values(["metres", "id"], ignore_index=True)
