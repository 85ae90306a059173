"""The street network of a city as a graph, and places put on it.

Speeds are those of `geo.data.travel_modes`: walking 4.8 km/h, cycling 15 km/h. A bicycle is pushed
over footpaths and through pedestrian streets at walking speed, ferries take their own crossing time
(``data/ferries.csv``) without the wait. The graph is undirected: one-way rules bind neither walker
nor, mostly, cyclist. All coordinates and lengths are in metres (EPSG:28992).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow.parquet as pq
import shapely
from scipy.sparse import coo_array

from geo.data.crs import RD_NEW, is_rd_new
from geo.data.errors import ArgumentError, DataError, DataErrors
from geo.data.folders import DATA
from geo.data.travel_modes import MODES
from geo.network.banks import Water

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

# Nobody's door stands on a ferry, on a bridge or in a tunnel: a place above or below one
# belongs to the street at ground level.
NOT_AT_THE_DOOR = ("ferry", "bridge", "tunnel")
MAX_ACCESS_M = 500.0  # what lies farther from every street is not on the network
NO_SHAPE = -1  # what shapely calls the type of a missing geometry
WIDER_M = (60.0, 200.0)  # so far streets are asked first whether water lies before them
EDGE_M = 0.01  # what computing may put a distance off
COLUMNS = ["u", "v", "length_m", "seconds_walk", "seconds_cycle", "mode", "geometry"]


@dataclass(frozen=True)
class Travel:
    """The graph of one way of travelling: every step in both directions, parallel steps once.

    Attributes
    ----------
    rows, cols : array of int
        Nodes a step leads from and to; in order of both.
    first : array of int
        Where the steps from every node begin, and after the last where they end.
    seconds, metres : array of float
        Cost and true length of the step.
    edge : array of int
        The edge that the step runs along (the quickest of parallel ones).
    pace : array of float
        Seconds a metre of every edge; NaN where this way of travelling is not allowed.
    to_snap : array of int
        Edges that a place may be put on: in the largest component, and no ferry, bridge or tunnel.
    steady : bool
        Every step has the same speed (to the precision of the file), so that metres follow from
        seconds.
    """

    rows: Ints
    cols: Ints
    first: Ints
    seconds: Floats
    metres: Floats
    edge: Ints
    pace: Floats
    to_snap: Ints
    steady: bool


@dataclass(frozen=True)
class StreetNetwork:
    """Streets of one city: edges, and a graph for each way of travelling.

    Attributes
    ----------
    city : str
    u, v : array of int
        Nodes at the begin and end of every edge.
    length : array of float
        Metres.
    kind : array of str
        street, path, cycleway, bridge, tunnel or ferry.
    geometry : array of LineString
        EPSG:28992, from u to v.
    travel : mapping of str to Travel
        Keys "walk" and "cycle".
    water : Water
        What lies across it is no street of a place.
    """

    city: str
    u: Ints
    v: Ints
    length: Floats
    kind: npt.NDArray[np.object_]
    geometry: npt.NDArray[np.object_]
    travel: Mapping[str, Travel]
    water: Water = field(default_factory=Water)

    @property
    def n_nodes(self) -> int:
        """Number of nodes, those of small components included."""
        return int(max(self.u.max(), self.v.max())) + 1

    @cached_property
    def _trees(self) -> dict[str, shapely.STRtree]:
        return {}

    def tree(self, mode: str) -> shapely.STRtree:
        """Return the index of the edges that a place may be put on, built at first use."""
        edges = self.travel[mode].to_snap
        for known, tree in self._trees.items():
            if np.array_equal(self.travel[known].to_snap, edges):
                return tree
        # Small nodes: twice as fast as the default of ten for points near many streets.
        self._trees[mode] = shapely.STRtree(self.geometry[edges], node_capacity=4)
        return self._trees[mode]


def load_network(city: str, folder: Path = DATA) -> StreetNetwork:
    """Load the street network of a city.

    Parameters
    ----------
    city : str
        "Amsterdam" or "Rotterdam"; the file is ``network_<city>.parquet``.
    folder : Path
        Folder of the file, and of ``water.parquet`` (without it no water is known).

    Raises
    ------
    DataErrors
        The file or a column is missing, or an edge has no length or no time.
    """
    path = folder / f"network_{city.lower()}.parquet"
    if not path.exists():
        raise DataErrors([DataError("file_missing", file=path.name)])
    missing = [name for name in COLUMNS if name not in pq.read_schema(path).names]
    if missing:
        raise DataErrors(
            [DataError("column_missing", file=path.name, column=name) for name in missing]
        )
    table = pq.read_table(path, columns=COLUMNS)
    frame = table.drop_columns(["geometry"]).to_pandas()
    frame["geometry"] = shapely.from_wkb(table["geometry"].to_numpy())
    _check(frame, path.name)
    return network_of(city, frame, water_of(city, folder))


def water_of(city: str, folder: Path = DATA) -> Water:
    """Return the water of a city; none is known where ``water.parquet`` is not there.

    Parameters
    ----------
    city : str
    folder : Path
    """
    path = folder / "water.parquet"
    if not path.exists():
        return Water()
    table = pq.read_table(path, columns=["geometry"], filters=[("city", "==", city)])
    return Water(shapely.from_wkb(table["geometry"].to_numpy()))


def network_of(city: str, edges: pd.DataFrame, water: Water | None = None) -> StreetNetwork:
    """Make a network of a frame of edges.

    Parameters
    ----------
    city : str
    edges : DataFrame
        ``u, v`` (node numbers), ``length_m``, ``seconds_walk``, ``seconds_cycle`` (NaN where not
        allowed), ``mode``, ``geometry`` (LineString, EPSG:28992).
    water : Water, optional

    Examples
    --------
    >>> from geo.toy.street_grid import toy_edges
    >>> network_of("Toy", toy_edges()).n_nodes
    12
    """
    u, v = (edges[name].to_numpy(dtype=np.int64) for name in ("u", "v"))
    length = edges["length_m"].to_numpy(dtype=float)
    kind = edges["mode"].to_numpy(dtype=object)
    travel = {}
    for mode in MODES:
        seconds = edges[f"seconds_{mode}"].to_numpy(dtype=float)
        travel[mode] = _travel(u, v, length, seconds, kind)
    geometry = np.asarray(edges["geometry"].to_numpy(), dtype=object)
    return StreetNetwork(city, u, v, length, kind, geometry, travel, water or Water())


def snap(network: StreetNetwork, points: gpd.GeoSeries, mode: str = "walk") -> pd.DataFrame:
    """Put points on the nearest street of the network that can be travelled, on their own bank.

    Parameters
    ----------
    network : StreetNetwork
    points : GeoSeries
        Points in EPSG:28992; may be null.
    mode : "walk" or "cycle"

    Returns
    -------
    DataFrame
        On the index of ``points``: ``edge`` (position; -1 without a place, or with no street on
        the same bank within `MAX_ACCESS_M`), ``along_m`` (metres from the begin of the edge),
        ``access_m`` (straight metres from the point to the street).

    Raises
    ------
    ArgumentError
        An unknown mode, another CRS, or geometries that are no points.

    Examples
    --------
    >>> from geo.toy.street_grid import toy_network
    >>> place = gpd.GeoSeries.from_xy([30], [-10], crs=28992)
    >>> snap(toy_network(), place).to_dict("records")
    [{'edge': 0, 'along_m': 30.0, 'access_m': 10.0}]
    """
    check_mode(mode)
    check_points(points)
    geometry = np.asarray(points.array, dtype=object)
    placed = np.flatnonzero(~(shapely.is_missing(geometry) | shapely.is_empty(geometry)))
    edge = np.full(len(geometry), -1)
    along, access = np.full((2, len(geometry)), np.nan)
    if len(placed) and len(network.travel[mode].to_snap):
        _, one, spot = unique_pairs(*shapely.get_coordinates(geometry[placed]).T)
        on, at, far = _on_street(network, geometry[placed[one]], mode)
        edge[placed], along[placed], access[placed] = on[spot], at[spot], far[spot]
    return pd.DataFrame({"edge": edge, "along_m": along, "access_m": access}, index=points.index)


def _on_street(
    network: StreetNetwork, points: npt.NDArray[np.object_], mode: str
) -> tuple[Ints, Floats, Floats]:
    (which, found), far = network.tree(mode).query_nearest(points, return_distance=True)
    # Of streets at the same distance the first in the file, whatever the tree's order.
    best = pd.DataFrame({"found": found, "far": far}).groupby(which).min()
    edge = network.travel[mode].to_snap[best["found"].to_numpy()]
    along = shapely.line_locate_point(network.geometry[edge], points)
    far = best["far"].to_numpy(copy=True)
    spots = shapely.line_interpolate_point(network.geometry[edge], along)
    near = np.flatnonzero(far <= MAX_ACCESS_M)
    across = near[network.water.between(points[near], spots[near])]
    edge[across], along[across], far[across] = _on_own_bank(network, points[across], mode)
    off = far > MAX_ACCESS_M
    edge[off], along[off] = -1, np.nan
    return edge, along, np.where(off, np.nan, far)


def _on_own_bank(
    network: StreetNetwork, points: npt.NDArray[np.object_], mode: str
) -> tuple[Ints, Floats, Floats]:
    """Return edge, metres along it and metres to it of the nearest street not across water."""
    edge, (along, far) = np.full(len(points), -1), np.full((2, len(points)), np.inf)
    left, tried = np.arange(len(points)), 0.0
    for reach in (*(wide for wide in WIDER_M if wide < MAX_ACCESS_M), MAX_ACCESS_M):
        at, street, metres, access = _streets_about(network, points[left], mode, tried, reach)
        who, first = np.unique(at, return_index=True)
        found = left[who]
        edge[found], along[found], far[found] = street[first], metres[first], access[first]
        left, tried = np.delete(left, who), reach
    return edge, along, far


def _streets_about(
    network: StreetNetwork,
    points: npt.NDArray[np.object_],
    mode: str,
    tried: float,
    reach: float,
) -> tuple[Ints, Ints, Floats, Floats]:
    """Streets on the same bank, farther than ``tried``: of which point, street, along it, to it.

    Those of each point from near to far, of streets as far the first in the file.
    """
    edges = network.travel[mode].to_snap
    at, near = network.tree(mode).query(points, "dwithin", distance=reach + EDGE_M)
    street = edges[near]
    along = shapely.line_locate_point(network.geometry[street], points[at])
    spots = shapely.line_interpolate_point(network.geometry[street], along)
    far = shapely.distance(spots, points[at])
    order = np.lexsort((street, far, at))
    order = order[(far[order] > tried) & (far[order] <= reach)]
    order = order[~network.water.between(points[at[order]], spots[order])]
    return at[order], street[order], along[order], far[order]


def unique_pairs(first: Floats, second: Floats) -> tuple[npt.NDArray[np.complex128], Ints, Ints]:
    """Return distinct pairs in order, where each first occurs, and which pair every row is.

    A complex number sorts as a pair does, ten times faster than rows of an array.
    """
    return np.unique(first + 1j * second, return_index=True, return_inverse=True)


def check_mode(mode: str) -> None:
    """Raise `ArgumentError` unless ``mode`` is one of `MODES`."""
    if mode not in MODES:
        raise ArgumentError("argument", argument="mode", value=mode, allowed=", ".join(MODES))


def check_points(points: gpd.GeoSeries) -> None:
    """Raise `ArgumentError` unless ``points`` are points (or null) in EPSG:28992."""
    if not is_rd_new(points.crs):
        raise ArgumentError("argument", argument="crs", value=str(points.crs), allowed=RD_NEW)
    kinds = shapely.get_type_id(np.asarray(points.array, dtype=object))
    if not np.isin(kinds, (NO_SHAPE, shapely.GeometryType.POINT)).all():
        types = set(points.geom_type.dropna()) - {"Point"}
        raise ArgumentError(
            "argument", argument="geometry", value=", ".join(sorted(types)), allowed="Point"
        )


def _travel(
    u: Ints, v: Ints, length: Floats, seconds: Floats, kind: npt.NDArray[np.object_]
) -> Travel:
    allowed = np.flatnonzero(np.isfinite(seconds))
    n = int(max(u.max(), v.max())) + 1
    pair = (np.minimum(u, v) * n + np.maximum(u, v))[allowed]
    order = np.lexsort((length[allowed], seconds[allowed], pair))
    # Of parallel edges the quickest; a loop leads nowhere.
    edge = allowed[order[np.diff(pair[order], prepend=-1) != 0]]
    edge = edge[u[edge] != v[edge]]
    with np.errstate(invalid="ignore"):  # a frame that was not loaded may hold a line of length 0
        pace = seconds / length
    ones = np.ones(len(allowed), dtype=np.int8)
    graph = coo_array((ones, (u[allowed], v[allowed])), shape=(n, n))
    from scipy.sparse.csgraph import connected_components  # slow to load

    label = connected_components(graph, directed=False)[1]
    size = np.bincount(label[u[allowed]], length[allowed], minlength=1)
    inside = label[u] == size.argmax()
    door = ~pd.Series(kind).isin(NOT_AT_THE_DOOR).to_numpy()
    rows, cols = np.concatenate([u[edge], v[edge]]), np.concatenate([v[edge], u[edge]])
    order = np.lexsort((cols, rows))
    edge = np.tile(edge, 2)[order]
    return Travel(
        rows=rows[order],
        cols=cols[order],
        first=np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=n))]),
        seconds=seconds[edge],
        metres=length[edge],
        edge=edge,
        pace=pace,
        to_snap=np.flatnonzero(np.isfinite(seconds) & inside & door),
        steady=bool(len(edge) and np.allclose(pace[edge], pace[edge[0]], rtol=1e-6, atol=0)),
    )


def _check(frame: pd.DataFrame, name: str) -> None:
    wrong = {
        "length_m": ~(frame["length_m"] > 0),
        "seconds_walk": ~(frame["seconds_walk"].isna() | (frame["seconds_walk"] > 0)),
        "seconds_cycle": ~(frame["seconds_cycle"].isna() | (frame["seconds_cycle"] > 0)),
        "geometry": pd.Series(shapely.get_type_id(frame["geometry"].to_numpy()) != 1),
    }
    faults = [
        DataError("edge_invalid", file=name, row=int(row), column=column)
        for column, bad in wrong.items()
        for row in frame.index[bad.to_numpy()]
    ]
    if faults:
        raise DataErrors(faults)
