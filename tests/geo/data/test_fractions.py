"""A partner of two stages is found in both and counts as one, whoever asks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.answers.chain_line import chain_line
from geo.answers.chain_rows import rows_of_chains
from geo.answers.what_if import presence
from geo.data.chains import stage_shares
from geo.data.selection import Filters, select
from geo.data.store import Dataset
from geo.data.suppliers import suppliers
from geo.toy.city import toy_dataset
from geo.toy.street_grid import toy_network


@pytest.fixture
def toy() -> Dataset:
    """The toy city with one fashion partner that designs and makes; it has four partners."""
    data = toy_dataset()
    partners = data.partners.copy()
    partners.loc[partners.index[0], ["chain", "stage"]] = ["fashion", "conceive;make"]
    partners.loc[partners.index[1:], ["chain", "stage"]] = ["music", "public"]
    return replace(data, partners=partners)


def test_it_supplies_each_of_its_stages(toy: Dataset) -> None:
    shares = stage_shares(toy.tenants, toy.chain_model)
    rows = suppliers(toy.hubs, shares, toy.partners)
    mine = rows[rows["id"].eq(toy.partners["id"].iloc[0])]
    assert mine["stage"].tolist() == ["conceive", "make"]


@pytest.mark.parametrize(
    ("stages", "found"),
    [(("conceive",), True), (("make",), True), (("public",), False), ((), True)],
)
def test_a_filter_finds_it_by_each_of_its_stages(toy: Dataset, stages, found: bool) -> None:
    chosen = select(toy, Filters(chains=("fashion",), stages=stages))
    assert (toy.partners["id"].iloc[0] in set(chosen.partners["id"])) is found


def test_it_counts_half_in_each_and_one_in_all(toy: Dataset) -> None:
    chosen = select(toy, Filters())
    city = toy.partners["city"].iloc[0]
    line = chain_line(toy, chosen, toy_network(), city, "fashion", "walk")
    counts = line.stages.set_index("stage")["partners"]
    assert (counts["conceive"], counts["make"], counts.sum()) == (0.5, 0.5, 1)
    rows = rows_of_chains(chosen, ("fashion",))
    assert rows.loc[rows["table"].eq("partners"), "weight"].tolist() == [0.5, 0.5]
    table = presence(chosen, [city], ["fashion"])["partners"]
    assert table.sum() == 1
    assert table[city, "fashion", "make"] == 0.5
