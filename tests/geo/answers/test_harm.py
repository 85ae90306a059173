"""Who loses a place by a scenario, and which houses of their chain stay near: by hand."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from geo.answers.harm import Harm, harm
from geo.answers.what_if import NewHub, Scenario, apply
from geo.data.selection import Filters, select
from geo.data.store import Dataset
from geo.network.distances import city_distances
from geo.toy.city import toy_dataset
from geo.toy.street_grid import toy_network

CITY = "Amsterdam"


def harmed(data: Dataset, *removed: str, mode: str = "walk", longer: float = 1.0) -> Harm:
    before = select(data, Filters())
    applied = apply(Scenario(removed=removed), before)
    ways = city_distances(data.hubs, data.partners, toy_network(), CITY, mode)
    ways = replace(ways, minutes=ways.minutes * longer)
    return harm(before, applied, {CITY: ways}, mode, data.chain_model.ten)


def with_hubs(data: Dataset, **columns: object) -> Dataset:
    return replace(data, hubs=data.hubs.assign(**columns))


def test_harm_is_counted_also_where_no_link_breaks() -> None:
    # Pand 9 and 10 hold all of visual art: who is left has no link to lose.
    found = harmed(toy_dataset(), "h9", "h10")
    assert (found.closed, found.lost, found.known) == (2, 2, 11)
    assert (found.with_other, found.without_other, found.undecided) == (0, 2, 0)
    assert (found.published, found.publishing) == (0, 0)


def test_a_house_of_the_chain_near_is_found_from_the_one_that_closes() -> None:
    # h9 and h10 stand 100 m apart; one of them stays.
    found = harmed(toy_dataset(), "h9")
    assert (found.lost, found.with_other, found.without_other, found.others) == (1, 1, 0, 1)


def test_a_house_that_closes_too_is_no_refuge() -> None:
    # Of fashion h2 stays for those of h1; with h2 and h3 closed as well nobody has a place left.
    assert harmed(toy_dataset(), "h1").with_other == 2
    gone = harmed(toy_dataset(), "h1", "h2", "h3")
    assert (gone.lost, gone.with_other, gone.without_other, gone.undecided) == (5, 0, 4, 1)


@pytest.mark.parametrize(
    ("mode", "accuracy", "told"),
    # In a quarter of an hour one walks 1,200 m and cycles 3,750 m.
    [("walk", 600, True), ("walk", 601, False), ("cycle", 1875, True), ("cycle", 1876, False)],
)
def test_of_a_house_placed_more_coarsely_than_half_the_reach_it_is_not_said_what_is_near(
    mode: str, accuracy: float, told: bool
) -> None:
    data = toy_dataset()
    coarse = data.hubs["accuracy_m"].mask(data.hubs["id"].eq("h9"), accuracy)
    found = harmed(with_hubs(data, accuracy_m=coarse), "h9", mode=mode)
    assert (found.with_other, found.undecided) == ((1, 0) if told else (0, 1))


@pytest.mark.parametrize(("longer", "others"), [(11.9, 1), (12.1, 0)])
def test_a_house_further_than_a_quarter_of_an_hour_is_no_refuge(longer: float, others: int) -> None:
    # 100 m takes 1.25 minutes: twelve times as long is the limit.
    found = harmed(toy_dataset(), "h9", longer=longer)
    assert (found.others, found.with_other, found.without_other) == (others, others, 1 - others)


def test_a_coarsely_placed_house_is_no_refuge() -> None:
    data = toy_dataset()
    coarse = data.hubs["accuracy_m"].mask(data.hubs["id"].eq("h10"), 601)
    assert harmed(with_hubs(data, accuracy_m=coarse), "h9").without_other == 1


def test_a_house_without_a_place_and_a_tenant_without_a_chain_are_undecided() -> None:
    assert harmed(toy_dataset(), "h12").undecided == 1  # an architect, in a house without a place
    assert harmed(toy_dataset(), "h6").undecided == 1  # the café; the stage has no second of music


def test_published_numbers_are_those_of_the_houses_that_close() -> None:
    data = toy_dataset()
    numbers = pd.array([40, 7, None, None, None, None, None, None, None, None, None, None], "Int64")
    data = with_hubs(data, tenants_published=numbers)
    found = harmed(data, "h1", "h3")
    assert (found.closed, found.published, found.publishing) == (2, 40, 1)
    rows = found.figures.set_index("figure")
    assert rows.loc["published", ["before", "after", "change", "n", "of"]].tolist() == [
        47, 7, -40, 2, 11,
    ]  # fmt: skip


def test_the_table_of_before_and_after_by_hand() -> None:
    rows = harmed(toy_dataset(), "h1").figures.set_index("figure")
    assert rows.loc["known", ["before", "after", "change"]].tolist() == [11, 8, -3]
    # Named tenants in h1, h2, h3, h5, h6, h9, h10 and h12.
    assert rows.loc["known", ["n", "of"]].tolist() == [8, 11]
    # Twelve houses less the one that ended.
    assert rows.loc["hubs", ["before", "after", "change"]].tolist() == [11, 10, -1]
    assert (rows["change"] == rows["after"] - rows["before"]).all()


def test_who_is_set_down_with_a_new_building_is_no_known_tenant() -> None:
    data = toy_dataset()
    before = select(data, Filters())
    new = NewHub(150, 0, CITY, (("music", "public", 3),))
    applied = apply(Scenario(removed=("h1",), opened=(new,)), before)
    ways = city_distances(data.hubs, data.partners, toy_network(), CITY, "walk")
    told = harm(before, applied, {CITY: ways}, "walk", data.chain_model.ten).figures
    found = told.set_index("figure")[["before", "after", "change"]]
    # Three of the eleven known lose their place; the three of the new house make up for none.
    assert found.loc["known"].tolist() == [11, 8, -3]
    assert found.loc["new"].tolist() == [0, 3, 3]
    assert found.loc["hubs"].tolist() == [11, 11, 0]
    assert "new" not in set(harmed(data, "h1").figures["figure"])
