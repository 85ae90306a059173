"""Own tenants that name no building: the one they stand in or beside, else a place of their own."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.spatial import cKDTree

from geo.data.coarseness import accuracy_of

SURE_M = 10.0
"""Within this of a building that is placed to `FINE_M` a row stands in it: doors and points of
addresses differ by a few metres."""
FINE_M = 25.0
BESIDE_M = 25.0
"""Within this of any building placed by its address it may stand in it: the planner is asked."""
WITHIN_CHOICE = "place:within"
"""The choice for all unsure rows of a file at once: the distance within which they are joined."""
BY_ADDRESS = ("address", "house_number")


def nearest_building(rows: gpd.GeoDataFrame, buildings: gpd.GeoDataFrame) -> pd.DataFrame:
    """Find the building that each row stands in or beside.

    Parameters
    ----------
    rows : GeoDataFrame
        Points or null, EPSG:28992, with ``accuracy_m`` where it is known.
    buildings : GeoDataFrame
        ``id, precision, accuracy_m`` and points; those not placed by address are passed over.

    Returns
    -------
    DataFrame
        On the index of ``rows``: ``hub_id`` (missing when none stands within `BESIDE_M`),
        ``metres`` to it, and ``sure``.

    Examples
    --------
    >>> from geo.toy.city import toy_hubs
    >>> hubs = toy_hubs()
    >>> beside = hubs.iloc[[0]].translate(yoff=12)
    >>> rows = gpd.GeoDataFrame({"name": ["Zus"]}, geometry=beside.to_numpy(), crs=hubs.crs)
    >>> nearest_building(rows, hubs)[["hub_id", "metres"]].values.tolist()
    [['h1', 12.0]]
    """
    found = pd.DataFrame({"metres": np.nan, "sure": False}, index=rows.index)
    found.insert(0, "hub_id", pd.Series(None, index=rows.index, dtype=object))
    doors = buildings[buildings["precision"].isin(BY_ADDRESS) & buildings.geometry.notna()]
    fine = rows.geometry.notna().to_numpy() & (accuracy_of(rows) <= FINE_M)
    if not fine.any() or doors.empty:
        return found
    tree = cKDTree(shapely.get_coordinates(doors.geometry.to_numpy()))
    points = shapely.get_coordinates(rows.geometry.to_numpy()[fine])
    metres, at = tree.query(points, distance_upper_bound=np.nextafter(BESIDE_M, np.inf))
    near = np.isfinite(metres)
    index = rows.index[fine][near]
    found.loc[index, "hub_id"] = doors["id"].to_numpy(dtype=object)[at[near]]
    found.loc[index, "metres"] = metres[near]
    found.loc[index, "sure"] = (metres[near] <= SURE_M) & (accuracy_of(doors)[at[near]] <= FINE_M)
    return found


def within_of(choices: Mapping[str, str]) -> float:
    """Return the distance to a building within which unsure rows of a file are joined to it.

    Examples
    --------
    >>> within_of({}), within_of({WITHIN_CHOICE: "25"}), within_of({WITHIN_CHOICE: "5000"})
    (0.0, 25.0, 25.0)
    """
    said = choices.get(WITHIN_CHOICE, "")
    return min(float(said), BESIDE_M) if said.isdecimal() else 0.0
