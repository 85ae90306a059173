"""What lies within reach: by hand on the toy city, and what may not be counted."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pytest

from geo.answers.reach_content import KINDS, reach_content
from geo.data.errors import ArgumentError
from geo.data.selection import Filters, select
from geo.data.store import Dataset
from geo.toy.city import toy_dataset
from geo.toy.street_grid import toy_network


def content(toy: Dataset, hub_id: str, mode: str = "walk", limit: float = 15.0):
    return reach_content(select(toy, Filters()), toy.stops, toy_network(), hub_id, mode, limit)


def test_counts_from_h2_on_foot_by_hand() -> None:
    # Every street is 75 s: h1 and h3 one street (1.25 min), h4 two (2.5). Over the ferry (60 s
    # from node 0) lies h5 with the shop p2 at 75 + 60 = 135 s, 2.25 min; h6 and h9 75 s on, at
    # 3.5 min. The café m1 stands on h2 itself.
    found = content(toy_dataset(), "h2", limit=3.5)
    hubs = found.rows[found.rows["kind"].eq("hubs")].set_index("id")["minutes"]
    assert hubs.to_dict() == pytest.approx(
        {"h1": 1.25, "h3": 1.25, "h5": 2.25, "h4": 2.5, "h6": 3.5, "h9": 3.5}
    )
    counts = found.counts((1.25, 2.5, 3.5))
    assert counts.index.tolist() == list(KINDS)
    assert counts[1.25].to_dict() == {
        # h1 has three named tenants, h3 one; its published total of 40 counts nowhere.
        "hubs": 2, "tenants": 4, "partners": 0, "meeting_places": 1, "stops": 0,
    }  # fmt: skip
    assert counts[2.5]["partners"] == 1
    assert counts[2.5]["tenants"] == 5
    assert counts[3.5]["tenants"] == 8


def test_a_tenant_of_two_stages_counts_half_in_each() -> None:
    table = content(toy_dataset(), "h2", limit=2.5).by_chain_and_stage(2.5)
    assert table.loc["music", ["make", "distribute"]].tolist() == [0.5, 0.5]
    # Naaimachine of h1 conceives, the shop at h5 is the public's.
    assert table.loc["fashion", ["conceive", "make", "distribute", "public"]].tolist() == [1] * 4


def test_by_bicycle_more_lies_within_the_same_time() -> None:
    on_foot, by_bike = (content(toy_dataset(), "h2", mode, 1.25) for mode in ("walk", "cycle"))
    assert set(on_foot.rows["id"]) < set(by_bike.rows["id"])


def test_what_is_placed_coarsely_is_counted_apart() -> None:
    toy = toy_dataset()
    hubs = toy.hubs.copy()
    hubs.loc[hubs["id"].eq("h1"), "precision"] = "neighbourhood"
    found = content(replace(toy, hubs=hubs), "h2", limit=1.25)
    assert found.too_coarse == 1
    assert set(found.rows.loc[found.rows["kind"].eq("hubs"), "id"]) == {"h3"}
    assert found.counts((1.25,))[1.25]["tenants"] == 1


def test_platforms_of_one_stop_are_one_stop() -> None:
    toy = toy_dataset()
    twice = toy.stops.loc[[0, 0]].assign(id=["s1", "s2"])
    stops = gpd.GeoDataFrame(twice.reset_index(drop=True), crs=toy.stops.crs)
    found = content(replace(toy, stops=stops), "h7")
    assert found.counts((15,))[15]["stops"] == 1


def test_a_building_without_a_place_is_refused() -> None:
    with pytest.raises(ArgumentError, match="hub_id"):
        content(toy_dataset(), "h12")
