"""What is said of one building of the toy city, worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point

from geo.answers.hub_profile import HubProfile, hub_profile
from geo.data.store import Dataset
from geo.toy.street_grid import toy_network


def profile(toy: Dataset, hub_id: str) -> HubProfile:
    return hub_profile(toy, toy_network(), hub_id)


# Stage to target, its name, metres, minutes and reason.
NONE = (None, None, None, None, "no_target")
NEXT = {
    "h1": {
        "conceive": ("h1", "Pand 1", 0, 0, "in_house"),
        "make": ("h2", "Pand 2", 100, 1.25, "ok"),
        "distribute": ("h1", "Pand 1", 0, 0, "in_house"),
        "public": ("p2", "Winkel", 100, 1, "ok"),  # a minute by ferry
    },
    "h5": {
        "conceive": NONE,
        "make": ("h5", "Pand 5", 0, 0, "in_house"),
        "distribute": ("h5", "Pand 5", 0, 0, "in_house"),
        "public": ("h6", "Pand 6", 100, 1.25, "ok"),
    },
    # Nobody else in its chain, and no place: its own stage is in the house all the same.
    "h12": {
        "conceive": ("h12", "Pand 12", 0, 0, "in_house"),
        "make": NONE,
        "distribute": NONE,
        "public": NONE,
    },
}


def told(found: pd.DataFrame) -> dict[str, tuple[object, ...]]:
    columns = found[["target_id", "target_name", "metres", "minutes", "reason"]]
    rows = columns.astype("object").where(columns.notna(), None)
    return dict(zip(found["stage"], rows.itertuples(index=False, name=None), strict=True))


@pytest.mark.parametrize("hub_id", NEXT)
def test_the_nearest_of_each_stage_the_house_itself_first(toy: Dataset, hub_id: str) -> None:
    assert told(profile(toy, hub_id).next_partner) == NEXT[hub_id]


def test_a_stage_of_one_chain_is_not_in_the_house_for_another(toy: Dataset) -> None:
    # The musician of h5 moves in with the fashion of h1: music is made there, fashion is not.
    hub = toy.tenants["hub_id"].mask(toy.tenants["label"].eq("Opname"), "h1")
    found = profile(replace(toy, tenants=toy.tenants.assign(hub_id=hub)), "h1").next_partner
    by_chain = {chain: told(rows) for chain, rows in found.groupby("chain")}
    assert by_chain["fashion"]["make"] == NEXT["h1"]["make"]
    assert by_chain["music"]["make"][-1] == "in_house"
    assert by_chain["music"]["conceive"] == NONE


def test_a_house_without_tenants_seeks_nobody(toy: Dataset) -> None:
    found = profile(toy, "h4")
    assert found.next_partner.empty
    assert (len(found.tenants), len(found.totals)) == (0, 0)
    assert list(found.next_partner) == list(profile(toy, "h1").next_partner)


def test_named_tenants_and_published_totals_stand_apart(toy: Dataset) -> None:
    found = profile(toy, "h1")
    assert found.tenants["label"].tolist() == ["Naaimachine", "Showroom", "Zonder vak"]
    assert found.totals["count"].tolist() == [40]
    assert found.matrix.loc["fashion"].to_dict() == {"conceive": 1, "distribute": 1, "unknown": 0}


@pytest.mark.parametrize("change", [{"likely_open": False}, {"city": "Rotterdam"}])
def test_what_is_closed_or_in_another_city_is_nobodys_partner(
    toy: Dataset, change: dict[str, object]
) -> None:
    shop = toy.partners["id"].eq("p2")
    partners = toy.partners.assign(
        **{name: toy.partners[name].mask(shop, value) for name, value in change.items()}
    )
    found = told(profile(replace(toy, partners=partners), "h1").next_partner)
    assert found["public"] == NONE
    assert found["make"] == NEXT["h1"]["make"]


def cafes(toy: Dataset, *places: tuple[str, float, float, str]) -> Dataset:
    one = toy.meeting_places.iloc[[0] * len(places)].reset_index(drop=True)
    points = [Point(x, y) for _, x, y, _ in places]
    rows = one.assign(id=[p[0] for p in places], city=[p[3] for p in places])
    return replace(toy, meeting_places=gpd.GeoDataFrame(rows, geometry=points, crs=28992))


def test_meeting_places_within_four_hundred_metres_the_nearest_first(toy: Dataset) -> None:
    # From h1: 400 m over the bridge, 300 by ferry and path, 500, and one in another city.
    toy = cafes(
        toy,
        ("bridge", 300, 100, "Amsterdam"),
        ("path", 200, 100, "Amsterdam"),
        ("far", 300, 200, "Amsterdam"),
        ("other", 100, 0, "Rotterdam"),
    )
    found = profile(toy, "h1")
    assert found.meeting_reason == "ok"
    ids, metres = found.meeting_places["id"].tolist(), found.meeting_places["metres"].tolist()
    assert (ids, metres) == (["path", "bridge"], [300, 400])


def test_half_a_metre_more_than_four_hundred_is_too_far(toy: Dataset) -> None:
    found = profile(cafes(toy, ("beyond", 300, 100.5, "Amsterdam")), "h1")
    assert (found.meeting_places.empty, found.meeting_reason) == (True, "ok")


def test_why_nothing_can_be_said_of_meeting_places(toy: Dataset) -> None:
    assert profile(toy, "h12").meeting_reason == "no_place"
    coarse = toy.hubs["precision"].mask(toy.hubs["id"].eq("h1"), "neighbourhood")
    assert (
        profile(replace(toy, hubs=toy.hubs.assign(precision=coarse)), "h1").meeting_reason
        == "too_coarse"
    )
    assert profile(cafes(toy, ("x", 0, 0, "Rotterdam")), "h1").meeting_reason == "no_target"
    assert profile(toy, "h12").meeting_places.empty


def test_a_building_that_is_not_there(toy: Dataset) -> None:
    with pytest.raises(KeyError):
        profile(toy, "h99")
