"""The same work beside others, in one run: `./ketenkaart peers`.

Made-up rows of fixed seeds, sizes from a thousand to two million, processor seconds, the best of
some runs; what others build beforehand (a graph, a compiled function) is not counted. Seconds hang
on the machine, ours over theirs does so far less: with ``--check`` nothing is written, and it fails
when a ratio is half as large again as the kept one in ``peers.csv``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from benchmarks.country import neighbourhoods, register
from benchmarks.growth import houses, shares_of
from benchmarks.test_bench_network import scattered
from geo.country.engine import first_areas
from geo.data.crs import WGS84
from geo.evidence.clusters import find_clusters
from geo.network.graph import StreetNetwork, load_network
from geo.network.proximity import nearest
from layers.view.map_model import PointCrowd
from layers.web.point_file import point_file

SEED = 20261129
FILE = Path(__file__).with_name("peers.csv")
WORSE = 1.5
"""A ratio this many times the kept one is a fault."""
LEAST_S = 0.1
"""What takes less is not held to its ratio: the clock is too coarse."""
RUNS = 2
FAR_M = 5_000
"""So far pandana looks."""
FEW, PARTNERS, AREAS = 10_000, 2_000, 3_000
Work = Callable[[], object]
Case = Callable[[int], dict[str, Work]]
"""From a number of rows to the same work by us and by each peer that can do it."""


# ---- the nearest of 2,000 partners along the streets of Rotterdam


@cache
def _streets() -> StreetNetwork:
    network = load_network("Rotterdam")
    network.tree("walk")
    return network


@cache
def _graph() -> object:
    import networkx as nx

    network = _streets()
    graph = nx.Graph()
    graph.add_weighted_edges_from(zip(network.u, network.v, network.length, strict=True))
    return graph


@cache
def _pandana() -> object:
    import pandana

    network, xy = _streets(), np.zeros((_streets().n_nodes, 2))
    xy[network.u] = shapely.get_coordinates(shapely.get_point(network.geometry, 0))
    xy[network.v] = shapely.get_coordinates(shapely.get_point(network.geometry, -1))
    edges = pd.DataFrame({"from": network.u, "to": network.v, "metres": network.length})
    return pandana.Network(
        pd.Series(xy[:, 0]), pd.Series(xy[:, 1]), edges["from"], edges["to"], edges[["metres"]]
    )


def along_streets(n: int) -> dict[str, Work]:
    """Ours puts both on the street itself; the peers go from node to node, which is less work."""
    import networkx as nx

    network = _streets()
    tenants, partners = scattered(network, n, 1), scattered(network, PARTNERS, 2)
    nodes = np.random.default_rng(SEED).integers(0, network.n_nodes, PARTNERS)
    here = np.random.default_rng(SEED + 1).integers(0, network.n_nodes, n)

    def by_networkx() -> object:
        metres = nx.multi_source_dijkstra_path_length(_graph(), set(nodes.tolist()))
        return [metres.get(node) for node in here.tolist()]

    def by_pandana() -> object:
        x, y = (_pandana().nodes_df[axis] for axis in "xy")
        _pandana().set_pois("p", FAR_M, 1, x.iloc[nodes], y.iloc[nodes])
        return _pandana().nearest_pois(FAR_M, "p").iloc[here]

    return {
        "ketenkaart": lambda: nearest(network, tenants, partners, "walk"),
        "networkx": by_networkx,
        "pandana": by_pandana,
    }


# ---- areas, clusters, and points into a page


@cache
def _areas() -> gpd.GeoDataFrame:
    return neighbourhoods(AREAS, SEED)


def into_areas(n: int) -> dict[str, Work]:
    """In which of 3,000 areas every row lies."""
    rows = register(n, SEED)
    x, y, areas = rows["x"].to_numpy(), rows["y"].to_numpy(), _areas()

    def by_geopandas() -> object:
        points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(x, y), crs=areas.crs)
        return points.sjoin(areas)["code"].value_counts()

    outlines = list(areas.geometry)
    return {
        "ketenkaart": lambda: np.bincount(first_areas(x, y, outlines) + 1),
        "geopandas": by_geopandas,
    }


def _points(n: int) -> gpd.GeoDataFrame:
    hubs = houses(n)
    at = hubs.set_index("id").geometry.reindex(shares_of(n, hubs)["hub_id"])
    return gpd.GeoDataFrame({"ref": np.arange(n).astype(str), "label": "naam", "kind": 0},
                            geometry=at.to_numpy(), crs=hubs.crs)  # fmt: skip


def clusters(n: int) -> dict[str, Work]:
    """HDBSCAN of tenants of whom eight share a house; ours takes a house at a time."""
    from fast_hdbscan import HDBSCAN

    hubs = houses(n).assign(city="Amsterdam")
    weights = hubs["id"].map(shares_of(n, hubs)["hub_id"].value_counts()).fillna(0)
    xy = shapely.get_coordinates(_points(n).geometry)
    HDBSCAN(min_cluster_size=3).fit(xy[:FEW])  # compiles
    return {
        "ketenkaart": lambda: find_clusters(hubs, weights=weights),
        "fast_hdbscan": lambda: HDBSCAN(min_cluster_size=3).fit(xy),
    }


def into_page(n: int) -> dict[str, Work]:
    """Points of a map on their way to the browser: our bytes, their page."""
    import folium
    import lonboard

    points = _points(n)
    crowd = PointCrowd("partners", "", points, pd.DataFrame())
    degrees = points.to_crs(WGS84)
    at = shapely.get_coordinates(degrees.geometry)

    def by_folium() -> object:
        page = folium.Map()
        for lon, lat in at:
            folium.CircleMarker((lat, lon), tooltip="naam").add_to(page)
        return page.get_root().render()

    def by_lonboard() -> object:
        layer = lonboard.ScatterplotLayer.from_geopandas(degrees)
        with tempfile.TemporaryDirectory() as folder:
            return lonboard.Map(layer).to_html(Path(folder) / "page.html")

    found: dict[str, Work] = {"ketenkaart": lambda: point_file(crowd), "lonboard": by_lonboard}
    return found | ({"folium": by_folium} if n <= FEW else {})


CASES: dict[str, tuple[Case, tuple[int, ...]]] = {
    "along_streets": (along_streets, (1_000, 10_000, 100_000)),
    "into_areas": (into_areas, (1_000, 10_000, 100_000, 1_000_000, 2_000_000)),
    "clusters": (clusters, (1_000, 10_000, 100_000)),
    "into_page": (into_page, (1_000, 10_000, 100_000)),
}


# ---- measuring, and holding to what was measured


def measured(names: list[str], most: int) -> pd.DataFrame:
    """Time every case at every size: ``case, rows, who, seconds, ratio`` of ours to theirs."""
    table = pd.DataFrame(_timed(names, most), columns=["case", "rows", "who", "seconds"])
    ours = table[table["who"].eq("ketenkaart")].set_index(["case", "rows"])["seconds"]
    at = pd.MultiIndex.from_frame(table[["case", "rows"]])
    return table.assign(ratio=ours.reindex(at).to_numpy() / table["seconds"])


def _timed(names: list[str], most: int) -> Iterator[tuple[str, int, str, float]]:
    for name in names:
        case, sizes = CASES[name]
        for n in sizes:
            if n <= most:
                for who, work in case(n).items():
                    yield name, n, who, min(_seconds(work) for _ in range(RUNS))


def _seconds(work: Work) -> float:
    began = time.process_time()
    work()
    return max(time.process_time() - began, 1e-4)


def worse(now: pd.DataFrame, kept: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of which the ratio grew by half, where both take long enough to tell."""
    keys = ["case", "rows", "who"]
    both = now.merge(kept, on=keys, suffixes=("", "_kept"))
    ours = both[both["who"].eq("ketenkaart")].set_index(["case", "rows"])["seconds"]
    mine = ours.reindex(pd.MultiIndex.from_frame(both[["case", "rows"]])).to_numpy()
    long = (mine >= LEAST_S) & both["seconds"].ge(LEAST_S)
    return both[long & both["ratio"].gt(WORSE * both["ratio_kept"])]


def main() -> int:
    """Measure, and write or check; 1 when a ratio is worse than it may be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="*", help=", ".join(CASES))
    parser.add_argument("--check", action="store_true", help="hold to peers.csv, write nothing")
    parser.add_argument("--most", type=int, default=2_000_000, help="rows at most")
    asked = parser.parse_args()
    now = measured(asked.cases or list(CASES), asked.most)
    print(now.round(4).to_string(index=False))
    if not asked.check:
        if not asked.cases:
            now.round(4).to_csv(FILE, index=False)
        return 0
    found = worse(now, pd.read_csv(FILE))
    print(found.to_string(index=False) if len(found) else "no ratio is worse by half")
    return int(len(found) > 0)


if __name__ == "__main__":
    sys.exit(main())
