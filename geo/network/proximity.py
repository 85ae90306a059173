"""How near places are over the street network, and what cannot be said about it.

Every distance is that of the quickest way over the streets, access legs included, in metres along
that way and in minutes; ``straight_m`` alone is as the crow flies. ``reason`` says what a row is:

=========== ====================================================================================
ok          measured
in_house    in the same building: 0 m
too_coarse  below the accuracy with which both ends are placed: ``metres`` and ``minutes`` are
            withheld, what was measured stands in ``metres_raw``
unreachable an end lies over 500 m from every street of the network
no_place    the origin has no place
no_target   there is nothing to reach
=========== ====================================================================================

Frames of origins and targets are GeoDataFrames with ``id``, ``accuracy_m`` (metres, optional; no
value counts as 0) and a Point (or null) in EPSG:28992. Method: Dijkstra (1959) over the graph
with all places put into it, many sources at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.data.coarseness import accuracy_of, below_accuracy
from geo.data.crs import RD_NEW
from geo.data.errors import ArgumentError
from geo.data.travel_modes import SPEED
from geo.network.graph import StreetNetwork
from geo.network.journeys import Journeys, journeys
from geo.network.straight_ways import straight_ways

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

MEASURED = ("ok", "in_house")  # the reasons whose metres and minutes may be shown
COLUMNS = [
    "origin_id",
    "target_id",
    "metres",
    "minutes",
    "access_m",
    "straight_m",
    "metres_raw",
    "reason",
]
NOTHING = np.array(None, dtype=object)
PLACE_COLUMNS = ["id", "name", "accuracy_m", "geometry"]
SUPPLIER_COLUMNS = ["target_id", "target_name", "target_kind", "metres", "minutes", "reason"]
"""Who supplies a stage, how far that is, and what may be said of the distance."""
LINK_COLUMNS = [
    *("hub_id", "hub_name", "chain", "stage", "next_stage"),
    *("target_id", "target_name", "target_kind"),
    *COLUMNS[2:],
]


@dataclass(frozen=True)
class Route:
    """One way: its line (EPSG:28992), metres along it, and minutes."""

    line: shapely.LineString
    metres: float
    minutes: float


@dataclass(frozen=True)
class _Put:
    """Origins and targets in one graph; positions are those in the frames."""

    origins: gpd.GeoDataFrame
    targets: gpd.GeoDataFrame
    put: Journeys

    @property
    def origin_node(self) -> Ints:
        return self.put.node[: len(self.origins)]

    @property
    def target_node(self) -> Ints:
        return self.put.node[len(self.origins) :]

    @property
    def size(self) -> int:
        return int(self.put.graph.shape[0])


def nearest(
    network: StreetNetwork,
    origins: gpd.GeoDataFrame,
    targets: gpd.GeoDataFrame,
    mode: str = "walk",
) -> pd.DataFrame:
    """Find the target that is reached soonest from each origin.

    Parameters
    ----------
    network : StreetNetwork
    origins, targets : GeoDataFrame
        ``id, accuracy_m, geometry``; see the module.
    mode : "walk" or "cycle"

    Returns
    -------
    DataFrame
        One row an origin, in order: ``origin_id, target_id, metres, minutes, access_m`` (metres
        off the street at both ends, part of ``metres``), ``straight_m, metres_raw, reason``. Of
        targets equally soon the first in the frame.

    Raises
    ------
    ArgumentError
        An unknown mode, a missing column, or a CRS other than EPSG:28992.

    Examples
    --------
    The ferry of the toy city is quicker than the bridge:

    >>> from geo.toy.street_grid import toy_network
    >>> def place(name, x, y):
    ...     point = gpd.GeoSeries.from_xy([x], [y], crs=28992)
    ...     return gpd.GeoDataFrame({"id": [name], "accuracy_m": 5.0}, geometry=point)
    >>> hub, shop = place("hub", 0, -10), place("shop", 50, 100)
    >>> nearest(toy_network(), hub, shop)[["target_id", "metres", "minutes"]].values.tolist()
    [['shop', 160.0, 1.75]]
    """
    both = _put(network, origins, targets, mode)
    seconds, metres, found = _soonest(both, np.arange(len(targets)))
    return _report(both, np.arange(len(origins)), found, seconds, metres)


def nearest_each(
    network: StreetNetwork,
    origins: gpd.GeoDataFrame,
    targets: gpd.GeoDataFrame,
    by: Sequence[str],
    mode: str = "walk",
) -> pd.DataFrame:
    """Find the soonest target of every kind from each origin.

    Parameters
    ----------
    network, origins, targets, mode
        As in `nearest`.
    by : sequence of str
        Columns of ``targets`` that make the kinds, as ["chain", "stage"].

    Returns
    -------
    DataFrame
        One row an origin and kind: the columns of ``by``, then those of `nearest`.
    """
    _check_column(by[0], targets)
    both = _put(network, origins, targets, mode)
    kinds = targets.groupby(list(by), sort=True).indices
    every = np.arange(len(origins))
    if len(np.unique(both.origin_node)) < len(kinds):
        answers = _soonest_by_origin(both, list(kinds.values()))
    else:
        answers = [_soonest(both, rows) for rows in kinds.values()]
    parts = []
    for key, (seconds, metres, found) in zip(kinds, answers, strict=True):
        names = dict(zip(by, key if isinstance(key, tuple) else (key,), strict=True))
        part = _report(both, every, found, seconds, metres)
        parts.append(part.assign(**names)[[*by, *COLUMNS]])
    return _stacked(parts, [*by, *COLUMNS])


def distance_matrix(
    network: StreetNetwork,
    origins: gpd.GeoDataFrame,
    targets: gpd.GeoDataFrame,
    mode: str = "walk",
    limit_min: float = np.inf,
) -> tuple[Floats, Floats]:
    """Return metres and minutes between all origins and targets.

    Parameters
    ----------
    limit_min : float
        Minutes beyond which nothing is looked for.

    Returns
    -------
    tuple of two arrays
        Metres and minutes, origins × targets; inf where there is no way within the limit or no
        place. Accuracy is not looked at: see `within`.
    """
    seconds, metres = _matrix(_put(network, origins, targets, mode), limit_min * 60)
    return metres, seconds / 60


def within(
    network: StreetNetwork,
    origins: gpd.GeoDataFrame,
    targets: gpd.GeoDataFrame,
    limit_m: float,
    mode: str = "walk",
) -> pd.DataFrame:
    """List every target within a distance over the streets of each origin.

    Parameters
    ----------
    limit_m : float
        Metres along the quickest way, the limit itself included.

    Returns
    -------
    DataFrame
        Columns of `nearest`, one row a pair, nearest first within each origin. Rows whose
        distance lies below the accuracy of their ends say "too_coarse".
    """
    both = _put(network, origins, targets, mode)
    pace = network.travel[mode].pace
    slowest = max(np.nanmax(pace), 0.75)
    seconds, metres = _matrix(both, limit_m * slowest * (1 + 1e-9))
    origin, target = np.nonzero(metres <= limit_m)
    order = np.lexsort((metres[origin, target], origin))
    origin, target = origin[order], target[order]
    return _report(both, origin, target, seconds[origin, target], metres[origin, target])


def route(
    network: StreetNetwork, origin: shapely.Point, target: shapely.Point, mode: str = "walk"
) -> Route | None:
    """Return the quickest way between two points, or None if there is none.

    Examples
    --------
    >>> from geo.toy.street_grid import toy_network
    >>> way = route(toy_network(), shapely.Point(200, 0), shapely.Point(200, 100))
    >>> way.line.wkt, way.metres
    ('LINESTRING (200 0, 300 0, 300 100, 200 100)', 300.0)
    """
    points = gpd.GeoSeries([origin, target], crs=RD_NEW)
    return _routes(journeys(network, points, mode), [(0, 1)])[0]


def routes(
    network: StreetNetwork,
    hubs: gpd.GeoDataFrame,
    partners: gpd.GeoDataFrame,
    links: pd.DataFrame,
    mode: str = "walk",
) -> gpd.GeoDataFrame:
    """Draw the way of every link.

    Parameters
    ----------
    hubs, partners : GeoDataFrame
        Where the ``hub_id`` and ``target_id`` of the links stand.
    links : DataFrame
        Of `next_stage_links`.

    Returns
    -------
    GeoDataFrame
        ``links`` with the way as geometry (EPSG:28992); rows without a way are left out.
    """
    links = links[links["target_id"].notna()].reset_index(drop=True)
    of_kind = {"hub": hubs.set_index("id").geometry, "partner": partners.set_index("id").geometry}
    ends = zip(links["target_kind"], links["target_id"], strict=True)
    points = [of_kind["hub"].get(name) for name in links["hub_id"]]
    points += [of_kind[kind].get(name) for kind, name in ends]
    put = journeys(network, gpd.GeoSeries(points, crs=hubs.crs), mode)
    pairs = [(i, len(links) + i) for i in range(len(links))]
    found = _routes(put, pairs, links["minutes"].fillna(np.inf).to_numpy(dtype=float) * 60)
    lines = gpd.GeoSeries([way.line if way else None for way in found], crs=hubs.crs)
    drawn = gpd.GeoDataFrame(links, geometry=lines)
    return drawn[drawn.geometry.notna()].reset_index(drop=True)


def next_stage_links(
    hubs: gpd.GeoDataFrame,
    shares: pd.DataFrame,
    partners: gpd.GeoDataFrame,
    stage_line: Sequence[str],
    network: StreetNetwork,
    chain: str,
    mode: str = "walk",
) -> pd.DataFrame:
    """Find, for each hub and each of its stages in a chain, the nearest supplier of the next.

    Suppliers are partners of that chain and stage, and other hubs with a tenant in it. A hub that
    has a tenant in the next stage itself is "in_house", 0 m.

    Parameters
    ----------
    hubs : GeoDataFrame
        ``id, name, accuracy_m, geometry``; shares of hubs that are not in it are passed over.
    shares : DataFrame
        ``hub_id, chain, stage, weight``, as `geo.data.chains.stage_shares` gives them.
    partners : GeoDataFrame
        ``id, name, chain, stage, accuracy_m, geometry``.
    stage_line : sequence of str
        The stages in order.
    network : StreetNetwork
        Of the city of hubs and partners.
    chain : str
    mode : "walk" or "cycle"

    Returns
    -------
    DataFrame
        ``hub_id, hub_name, chain, stage, next_stage, target_id, target_name, target_kind``
        ("partner" or "hub"), then ``metres`` to ``reason`` as in `nearest`.
    """
    mine = shares[shares["chain"].eq(chain) & shares["weight"].gt(0)]
    held = {stage: set(mine.loc[mine["stage"].eq(stage), "hub_id"]) for stage in stage_line}
    houses = hubs.loc[hubs["id"].isin(set().union(*held.values())), PLACE_COLUMNS]
    outside = partners.loc[_holds(partners["chain"], chain), [*PLACE_COLUMNS, "stage"]]
    # All stages in one graph: each then asks for the nearest of its own rows.
    targets = pd.concat([outside, houses], ignore_index=True)
    both = _put(network, houses, targets, mode)
    parts = []
    for stage, after in zip(stage_line, stage_line[1:], strict=False):
        has, has_next = (houses["id"].isin(held[each]).to_numpy() for each in (stage, after))
        supplies = np.concatenate([_holds(outside["stage"], after), has_next])
        far = _links(both, np.flatnonzero(has & ~has_next), np.flatnonzero(supplies), len(outside))
        part = pd.concat([far, _in_house(houses[has & has_next])], ignore_index=True)
        parts.append(part.assign(stage=stage, next_stage=after))
    table = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    names = hubs.drop_duplicates("id").set_index("id")["name"]
    table = table.assign(hub_id=table["origin_id"].astype(hubs["id"].dtype))
    return table.assign(chain=chain, hub_name=table["hub_id"].map(names))[LINK_COLUMNS]


def _links(both: _Put, origins: Ints, targets: Ints, n_partners: int) -> pd.DataFrame:
    """The soonest of some targets from some origins; the first targets of all are partners."""
    seconds, metres, found = _soonest(both, targets)
    found = found[origins]
    table = _report(both, origins, found, seconds[origins], metres[origins], targets)
    names = both.targets["name"].to_numpy(dtype=object)
    kinds = np.where(found < n_partners, "partner", "hub").astype(object)
    return table.assign(
        target_name=np.where(found >= 0, names[found], NOTHING),
        target_kind=np.where(found >= 0, kinds, NOTHING),
    )


def _put(
    network: StreetNetwork, origins: gpd.GeoDataFrame, targets: gpd.GeoDataFrame, mode: str
) -> _Put:
    for frame in (origins, targets):
        _check_column("id", frame)
    points = np.concatenate(
        [np.asarray(f.geometry.array, dtype=object) for f in (origins, targets)]
    )
    crs = {frame.crs for frame in (origins, targets) if len(frame)} or {origins.crs}
    if len(crs) > 1:
        raise ArgumentError("argument", argument="crs", value=str(crs), allowed=RD_NEW)
    return _Put(origins, targets, journeys(network, gpd.GeoSeries(points, crs=crs.pop()), mode))


def _check_column(name: str, *frames: gpd.GeoDataFrame) -> None:
    for frame in frames:
        if name not in frame:
            raise ArgumentError(
                "argument",
                argument="column",
                value=name,
                allowed=", ".join(map(str, frame.columns)),
            )


def _first_at(node: Ints, rows: Ints, size: int) -> Ints:
    """Return for every node the first of ``rows`` that stands there, else -1."""
    first = np.full(size, -1)
    placed = rows[node[rows] >= 0]
    first[node[placed[::-1]]] = placed[::-1]
    return first


def _soonest(both: _Put, rows: Ints) -> tuple[Floats, Floats, Ints]:
    """Seconds, metres and position of the soonest of the targets in ``rows``."""
    n = len(both.origins)
    nothing = np.full(n, np.inf), np.full(n, np.inf), np.full(n, -1)
    nodes = np.unique(both.target_node[rows])
    nodes = nodes[nodes >= 0]
    if not len(nodes) or not n:
        return nothing
    here = np.maximum(both.origin_node, 0)  # an origin without a node gets an answer of no use
    seconds, metres, source = both.put.nearest_of(nodes, here)
    known = (both.origin_node >= 0) & np.isfinite(seconds)
    first = _first_at(both.target_node, rows, both.size)
    found = np.where(known, first[np.where(known, source, 0)], -1)
    seconds, metres = np.where(known, seconds, np.inf), np.where(known, metres, np.inf)
    for origin, at, straight in zip(*_straight(both, rows), strict=True):
        if straight / SPEED["walk"] < seconds[origin]:
            seconds[origin], metres[origin] = straight / SPEED["walk"], straight
            found[origin] = rows[at]
    return seconds, metres, found


def _straight(both: _Put, rows: Ints) -> tuple[Ints, Ints, Floats]:
    """Straight ways between all origins and some of the targets."""
    n = len(both.origins)
    return straight_ways(both.put, np.arange(n), n + rows)


def _soonest_by_origin(both: _Put, kinds: Iterable[Ints]) -> list[tuple[Floats, Floats, Ints]]:
    seconds, metres = _matrix(both)
    every = np.arange(len(both.origins))
    answers = []
    for rows in kinds:
        best = np.argmin(seconds[:, rows], axis=1)
        far = seconds[every, rows[best]]
        found = np.where(np.isfinite(far), rows[best], -1)
        answers.append((far, metres[every, rows[best]], found))
    return answers


def _matrix(both: _Put, limit_s: float = np.inf) -> tuple[Floats, Floats]:
    """Seconds and metres, origins × targets; the ways are sought from the smaller side."""
    rows, cols = both.origin_node, both.target_node
    turned = len(np.unique(cols)) < len(np.unique(rows))
    if turned:
        rows, cols = cols, rows
    seconds, metres = np.full((2, len(rows), len(cols)), np.inf)
    nodes = np.unique(rows[rows >= 0])
    placed = np.flatnonzero(cols >= 0)
    for node, far, length in both.put.from_nodes(nodes, cols[placed], limit_s):
        row = np.flatnonzero(rows == node)[:, None]
        seconds[row, placed], metres[row, placed] = far, length
    seconds, metres = (seconds.T, metres.T) if turned else (seconds, metres)
    origin, target, straight = _straight(both, np.arange(len(both.targets)))
    soon = straight / SPEED["walk"]
    better = (soon < seconds[origin, target]) & (soon <= limit_s)
    seconds[origin[better], target[better]] = soon[better]
    metres[origin[better], target[better]] = straight[better]
    return seconds, metres


def _report(
    both: _Put,
    origin: Ints,
    target: Ints,
    seconds: Floats,
    metres: Floats,
    among: Ints | slice = slice(None),
) -> pd.DataFrame:
    """Put answers in a table; ``among`` are the targets that were asked for."""
    origins, targets = both.origins.iloc[origin], both.targets
    known = target >= 0
    access, straight = np.full((2, len(origin)), np.nan)
    coarse = np.zeros(len(origin), dtype=bool)
    names = np.full(len(origin), None, dtype=object)
    if known.any():
        at = target[known]
        names[known] = targets["id"].to_numpy(dtype=object)[at]
        legs = both.put.access
        access[known] = legs[origin[known]] + legs[len(both.origins) + at]
        coarse[known] = below_accuracy(
            metres[known], accuracy_of(origins)[known], accuracy_of(targets)[at]
        )
        straight[known] = shapely.distance(
            np.asarray(origins.geometry.array)[known], np.asarray(targets.geometry.array)[at]
        )
    reason = np.select(
        [_placeless(origins), both.origin_node[origin] < 0, ~known, coarse],
        ["no_place", "unreachable", _nothing(both, among), "too_coarse"],
        "ok",
    )
    told = reason == "ok"
    return pd.DataFrame(
        {
            "origin_id": origins["id"].to_numpy(),
            "target_id": names,
            "metres": np.where(told, metres, np.nan),
            "minutes": np.where(told, seconds / 60, np.nan),
            "access_m": access,
            "straight_m": np.where(told, straight, np.nan),
            "metres_raw": np.where(known, metres, np.nan),
            "reason": reason.astype(object),
        }
    )


def _nothing(both: _Put, among: Ints | slice) -> str:
    """Say why an origin on the network finds nothing: all that is on it can be reached."""
    node = both.target_node[among]
    off = ~_placeless(both.targets)[among] & (node < 0)
    return "unreachable" if off.any() and not (node >= 0).any() else "no_target"


def _placeless(frame: gpd.GeoDataFrame) -> Bools:
    points = np.asarray(frame.geometry.array, dtype=object)
    placeless: Bools = shapely.is_missing(points) | shapely.is_empty(points)
    return placeless


def _routes(
    put: Journeys, pairs: Sequence[tuple[int, int]], soon: Floats | None = None
) -> list[Route | None]:
    """Return the way of every pair of points, with one Dijkstra for each spot they begin at.

    ``soon`` are the seconds each is known to take: it need not be sought farther.
    """
    found: list[Route | None] = [None] * len(pairs)
    limits = np.full(len(pairs), np.inf) if soon is None else soon + 1.0
    ends = put.node[np.array(pairs, dtype=int).reshape(-1, 2)]
    there = (ends >= 0).all(axis=1)
    for node in np.unique(ends[there, 0]):
        rows = np.flatnonzero(there & (ends[:, 0] == node))
        to = ends[rows, 1]
        seconds, before = put.tree_from(int(node), float(limits[rows].max()))
        if not np.isfinite(seconds[to]).all():  # known for another way of travelling
            seconds, before = put.tree_from(int(node))
        metres = put.metres_to(seconds, before, to)
        for row, end, length in zip(rows.tolist(), to.tolist(), metres.tolist(), strict=True):
            if np.isfinite(seconds[end]):
                line = put.line(before, int(node), end)
                found[row] = Route(line, length, float(seconds[end] / 60))
    return [_or_straight(put, pair, way) for pair, way in zip(pairs, found, strict=True)]


def _or_straight(put: Journeys, pair: tuple[int, int], way: Route | None) -> Route | None:
    """Return the straight way where it is sooner."""
    begin, end = (np.array([point]) for point in pair)
    _, _, metres = straight_ways(put, begin, end)
    minutes = metres / SPEED["walk"] / 60
    if not len(metres) or (way is not None and way.minutes <= minutes[0]):
        return way
    ends = [put.places(point)[0] for point in (begin, end)]
    return Route(shapely.LineString(ends), float(metres[0]), float(minutes[0]))


def _holds(codes: pd.Series, code: str) -> pd.Series:
    """Tell whether a cell of codes joined by ";" holds a code."""
    return (";" + codes.fillna("").astype(str) + ";").str.contains(f";{code};", regex=False)


def _in_house(hubs: gpd.GeoDataFrame) -> pd.DataFrame:
    said = {"target_name": hubs["name"], "target_kind": "hub", "reason": "in_house"}
    here = {"origin_id": hubs["id"], "target_id": hubs["id"], **said}
    return pd.DataFrame({**here, **dict.fromkeys(COLUMNS[2:7], 0.0)})


def _stacked(parts: Sequence[pd.DataFrame], columns: Sequence[str]) -> pd.DataFrame:
    if not parts:
        return pd.DataFrame(columns=list(columns))
    return pd.concat(parts, ignore_index=True)
