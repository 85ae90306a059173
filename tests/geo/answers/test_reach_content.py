"""What lies within reach: by hand on the toy city, and what may not be counted."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pytest
from shapely import Point

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
    # Who is a stage of one chain only is none of another.
    assert table.loc["music", ["conceive", "public"]].tolist() == [0, 0]


def test_within_five_ten_and_fifteen_minutes_the_limit_itself_included() -> None:
    # A building 400 m south of node 0 (300 s) and cafés north of node 11, which is 360 s from node
    # 0: the ferry and four streets. A metre off the street takes 0.75 s, so that 320 m make 15
    # minutes, 321 m more than that, and 20 m 11 minutes 15 seconds. The bridge takes longer.
    toy = toy_dataset()
    hub = toy.hubs.geometry.mask(toy.hubs["id"].eq("h1"), Point(0, -400))
    off = {"edge": 320, "beyond": 321, "near": 20}
    cafes = toy.meeting_places.iloc[[0] * 3].assign(id=list(off))
    points = [Point(300, 200 + metres) for metres in off.values()]
    toy = replace(
        toy,
        hubs=toy.hubs.set_geometry(hub),
        meeting_places=gpd.GeoDataFrame(cafes, geometry=points, crs=toy.hubs.crs),
    )
    found = reach_content(select(toy, Filters()), toy.stops, toy_network(), "h1")
    rows = found.rows.set_index("id")
    assert rows.loc[["near", "edge"], "minutes"].tolist() == pytest.approx([11.25, 15])
    assert "beyond" not in rows.index
    counts = found.counts()
    assert counts.columns.tolist() == [5, 10, 15]
    assert counts.loc["meeting_places"].tolist() == [0, 0, 2]
    # The shop at 300 + 60 s, the museum three streets on at 585 s, the gallery at 660 s.
    assert counts.loc["partners"].tolist() == [0, 2, 3]
    at_five = reach_content(select(toy, Filters()), toy.stops, toy_network(), "h1", limit=5.0)
    assert at_five.rows.empty


def test_rows_are_numbered_soonest_first() -> None:
    rows = content(toy_dataset(), "h2", limit=2.5).rows
    assert rows.index.tolist() == list(range(len(rows)))
    assert rows["minutes"].is_monotonic_increasing
    # The café in the house itself, then the street on, then the ferry, then two streets.
    assert rows["minutes"].unique().tolist() == pytest.approx([0, 1.25, 2.25, 2.5])


def test_a_tenant_is_named_with_its_house_and_its_source() -> None:
    rows = content(toy_dataset(), "h2", limit=1.25).rows.set_index("name")
    row = rows.loc["Confectie"]
    assert row[["kind", "id", "place_name"]].tolist() == ["tenants", "t3", "Pand 3"]
    assert row[["chain", "stage", "weight", "minutes"]].tolist() == ["fashion", "make", 1, 1.25]
    assert row["source_title"] == "Toy"
    # A building has no house it is in, and no chain of its own here.
    assert rows.loc["Pand 3", ["place_name", "chain", "stage"]].isna().all()


def test_what_lies_in_another_city_is_not_reached() -> None:
    toy = toy_dataset()
    stops = toy.stops.loc[[0, 0]].assign(id=["s1", "s2"], city=["Amsterdam", "Rotterdam"])
    both = gpd.GeoDataFrame(stops.reset_index(drop=True), crs=toy.stops.crs)
    rows = content(replace(toy, stops=both), "h7").rows
    assert rows.loc[rows["kind"].eq("stops"), "id"].tolist() == ["s1"]


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
