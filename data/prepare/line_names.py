"""Give lines without a name that of the named line they run along."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

SHARES = (0.2, 0.5, 0.8)
"""Where along a line its name is asked."""
MOST_OF = 2
"""Of these places, how many must agree."""
BESIDE_M = 8.0
"""Two sources draw one street less than the width of a carriageway apart."""


def names_along(lines: gpd.GeoSeries, named: gpd.GeoDataFrame) -> pd.Series:
    """Name of the street each line runs along, on the index of ``lines``; "" without one.

    Parameters
    ----------
    lines : GeoSeries
        LineStrings, EPSG:28992.
    named : GeoDataFrame
        ``name`` and lines, EPSG:28992.

    Examples
    --------
    >>> named = gpd.GeoDataFrame(
    ...     {"name": ["Kade", "Dwarsstraat"]},
    ...     geometry=[shapely.LineString([(0, 0), (100, 0)]),
    ...               shapely.LineString([(50, 0), (50, 90)])], crs=28992)
    >>> lines = [[(0, 2), (90, 2)], [(48, -30), (48, 30)], [(52, 10), (52, 80)]]
    >>> names_along(gpd.GeoSeries(map(shapely.LineString, lines), crs=28992), named).tolist()
    ['Kade', '', 'Dwarsstraat']
    """
    shapes = lines.to_numpy()
    points = np.concatenate(
        [shapely.line_interpolate_point(shapes, share, normalized=True) for share in SHARES]
    )
    tree = shapely.STRtree(named.geometry.to_numpy())
    point, line = tree.query_nearest(points, max_distance=BESIDE_M, all_matches=False)
    names = named["name"].to_numpy()[line]
    votes = pd.DataFrame({"line": point % len(shapes), "name": names}).value_counts(sort=False)
    sure = votes[votes.ge(MOST_OF)].reset_index().set_index("line")["name"]
    found = sure.reindex(range(len(shapes))).fillna("")
    return pd.Series(found.to_numpy(), index=lines.index, dtype="str")
