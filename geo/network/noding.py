"""Turn street lines into the edges and nodes of a graph: join, cross, cut, merge.

All coordinates are EPSG:28992 metres. The result of both joins is one frame of edges with columns
``line`` (position of the source line), ``u``, ``v`` (node numbers) and ``geometry`` (from u to v).
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from scipy.sparse import coo_array
from scipy.spatial import KDTree

from geo.data.crs import RD_NEW

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Lines = npt.NDArray[np.object_]

GROUND = 0
TOLERANCE_M = 0.55  # the Rotterdam streets were simplified at about half a metre


@dataclass(frozen=True)
class _Cuts:
    """Places on lines where a node lies: line, metres along it, number of the node."""

    line: Ints
    along: Floats
    node: Ints


def join_streets(lines: Lines, level: Ints, tolerance: float = TOLERANCE_M) -> gpd.GeoDataFrame:
    """Join lines whose junction vertices were lost.

    Ends within ``tolerance`` of another end or line meet there; two lines at ground level that
    cross make a junction. Lines on bridges and in tunnels take only ends of their own level and
    free ends (that meet nothing else), so that what passes under a bridge does not climb it.

    Parameters
    ----------
    lines : array of LineString
        EPSG:28992, metres.
    level : array of int
        0 at ground level, 1 on a bridge, -1 in a tunnel.
    tolerance : float
        Metres.

    Returns
    -------
    GeoDataFrame
        ``line, u, v, geometry``; pieces shorter than the tolerance that begin and end in one
        node are gone.

    Examples
    --------
    A street that stops 0.3 m short of another is joined to it:

    >>> street = shapely.from_wkt("LINESTRING (0 0, 100 0)")
    >>> side = shapely.from_wkt("LINESTRING (50 0.3, 50 80)")
    >>> len(join_streets(np.array([street, side]), np.array([0, 0])))
    3
    >>> len(join_streets(np.array([street, side]), np.array([0, 1])))
    3
    """
    ends = shapely.get_point(np.repeat(lines, 2), np.tile([0, -1], len(lines)))
    end_xy = shapely.get_coordinates(ends)
    pairs = KDTree(end_xy).query_pairs(tolerance, output_type="ndarray")
    end, on_line = _ends_on_lines(lines, level, ends, pairs, tolerance)
    one, other, cross_xy = _ground_crossings(lines, level)
    line = np.concatenate([np.arange(len(ends)) // 2, on_line, one, other])
    points = np.concatenate([end_xy, end_xy[end], cross_xy, cross_xy])
    along = shapely.line_locate_point(lines[line], shapely.points(points))
    along[: len(ends)] = np.where(
        np.arange(len(ends)) % 2, shapely.length(lines[line[: len(ends)]]), 0.0
    )
    first = len(ends)
    cross = first + len(end) + np.arange(len(one))
    meets = [pairs.T, np.stack([end, first + np.arange(len(end))])]
    meets += [np.stack([cross, cross + len(one)]), _close_on_line(line, along, tolerance)]
    node = _groups(np.concatenate(meets, axis=1), len(line))
    return _cut(lines, _Cuts(line, along, node), tolerance)


def join_vertices(lines: Lines, grid: float = 1.0) -> gpd.GeoDataFrame:
    """Join lines that share a vertex once coordinates are rounded to ``grid`` metres.

    Parameters
    ----------
    lines : array of LineString
        EPSG:28992, metres.
    grid : float
        Metres.

    Returns
    -------
    GeoDataFrame
        ``line, u, v, geometry``; pieces shorter than ``grid`` within one node are gone.

    Examples
    --------
    >>> a, b = shapely.from_wkt(["LINESTRING (0 0, 50 0, 100 0)", "LINESTRING (50.2 0, 50 80)"])
    >>> join_vertices(np.array([a, b]))[["u", "v"]].drop_duplicates().shape[0]
    3
    """
    xy, line = shapely.get_coordinates(lines, return_index=True)
    _, node, count = np.unique(np.round(xy / grid), axis=0, return_inverse=True, return_counts=True)
    node = node.ravel()
    is_end = np.r_[True, line[1:] != line[:-1]] | np.r_[line[1:] != line[:-1], True]
    keep = is_end | (count[node] > 1)
    cuts = _Cuts(line[keep], _vertex_along(xy, line)[keep], node[keep])
    return _cut(lines, cuts, tolerance=grid)


def merge_pass_through(edges: gpd.GeoDataFrame, same: str) -> gpd.GeoDataFrame:
    """Merge edges that meet in a node where nothing else begins, if ``same`` is equal.

    Every distance between the nodes that stay is unchanged.

    Parameters
    ----------
    edges : GeoDataFrame
        ``u, v, geometry`` and the column named by ``same``.
    same : str
        Column whose value two edges must share to become one.

    Returns
    -------
    GeoDataFrame
        ``u, v, <same>, geometry``; nodes numbered anew from 0.

    Examples
    --------
    >>> a, b = shapely.from_wkt(["LINESTRING (0 0, 5 0)", "LINESTRING (5 0, 9 0)"])
    >>> two = gpd.GeoDataFrame({"u": [0, 1], "v": [1, 2], "kind": "x"}, geometry=[a, b], crs=28992)
    >>> merge_pass_through(two, "kind").geometry.iloc[0].wkt
    'LINESTRING (0 0, 5 0, 9 0)'
    """
    u, v = edges["u"].to_numpy(), edges["v"].to_numpy()
    kind = pd.factorize(edges[same])[0]
    through = _pass_through(u, v, kind)
    incident: dict[int, list[int]] = {}
    for edge in np.flatnonzero(through[u] | through[v]).tolist():
        for node in (int(u[edge]), int(v[edge])):
            incident.setdefault(node, []).append(edge)
    chains = _chains(u.tolist(), v.tolist(), through, incident)
    coords = [shapely.get_coordinates(line) for line in edges.geometry.array]
    ends = np.array([[chain[0][1], chain[-1][2]] for chain in chains])
    lines = [
        _joined([coords[e] if a == u[e] else coords[e][::-1] for e, a, _ in c]) for c in chains
    ]
    names = edges[same].to_numpy()[[chain[0][0] for chain in chains]]
    number = np.unique(ends, return_inverse=True)[1].reshape(-1, 2)
    columns = {"u": number[:, 0], "v": number[:, 1], same: names}
    return gpd.GeoDataFrame(columns, geometry=lines, crs=edges.crs)


def pieces_between(lines: Lines, begin: Floats, end: Floats) -> Lines:
    """Cut from each line the piece between two places along it, metres from its begin.

    Examples
    --------
    >>> bend = shapely.from_wkt("LINESTRING (0 0, 10 0, 10 10)")
    >>> pieces_between(np.array([bend]), np.array([4.0]), np.array([12.0]))[0].wkt
    'LINESTRING (4 0, 10 0, 10 2)'
    """
    if not len(lines):
        return np.empty(0, dtype=object)
    ends = (
        shapely.get_coordinates(shapely.line_interpolate_point(lines, at)) for at in (begin, end)
    )
    return _between(lines, np.arange(len(lines)), begin, end, *ends)


def component_share(edges: gpd.GeoDataFrame) -> tuple[float, float]:
    """Return the share of nodes and of length that lies in the largest connected component.

    Examples
    --------
    >>> a, b = shapely.from_wkt(["LINESTRING (0 0, 3 0)", "LINESTRING (9 9, 10 9)"])
    >>> component_share(gpd.GeoDataFrame({"u": [0, 2], "v": [1, 3]}, geometry=[a, b]))
    (0.5, 0.75)
    """
    label = components(edges)
    length = np.bincount(label, shapely.length(edges.geometry.array))
    inside = label == length.argmax()
    nodes = [len(np.unique(part)) for part in (edges.loc[inside, ["u", "v"]], edges[["u", "v"]])]
    return nodes[0] / nodes[1], float(length.max() / length.sum())


def components(edges: gpd.GeoDataFrame) -> Ints:
    """Return the number of the connected component that each edge lies in."""
    u, v = edges["u"].to_numpy(), edges["v"].to_numpy()
    of_edge: Ints = _groups(np.stack([u, v]), int(max(u.max(), v.max())) + 1)[u]
    return of_edge


def _ends_on_lines(
    lines: Lines, level: Ints, ends: Lines, pairs: Ints, tolerance: float
) -> tuple[Ints, Ints]:
    end, line = shapely.STRtree(lines).query(ends, predicate="dwithin", distance=tolerance)
    keep = line != end // 2
    end, line = end[keep], line[keep]
    own = (level[line] == GROUND) | (level[line] == level[end // 2])
    met = np.zeros(len(ends), dtype=bool)
    met[pairs.ravel()] = True
    met[end[own]] = True
    keep = own | ~met[end]
    return end[keep], line[keep]


def _ground_crossings(lines: Lines, level: Ints) -> tuple[Ints, Ints, Floats]:
    ground = np.flatnonzero(level == GROUND)
    one, other = shapely.STRtree(lines[ground]).query(lines[ground], predicate="intersects")
    keep = one < other
    one, other = ground[one[keep]], ground[other[keep]]
    met = shapely.intersection(lines[one], lines[other])
    # Lines that run together for a while give a line: its vertices are places where they meet.
    xy, pair = shapely.get_coordinates(met, return_index=True)
    return one[pair], other[pair], xy


def _close_on_line(line: Ints, along: Floats, tolerance: float) -> Ints:
    order = np.lexsort((along, line))
    close = (np.diff(line[order]) == 0) & (np.diff(along[order]) < tolerance)
    return np.stack([order[:-1][close], order[1:][close]])


def _groups(pairs: Ints, n: int) -> Ints:
    ones = np.ones(pairs.shape[1], dtype=np.int8)
    joined = coo_array((ones, (pairs[0], pairs[1])), shape=(n, n))
    from scipy.sparse.csgraph import connected_components  # slow to load

    groups: Ints = connected_components(joined, False)[1]
    return groups


def _vertex_along(xy: Floats, line: Ints) -> Floats:
    step = np.r_[0.0, np.hypot(*np.diff(xy, axis=0).T)]
    first = np.r_[True, line[1:] != line[:-1]]
    step[first] = 0.0
    total = np.cumsum(step)
    along: Floats = total - total[np.flatnonzero(first)][np.cumsum(first) - 1]
    return along


def _cut(lines: Lines, cuts: _Cuts, tolerance: float) -> gpd.GeoDataFrame:
    order = np.lexsort((cuts.along, cuts.line))
    line, along, node = cuts.line[order], cuts.along[order], cuts.node[order]
    at = shapely.get_coordinates(shapely.line_interpolate_point(lines[line], along))
    count = np.maximum(np.bincount(node), 1)
    node_xy = np.stack([np.bincount(node, at[:, axis]) / count for axis in (0, 1)], axis=1)
    same_line = np.diff(line) == 0
    empty = (np.diff(node) == 0) & (np.diff(along) <= tolerance)
    start = np.flatnonzero(same_line & ~empty)
    ends = node_xy[node[start]], node_xy[node[start + 1]]
    geometry = _between(lines, line[start], along[start], along[start + 1], *ends)
    columns = {"line": line[start], "u": node[start], "v": node[start + 1]}
    return gpd.GeoDataFrame(columns, geometry=geometry, crs=RD_NEW)


def _between(
    lines: Lines, line: Ints, begin: Floats, end: Floats, first: Floats, last: Floats
) -> Lines:
    """Return the pieces of lines between two places along them, with the ends given."""
    xy, owner = shapely.get_coordinates(lines, return_index=True)
    # One axis for all lines laid end to end, a metre apart, so that one search serves all.
    offset = np.r_[0.0, np.cumsum(shapely.length(lines) + 1.0)]
    place = _vertex_along(xy, owner) + offset[owner]
    low = np.searchsorted(place, begin + offset[line] + 1e-6, side="left")
    high = np.searchsorted(place, end + offset[line] - 1e-6, side="right")
    count = np.maximum(high - low, 0)  # vertices strictly inside each piece
    piece = np.repeat(np.arange(len(line)), count)
    inner = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count - low, count)
    every = np.arange(len(line))
    index = np.concatenate([every, piece, every])
    order = np.argsort(index, kind="stable")
    xy = np.concatenate([first, xy[inner], last])[order]
    pieces: Lines = shapely.linestrings(xy, indices=index[order])
    return pieces


def _pass_through(u: Ints, v: Ints, kind: Ints) -> Bools:
    ends, kinds = np.concatenate([u, v]), np.concatenate([kind, kind])
    degree = np.bincount(ends)
    mean = np.bincount(ends, kinds) / np.maximum(degree, 1)
    spread = np.bincount(ends, (kinds - mean[ends]) ** 2)
    through: Bools = (degree == 2) & (spread == 0)  # noqa: PLR2004 - one street in, one out
    through[u[u == v]] = False
    return through


def _chains(
    u: list[int], v: list[int], through: Bools, incident: dict[int, list[int]]
) -> list[list[tuple[int, int, int]]]:
    """Return runs of (edge, from node, to node); each edge stands in one run."""
    used = np.zeros(len(u), dtype=bool)
    chains = []
    # Runs that begin at a kept node first; what is left then are rings of pass-through nodes.
    begins = [(e, a) for e, a in enumerate(u) if not through[a]]
    begins += [(e, a) for e, a in enumerate(v) if not through[a]]
    for edge, node in [*begins, *enumerate(u)]:
        if used[edge]:
            continue
        run = []
        here, now = node, edge
        while not used[now]:
            used[now] = True
            there = v[now] if u[now] == here else u[now]
            run.append((now, here, there))
            if through[there]:
                now = next((e for e in incident[there] if e != now), now)
            here = there
        chains.append(run)
    return chains


def _joined(parts: list[Floats]) -> shapely.LineString:
    return shapely.LineString(np.concatenate([parts[0], *[part[1:] for part in parts[1:]]]))
