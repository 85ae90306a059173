"""Mix and stay of one house beside the others of its city: worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from geo.answers.house_measures import house_measures
from geo.data.store import Dataset
from geo.toy.city import toy_dataset


def housed(*rows: tuple[str, str, int | None, int | None]) -> Dataset:
    """The toy city with these tenants alone: house, chain, year they came, year they left."""
    toy = toy_dataset()
    one = toy.tenants.iloc[[0] * len(rows)].reset_index(drop=True)
    left = [to is not None for *_, to in rows]
    tenants = one.assign(
        id=[f"t{i}" for i in range(len(rows))],
        label=[f"T{i}" for i in range(len(rows))],
        hub_id=[row[0] for row in rows],
        chain=[row[1] for row in rows],
        year_from=pd.array([row[2] for row in rows], dtype="Int64"),
        year_to=pd.array([row[3] for row in rows], dtype="Int64"),
        presence=["left" if gone else "present" for gone in left],
        source_date="2026",
    )
    return replace(toy, tenants=tenants.astype(toy.tenants.dtypes.to_dict()))


def here(hub: str, *chains: str) -> list[tuple[str, str, int | None, int | None]]:
    return [(hub, chain, None, None) for chain in chains]


def test_a_house_is_compared_at_the_tenants_of_the_shortest_long_list() -> None:
    rows = [
        *here("h1", *["music"] * 5, *["design"] * 5),
        *here("h2", *["music"] * 5),  # one chain: one in effect, whatever the size
        *here("h3", "music", "design", "fashion", "film_media", "crafts"),  # five of five
        *here("h5", *["music"] * 4),  # too short to set the size
    ]
    found = house_measures(housed(*rows), "h1", 2026)
    assert (found.mix.n, found.mix.size, found.others) == (10, 5, 2)
    assert found.middle == pytest.approx((1 + 5) / 2)
    low, value, high = (found.mix.hill[1].low, found.mix.hill[1].value, found.mix.hill[1].high)
    assert low <= value <= high
    assert 1 < value < 2


def test_the_others_are_counted_by_their_common_chains() -> None:
    rows = [*here("h1", *["music"] * 5), *here("h2", *["music"] * 4, "design")]
    # exp of -(0.8 ln 0.8 + 0.2 ln 0.2) = exp(0.5004)
    assert house_measures(housed(*rows), "h1", 2026).middle == pytest.approx(1.6494, abs=1e-4)


def test_a_short_list_has_no_figure_and_stands_beside_nobody() -> None:
    found = house_measures(housed(*here("h1", "music")), "h1", 2026)
    assert (found.mix.n, found.mix.hill, found.others, found.middle) == (1, (), 0, None)


def test_houses_of_the_city_are_tested_on_all_that_have_dates() -> None:
    quick = [("h1", "music", 2000, 2001)] * 6
    slow = [("h2", "music", 2000, 2020)] * 6
    few = [("h3", "music", 2000, 2010)] * 2
    found = house_measures(housed(*quick, *slow, *few), "h1", 2026)
    assert (found.test.houses, found.test.n, found.test.n_left) == (2, 12, 12)
    assert found.test.p is not None
    assert found.test.p < 0.01
    assert (found.stay.n_stays, found.stay.median_years) == (6, 1)
