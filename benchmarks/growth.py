"""How time grows with the number of rows: `python -m benchmarks.growth [NAME...]`.

Each case is run on made-up rows of fixed seeds, each size twice the one before, in processor
seconds; ratios repeat where seconds do not. The table is written as ``growth.csv`` and drawn for
the docs. `benchmarks/test_bench_growth.py` fails when a step grows more than the bar.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.data.chains import load_chain_model
from geo.evidence.cluster_density import Search, chance_scores, population_of
from geo.evidence.clusters import cluster_stability, describe_clusters, find_clusters
from geo.evidence.colocation import read_mixes
from geo.evidence.cross_k import cross_k
from geo.evidence.house_pairs import Housed, house_pairs

SEED = 20261129
SIZES = (12_500, 25_000, 50_000, 100_000, 200_000)
A_HOUSE = 8
MIN_CLUSTER = 3
AROUND_M = 250.0
CITY_M = 9_000.0
BAR = 2.3
"""Twice the rows may never take more than this many times as long."""
LEAST_S = 0.1
"""What takes less is not compared: the clock is too coarse."""
RADII_M = np.arange(50.0, 1_050.0, 50.0)
CHAINS = ("music", "design", "film", "unknown")
STAGES = ("conceive", "make", "distribute", "public")
FILE = Path(__file__).with_name("growth.csv")
Case = Callable[[int], Callable[[], object]]


def houses(n: int) -> gpd.GeoDataFrame:
    """Buildings of ``n`` tenants in two cities, gathered round centres that grow in number too."""
    rng = np.random.default_rng(SEED)
    count = n // A_HOUSE
    centres = rng.uniform(0, CITY_M * np.sqrt(n / SIZES[0]), (max(count // 100, 1), 2))
    xy = centres[rng.integers(0, len(centres), count)] + rng.normal(0, AROUND_M, (count, 2))
    return gpd.GeoDataFrame(
        {
            "id": [f"h{i}" for i in range(count)],
            "city": np.where(np.arange(count) % 2, "Amsterdam", "Rotterdam"),
        },
        geometry=gpd.points_from_xy(*xy.T),
        crs=28992,
    )


def shares_of(n: int, hubs: gpd.GeoDataFrame) -> pd.DataFrame:
    """One chain and stage for each of ``n`` tenants of those buildings."""
    rng = np.random.default_rng(SEED + 1)
    return pd.DataFrame(
        {
            "tenant_id": [f"t{i}" for i in range(n)],
            "hub_id": hubs["id"].to_numpy()[rng.integers(0, len(hubs), n)],
            "chain": rng.choice(CHAINS, n),
            "stage": rng.choice(STAGES, n),
            "weight": 1.0,
        }
    )


def _clusters(n: int) -> tuple[gpd.GeoDataFrame, pd.DataFrame, pd.Series, pd.Series]:
    hubs = houses(n)
    shares = shares_of(n, hubs)
    weights = hubs["id"].map(shares["hub_id"].value_counts()).fillna(0)
    return hubs, shares, weights, find_clusters(hubs, weights=weights)["cluster"]


def _describing(n: int) -> Callable[[], object]:
    hubs, shares, _, labels = _clusters(n)
    model = load_chain_model()
    return lambda: describe_clusters(hubs, labels, shares, model)


def _stability(n: int) -> Callable[[], object]:
    hubs, _, weights, labels = _clusters(n)
    return lambda: cluster_stability(hubs, labels, weights=weights)


def _tenants(n: int) -> tuple[np.ndarray, pd.Series, float]:
    hubs = houses(n)
    shares = shares_of(n, hubs)
    at = hubs.set_index("id").geometry.reindex(shares["hub_id"])
    side = CITY_M * np.sqrt(n / SIZES[0])
    return np.column_stack([at.x, at.y]), shares["chain"], side**2


def _buildings(n: int) -> Callable[[], object]:
    """As many buildings as rows, each counted once: what most places a map may have."""
    hubs = houses(n * A_HOUSE)
    return lambda: find_clusters(hubs)


def _draws(n: int) -> Callable[[], object]:
    """Clusters of an eighth as many places drawn by chance, which a map of them is held against."""
    xy = shapely.get_coordinates(houses(SIZES[-1]).geometry)
    people = population_of(xy, np.full(len(xy), 1 / len(xy)))
    return lambda: chance_scores(
        people, (1,) * (n // A_HOUSE), Search("hdbscan", MIN_CLUSTER, 400.0)
    )


def _cross_k(n: int) -> Callable[[], object]:
    xy, chain, area = _tenants(n)
    return lambda: cross_k(xy, chain, ("music", "design"), RADII_M, area)


def _colocation(n: int) -> Callable[[], object]:
    xy, chain, _ = _tenants(n)
    house = np.unique(xy, axis=0, return_inverse=True)[1].reshape(-1)
    housed = Housed(read_mixes(chain), house, np.zeros(n, dtype=np.int64))
    return lambda: house_pairs(housed)


CASES: dict[str, Case] = {
    "describe_clusters": _describing,
    "find_clusters": _buildings,
    "cluster_stability": _stability,
    "chance_scores": _draws,
    "cross_k": _cross_k,
    "colocation": _colocation,
}


def measured(names: Iterable[str], sizes: Iterable[int] = SIZES) -> pd.DataFrame:
    """Time each case at each size: ``case, rows, seconds, ratio`` to the size before."""
    found = [
        {"case": name, "rows": n, "seconds": _seconds(CASES[name](n))}
        for name in names
        for n in sizes
    ]
    table = pd.DataFrame(found)
    before = table.groupby("case")["seconds"].shift()
    return table.assign(ratio=(table["seconds"] / before).where(before.ge(LEAST_S)))


def _seconds(run: Callable[[], object]) -> float:
    began = time.process_time()
    run()
    return time.process_time() - began


if __name__ == "__main__":
    result = measured(sys.argv[1:] or CASES)
    print(result.round(3).to_string(index=False))
    if not sys.argv[1:]:
        result.round(3).to_csv(FILE, index=False)
