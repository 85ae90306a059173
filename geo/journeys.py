"""Places put into the graph of a street network, and the quickest ways between them.

A place becomes two nodes: one on the edge it was snapped to, and one for itself, joined by the
access leg (walked at 4.8 km/h, also by who cycles). Places at one spot share their nodes, so the
way between them is 0. Two places on one edge are joined along that edge.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra
from shapely.ops import substring

from geo.network import SPEED, StreetNetwork, snap, unique_pairs

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

ROWS_AT_ONCE = 16  # so that a matrix of all nodes stays within about 30 MB
NOWHERE = -9999  # what scipy writes as the node before a root


class Steps(NamedTuple):
    """Steps to add to a graph; ``begin`` and ``end`` are metres along the edge (-1: access)."""

    rows: Ints
    cols: Ints
    seconds: Floats
    metres: Floats
    edge: Ints
    begin: Floats
    end: Floats


@dataclass(frozen=True)
class Journeys:
    """The graph of one way of travelling with places in it.

    Attributes
    ----------
    network : StreetNetwork
    node : array of int
        Node of every point given, -1 for a point without a place.
    access : array of float
        Metres from every point to its street.
    graph : csr_array
        Seconds of every step, both directions.
    """

    network: StreetNetwork
    node: Ints
    access: Floats
    graph: csr_array
    _keys: Ints
    _steps: Steps
    _steady_speed: float | None
    _place_xy: Floats

    def from_nodes(
        self, nodes: Ints, limit: float = np.inf
    ) -> Iterator[tuple[int, Floats, Floats]]:
        """Yield node, seconds and metres to every node, for each of ``nodes``."""
        for begin in range(0, len(nodes), ROWS_AT_ONCE):
            chunk = nodes[begin : begin + ROWS_AT_ONCE]
            seconds, before = dijkstra(
                self.graph, indices=chunk, limit=limit, return_predecessors=True
            )
            for row, node in enumerate(chunk):
                yield int(node), seconds[row], self.metres_to(seconds[row], before[row])

    def tree_from(self, node: int, limit: float = np.inf) -> tuple[Floats, Floats, Ints]:
        """Return seconds and metres from one node to all, and the node before each on its way."""
        seconds, before = dijkstra(self.graph, indices=node, limit=limit, return_predecessors=True)
        return seconds, self.metres_to(seconds, before), before

    def nearest_of(self, nodes: Ints) -> tuple[Floats, Floats, Ints]:
        """Return, for every node: seconds and metres to the nearest of ``nodes``, and which."""
        seconds, before, source = dijkstra(
            self.graph, indices=nodes, min_only=True, return_predecessors=True
        )
        return seconds, self.metres_to(seconds, before), source

    def metres_to(self, seconds: Floats, before: Ints) -> Floats:
        """Return the true length of the quickest way from the root to every node."""
        length = np.full(len(seconds), np.inf)
        reached = np.isfinite(seconds)
        if self._steady_speed is not None:
            length[reached] = seconds[reached] * self._steady_speed
            return length
        # Pointer doubling: each round adds the length of twice as many steps towards the root.
        there = np.flatnonzero(reached & (before >= 0))
        total, up = np.zeros(len(seconds)), np.arange(len(seconds))
        total[there] = self._steps.metres[self._entry(before[there], there)]
        up[there] = before[there]
        while len(there):
            total[there] += total[up[there]]
            up[there] = up[up[there]]
            there = there[before[up[there]] >= 0]
        length[reached] = total[reached]
        return length

    def line(self, before: Ints, root: int, node: int) -> shapely.LineString:
        """Return the way from ``root`` to ``node`` as a line, access legs included."""
        way = [node]
        while way[-1] != root:
            way.append(int(before[way[-1]]))
        way.reverse()
        entries = self._entry(np.array(way[:-1], dtype=int), np.array(way[1:], dtype=int))
        parts = [
            self._piece(a, b, entry) for a, b, entry in zip(way, way[1:], entries, strict=False)
        ]
        xy = np.concatenate(parts) if parts else np.repeat(self._place(root), 2, axis=0)
        moved = np.r_[True, np.any(np.diff(xy, axis=0) != 0, axis=1)]
        return shapely.LineString(xy[moved] if moved.sum() > 1 else xy[:2])

    def street_steps(self, seconds: Floats) -> Steps:
        """Return the steps along streets that touch a reached node, once each, from begin to end.

        Ferries are left out: nobody gets off in mid-water.
        """
        steps = self._steps
        touched = np.isfinite(seconds[steps.rows]) | np.isfinite(seconds[steps.cols])
        keep = np.flatnonzero(touched & (steps.edge >= 0) & (steps.end > steps.begin))
        keep = keep[self.network.kind[steps.edge[keep]] != "ferry"]
        return Steps(*(column[keep] for column in steps))

    def leg(self, node: int) -> shapely.LineString:
        """Return the access leg of the place that a node stands for."""
        entry = self.graph.indptr[node]
        spot = int(self.graph.indices[entry])
        at = self._steps.rows == spot
        along = self._steps.begin[at & (self._steps.edge >= 0)][0]
        edge = self._steps.edge[at & (self._steps.edge >= 0)][0]
        street = self.network.geometry[edge].interpolate(along)
        return shapely.LineString([self._place(node)[0], street.coords[0]])

    def _entry(self, rows: Ints, cols: Ints) -> Ints:
        return np.searchsorted(self._keys, rows.astype(np.int64) * self.graph.shape[0] + cols)

    def _place(self, node: int) -> Floats:
        first = self.graph.shape[0] - len(self._place_xy)
        return self._place_xy[[node - first]]

    def _piece(self, start: int, end: int, entry: int) -> Floats:
        edge, begin, stop = (getattr(self._steps, k)[entry] for k in ("edge", "begin", "end"))
        first = self.graph.shape[0] - len(self._place_xy)
        if edge < 0:
            return self._place(start if start >= first else end)
        line = self.network.geometry[edge]
        if abs(stop - begin) == self.network.length[edge]:
            xy = shapely.get_coordinates(line)
            return xy if stop > begin else xy[::-1]
        return shapely.get_coordinates(substring(line, begin, stop))


def journeys(network: StreetNetwork, points: gpd.GeoSeries, mode: str = "walk") -> Journeys:
    """Put points into the graph of one way of travelling.

    Parameters
    ----------
    network : StreetNetwork
    points : GeoSeries
        EPSG:28992; null for what has no place.
    mode : "walk" or "cycle"

    Examples
    --------
    >>> from geo.toy_network import toy_network
    >>> places = gpd.GeoSeries.from_xy([30, 80], [-10, 0], crs=28992)
    >>> put = journeys(toy_network(), places)
    >>> next(put.from_nodes(put.node[:1]))[2][put.node].tolist()
    [0.0, 60.0]
    """
    found = snap(network, points, mode)
    access = found["access_m"].to_numpy()
    put = np.flatnonzero(found["edge"].to_numpy() >= 0)
    xy = shapely.get_coordinates(points.array[put])
    _, one, place = unique_pairs(*xy.T)
    edge, along = found["edge"].to_numpy()[put[one]], found["along_m"].to_numpy()[put[one]]
    spot, _, on_spot = unique_pairs(edge, along)
    first_place = network.n_nodes + len(spot)
    node = np.full(len(points), -1)
    node[put] = first_place + place
    along_edges = _on_edges(network, mode, spot.real.astype(np.int64), spot.imag)
    legs = _legs(network.n_nodes + on_spot, first_place, access[put[one]])
    size = first_place + len(one)
    graph, keys, steps = _assemble(network, mode, size, along_edges, legs)
    # Access is on foot: with it, only a walk without ferries has one speed throughout.
    steady = SPEED[mode] if network.travel[mode].steady and mode == "walk" else None
    return Journeys(network, node, access, graph, keys, steps, steady, xy[one])


def _on_edges(network: StreetNetwork, mode: str, edge: Ints, along: Floats) -> Steps:
    """Return the steps between the ends of edges and the spots put on them, in order."""
    spot = network.n_nodes + np.arange(len(edge))  # sorted by edge, then along
    head = np.r_[True, np.diff(edge) != 0] if len(edge) else np.zeros(0, dtype=bool)
    tail = np.r_[head[1:], True] if len(edge) else head
    before = np.where(head, network.u[edge], np.r_[-1, spot[:-1]] if len(edge) else spot)
    begin = np.where(head, 0.0, np.r_[0.0, along[:-1]] if len(edge) else along)
    rows = np.concatenate([before, spot[tail]])
    cols = np.concatenate([spot, network.v[edge[tail]]])
    edges = np.concatenate([edge, edge[tail]])
    begin = np.concatenate([begin, along[tail]])
    end = np.concatenate([along, network.length[edge[tail]]])
    metres = np.maximum(end - begin, 0.0)
    seconds = metres * network.travel[mode].pace[edges]
    # A spot alone on a loop has the same node on both sides: the shorter way round is kept.
    alone = head & tail & (network.u[edge] == network.v[edge])
    half = along * 2 > network.length[edge]
    keep = np.concatenate([~(alone & half), ~(alone & ~half)[tail]])
    every = Steps(rows, cols, seconds, metres, edges, begin, end)
    return Steps(*(column[keep] for column in every))


def _legs(spot: Ints, first_place: int, access: Floats) -> Steps:
    place = first_place + np.arange(len(spot))
    none = np.full(len(spot), -1)
    return Steps(
        place, spot, access / SPEED["walk"], access, none, none.astype(float), none.astype(float)
    )


def _assemble(
    network: StreetNetwork, mode: str, size: int, *added: Steps
) -> tuple[csr_array, Ints, Steps]:
    travel = network.travel[mode]
    up = travel.rows == network.u[travel.edge]
    length = network.length[travel.edge]
    base = Steps(
        travel.rows,
        travel.cols,
        travel.seconds,
        travel.metres,
        travel.edge,
        np.where(up, 0.0, length),
        np.where(up, length, 0.0),
    )
    parts = [base]
    for steps in added:
        back = Steps(steps.cols, steps.rows, *steps[2:5], steps.end, steps.begin)
        parts += [steps, back]
    every = Steps(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))
    # One sort serves all columns: the graph carries the position of each step, counted from 1.
    position = coo_array(
        (np.arange(1, len(every.rows) + 1), (every.rows, every.cols)), shape=(size, size)
    ).tocsr()
    position.sort_indices()
    order = position.data - 1
    steps = Steps(*(column[order] for column in every))
    graph = csr_array((steps.seconds, position.indices, position.indptr), shape=(size, size))
    return graph, steps.rows * size + steps.cols, steps
