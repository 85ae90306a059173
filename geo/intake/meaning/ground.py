"""The ground under a place: which city, and whether it is water. Read without GDAL."""

from __future__ import annotations

from functools import cache

import numpy as np
import shapely
from pyarrow import parquet

from geo.data.folders import DATA


@cache
def _areas(table: str) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return the polygons of a shipped table (EPSG:28992) and their cities."""
    rows = parquet.read_table(DATA / f"{table}.parquet", columns=["city", "geometry"])
    shapes = np.array(shapely.from_wkb(rows.column("geometry").to_pylist()), dtype=object)
    return shapes, tuple(map(str, rows.column("city").to_pylist()))


def _in(table: str, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the positions of points and of the polygons that hold them."""
    at = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    # The index is of the points: of what is asked with, polygons, the query prepares each once.
    tree = shapely.STRtree(shapely.points(x[at], y[at]))
    areas, points = tree.query(_areas(table)[0], predicate="intersects")
    return at[points], areas


def city_of(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the city each point (EPSG:28992) lies in, "" for neither.

    Examples
    --------
    >>> city_of(np.array([121230.5, 136783.5]), np.array([490467.0, 455860.0])).tolist()
    ['Amsterdam', '']
    """
    cities = np.full(len(x), "", dtype=object)
    rows, areas = _in("outline", x, y)
    names = _areas("outline")[1]
    cities[rows] = [names[i] for i in areas]
    return cities


def in_water(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Say which points (EPSG:28992) lie in water."""
    wet = np.zeros(len(x), dtype=bool)
    wet[_in("water", x, y)[0]] = True
    return wet
