"""Places put into the graph of a street network, and the quickest ways between them.

A place becomes two nodes: one on the edge it was snapped to, and one for itself, joined by the
access leg (walked at 4.8 km/h, also by who cycles). Places at one spot share their nodes, so the
way between them is 0. Two places on one edge are joined along that edge.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from scipy.sparse import csr_array
from shapely.ops import substring

from geo.data.travel_modes import SPEED
from geo.network.graph import StreetNetwork, Travel, snap, unique_pairs

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

ROWS_AT_ONCE = 16  # so that a matrix of all nodes stays within about 30 MB


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
    _travel: Travel
    _added: Steps
    _steady_speed: float | None
    _place_xy: Floats

    def places(self, points: Ints) -> npt.NDArray[np.object_]:
        """Return where some of the points stand; all of them have a place."""
        found: npt.NDArray[np.object_] = shapely.points(self.place_xy(points))
        return found

    def place_xy(self, points: Ints) -> Floats:
        """Return the same as numbers."""
        first = self.graph.shape[0] - len(self._place_xy)
        found: Floats = self._place_xy[self.node[points] - first]
        return found

    @cached_property
    def _steps(self) -> Steps:
        """All steps in the order of the graph; most questions need none of them."""
        travel = self._travel
        up = travel.rows == self.network.u[travel.edge]
        length = self.network.length[travel.edge]
        begin, end = np.where(up, 0.0, length), np.where(up, length, 0.0)
        base = Steps(
            travel.rows, travel.cols, travel.seconds, travel.metres, travel.edge, begin, end
        )
        at = _places_in(travel, self._added)
        pairs = zip(base, self._added, strict=True)
        columns: list[Any] = [np.insert(column, at, added) for column, added in pairs]
        return Steps(*columns)

    @cached_property
    def _keys(self) -> Ints:
        keys: Ints = self._steps.rows * self.graph.shape[0] + self._steps.cols
        return keys

    def from_nodes(
        self, nodes: Ints, ends: Ints, limit: float = np.inf
    ) -> Iterator[tuple[int, Floats, Floats]]:
        """Yield node, and seconds and metres to each of ``ends``, for each of ``nodes``."""
        for begin in range(0, len(nodes), ROWS_AT_ONCE):
            chunk = nodes[begin : begin + ROWS_AT_ONCE]
            seconds, before = _quickest(self.graph, indices=chunk, limit=limit)
            for row, node in enumerate(chunk):
                yield int(node), seconds[row][ends], self.metres_to(seconds[row], before[row], ends)

    def tree_from(self, node: int, limit: float = np.inf) -> tuple[Floats, Ints]:
        """Return seconds from one node to all, and the node before each on its way."""
        seconds, before = _quickest(self.graph, indices=node, limit=limit)
        return seconds, before

    def nearest_of(self, nodes: Ints, ends: Ints) -> tuple[Floats, Floats, Ints]:
        """Return, for each of ``ends``: seconds and metres to the nearest of ``nodes``, and it."""
        seconds, before, source = _quickest(self.graph, indices=nodes, min_only=True)
        return seconds[ends], self.metres_to(seconds, before, ends), source[ends]

    def metres_to(self, seconds: Floats, before: Ints, ends: Ints) -> Floats:
        """Return the true length of the quickest way from the root to each of ``ends``."""
        if self._steady_speed is not None:
            return seconds[ends] * self._steady_speed
        length = np.where(np.isfinite(seconds[ends]), 0.0, np.inf)
        # All walk back to the root together, a step at a time, until the last is there.
        under_way = np.flatnonzero(before[ends] >= 0)
        here = ends[under_way]
        while len(under_way):
            back = before[here]
            length[under_way] += self._steps.metres[self._entry(back, here)]
            more = before[back] >= 0
            under_way, here = under_way[more], back[more]
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
        at: Ints = np.searchsorted(self._keys, rows.astype(np.int64) * self.graph.shape[0] + cols)
        return at

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
            xy: Floats = shapely.get_coordinates(line)
            return xy if stop > begin else xy[::-1]
        part: Floats = shapely.get_coordinates(substring(line, begin, stop))
        return part


def _quickest(graph: csr_array, **how: Any) -> tuple[Any, ...]:
    # Here and not above: the first map needs no way, and a seventh of a second is a start's.
    from scipy.sparse.csgraph import dijkstra

    found: tuple[Any, ...] = dijkstra(graph, return_predecessors=True, **how)
    return found


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
    >>> from geo.toy.street_grid import toy_network
    >>> places = gpd.GeoSeries.from_xy([30, 80], [-10, 0], crs=28992)
    >>> put = journeys(toy_network(), places)
    >>> next(put.from_nodes(put.node[:1], put.node))[2].tolist()
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
    travel, added = network.travel[mode], _both_ways(along_edges, legs)
    graph = _graph(travel, added, size)
    # Access is on foot: with it, only a walk without ferries has one speed throughout.
    steady = SPEED[mode] if travel.steady and mode == "walk" else None
    return Journeys(network, node, access, graph, travel, added, steady, xy[one])


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


def _both_ways(*parts: Steps) -> Steps:
    """Put steps and the same steps back in the order of their nodes."""
    back = [Steps(steps.cols, steps.rows, *steps[2:5], steps.end, steps.begin) for steps in parts]
    every: list[Any] = [np.concatenate(columns) for columns in zip(*parts, *back, strict=True)]
    rows, cols = every[:2]
    order = np.lexsort((cols, rows))
    return Steps(*(column[order] for column in every))


def _places_in(travel: Travel, added: Steps) -> Ints:
    """Where among the steps of the network each added step stands, in the order of nodes."""
    size = max(added.rows.max(initial=0), added.cols.max(initial=0), len(travel.first)) + 1
    at: Ints = np.searchsorted(travel.rows * size + travel.cols, added.rows * size + added.cols)
    return at


def _graph(travel: Travel, added: Steps, size: int) -> csr_array:
    """Put the added steps among those of the network, which are in order already."""
    at = _places_in(travel, added)
    first = np.full(size + 1, travel.first[-1])
    first[: len(travel.first)] = travel.first
    first[1:] += np.cumsum(np.bincount(added.rows, minlength=size))
    seconds = np.insert(travel.seconds, at, added.seconds)
    cols = np.insert(travel.cols, at, added.cols)
    return csr_array((seconds, cols.astype(np.int32), first.astype(np.int32)), shape=(size, size))
