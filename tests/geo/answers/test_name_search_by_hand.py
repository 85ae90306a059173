"""The order of what is found, worked out by hand on a dozen names."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest

from geo.answers.name_search import COLUMNS, NameIndex, buildings_near, search
from geo.data.crs import RD_NEW
from geo.data.street_words import plain_words
from geo.toy.city import toy_dataset

NAMED = (
    ("hub", "Oosterkerk", "Amsterdam", ""),
    ("stop", "Kerkplein", "Amsterdam", "metro"),
    ("stop", "Kerkplein", "Amsterdam", "tram"),
    ("street", "Kerkstraat", "Amsterdam", ""),
    ("street", "Kerkstraat", "Rotterdam", ""),
    ("street", "Kerkpad", "Amsterdam", ""),
    ("street", "Nieuwe Kerkweg", "Amsterdam", ""),
    ("partner", "Atelier Kerk", "Amsterdam", ""),
    ("tenant", "Kerk", "Amsterdam", "Pand"),
    ("hub", "Kerk", "Amsterdam", ""),
    ("street", "3 Oktoberstraat", "Amsterdam", ""),
    ("hub", "Grote Westerkerk", "Amsterdam", ""),
)


@pytest.fixture
def names() -> NameIndex:
    rows = [
        dict(zip(COLUMNS, (kind, f"{kind}:{at}", name, beside, city, 0.0, 0.0), strict=True))
        for at, (kind, name, city, beside) in enumerate(NAMED)
    ]
    return NameIndex(pd.DataFrame(rows), tuple(plain_words(name) for _, name, _, _ in NAMED))


def refs(names: NameIndex, typed: str, *most: int) -> list[str]:
    return search(names, typed, *most)["ref"].tolist()


# Has the word; begins so, the shorter name first; has a word that does; holds it. Alike: by kind,
# and then as they stand.
ORDER = [
    *("hub:9", "tenant:8", "partner:7"),
    *("street:5", "street:3", "street:4", "stop:1", "stop:2"),
    *("street:6", "hub:0"),
]


def test_what_fits_better_comes_first(names: NameIndex) -> None:
    assert refs(names, "kerk") == ORDER  # ten, and not the longer name that holds it too
    assert refs(names, "kerk", 11) == [*ORDER, "hub:11"]


@pytest.mark.parametrize("most", [1, 3, 9])
def test_no_more_than_asked_are_told(names: NameIndex, most: int) -> None:
    assert refs(names, "kerk", most) == ORDER[:most]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("kerk straat", ["street:3", "street:4"]),  # written apart
        ("k e r k p a d", ["street:5"]),
        ("kerkstrat", ["street:3", "street:4"]),  # a letter missing; "Kerk" is too short for it
        ("kerkpadje", ["street:5"]),  # two letters more than the name has
        ("kerkpadjes", []),  # three
        ("kerkstraat 12", ["street:3", "street:4"]),
        ("kerkstraat 12 rotterdam", ["street:4"]),
        ("kerkpad 3 rotterdam", ["street:5"]),  # no such street there: the one that is
        ("kerkstraat rotterdam", ["street:4"]),
        ("kerkstraat 12a rotterdam", ["street:4"]),
        ("3 oktoberstraat 512 huis amsterdam", ["street:10"]),  # its first word is no house number
        ("metro kerkplein", ["stop:1"]),
        ("tramhalte kerkplein", ["stop:2"]),
        ("station kerkplein", ["stop:1", "stop:2"]),
        ("trein kerkplein", []),
        ("metro k", []),  # one letter says nothing
        ("k", []),
    ],
)
def test_it_is_found_however_it_is_typed(names: NameIndex, typed: str, found: list[str]) -> None:
    told = refs(names, typed)
    assert told[: len(found)] == found  # then come names that are nearly so
    assert bool(told) == bool(found)


def test_near_is_up_to_the_distance_and_nearest_first() -> None:
    toy = toy_dataset()
    points = gpd.GeoSeries.from_xy([30.0, 40.0, 0.0, 41.0], [0.0, 0.0, 30.0, 0.0], crs=RD_NEW)
    hubs = gpd.GeoDataFrame(
        {"id": ["d", "c", "a", "b"], "name": ["D", "C", "A", "B"]}, geometry=points, crs=RD_NEW
    )
    toy = replace(toy, hubs=hubs)
    found = buildings_near(toy, 0.0, 0.0, 40.0)
    assert found.to_dict("list") == {
        "id": ["a", "d", "c"], "name": ["A", "D", "C"], "metres": [30.0, 30.0, 40.0],
    }  # fmt: skip
