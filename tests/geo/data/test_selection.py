"""Filters: what passes, and that every row is drawn or has one reason why not."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest

from geo.data.schemas import HUB_KINDS, HUB_STATUSES
from geo.data.selection import Filters, first_reason, in_year, select

FILTERS = [
    Filters(),
    Filters(cities=("Rotterdam",)),
    Filters(chains=("fashion",)),
    Filters(chains=("fashion", "music"), stages=("make",), cities=("Amsterdam",)),
    Filters(statuses=HUB_STATUSES, year=2014),
    Filters(kinds=("broedplaats",), statuses=("active",), year=2020, stages=("public",)),
    Filters(cities=(), kinds=(), statuses=()),
]


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_drawn_plus_left_out_is_every_row(shipped, filters: Filters) -> None:
    chosen = select(shipped, filters)
    left_out = chosen.left_out.groupby("table")["n"].sum()
    on_map = chosen.tenants["hub_id"].isin(chosen.hubs["id"]).sum()
    assert len(chosen.hubs) + left_out.get("hubs", 0) == len(shipped.hubs)
    assert on_map + left_out.get("tenants", 0) == len(shipped.tenants) == 664
    assert len(chosen.partners) + left_out.get("partners", 0) == len(shipped.partners)


def test_filters_commute_one_by_one(shipped) -> None:
    both = select(shipped, Filters(chains=("music",), cities=("Amsterdam",))).hubs["id"]
    chain = select(shipped, Filters(chains=("music",))).hubs
    assert set(both) == set(chain.loc[chain["city"].eq("Amsterdam"), "id"])


def test_only_named_tenants_take_part_in_shares(shipped) -> None:
    chosen = select(shipped, Filters(statuses=HUB_STATUSES))
    totals = set(shipped.tenants.loc[shipped.tenants["is_total"], "id"])
    assert len(totals) == 58
    assert not totals & set(chosen.shares["tenant_id"])
    assert not totals & set(chosen.tenants["id"])


def test_shares_of_all_tenants_sum_to_their_number(shipped) -> None:
    chosen = select(shipped, Filters(kinds=HUB_KINDS, statuses=HUB_STATUSES))
    assert chosen.shares["weight"].sum() == pytest.approx(len(chosen.tenants))


def test_a_year_keeps_what_may_have_been_there() -> None:
    rows = pd.DataFrame(
        {"a": [2000, None, 2015, None], "b": [2010, 2012, None, None]}, dtype="Int64"
    )
    kept = {year: in_year(rows, "a", "b", year).tolist() for year in (1999, 2011, 2016)}
    assert kept[1999] == [False, True, False, True]
    assert kept[2011] == [False, True, False, True]
    assert kept[2016] == [False, False, True, True]


def test_the_first_reason_counts() -> None:
    index = pd.RangeIndex(4)
    passes = itertools.product([True, False], repeat=2)
    one, two = (pd.Series(column) for column in zip(*passes, strict=True))
    reasons = first_reason(index, [("one", one), ("two", two)])
    assert reasons.tolist() == [None, "two", "one", "one"]


def test_the_data_is_not_changed(shipped) -> None:
    before = shipped.hubs.copy()
    select(shipped, Filters(chains=("fashion",)))
    pd.testing.assert_frame_equal(pd.DataFrame(before), pd.DataFrame(shipped.hubs))
