"""The bars of co-location, reach content and what-if: `pytest benchmarks --benchmark-only`."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.answers.reach_content import reach_content
from geo.answers.what_if import Scenario, apply, compare_links
from geo.data.chains import ChainModel, load_chain_model
from geo.data.coarseness import coarse_rows
from geo.data.selection import Filters, Selection, select
from geo.data.store import Dataset, load_dataset
from geo.data.thresholds import BANDS_M
from geo.evidence.association import between_matrix, city_points, house_matrix, in_family
from geo.evidence.between_houses import Setting, between_houses, size_classes
from geo.evidence.colocation import read_mixes
from geo.evidence.house_pairs import Housed, house_pairs
from geo.network.distances import city_distances, links
from geo.network.graph import StreetNetwork, load_network

SEED = 20261125


def city_of(n: int, houses: int, seed: int = SEED) -> np.ndarray:
    """Four in five tenants in shared buildings, the rest alone."""
    rng = np.random.default_rng(seed)
    xy = rng.uniform(0, 15_000, (n, 2))
    shared = n * 4 // 5
    xy[:shared] = rng.uniform(0, 15_000, (houses, 2))[rng.integers(0, houses, shared)]
    return xy


def of_chains(n: int) -> pd.Series:
    codes = [f"c{i:02d}" for i in range(13)]
    return pd.Series(np.random.default_rng(SEED).choice(codes, n))


def housed_of(n: int, houses: int) -> tuple[Housed, Setting]:
    xy = city_of(n, houses)
    where, house = np.unique(xy, axis=0, return_inverse=True)
    house = house.reshape(-1)
    housed = Housed(read_mixes(of_chains(n)), house, np.zeros(n, dtype=np.int64))
    everywhere = np.full((len(BANDS_M), len(where)), 0.01)
    return housed, Setting(where, size_classes(np.bincount(house)), everywhere)


@pytest.mark.parametrize(("n", "houses"), [(5_000, 150), (5_000, 1), (100_000, 2_000)])
def test_pairs_in_the_house(benchmark, n: int, houses: int) -> None:
    housed, _ = housed_of(n, houses)
    table = benchmark.pedantic(house_pairs, (housed,), rounds=1, warmup_rounds=0)
    assert len(table) == 13 * 14 // 2
    # No pattern was put in: about one in twenty stands out.
    assert (table["p"] <= 0.05).mean() < 0.15


@pytest.mark.parametrize(("n", "houses"), [(5_000, 150), (5_000, 1), (100_000, 2_000)])
def test_pairs_between_houses_with_999_curves(benchmark, n: int, houses: int) -> None:
    asked = (*housed_of(n, houses), (999,))
    table = benchmark.pedantic(between_houses, asked, rounds=1, warmup_rounds=0)
    assert len(table) == 3 * 13 * 14 // 2


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load_dataset()


@pytest.fixture(scope="module")
def chosen(dataset: Dataset) -> Selection:
    return select(dataset, Filters())


@pytest.fixture(scope="module")
def network() -> StreetNetwork:
    return load_network("Rotterdam")


@pytest.mark.parametrize("by", ["stage", "chain"])
def test_the_matrices_of_amsterdam(benchmark, chosen: Selection, by: str) -> None:
    points = city_points(chosen, "Amsterdam")
    family = in_family(points, load_chain_model().ten, by)
    benchmark.pedantic(lambda: (house_matrix(family, by), between_matrix(family, by)), rounds=3)


def test_what_lies_within_reach(
    benchmark, dataset: Dataset, chosen: Selection, network: StreetNetwork
) -> None:
    hubs = chosen.hubs[chosen.hubs["city"].eq("Rotterdam")]
    hub_id = hubs.loc[~coarse_rows(hubs), "id"].iloc[0]
    benchmark.pedantic(reach_content, (chosen, dataset.stops, network, hub_id), rounds=3)


def test_the_ways_of_a_city(benchmark, dataset: Dataset, network: StreetNetwork) -> None:
    rows = (dataset.hubs, dataset.partners)
    benchmark.pedantic(city_distances, (*rows, network, "Rotterdam"), rounds=1)


def test_a_scenario_when_the_ways_are_known(
    benchmark, dataset: Dataset, chosen: Selection, network: StreetNetwork
) -> None:
    model: ChainModel = load_chain_model()
    known = city_distances(dataset.hubs, dataset.partners, network, "Rotterdam")
    before = links(chosen, known, model.stage_line, model.ten)

    def answer() -> pd.DataFrame:
        after = apply(Scenario(ends_before=2030, term_years=15), chosen).after
        return compare_links(before, links(after, known, model.stage_line, model.ten))

    assert answer()["change"].eq("gone").any()
    benchmark.pedantic(answer, rounds=3)
