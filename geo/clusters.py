"""Clusters of hubs or tenants, and which chain each carries.

HDBSCAN: Campello, Moulavi & Sander (2013), *Density-based clustering based on hierarchical density
estimates*. DBSCAN: Ester, Kriegel, Sander & Xu (1996). Both by scikit-learn, in metres.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.chains import BESIDE, ChainModel
from geo.errors import ArgumentError

METHODS = ("hdbscan", "dbscan")
REACH_M = 1000.0  # the last of the bands within which an effect is found (Coll-Martínez 2019)
HULL_MARGIN_M = 150.0
HULL_RATIO = 0.6  # between the tightest hull that holds all points (0) and the convex one (1)
FEW_FOR_CONCAVE = 6
NOT_CLUSTERED = -1


def cluster_points(
    points: gpd.GeoDataFrame,
    method: str = "hdbscan",
    min_size: int = 3,
    radius_m: float = 400.0,
) -> pd.Series:
    """Label each point with its cluster, cities apart.

    Parameters
    ----------
    points : GeoDataFrame
        ``city`` and a Point or null in EPSG:28992. Points at one place count each: a building with
        ten tenants, clustered as tenants, is ten points.
    method : "hdbscan" or "dbscan"
        HDBSCAN finds clusters of any density, of which only members within 1,000 m of another
        stay; DBSCAN joins what lies within ``radius_m``.
    min_size : int
        Fewest points of a cluster (HDBSCAN ``min_cluster_size``) or of a dense neighbourhood, the
        point itself included (DBSCAN ``min_samples``).
    radius_m : float
        DBSCAN radius; not used by HDBSCAN.

    Returns
    -------
    Series of int
        On the index of ``points``: 1 is the largest cluster, equal sizes go from west to east;
        -1 is in none, or without a place.

    Raises
    ------
    ArgumentError
        For a method, size or radius outside what is allowed.

    Examples
    --------
    >>> from geo.toy import toy_hubs
    >>> cluster_points(toy_hubs(), "dbscan", min_size=3, radius_m=100).value_counts().to_dict()
    {1: 11, -1: 1}
    """
    _check(method, min_size, radius_m)
    labels = pd.Series(NOT_CLUSTERED, index=points.index, dtype=int)
    placed = points[points.geometry.notna() & ~points.geometry.is_empty]
    highest = 0
    for _, rows in placed.groupby("city"):
        found = _labels(shapely.get_coordinates(rows.geometry), method, min_size, radius_m)
        shifted = np.where(found == NOT_CLUSTERED, NOT_CLUSTERED, found + highest)
        labels.loc[rows.index] = shifted
        highest = max(highest, int(shifted.max(initial=0)) + 1)
    return _numbered(labels, points)


def _check(method: str, min_size: int, radius_m: float) -> None:
    if method not in METHODS:
        raise ArgumentError("argument", argument="method", value=method, allowed=METHODS)
    if min_size < 2:  # noqa: PLR2004 - one point is no cluster
        raise ArgumentError("argument", argument="min_size", value=min_size, allowed="2 or more")
    if not radius_m > 0:
        raise ArgumentError("argument", argument="radius_m", value=radius_m, allowed="above 0")


def _labels(
    xy: NDArray[np.float64], method: str, min_size: int, radius_m: float
) -> NDArray[np.int64]:
    # Here and not above: scikit-learn takes a second to import, which only clustering need pay.
    from sklearn.cluster import DBSCAN, HDBSCAN  # noqa: PLC0415

    if len(xy) < min_size:
        return np.full(len(xy), NOT_CLUSTERED)
    if method == "dbscan":
        return np.asarray(DBSCAN(eps=radius_m, min_samples=min_size).fit_predict(xy))
    found = np.asarray(HDBSCAN(min_cluster_size=min_size, copy=True).fit_predict(xy))
    return _within_reach(xy, found, min_size)


def _within_reach(
    xy: NDArray[np.float64], labels: NDArray[np.int64], min_size: int
) -> NDArray[np.int64]:
    """Take out members further than `REACH_M` from every other, and clusters that so get small.

    HDBSCAN knows no distance: at a city's edge it calls three buildings kilometres apart a cluster.
    """
    kept = labels.copy()
    for label in set(labels.tolist()) - {NOT_CLUSTERED}:
        rows = np.flatnonzero(labels == label)
        apart = np.hypot(*(xy[rows, None] - xy[None, rows]).transpose(2, 0, 1))
        np.fill_diagonal(apart, np.inf)
        kept[rows[apart.min(axis=1) > REACH_M]] = NOT_CLUSTERED
        if (kept[rows] == label).sum() < min_size:
            kept[rows] = NOT_CLUSTERED
    return kept


def _numbered(labels: pd.Series, points: gpd.GeoDataFrame) -> pd.Series:
    """Number clusters from the largest down, equal sizes from west to east."""
    inside = labels[labels.ne(NOT_CLUSTERED)]
    west = points.geometry.loc[inside.index].x.groupby(inside).mean()
    order = pd.DataFrame({"size": inside.value_counts(), "west": west})
    order = order.sort_values(["size", "west"], ascending=[False, True])
    number = {old: new for new, old in enumerate(order.index, start=1)}
    return labels.map(lambda label: number.get(label, NOT_CLUSTERED)).astype(int)


def describe_clusters(
    hubs: gpd.GeoDataFrame, labels: pd.Series, shares: pd.DataFrame, model: ChainModel
) -> gpd.GeoDataFrame:
    """Say of each cluster what it holds, which chain it carries and which stage it misses.

    Parameters
    ----------
    hubs : GeoDataFrame
        ``id, city`` and points; the rows that ``labels`` labels.
    labels : Series of int
        As `cluster_points` gives them.
    shares : DataFrame
        ``hub_id, chain, stage, weight`` (`geo.chains.stage_shares`).
    model : ChainModel

    Returns
    -------
    GeoDataFrame
        ``cluster, number, city, hub_ids, n_points, n_tenants, mix`` (chain → share of the tenants
        in the ten chains), ``top_chain`` ("unknown" without tenants in the ten), ``n_top``,
        ``present, missing`` (stages of the top chain, tuples), ``stages_present, stages_missing``
        (the same, joined by ``;``) and the hull as geometry.
    """
    rows = [
        _describe(number, hubs[labels.eq(number)], shares, model)
        for number in sorted(set(labels) - {NOT_CLUSTERED})
    ]
    columns = [
        "cluster",
        "number",
        "city",
        "hub_ids",
        "n_points",
        "n_tenants",
        "mix",
        "top_chain",
        "n_top",
        "present",
        "missing",
        "stages_present",
        "stages_missing",
        "geometry",
    ]
    return gpd.GeoDataFrame(pd.DataFrame(rows, columns=columns), geometry="geometry", crs=hubs.crs)


def _describe(
    number: int, hubs: gpd.GeoDataFrame, shares: pd.DataFrame, model: ChainModel
) -> dict[str, object]:
    inside = shares[shares["hub_id"].isin(hubs["id"])]
    ten = inside[~inside["chain"].isin(BESIDE)]
    by_chain = ten.groupby("chain")["weight"].sum().sort_values(ascending=False, kind="stable")
    top = str(by_chain.index[0]) if len(by_chain) else "unknown"
    has = set(ten.loc[ten["chain"].eq(top), "stage"])
    present = tuple(stage for stage in model.stage_line if stage in has)
    missing = tuple(stage for stage in model.stage_line if stage not in has) if has else ()
    return {
        "cluster": f"{hubs['city'].iloc[0]}-{number}",
        "number": number,
        "city": hubs["city"].iloc[0],
        "hub_ids": tuple(hubs["id"]),
        "n_points": len(hubs),
        "n_tenants": float(inside["weight"].sum()),
        "mix": (by_chain / by_chain.sum()).to_dict() if len(by_chain) else {},
        "top_chain": top,
        "n_top": float(by_chain.iloc[0]) if len(by_chain) else 0.0,
        "present": present,
        "missing": missing,
        "stages_present": ";".join(present),
        "stages_missing": ";".join(missing),
        "geometry": hull(hubs.geometry),
    }


def hull(points: gpd.GeoSeries) -> shapely.Geometry:
    """Return the area round a cluster: a concave hull of its points, with a margin.

    Examples
    --------
    >>> from geo.toy import toy_hubs
    >>> shape = hull(toy_hubs().geometry.iloc[:4])
    >>> shape.geom_type, round(shape.bounds[2])
    ('Polygon', 450)
    """
    together = shapely.union_all(points.to_numpy())
    around = shapely.concave_hull(together, ratio=HULL_RATIO)
    if len(points) < FEW_FOR_CONCAVE:
        around = together.convex_hull
    return around.buffer(HULL_MARGIN_M).simplify(1.0)
