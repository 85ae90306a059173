"""How many tenants are known of those that houses say they have, by hand."""

from __future__ import annotations

import pytest

from geo.data.coverage import load_coverage, totals_of
from geo.data.store import load_dataset
from geo.data.tenant_count import KnownOfPublished, known_of_published
from geo.toy.city import toy_dataset


def test_more_named_than_published_is_all_of_them_and_no_more() -> None:
    toy = toy_dataset()
    toy.hubs["tenants_published"] = toy.hubs["tenants_published"].astype("Int64")
    toy.hubs.loc[toy.hubs["id"].isin(["h1", "h6"]), "tenants_published"] = [2, 10]
    # Three are named in h1, which says two; two in h6, which says ten.
    assert known_of_published(toy, ["h1", "h2", "h6"]) == KnownOfPublished(4, 12, 2, 3)


def test_who_left_is_not_known_to_be_there() -> None:
    toy = toy_dataset()
    toy.tenants.loc[toy.tenants["label"].eq("Naaimachine"), "presence"] = "left"
    assert known_of_published(toy, ["h1"]).known == 2


def test_a_room_of_the_house_and_a_group_without_names_are_no_known_tenants() -> None:
    toy = toy_dataset()
    mine = toy.tenants["hub_id"].eq("h1")
    assert mine.sum() >= 3
    kinds = ["programme", "group", *["organisation"] * (int(mine.sum()) - 2)]
    toy.tenants.loc[mine, "row_kind"] = kinds
    assert known_of_published(toy, ["h1"]).known == 1


@pytest.mark.slow
def test_what_is_known_is_what_the_page_of_sources_lists() -> None:
    shipped = load_dataset()
    houses = totals_of(load_coverage(shipped.chain_model))
    listed = houses.set_index("hub_id")["listed"].astype(int)
    for hub_id, n in listed.items():
        assert known_of_published(shipped, [hub_id]).known == n


def test_nothing_published_is_nothing_to_compare_with() -> None:
    assert known_of_published(toy_dataset(), ["h2", "h3"]) == KnownOfPublished(0, 0, 0, 2)


def test_the_shipped_houses_publish_as_the_audit_counted() -> None:
    shipped = load_dataset()
    found = known_of_published(shipped, set(shipped.hubs["id"]))
    assert found.houses == int(shipped.hubs["tenants_published"].notna().sum())
    assert found.published == int(shipped.hubs["tenants_published"].sum())
    assert 0 < found.known < found.published
