"""Buildings with few meeting places: bounds against the binomial, verdicts worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from geo.answers.hub_profile import hub_profile
from geo.answers.meeting_gaps import meeting_gaps, most_there
from geo.answers.surroundings import Surroundings, surroundings
from geo.data.store import Dataset
from geo.toy.street_grid import toy_network


@pytest.fixture(scope="module")
def walks(toy: Dataset) -> Surroundings:
    found = surroundings(toy, toy_network(), "Amsterdam")
    # Of h1 three places near, of h2 one, of all others none; each is half a place per thousand.
    near = pd.DataFrame(
        {
            "hub_id": ["h1", "h1", "h1", "h2"], "target_id": list("abcd"), "metres": 100.0,
            "minutes": 1.25, "hub_accuracy_m": 0.0, "target_accuracy_m": 0.0, "per_head": 0.5,
        }
    )  # fmt: skip
    here = pd.Series(0.5, index=[f"h{i}" for i in range(1, 12)])
    return replace(found, meeting_places=near, per_head=here)


@pytest.mark.parametrize("share", [0.1, 0.2, 0.5, 0.9])
@pytest.mark.parametrize("found", [0, 1, 4, 20])
def test_the_most_is_the_last_number_that_would_show_so_few_with_a_chance_above_the_error(
    found: int, share: float
) -> None:
    numbers = np.arange(found, 600)
    assert most_there(found, share) == numbers[binom.cdf(found, numbers, share) > 0.05].max()


def test_where_all_are_listed_the_most_is_what_is_found(toy: Dataset, walks: Surroundings) -> None:
    table = meeting_gaps(toy.hubs, walks, (10, 10))
    assert table.loc["h1", ["found", "likely", "most"]].tolist() == [3, 3, 3]
    # The middle building has none, and nobody has fewer than none.
    assert table.loc["h1", "per_head"] == pytest.approx(1.5)
    assert set(table.loc[table["reason"].eq("ok"), "verdict"]) == {"enough"}


def test_a_building_has_few_only_where_even_the_most_is_below_the_middle(
    toy: Dataset, walks: Surroundings
) -> None:
    three = toy.hubs[toy.hubs["id"].isin(["h1", "h2", "h3"])]
    table = meeting_gaps(three, walks, (10, 10))
    # 1.5, 0.5 and 0 per thousand: the middle is 0.5.
    assert table["verdict"].to_dict() == {"h1": "enough", "h2": "enough", "h3": "few"}
    # Half of them listed: of h3 four can be there, 2 per thousand; the middle is 1.
    half = meeting_gaps(three, walks, (5, 10))
    assert half.loc["h3", ["most", "most_per_head"]].tolist() == [4, 2.0]
    assert half["verdict"].to_dict() == {"h1": "enough", "h2": "enough", "h3": "maybe"}


def test_where_nobody_lives_a_place_that_is_not_listed_counts_for_nobody(
    toy: Dataset, walks: Surroundings
) -> None:
    three = toy.hubs[toy.hubs["id"].isin(["h1", "h2", "h3"])]
    table = meeting_gaps(three, replace(walks, per_head=walks.per_head.drop("h3")), (5, 10))
    assert table.loc["h3", ["most", "most_per_head"]].tolist() == [4, 0]


def test_a_building_placed_more_coarsely_than_half_of_five_minutes_is_not_judged(
    toy: Dataset, walks: Surroundings
) -> None:
    # Five minutes are 400 m.
    hubs = toy.hubs.assign(
        accuracy_m=toy.hubs["accuracy_m"].mask(toy.hubs["id"].eq("h1"), 200.0)
        .mask(toy.hubs["id"].eq("h2"), 201.0)
    )  # fmt: skip
    table = meeting_gaps(hubs, walks, (10, 10))
    assert table.loc[["h1", "h2"], "reason"].tolist() == ["ok", "too_coarse"]


def test_where_nobody_counted_nothing_is_said(toy: Dataset, walks: Surroundings) -> None:
    table = meeting_gaps(toy.hubs, walks, None)
    assert set(table["verdict"]) == {"untold"}
    assert table.loc["h12", "reason"] == "no_place"
    assert table["likely"].isna().all()


def test_where_the_lists_name_less_than_half_nothing_is_said_to_be_few(
    toy: Dataset, walks: Surroundings
) -> None:
    three = toy.hubs[toy.hubs["id"].isin(["h1", "h2", "h3"])]
    told, untold = meeting_gaps(three, walks, (5, 10)), meeting_gaps(three, walks, (4, 10))
    assert told.loc["h3", ["verdict", "reason"]].tolist() == ["maybe", "ok"]
    assert untold.loc["h3", ["verdict", "reason"]].tolist() == ["untold", "partly"]
    # What is found is still told, and who has enough has enough.
    assert untold.loc["h3", "found"] == 0
    assert untold.loc["h1", "verdict"] == "enough"


def test_a_city_without_a_list_of_cafes_has_no_count_of_meeting_places(toy: Dataset) -> None:
    libraries = replace(toy, meeting_places=toy.meeting_places.assign(category="library"))
    found = hub_profile(libraries, toy_network(), "h1")
    assert (found.meeting_reason, len(found.meeting_places)) == ("no_source", 1)
    assert hub_profile(toy, toy_network(), "h1").meeting_reason == "ok"
