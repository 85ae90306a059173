"""What is known of a link of a place: whom it counts and which houses stand behind it, by hand."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from geo.answers.broken_links import BrokenLinks, broken_links, hub_places
from geo.answers.link_knowledge import with_knowledge, within_band
from geo.answers.surroundings import surroundings
from geo.data.coverage import load_coverage
from geo.data.selection import Filters, select
from geo.data.store import Dataset
from geo.evidence.knowledge import COLUMNS, NOT_SEEN, PRESENT, Within
from geo.evidence.unseen import cells_of, unseen
from geo.toy.city import toy_dataset
from geo.toy.street_grid import toy_network

CITY = "Amsterdam"


@pytest.fixture
def toy() -> Dataset:
    """A toy city that a test may change."""
    return toy_dataset()


def told_of(
    toy: Dataset, chains: list[str], band_m: int = 250, filters: Filters | None = None
) -> list[BrokenLinks]:
    chosen = select(toy, filters or Filters())
    around = {CITY: surroundings(toy, toy_network(), CITY)}
    places = hub_places(chosen)
    links = broken_links(toy, chosen, around, places, chains, band_m)
    coverage, cells = load_coverage(toy.chain_model), cells_of(toy.chain_model)
    bases = {CITY: unseen(chosen, toy.hubs, coverage, cells, CITY)}
    return with_knowledge(links, chosen, around, places, bases)


def within(toy: Dataset, band_m: int, filters: Filters | None = None) -> Within:
    chosen = select(toy, filters or Filters())
    around = {CITY: surroundings(toy, toy_network(), CITY)}
    return within_band(chosen, around, hub_places(chosen), band_m)


def houses_of(found: Within, place: str) -> set[str]:
    return set(found.houses.loc[found.houses["place_id"].eq(place), "hub_id"])


def test_houses_are_those_within_the_band_over_the_streets(toy: Dataset) -> None:
    found = within(toy, 100)
    # From h2 one street to either side; h6 stands across the water, and the ferry leaves from h1.
    assert houses_of(found, "h2") == {"h1", "h2", "h3"}
    assert houses_of(found, "h5") == {"h1", "h5", "h6", "h9"}
    assert not found.houses.duplicated().any()


def test_who_is_placed_coarsely_has_itself_alone_and_is_near_nobody(toy: Dataset) -> None:
    toy.hubs.loc[toy.hubs["id"].eq("h2"), "accuracy_m"] = 51.0
    found = within(toy, 100)
    assert houses_of(found, "h2") == {"h2"}
    assert houses_of(found, "h1") == {"h1", "h5"}
    # Within a band twice as wide it may be placed.
    assert houses_of(within(toy, 250), "h2") == {"h1", "h2", "h3", "h4", "h5"}


def test_who_the_filters_leave_out_is_no_house_near(toy: Dataset) -> None:
    toy.hubs.loc[toy.hubs["id"].eq("h3"), "status"] = "planned"
    found = within(toy, 100, Filters(statuses=("active",)))
    assert houses_of(found, "h2") == {"h1", "h2"}


def test_share_of_the_partners_counts_half_a_one_for_who_is_not_there(toy: Dataset) -> None:
    # Of three partners the shop lies 100 m from h1, the gallery and the museum do not:
    # (1 + 1/2) / (3 + 1); round h2 within 100 m there is none.
    found = within(toy, 100)
    assert found.partners["h1"] == pytest.approx(1.5 / 4)
    assert found.partners["h2"] == pytest.approx(0.5 / 4)
    # Where no partner is known at all it may be all of them or none.
    nobody = replace(toy, partners=toy.partners.iloc[:0])
    assert within(nobody, 100).partners["h1"] == pytest.approx(0.5)


def test_a_house_that_is_near_counts_as_many_as_it_has(toy: Dataset) -> None:
    more = toy.tenants[toy.tenants["label"].eq("Patroon")]
    more = more.assign(id="t20", organisation="t20")
    crowded = replace(toy, tenants=pd.concat([toy.tenants, more]))
    stages = told_of(crowded, ["fashion"])[0].stages.set_index(["place_id", "stage"])
    # Pand 2 has two makers now, Pand 3 one; both are within 250 m of Pand 1.
    assert stages.loc[("h1", "make"), "found"] == 3
    assert stages.loc[("h2", "make"), "found"] == 3
    assert stages.loc[("h1", "public"), "found"] == 1
    assert stages["state"].eq(PRESENT).equals(stages["found"].gt(0))
    assert stages["found"].min() == 0


def test_what_is_missing_says_of_how_many_it_is_known(toy: Dataset) -> None:
    fashion = told_of(toy, ["fashion"])[0]
    (row,) = fashion.missing.to_dict("records")
    assert (row["place_id"], row["stage"], row["state"]) == ("h3", "public", NOT_SEEN)
    # Three tenants of Pand 1 are named of forty that its source tells; of four houses no total is.
    assert (row["n_known"], row["n_published"], row["n_houses"], row["n_unsized"]) == (3, 40, 5, 4)
    assert fashion.places.loc["h3", ["n_absent", "n_unseen"]].tolist() == [0, 1]
    assert fashion.places.loc["h1", ["n_absent", "n_unseen"]].tolist() == [0, 0]


def test_chains_keep_their_order_and_their_own_rows(toy: Dataset) -> None:
    one, other = told_of(toy, ["music", "fashion"])
    assert (one.chain, other.chain) == ("music", "fashion")
    # Four stages of each house that has the chain, once.
    assert one.stages["place_id"].value_counts().to_dict() == {"h5": 4, "h6": 4}
    assert other.stages["place_id"].value_counts().to_dict() == {"h1": 4, "h2": 4, "h3": 4}
    assert list(one.stages) == ["place_id", "stage", "found", *COLUMNS]
