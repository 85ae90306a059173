"""Street network of Rotterdam: load, snap, nearest, matrix, ways.

Run with ``python -m pytest benchmarks/test_bench_network.py``.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.network.graph import StreetNetwork, load_network, snap
from geo.network.proximity import distance_matrix, nearest, within
from geo.network.reach import reaches


@pytest.fixture(scope="module")
def rotterdam() -> StreetNetwork:
    network = load_network("Rotterdam")
    network.tree("walk")
    return network


def scattered(network: StreetNetwork, n: int, seed: int) -> gpd.GeoDataFrame:
    """Places up to 50 m off a random spot on a random street."""
    rng = np.random.default_rng(seed)
    edge = rng.choice(network.travel["walk"].to_snap, n)
    spot = shapely.line_interpolate_point(
        network.geometry[edge], rng.uniform(0, 1, n), normalized=True
    )
    xy = shapely.get_coordinates(spot) + rng.uniform(-50, 50, (n, 2))
    return gpd.GeoDataFrame({"id": np.arange(n)}, geometry=shapely.points(xy), crs=28992)


def test_load(benchmark) -> None:
    benchmark.pedantic(load_network, ("Rotterdam",), rounds=5)


def test_snap_ten_thousand(benchmark, rotterdam: StreetNetwork) -> None:
    benchmark.pedantic(snap, (rotterdam, scattered(rotterdam, 10_000, 1).geometry), rounds=5)


@pytest.mark.parametrize("mode", ["walk", "cycle"])
@pytest.mark.parametrize("n_partners", [200, 2_000])
def test_nearest_next_stage_partner_of_ten_thousand_tenants(
    benchmark, rotterdam: StreetNetwork, mode: str, n_partners: int
) -> None:
    tenants, partners = scattered(rotterdam, 10_000, 1), scattered(rotterdam, n_partners, 2)
    answer = benchmark.pedantic(nearest, (rotterdam, tenants, partners, mode), rounds=7)
    assert answer["reason"].eq("ok").all()


def test_matrix_of_sixty_hubs_and_two_thousand_partners(
    benchmark, rotterdam: StreetNetwork
) -> None:
    hubs, partners = scattered(rotterdam, 60, 3), scattered(rotterdam, 2_000, 2)
    benchmark.pedantic(distance_matrix, (rotterdam, hubs, partners), rounds=2)


def test_partners_within_a_kilometre_of_sixty_hubs(benchmark, rotterdam: StreetNetwork) -> None:
    hubs, partners = scattered(rotterdam, 60, 3), scattered(rotterdam, 2_000, 2)
    benchmark.pedantic(within, (rotterdam, hubs, partners, 1_000), rounds=2)


def test_reach_of_sixty_hubs_in_three_bands(benchmark, rotterdam: StreetNetwork) -> None:
    hubs = scattered(rotterdam, 60, 3)
    benchmark.pedantic(reaches, (rotterdam, hubs, (5, 10, 15)), rounds=1)
