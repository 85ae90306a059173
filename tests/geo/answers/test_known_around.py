"""What is known in a house and of the open stages of a cluster: against the rule itself."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
from shapely import box

from geo.answers.known_around import known_in_city, known_in_clusters, known_in_house
from geo.data.coverage import load_coverage
from geo.data.selection import Filters, select
from geo.evidence.knowledge import known_here
from geo.evidence.unseen import Unseen, unseen_in
from geo.toy.city import toy_dataset

TOY = toy_dataset()
CHOSEN = select(TOY, Filters())
CITY = "Amsterdam"


@pytest.fixture(scope="module")
def basis() -> Unseen:
    return unseen_in(TOY, Filters(), load_coverage(TOY.chain_model), CITY)


def cluster(shape: object, hubs: list[str], *lines: object) -> gpd.GeoDataFrame:
    rows = {"cluster": ["A1"], "city": [CITY], "hub_ids": [hubs], "lines": [lines]}
    return gpd.GeoDataFrame(rows, geometry=[shape], crs=TOY.hubs.crs)


def test_a_house_is_asked_alone(basis: Unseen) -> None:
    told = known_in_house(CHOSEN, basis, "h1")
    # Two of the three known in Pand 1 are in fashion; who makes it sits next door.
    assert (told["fashion", "conceive"].state, told["fashion", "conceive"].found) == ("present", 1)
    make = told["fashion", "make"]
    assert (make.state, make.found, make.n_known, make.n_published) == ("not_seen", 0, 3, 40)
    expected = known_here(basis, ["h1"], 0.0, {("fashion", "make"): 0})["fashion", "make"]
    assert make == expected


def test_a_city_is_all_its_houses_and_all_its_partners(basis: Unseen) -> None:
    told = known_in_city(CHOSEN, basis)["music", "conceive"]
    at = basis.cells.index(("music", "conceive"))
    assert basis.unlisted[at] > 0
    nobody = basis.none[:, at].sum() - basis.unlisted[at]
    assert told.chance == pytest.approx(1 - np.exp(nobody))
    assert (told.found, told.n_houses) == (0, 11)


def test_the_open_stages_of_a_cluster_by_hand(basis: Unseen) -> None:
    # Pand 1, 2 and 5 with the shop on the corner of Pand 5 inside.
    line = ("fashion", ("conceive", "make", "distribute"), ("public",))
    other = ("music", ("make", "distribute"), ("conceive", "public"))
    rows = cluster(box(-10, -10, 110, 110), ["h1", "h2", "h5"], line, other)
    told = known_in_clusters(rows, CHOSEN, {CITY: basis}).iloc[0]
    assert list(told) == ["fashion", "music"]
    assert (told["fashion"]["public"].state, told["fashion"]["public"].found) == ("present", 1)
    cells = {("music", "conceive"): 0, ("music", "public"): 0}
    expected = known_here(basis, ["h1", "h2", "h5"], 1.5 / 4, cells)
    assert told["music"]["conceive"] == expected["music", "conceive"]
    assert told["music"]["public"].chance == expected["music", "public"].chance


def test_without_open_stages_nothing_is_asked(basis: Unseen) -> None:
    rows = cluster(box(0, 0, 1, 1), ["h1"])
    assert known_in_clusters(rows, CHOSEN, {CITY: basis}).tolist() == [{}]
