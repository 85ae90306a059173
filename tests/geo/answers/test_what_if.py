"""What if: hand-worked on the toy city, and equal to the other way of finding links."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from shapely import Point

from geo.answers.what_if import (
    NewHub,
    Scenario,
    apply,
    compare_links,
    compare_presence,
    presence,
    tally,
)
from geo.data.selection import Filters, Selection, select
from geo.data.store import load_dataset
from geo.network.distances import CityDistances, city_distances, links, with_new_hubs
from geo.network.graph import load_network
from geo.network.proximity import next_stage_links
from geo.toy.city import toy_dataset
from geo.toy.street_grid import toy_network
from layers.view.scenario_address import Known, from_address, to_address

LINE = ("conceive", "make", "distribute", "public")
CHAINS = ("fashion", "music", "visual_art")


@pytest.fixture(scope="module")
def before() -> Selection:
    return select(toy_dataset(), Filters())


@pytest.fixture(scope="module")
def known() -> CityDistances:
    toy = toy_dataset()
    return city_distances(toy.hubs, toy.partners, toy_network(), "Amsterdam")


def changes(before: Selection, known: CityDistances, scenario: Scenario, limit: float = 150):
    after = apply(scenario, before).after
    grown = with_new_hubs(known, after.hubs, toy_network())
    was, now = (links(rows, ways, LINE, CHAINS) for rows, ways in ((before, known), (after, grown)))
    return compare_links(was, now, limit).set_index(["hub_id", "chain", "stage"])


def test_links_of_the_toy_city_by_hand(before: Selection, known: CityDistances) -> None:
    table = links(before, known, LINE, CHAINS).set_index(["hub_id", "chain", "stage"])
    # h1 conceives fashion; the nearest maker is h2, one street of 100 m and 75 s away.
    first = table.loc[("h1", "fashion", "conceive")]
    assert (first["target_id"], first["metres"], first["minutes"]) == ("h2", 100, 1.25)
    # h3 makes; h1 shows, two streets away.
    assert table.loc[("h3", "fashion", "make"), "metres"] == 200
    # h5 makes and distributes music itself; its audience is at h6, one footpath away.
    assert table.loc[("h5", "music", "make"), "reason"] == "in_house"
    assert table.loc[("h5", "music", "distribute"), "target_id"] == "h6"
    # The showroom of h1 has its shop over the ferry: 100 m and 60 s.
    shop = table.loc[("h1", "fashion", "distribute")]
    assert (shop["target_id"], shop["target_kind"], shop["minutes"]) == ("p2", "partner", 1.0)


@pytest.mark.slow
def test_links_equal_those_measured_one_by_one() -> None:
    data = load_dataset()
    before = select(data, Filters(cities=("Rotterdam",)))
    network, line = load_network("Rotterdam"), data.chain_model.stage_line
    known = city_distances(data.hubs, data.partners, network, "Rotterdam")
    every = pd.concat([before.hubs, before.hubs_without_place], ignore_index=True)
    seen = 0
    for chain in ("fashion", "music", "architecture", "visual_art"):
        ours = links(before, known, line, (chain,))
        theirs = next_stage_links(every, before.shares, before.partners, line, network, chain)
        key, shown = ["hub_id", "stage"], ["metres", "minutes", "reason"]
        seen += ours["reason"].eq("ok").sum()
        left, right = (frame.set_index(key).sort_index()[shown] for frame in (ours, theirs))
        assert_frame_equal(left, right, check_dtype=False)
    assert seen > 10


def test_without_the_only_showroom_makers_lose_their_next_link(
    before: Selection, known: CityDistances
) -> None:
    table = changes(before, known, Scenario(removed=("h1",)))
    # h1's own two links are gone with it.
    assert table.loc[("h1", "fashion", "conceive"), "change"] == "gone"
    assert table.loc[("h1", "fashion", "distribute"), "change"] == "gone"
    # h2 had the showroom at 100 m and now has none in the city; h3's was beyond 150 m already.
    assert table.loc[("h2", "fashion", "make"), "change"] == "broken"
    assert table.loc[("h2", "fashion", "make"), "reason_after"] == "no_target"
    assert table.loc[("h3", "fashion", "make"), "change"] == "further"
    # Music does not notice.
    assert set(table.xs("music", level="chain")["change"]) == {"same"}


def test_the_distance_decides_what_is_whole(before: Selection, known: CityDistances) -> None:
    wide = changes(before, known, Scenario(removed=("h1",)), limit=500)
    assert wide.loc[("h3", "fashion", "make"), "change"] == "broken"


def test_a_maker_that_closes_makes_the_designer_walk_further(
    before: Selection, known: CityDistances
) -> None:
    table = changes(before, known, Scenario(removed=("h2",)))
    row = table.loc[("h1", "fashion", "conceive")]
    # h3 instead of h2: 200 m and 2.5 minutes instead of 100 m and 1.25.
    assert (row["metres_before"], row["metres_after"], row["extra_min"]) == (100, 200, 1.25)
    assert row["change"] == "broken"
    numbers = tally(table.reset_index())
    assert (numbers.broken, numbers.mended, numbers.tenants_hit) == (1, 0, 1.0)
    assert (numbers.extra_m, numbers.extra_min) == pytest.approx((100, 1.25))


def test_a_way_that_takes_longer_never_mends_though_it_is_shorter() -> None:
    # Before: 700 m by ferry in 6 minutes; after: 450 m on foot in 8.
    row = {"city": "x", "hub_id": "h", "chain": "music", "stage": "make", "next_stage": "public"}
    row |= {"hub_name": "H", "tenants": 1.0, "target_id": "t", "target_name": "T", "reason": "ok"}
    was = pd.DataFrame([row | {"metres": 700.0, "minutes": 6.0}])
    now = pd.DataFrame([row | {"metres": 450.0, "minutes": 8.0}])
    assert compare_links(was, now, 500)["change"].tolist() == ["further"]
    assert compare_links(now, was, 500)["change"].tolist() == ["nearer"]


def test_what_is_placed_coarsely_is_neither_broken_nor_whole() -> None:
    row = {"city": "x", "hub_id": "h", "chain": "music", "stage": "make", "next_stage": "public"}
    row |= {"hub_name": "H", "tenants": 1.0, "target_id": "t", "target_name": "T"}
    was = pd.DataFrame([row | {"metres": 100.0, "minutes": 1.25, "reason": "ok"}])
    now = pd.DataFrame([row | {"metres": None, "minutes": None, "reason": "too_coarse"}])
    assert compare_links(was, now, 500)["change"].tolist() == ["unknown"]
    assert compare_links(now, now, 500)["change"].tolist() == ["same"]


@pytest.mark.parametrize("mode", ["walk", "cycle"])
def test_ways_taken_over_are_those_measured_anew(mode: str) -> None:
    toy, network = toy_dataset(), toy_network()
    known = city_distances(toy.hubs, toy.partners, network, "Amsterdam", mode)
    hubs, partners = toy.hubs.iloc[::-1].copy(), toy.partners.iloc[1:].copy()
    # One building moved, one new, one gone; one partner gone, one new, one that is a building now.
    hubs.loc[hubs["id"].eq("h3"), "geometry"] = Point(250, 100)
    more = hubs[hubs["id"].eq("h2")].assign(id="own:1", geometry=[Point(120, 0)])
    hubs = pd.concat([hubs[hubs["id"].ne("h6")], more], ignore_index=True)
    shop = partners.iloc[:1].assign(id="own:2", geometry=[Point(20, 100)])
    house = partners.iloc[:1].assign(id="h1", geometry=toy.hubs.geometry.iloc[:1].tolist())
    partners = pd.concat([partners, shop, house], ignore_index=True)
    taken = city_distances(hubs, partners, network, "Amsterdam", mode, known)
    anew = city_distances(hubs, partners, network, "Amsterdam", mode)
    assert taken.hubs["id"].tolist() == anew.hubs["id"].tolist()
    np.testing.assert_allclose(taken.metres, anew.metres)
    np.testing.assert_allclose(taken.minutes, anew.minutes)


def test_a_new_showroom_next_door_mends(before: Selection, known: CityDistances) -> None:
    new = NewHub(200, 0, "Amsterdam", (("fashion", "distribute", 2),))
    table = changes(before, known, Scenario(opened=(new,)))
    # h3 stands on that very spot: 200 m becomes 0. h2 keeps its 100 m.
    assert table.loc[("h3", "fashion", "make"), "metres_after"] == 0
    assert table.loc[("h3", "fashion", "make"), "change"] == "mended"
    assert table.loc[("h2", "fashion", "make"), "change"] == "same"
    own = table.loc[("new:1", "fashion", "distribute")]
    # Its own next link, the shop p2: the two streets to h1 and the ferry, 300 m.
    assert (own["change"], own["tenants_after"], own["metres_after"]) == ("new", 2, 300)


def test_a_scenario_leaves_what_it_is_given_alone(before: Selection, known: CityDistances) -> None:
    hubs, tenants, metres = before.hubs.copy(), before.tenants.copy(), known.metres.copy()
    new = NewHub(150, 0, "Amsterdam", (("music", "public", 1),))
    changes(before, known, Scenario(removed=("h1",), ends_before=2030, opened=(new,)))
    assert_frame_equal(before.hubs, hubs)
    assert_frame_equal(before.tenants, tenants)
    assert (known.metres == metres).all()


def test_the_tally_of_who_is_helped_counts_tenants(before: Selection, known: CityDistances) -> None:
    new = NewHub(200, 0, "Amsterdam", (("fashion", "distribute", 2),))
    numbers = tally(changes(before, known, Scenario(opened=(new,))).reset_index())
    # Only Confectie of h3: 200 m and 2.5 minutes less. The new building's own links do not count.
    assert (numbers.mended, numbers.tenants_helped, numbers.less_min) == (1, 1.0, -2.5)
    assert numbers.tenants_hit == 0


def test_column_types_stay_when_a_building_is_added(before: Selection) -> None:
    new = NewHub(150, 0, "Amsterdam", (("music", "public", 3),))
    after = apply(Scenario(opened=(new,)), before).after
    assert after.hubs.dtypes.to_dict() == before.hubs.dtypes.to_dict()
    assert after.tenants.dtypes.to_dict() == before.tenants.dtypes.to_dict()
    assert after.hubs.crs == before.hubs.crs
    assert after.hubs["n_tenants"].iloc[-1] == 3


def test_a_new_building_is_called_by_its_name_or_its_number(before: Selection) -> None:
    mix = (("music", "public", 1),)
    opened = (NewHub(150, 0, "Amsterdam", mix, "De Kade"), NewHub(160, 0, "Amsterdam", mix))
    hubs = apply(Scenario(opened=opened), before).after.hubs
    assert hubs["name"].tolist()[-2:] == ["De Kade", "+2"]


def test_leases_end_by_the_known_year_or_by_the_term(before: Selection) -> None:
    # Toy hubs opened in 2000, 2001, ... 2010; h11 ended in 2020 and is filtered out, and h12 has
    # no year. With ten years the first five end before 2015: 2010, 2011, 2012, 2013, 2014.
    applied = apply(Scenario(ends_before=2015, term_years=10), before)
    assert applied.hubs_gone["id"].tolist() == ["h1", "h2", "h3", "h4", "h5"]
    assert applied.undecided_hubs == 1
    assert set(applied.tenants_gone["hub_id"]) == {"h1", "h2", "h3", "h5"}
    # Without a term no end is known, so that all stay and are counted as undecided.
    nothing = apply(Scenario(ends_before=2015), before)
    assert nothing.hubs_gone.empty
    assert nothing.undecided_hubs == 11


def test_a_tenant_whose_own_lease_ends_goes_alone(before: Selection) -> None:
    tenants = before.tenants.copy()
    tenants.loc[tenants["id"].eq("t2"), "year_to"] = 2026
    changed = Selection(**{**vars(before), "tenants": tenants})
    applied = apply(Scenario(ends_before=2027), changed)
    assert applied.tenants_gone["id"].tolist() == ["t2"]
    assert applied.hubs_gone.empty
    assert "h2" in set(applied.after.hubs["id"])


def test_presence_names_the_stage_that_is_lost(before: Selection) -> None:
    after = apply(Scenario(removed=("h1",)), before).after
    tables = (presence(rows, ("Amsterdam",), CHAINS) for rows in (before, after))
    table = compare_presence(*tables).set_index(["chain", "stage"])
    # h1 is alone in conceiving and in showing fashion.
    assert table["change"].to_dict() == {
        ("fashion", "conceive"): "lost",
        ("fashion", "distribute"): "lost",
    }
    assert table.loc[("fashion", "conceive"), "tenants_before"] == 1


@pytest.fixture(scope="module")
def speakable() -> Known:
    toy = toy_dataset()
    model = toy.chain_model
    return Known(
        set(toy.hubs["id"]), set(model.chains["code"]), set(model.stages["code"]), toy.outline
    )


def test_a_scenario_comes_back_from_its_address_as_it_went(speakable: Known) -> None:
    mix = (("music", "public", 3), ("fashion", "make", 1))
    named = NewHub(160, 20, "Amsterdam", mix[:1], "De Kade, 2e hal! =+ {x}")
    opened = (NewHub(150, 20, "Amsterdam", mix), named)
    scenario = Scenario("Plan B: {{7*7}} & zo!=", ("h1", "h3"), 2030, 10, opened)
    assert from_address(to_address(scenario), speakable) == (scenario, 0)
    # Browsers may write a blank for the plus.
    assert from_address(to_address(scenario).replace("+", " "), speakable) == (scenario, 0)


@pytest.mark.parametrize(
    ("words", "left_out"),
    [
        ("weg=h1,nobody", 1),
        ("jaar=3030-10", 1),
        ("jaar=2030-abc", 1),
        ("jaar=2050-10", 1),  # later than the control offers
        ("jaar=2030-7", 1),
        ("nieuw=9999,9999,music.public.1", 1),  # outside every city
        ("nieuw=150,20,opera.public.1", 1),
        ("nieuw=nan,inf,music.public.1", 1),
        ("<script>=1", 1),
        ("weg=" + "h1," * 900, 0),
        ("!".join(["nieuw=150,20,opera.public.1"] * 7), 7),
        ("", 0),
    ],
)
def test_nonsense_in_the_address_is_left_out_and_counted(
    speakable: Known, words: str, left_out: int
) -> None:
    scenario, count = from_address(words, speakable)
    assert count == left_out
    assert set(scenario.removed) <= {"h1"}
    assert scenario.opened == ()
    assert scenario.ends_before is None
