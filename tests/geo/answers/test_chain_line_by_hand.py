"""A chain stage by stage in the toy city, every count and distance worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from geo.answers.chain_line import ChainLine, chain_line, part_of_line
from geo.data.selection import Filters, Selection, select
from geo.data.store import Dataset
from geo.data.thresholds import FEW_BUILDINGS
from geo.toy.street_grid import toy_network

STAGES = ["conceive", "make", "distribute", "public", "support", "unknown"]


@pytest.fixture(scope="module")
def chosen(toy: Dataset) -> Selection:
    return select(toy, Filters())


def line_of(toy: Dataset, chosen: Selection, chain: str) -> ChainLine:
    return chain_line(toy, chosen, toy_network(), "Amsterdam", chain, "walk")


# Of each stage: tenants, hubs, partners. Of each step: stage, next, buildings with a distance,
# next stage in the house. Then what is missing.
BY_HAND = {
    "fashion": (
        ([1, 2, 1, 0, 0, 0], [1, 2, 1, 0, 0, 0], [0, 0, 0, 1, 0, 0]),
        [("conceive", "make", 1, 0), ("make", "distribute", 2, 0), ("distribute", "public", 1, 0)],
        (),
    ),
    "music": (
        ([0, 0.5, 0.5, 1, 0, 0], [0, 1, 1, 1, 0, 0], [0] * 6),
        [("conceive", "make", 0, 0), ("make", "distribute", 1, 1), ("distribute", "public", 1, 0)],
        ("conceive",),
    ),
    "visual_art": (
        ([0, 2, 0, 0, 0, 0], [0, 2, 0, 0, 0, 0], [0, 0, 1, 1, 0, 0]),
        [("conceive", "make", 0, 0), ("make", "distribute", 2, 0), ("distribute", "public", 0, 0)],
        ("conceive",),
    ),
    "architecture": (  # its only tenant is in a building without a place
        ([1, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0], [0] * 6),
        [("conceive", "make", 0, 0), ("make", "distribute", 0, 0), ("distribute", "public", 0, 0)],
        ("make", "distribute", "public"),
    ),
    "unknown": (
        ([0, 0, 0, 0, 0, 1], [0, 0, 0, 0, 0, 1], [0] * 6),
        [("conceive", "make", 0, 0), ("make", "distribute", 0, 0), ("distribute", "public", 0, 0)],
        ("conceive", "make", "distribute", "public"),
    ),
}


@pytest.mark.parametrize("chain", BY_HAND)
def test_stages_and_steps_by_hand(toy: Dataset, chosen: Selection, chain: str) -> None:
    line = line_of(toy, chosen, chain)
    counts, steps, missing = BY_HAND[chain]
    assert line.stages["stage"].tolist() == STAGES
    for name, expected in zip(("tenants", "hubs", "partners"), counts, strict=True):
        assert line.stages[name].tolist() == expected, name
    found = line.steps[["stage", "next_stage", "n", "in_house"]]
    assert list(found.itertuples(index=False, name=None)) == steps
    assert line.steps[["median_m", "median_min"]].isna().all(axis=None)  # of one or two: too few
    assert line.missing == missing
    assert (line.city, line.chain) == ("Amsterdam", chain)


def makers(chosen: Selection, *hub_ids: str) -> Selection:
    """Fashion made in these buildings, and distributed from h1 alone."""
    rows = [(hub_id, "make") for hub_id in hub_ids] + [("h1", "distribute")]
    shares = pd.DataFrame(rows, columns=["hub_id", "stage"]).assign(
        tenant_id=[f"t{i}" for i in range(len(rows))], chain="fashion", weight=1.0
    )
    return replace(chosen, shares=shares, partners=chosen.partners.iloc[:0])


def test_from_three_buildings_on_there_is_a_middle_distance(
    toy: Dataset, chosen: Selection
) -> None:
    # To h1: in the house 0, h2 100 m, h3 200, h5 100 by ferry (60 s), h6 200 (75 s and the ferry).
    five = line_of(toy, makers(chosen, "h1", "h2", "h3", "h5", "h6"), "fashion")
    step = five.steps.set_index("stage").loc["make"]
    assert (step["n"], step["median_m"], step["in_house"]) == (5, 100, 1)
    # Minutes 0, 1.25, 2.5, 1 and 2.25.
    assert step["median_min"] == pytest.approx(1.25)
    assert FEW_BUILDINGS == 3
    three = line_of(toy, makers(chosen, "h3", "h5", "h6"), "fashion")
    step = three.steps.set_index("stage").loc["make"]
    assert (step["n"], step["median_m"], step["median_min"]) == (3, 200, 2.25)
    assert step["in_house"] == 0
    two = line_of(toy, makers(chosen, "h2", "h3"), "fashion")
    step = two.steps.set_index("stage").loc["make"]
    assert step["n"] == 2
    assert pd.isna(step["median_m"]) and pd.isna(step["median_min"])


def test_a_building_without_a_place_is_counted_and_not_measured(
    toy: Dataset, chosen: Selection
) -> None:
    step = line_of(toy, makers(chosen, "h2", "h12"), "fashion").steps.set_index("stage").loc["make"]
    assert (step["n"], step["too_coarse"], step["unreachable"]) == (1, 1, 0)


def test_another_city_has_none_of_it(toy: Dataset, chosen: Selection) -> None:
    line = chain_line(toy, chosen, toy_network(), "Rotterdam", "fashion", "walk")
    assert line.stages[["tenants", "hubs", "partners"]].to_numpy().sum() == 0
    assert line.links.empty


def test_a_part_has_its_own_tenants_and_the_ways_of_its_buildings(
    toy: Dataset, chosen: Selection
) -> None:
    city = line_of(toy, chosen, "fashion")
    shares = chosen.shares[chosen.shares["chain"].eq("fashion")]
    here = shares[shares["hub_id"].eq("h2")]
    part = part_of_line(city, "blok", here, chosen.partners.head(0))
    assert part.city == "blok"
    assert part.stages["tenants"].tolist() == [0, 1, 0, 0, 0, 0]
    assert part.steps["stage"].tolist() == STAGES[:3]
    assert part.steps["next_stage"].tolist() == STAGES[1:4]
    assert part.steps["n"].tolist() == [0, 1, 0]
    assert part.missing == ("conceive", "distribute", "public")
    shop = chosen.partners[chosen.partners["name"].eq("Winkel")]
    whole = part_of_line(city, "stad", shares, shop)
    pd.testing.assert_frame_equal(whole.stages, city.stages)
    pd.testing.assert_frame_equal(whole.steps, city.steps)
    assert whole.missing == city.missing == ()


def test_as_many_tenants_as_partners_are_not_missing(toy: Dataset, chosen: Selection) -> None:
    city = line_of(toy, chosen, "fashion")
    shares = chosen.shares[chosen.shares["hub_id"].eq("h2")]
    maker = chosen.partners.head(1).assign(chain="fashion", stage="make")
    part = part_of_line(city, "blok", shares, maker)
    assert part.stages.set_index("stage").loc["make", ["tenants", "partners"]].tolist() == [1, 1]
    assert part.missing == ("conceive", "distribute", "public")
