"""Our own noding of the street lines beside that of other packages, on the real streets.

The other packages are needed for this trial alone and stand in a list of their own::

    python -m venv /some/where
    /some/where/bin/python -m pip install -r requirements.txt -r benchmarks/noding_requirements.txt
    /some/where/bin/python benchmarks/noding.py ../shared/data          # both cities
    /some/where/bin/python benchmarks/noding.py ../shared/data --piece  # 3 by 3 km of Rotterdam

The figures: nodes and edges once nodes that only pass a street on are gone; how much lies in the
largest connected component; how many places where a street passes over or under a bridge or tunnel
have become a junction, which nobody on foot can use; lengths of ways that are known; time. What was
found, and why ours stays, is in ``docs/decisions/0002-own-noding.md``.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import momepy
import neatnet
import numpy as np
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import KDTree

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from geo.network.noding import (  # noqa: E402 - found once the root is on the path
    TOLERANCE_M,
    component_share,
    join_streets,
    join_vertices,
    merge_pass_through,
)

NO_WALKING = ("motorway", "trunk")
# From, to (RD metres), metres on foot: measured on the published map, as in
# tests/geo/network/test_graph.py.
KNOWN = {
    "Rotterdam": {
        "Erasmusbrug": ((92_690, 436_340), (93_300, 435_840), 825),
        "Maastunnel": ((91_755, 435_420), (91_755, 434_500), 1_096),
        "Coolsingel-Zuidplein": ((92_560, 437_450), (93_126, 433_591), 4_644),
        "Stadsdriehoek-Noordereiland": ((93_250, 437_080), (93_697, 436_537), 1_278),
    },
    "Amsterdam": {"EYE-Dam": ((121_892, 488_614), (121_314, 487_365), 1_900)},
}
PIECE = (91_500, 435_000, 94_500, 438_000)  # of Rotterdam, with Erasmusbrug and Willemsbrug
SAME_PLACE_M = 1.0
JUNCTION = 3  # streets that meet in one
STEP_M, ON_LINE_M = 5.0, 0.6  # five metres from a junction, an edge lies on the line it runs along


def rotterdam(folder: Path) -> gpd.GeoDataFrame:
    """Streets on which one may walk, with their level."""
    streets = gpd.read_parquet(folder / "rotterdam_streets.parquet")
    streets = streets[~streets["highway"].isin(NO_WALKING)].reset_index(drop=True)
    level = np.select([streets["tunnel"], streets["bridge"]], [-1, 1], 0)
    return streets[["geometry"]].assign(level=level)


def amsterdam(folder: Path) -> gpd.GeoDataFrame:
    """Streets and ferries on which one may walk; the source tells no levels."""
    streets = gpd.read_parquet(folder / "amsterdam_walk_network.parquet")
    streets = streets[streets["walkable"]].reset_index(drop=True)
    return streets[["geometry"]].assign(level=0)


# ---- the ways


def ours(streets: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """`geo.network.noding.join_streets`."""
    return join_streets(streets.geometry.to_numpy(), streets["level"].to_numpy())


def our_vertices(streets: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """`geo.network.noding.join_vertices`."""
    return join_vertices(streets.geometry.to_numpy())


def ends_only(streets: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The lines as they are: a junction where ends are equal."""
    return numbered(streets.geometry.to_numpy(), 0.001)


def planar(streets: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Shapely: every crossing is a junction, whatever the level."""
    made = shapely.union_all(streets.geometry.to_numpy())
    return numbered(shapely.get_parts(shapely.line_merge(made)), 0.001)


def planar_on_grid(streets: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Shapely: the same on a grid of the tolerance, which closes the gaps as well."""
    made = shapely.union_all(streets.geometry.to_numpy(), grid_size=TOLERANCE_M)
    return numbered(shapely.get_parts(shapely.line_merge(made)), 0.001)


def momepy_gaps(streets: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """momepy: close gaps between ends, extend ends to lines, cut, take false nodes out."""
    closed = momepy.close_gaps(streets, TOLERANCE_M)
    frame = gpd.GeoDataFrame(geometry=closed.geometry, crs=streets.crs)
    longer = momepy.extend_lines(frame, TOLERANCE_M)
    return numbered(momepy.remove_false_nodes(longer).geometry.to_numpy(), 0.001)


def neatnet_topology(streets: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """neatnet: nodes where lines touch (``fix_topology``)."""
    return numbered(neatnet.fix_topology(streets[["geometry"]]).geometry.to_numpy(), 0.001)


def neatnet_gaps(streets: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """neatnet: close gaps, extend ends to lines, then nodes where lines touch."""
    closed = neatnet.close_gaps(streets[["geometry"]], TOLERANCE_M)
    frame = gpd.GeoDataFrame(geometry=closed.geometry, crs=streets.crs)
    longer = neatnet.extend_lines(frame, TOLERANCE_M)
    return numbered(neatnet.fix_topology(longer[["geometry"]]).geometry.to_numpy(), 0.001)


def neatified(streets: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """neatnet: everything it does, dual carriageways and crossings made simple."""
    return numbered(neatnet.neatify(streets[["geometry"]]).geometry.to_numpy(), 0.001)


WAYS: dict[str, dict[str, Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame]]] = {
    "Rotterdam": {
        "ours": ours,
        "equal ends only": ends_only,
        "shapely union_all": planar,
        "shapely union_all, grid": planar_on_grid,
        "momepy close_gaps + extend_lines": momepy_gaps,
        "neatnet fix_topology": neatnet_topology,
        "neatnet close_gaps + extend_lines + fix_topology": neatnet_gaps,
    },
    "Amsterdam": {
        "ours": our_vertices,
        "equal ends only": ends_only,
        "shapely union_all": planar,
        "momepy close_gaps + extend_lines": momepy_gaps,
        "neatnet fix_topology": neatnet_topology,
        "neatnet close_gaps + extend_lines + fix_topology": neatnet_gaps,
    },
}


def numbered(lines: np.ndarray, grid: float) -> gpd.GeoDataFrame:
    """Give lines the numbers of their end nodes: ends are one when equal on a grid."""
    lines = shapely.get_parts(lines)
    ends = shapely.get_coordinates(
        shapely.get_point(np.repeat(lines, 2), np.tile([0, -1], len(lines)))
    )
    node = np.unique(np.round(ends / grid), axis=0, return_inverse=True)[1].reshape(-1, 2)
    return gpd.GeoDataFrame({"u": node[:, 0], "v": node[:, 1]}, geometry=lines, crs=28992)


# ---- the figures


def figures(edges: gpd.GeoDataFrame, streets: gpd.GeoDataFrame, city: str) -> dict[str, object]:
    """Return what is compared."""
    merged = merge_pass_through(edges.assign(what=0), "what")
    nodes, length = component_share(merged)
    answer: dict[str, object] = {
        "nodes": len(np.unique(merged[["u", "v"]])),
        "edges": len(merged),
        "km": round(merged.geometry.length.sum() / 1000),
        "nodes in one": f"{nodes:.1%}",
        "length in one": f"{length:.1%}",
    }
    if (streets["level"] != 0).any():
        wrong, of = joined_over(merged, streets)
        answer["joined over/under"] = f"{wrong} of {of}"
    for name, (begin, end, known) in KNOWN[city].items():
        if _inside(streets, begin, end):
            way = shortest(merged, begin, end)
            answer[f"{name} ({known} m)"] = "none" if np.isinf(way) else f"{way:.0f}"
    return answer


def _inside(streets: gpd.GeoDataFrame, *places: tuple[float, float]) -> bool:
    return bool(shapely.box(*streets.total_bounds).contains(shapely.points(places)).all())


def joined_over(edges: gpd.GeoDataFrame, streets: gpd.GeoDataFrame) -> tuple[int, int]:
    """Count the places where streets of two levels cross, and those that are a junction."""
    lines, level = streets.geometry.to_numpy(), streets["level"].to_numpy()
    one, other = shapely.STRtree(lines).query(lines[level != 0], predicate="crosses")
    one = np.flatnonzero(level != 0)[one]
    apart = level[one] != level[other]
    one, other = one[apart], other[apart]
    places, of = shapely.get_parts(
        shapely.intersection(lines[one], lines[other]), return_index=True
    )
    places, of = places[shapely.get_type_id(places) == 0], of[shapely.get_type_id(places) == 0]
    ends = shapely.get_point(np.repeat(lines, 2), np.tile([0, -1], len(lines)))
    # Where a line begins it may well meet the other.
    free = KDTree(shapely.get_coordinates(ends)).query(shapely.get_coordinates(places))[0] > 2
    crossed, upper = shapely.get_coordinates(places[free]), lines[one[of[free]]]
    at = np.unique(edges[["u", "v"]].to_numpy().ravel(), return_inverse=True)[1]
    junctions = np.flatnonzero(np.bincount(at) >= JUNCTION)
    tree = KDTree(_node_places(edges, at, int(at.max()) + 1)[junctions])
    away, nearest = tree.query(crossed)
    near = np.flatnonzero(away <= SAME_PLACE_M)
    wrong = [k for k in near if _begins_along(edges, at, junctions[nearest[k]], upper[k])]
    return len(np.unique(np.round(crossed[wrong]), axis=0)), len(
        np.unique(np.round(crossed), axis=0)
    )


def _begins_along(
    edges: gpd.GeoDataFrame, at: np.ndarray, node: int, line: shapely.LineString
) -> bool:
    """Say whether an edge that ends in a node runs along a line: then one can turn into it."""
    ends = np.flatnonzero(at == node)
    pieces = edges.geometry.to_numpy()[ends // 2]
    place = shapely.get_point(pieces[0], -1 if ends[0] % 2 else 0)
    if shapely.distance(place, line) > ON_LINE_M:
        return False
    along = np.minimum(shapely.length(pieces) / 2, STEP_M)
    places = shapely.line_interpolate_point(pieces, np.where(ends % 2, -along, along))
    return bool((shapely.distance(places, line) <= ON_LINE_M).any())


def _node_places(edges: gpd.GeoDataFrame, at: np.ndarray, n: int) -> np.ndarray:
    lines = edges.geometry.to_numpy()
    ends = shapely.get_coordinates(
        shapely.get_point(np.repeat(lines, 2), np.tile([0, -1], len(lines)))
    )
    places = np.empty((n, 2))
    places[at] = ends
    return places


def shortest(
    edges: gpd.GeoDataFrame, begin: tuple[float, float], end: tuple[float, float]
) -> float:
    """Metres along the streets between the nodes nearest to two places."""
    at = np.unique(edges[["u", "v"]].to_numpy().ravel(), return_inverse=True)[1]
    n = int(at.max()) + 1
    pairs = pd.DataFrame(np.sort(at.reshape(-1, 2), axis=1), columns=["u", "v"])
    steps = pairs.assign(metres=edges.geometry.length.to_numpy()).groupby(["u", "v"]).min()
    u, v = (steps.index.get_level_values(name).to_numpy() for name in "uv")
    graph = coo_array((steps["metres"].to_numpy(), (u, v)), shape=(n, n)).tocsr()
    large = _in_largest(at, n)
    tree = KDTree(_node_places(edges, at, n)[large])
    first, last = large[tree.query([begin, end])[1]]
    return float(dijkstra(graph, directed=False, indices=first)[last])


def _in_largest(at: np.ndarray, n: int) -> np.ndarray:
    u, v = at.reshape(-1, 2).T
    label = connected_components(coo_array((np.ones(len(u)), (u, v)), shape=(n, n)), False)[1]
    return np.flatnonzero(label == np.bincount(label).argmax())


def main() -> None:
    """Try every way on both cities, or on a piece of one with all that neatnet does."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="folder with the source files")
    parser.add_argument("--piece", action="store_true", help="3 by 3 km of Rotterdam, all ways")
    parser.add_argument("--city", choices=WAYS, help="one city only")
    parser.add_argument("--only", default="", help="ways with this in their name")
    asked = parser.parse_args()
    if asked.piece:
        piece = rotterdam(asked.folder).cx[PIECE[0] : PIECE[2], PIECE[1] : PIECE[3]]
        ways = {**WAYS["Rotterdam"], "neatnet neatify": neatified}
        tried = {"Rotterdam": (piece.reset_index(drop=True), ways)}
    else:
        makers = {"Rotterdam": rotterdam, "Amsterdam": amsterdam}
        wanted = [asked.city] if asked.city else list(WAYS)
        tried = {city: (makers[city](asked.folder), WAYS[city]) for city in wanted}
    for city, (streets, ways) in tried.items():
        print(f"{city}: {len(streets)} lines, {streets.geometry.length.sum() / 1000:.0f} km")
        for name, way in ways.items():
            if asked.only not in name:
                continue
            start = time.process_time()
            edges = way(streets)
            spent = time.process_time() - start
            told = {**figures(edges, streets, city), "processor seconds": round(spent, 1)}
            print(f"  {name}:", ", ".join(f"{k} {v}" for k, v in told.items()), flush=True)


if __name__ == "__main__":
    main()
