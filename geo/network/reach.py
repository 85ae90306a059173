"""What can be reached from a place within some minutes, as a polygon around the streets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.data.errors import ArgumentError
from geo.network.graph import StreetNetwork
from geo.network.journeys import Journeys, Steps, journeys
from geo.network.noding import pieces_between
from geo.network.strokes import strokes

Floats = npt.NDArray[np.float64]

BUFFER_M = 25.0  # half a street with its fronts
CORNER_SEGMENTS = 2  # a round end as a quarter of eight: within 1.9 m of the circle
WORKERS = 2  # GEOS works outside Python's lock


def reaches(
    network: StreetNetwork,
    places: gpd.GeoDataFrame,
    minutes: Sequence[float] = (5, 10, 15),
    mode: str = "walk",
) -> gpd.GeoDataFrame:
    """Return the ground that can be reached from many places within each number of minutes.

    Parameters
    ----------
    places : GeoDataFrame
        ``id`` and Points (or null) in EPSG:28992.
    minutes : sequence of float
        Above 0; each larger ground holds the smaller.

    Returns
    -------
    GeoDataFrame
        ``id, minutes, geometry``: a row a place and number, smallest first. Places without a
        point, or on no street, have no row.

    Raises
    ------
    ArgumentError
        Minutes of 0 or less; and as `geo.network.graph.snap`.

    Examples
    --------
    Half a minute's walk, 40 m both ways along the quay:

    >>> from geo.toy.street_grid import toy_network
    >>> place = gpd.GeoDataFrame({"id": ["a"]}, geometry=[shapely.Point(150, 0)], crs=28992)
    >>> reaches(toy_network(), place, [0.5]).total_bounds.tolist()
    [85.0, -25.0, 215.0, 25.0]
    """
    if not minutes or min(minutes) <= 0:
        raise ArgumentError("argument", argument="minutes", value=str(minutes), allowed="> 0")
    put = journeys(network, places.geometry, mode)
    limits = np.array(sorted(minutes), dtype=float) * 60
    placed = np.flatnonzero(put.node >= 0)
    nodes, where = np.unique(put.node[placed], return_inverse=True)
    # Who waits for the bands of one node must not keep them from being worked on: two pools.
    with ThreadPoolExecutor(WORKERS) as of_nodes, ThreadPoolExecutor(WORKERS) as of_bands:
        found = of_nodes.map(lambda node: _grounds(put, int(node), limits, of_bands), nodes)
        grounds = list(found)
    geometry = [ground for spot in where for ground in grounds[spot]]
    table = pd.DataFrame(
        {
            "id": np.repeat(places["id"].to_numpy()[placed], len(limits)),
            "minutes": np.tile(limits / 60, len(placed)),
        }
    )
    return gpd.GeoDataFrame(table, geometry=geometry, crs=places.crs)


def _grounds(
    put: Journeys, node: int, limits: Floats, workers: ThreadPoolExecutor
) -> list[shapely.Geometry]:
    """Return the ground within each limit: the one before, and round the streets that are new."""
    door = shapely.buffer(put.leg(node), BUFFER_M, quad_segs=CORNER_SEGMENTS)
    rings = workers.map(_around, _bands(put, node, limits))
    return list(accumulate(rings, shapely.union, initial=door))[1:]


def _around(lines: npt.NDArray[np.object_]) -> shapely.Geometry:
    return shapely.union_all(shapely.buffer(strokes(lines), BUFFER_M, quad_segs=CORNER_SEGMENTS))


def _bands(put: Journeys, node: int, limits: Floats) -> Iterator[npt.NDArray[np.object_]]:
    """Yield, for each limit, the pieces of street that are reached within it and not before."""
    seconds, _ = put.tree_from(node, float(limits[-1]))
    steps = put.street_steps(seconds)
    before = np.zeros((2, len(steps.edge)))
    far = np.stack([seconds[steps.rows], seconds[steps.cols]])
    for limit in limits:
        now = np.clip((limit - far) * (steps.metres / steps.seconds), 0.0, steps.metres)
        yield _new_pieces(put.network, steps, before, now)
        before = now


def _new_pieces(
    network: StreetNetwork, steps: Steps, before: Floats, now: Floats
) -> npt.NDArray[np.object_]:
    """Cut out what is reached ``now`` from either side of a step and was not ``before``."""
    metres = steps.metres
    was_whole, whole = before.sum(axis=0) >= metres, now.sum(axis=0) >= metres
    met = whole & ~was_whole
    one, other = ((now[side] > before[side]) & ~whole for side in (0, 1))
    begin = np.concatenate([before[0][met], before[0][one], (metres - now[1])[other]])
    end = np.concatenate([(metres - before[1])[met], now[0][one], (metres - before[1])[other]])
    which = np.concatenate([np.flatnonzero(rows) for rows in (met, one, other)])
    offset = steps.begin[which]
    return pieces_between(network.geometry[steps.edge[which]], begin + offset, end + offset)
