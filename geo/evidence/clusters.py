"""Clusters of hubs or tenants, and which chain each carries.

HDBSCAN: Campello, Moulavi & Sander (2013), *Density-based clustering based on hierarchical density
estimates*. DBSCAN: Ester, Kriegel, Sander & Xu (1996). Both by scikit-learn, in metres; HDBSCAN of
many points by `geo.evidence.density_tree`, which gives the same.

Weight. A point may weigh more than one, a building as much as it has tenants. Points at one place
are one place with their weights together, and a place counts at most ``min_size - 1`` times: a
full building is a building and no cluster, so every cluster spans two places or more. For HDBSCAN
a place is repeated as often as it counts, for DBSCAN that is its sample weight. With points of
weight one, apart from each other, both give what scikit-learn gives.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.data.chains import BESIDE, ChainModel
from geo.data.coarseness import FINE, accuracy_of, finest_accuracy
from geo.data.errors import ArgumentError
from geo.evidence.chance import SEED
from geo.evidence.density_tree import density_clusters
from geo.evidence.near_graph import near_graph

METHODS = ("hdbscan", "dbscan")
ACCURACY_M = finest_accuracy(1000.0)  # what is less sure takes no part in the widest band either
FAR_M = 1e7  # further than any two places of one country
REACH_M = 1000.0  # the last of the bands within which an effect is found (Coll-Martínez 2019)
HULL_MARGIN_M = 150.0
HULL_RATIO = 0.6  # between the tightest hull that holds all points (0) and the convex one (1)
FEW_FOR_CONCAVE = 6
NOT_CLUSTERED = -1
MANY = 2_000
"""Of more points only neighbours are looked at: of 20,000 all pairs take seconds."""
NEIGHBOURS = 6
"""Beyond those that the density of a point is measured by."""
FOLDS = 5
COLUMNS = (
    "cluster",
    "label",
    "number",
    "city",
    "hub_ids",
    "n_points",
    "n_hubs",
    "n_tenants",
    "mix",
    "stages",
    "n_creative",
    "n_rooms",
    "top_chain",
    "n_top",
    "lines",
    "stages_present",
    "stages_missing",
    "probability",
    "geometry",
)
Labels = NDArray[np.int64]
Numbers = NDArray[np.float64]
Carried = tuple[float, float, tuple[str, ...]]
"""How many of a chain count, how many are there, and the stages it has."""


def cluster_points(
    points: gpd.GeoDataFrame,
    method: str = "hdbscan",
    min_size: int = 3,
    radius_m: float = 400.0,
    weights: pd.Series | None = None,
) -> pd.Series:
    """Label each point with its cluster, cities apart.

    Parameters
    ----------
    points : GeoDataFrame
        ``city`` and a Point or null in EPSG:28992; with ``precision`` and ``accuracy_m`` points
        that are placed too coarsely are left out (`clusterable` says which).
    method : "hdbscan" or "dbscan"
        HDBSCAN finds clusters of any density, of which only members within 1,000 m of another
        stay; DBSCAN joins what lies within ``radius_m``.
    min_size : int
        Least weight of a cluster (HDBSCAN ``min_cluster_size`` and ``min_samples``) or of a dense
        neighbourhood, the point itself included (DBSCAN ``min_samples``).
    radius_m : float
        DBSCAN radius in metres; not used by HDBSCAN.
    weights : Series, optional
        How heavy each point is, in the order of ``points``; 1 when not given. A part counts as
        one; a point of weight 0 takes no part.

    Returns
    -------
    Series of int
        On the index of ``points``: 1 is the heaviest cluster, equal ones go from west to east and
        from south to north; -1 is in none, or was left out.

    Raises
    ------
    ArgumentError
        For a method, size, radius or weight outside what is allowed.

    Examples
    --------
    >>> from geo.toy.city import toy_hubs
    >>> cluster_points(toy_hubs(), "dbscan", min_size=3, radius_m=100).value_counts().to_dict()
    {1: 11, -1: 1}
    """
    return find_clusters(points, method, min_size, radius_m, weights)["cluster"]


def find_clusters(
    points: gpd.GeoDataFrame,
    method: str = "hdbscan",
    min_size: int = 3,
    radius_m: float = 400.0,
    weights: pd.Series | None = None,
) -> pd.DataFrame:
    """Label each point as `cluster_points` does, and say how firmly it belongs.

    Returns
    -------
    DataFrame
        On the index of ``points``: ``cluster`` (int) and ``probability`` (0 to 1, the strength of
        membership that HDBSCAN gives; missing for DBSCAN and outside clusters).
    """
    weight = np.ones(len(points)) if weights is None else np.asarray(weights, dtype=float)
    _check(method, min_size, radius_m, weight, len(points))
    labels = np.full(len(points), NOT_CLUSTERED)
    probability = np.full(len(points), np.nan)
    takes_part = clusterable(points).to_numpy() & (weight > 0)
    for city in sorted(points["city"][takes_part].unique()):
        places = places_of(points, city, min_size, weights)
        of_place, strengths = labels_of_places(places.xy, places.counts, method, min_size, radius_m)
        found, strength = of_place[places.at], strengths[places.at]
        inside, rows = found != NOT_CLUSTERED, places.rows
        labels[rows[inside]] = found[inside] + labels.max() + 1
        probability[rows[inside]] = strength[inside]
    numbers = _numbered(labels, weight, points)
    return pd.DataFrame({"cluster": numbers, "probability": probability}, index=points.index)


def clusterable(points: gpd.GeoDataFrame) -> pd.Series:
    """Tell which points are placed finely enough to take part in a cluster.

    A point takes part when it has a place at street level or finer that is sure to 500 m (where
    the columns ``precision`` and ``accuracy_m`` say so).

    Examples
    --------
    >>> from geo.toy.city import toy_hubs
    >>> int(clusterable(toy_hubs()).sum())
    11
    """
    fine = points.geometry.notna() & ~points.geometry.is_empty
    if "precision" in points:
        fine &= points["precision"].isin(FINE)
    if "accuracy_m" in points:
        fine &= points["accuracy_m"].le(ACCURACY_M)
    return fine


def tenant_points(tenants: pd.DataFrame, hubs: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Put named tenants on the point of their building, to cluster them instead of buildings.

    Parameters
    ----------
    tenants : DataFrame
        ``id, hub_id, is_total``; published totals are left out.
    hubs : GeoDataFrame
        ``id, city, precision, accuracy_m`` and points.

    Returns
    -------
    GeoDataFrame
        One row a tenant: ``id, hub_id, city, precision, accuracy_m`` and its building's point.

    Examples
    --------
    >>> from geo.toy.city import toy_dataset
    >>> toy = toy_dataset()
    >>> tenant_points(toy.tenants, toy.hubs)["hub_id"].value_counts().head(2).to_dict()
    {'h1': 3, 'h6': 2}
    """
    named = tenants.loc[~tenants["is_total"].astype(bool), ["id", "hub_id"]]
    place = hubs[["id", "city", "precision", "accuracy_m", hubs.geometry.name]]
    placed = named.merge(place.rename(columns={"id": "hub_id"}), on="hub_id", how="inner")
    return gpd.GeoDataFrame(placed, geometry=hubs.geometry.name, crs=hubs.crs)


def _check(method: str, min_size: int, radius_m: float, weight: Numbers, count: int) -> None:
    if method not in METHODS:
        raise ArgumentError("argument", argument="method", value=method, allowed=METHODS)
    if min_size < 2:  # noqa: PLR2004 - one point is no cluster
        raise ArgumentError("argument", argument="min_size", value=min_size, allowed="2 or more")
    if not radius_m > 0:
        raise ArgumentError("argument", argument="radius_m", value=radius_m, allowed="above 0")
    if len(weight) != count:
        raise ArgumentError("argument", argument="weights", value=len(weight), allowed=count)
    if not (np.isfinite(weight).all() and (weight >= 0).all()):
        odd = weight[~(np.isfinite(weight) & (weight >= 0))][0]
        raise ArgumentError("argument", argument="weights", value=odd, allowed="0 or more")


@dataclass(frozen=True)
class Places:
    """The places of one city that take part: points at one place are one.

    Attributes
    ----------
    rows : array of int
        Numbers of the points that take part.
    at : array of int
        The place of each of them.
    xy : array
        Of the places, sorted, so that the order of the rows does not matter.
    counts : array of int
        How often each place counts, at most ``min_size - 1`` times.
    """

    rows: NDArray[np.intp]
    at: NDArray[np.intp]
    xy: Numbers
    counts: Labels


def places_of(
    points: gpd.GeoDataFrame, city: str, min_size: int, weights: pd.Series | None = None
) -> Places:
    """Gather the places of one city; arguments as `find_clusters` has them.

    Examples
    --------
    >>> from geo.toy.city import toy_dataset
    >>> toy = toy_dataset()
    >>> places_of(tenant_points(toy.tenants, toy.hubs), "Amsterdam", 3).counts.tolist()
    [2, 1, 1, 1, 2, 1, 1]
    """
    weight = np.ones(len(points)) if weights is None else np.asarray(weights, dtype=float)
    inside = clusterable(points).to_numpy() & (weight > 0) & points["city"].eq(city).to_numpy()
    rows = np.flatnonzero(inside)
    xy = shapely.get_coordinates(points.geometry.iloc[rows])
    places, at = np.unique(xy, axis=0, return_inverse=True)
    heavy = np.bincount(at.reshape(-1), np.ceil(weight[rows]), len(places))
    return Places(rows, at.reshape(-1), places, np.minimum(heavy, min_size - 1).astype(np.int64))


def labels_of_places(
    xy: Numbers, counts: Labels, method: str, min_size: int, radius_m: float
) -> tuple[Labels, Numbers]:
    """Label the places of one city, no two alike, and say how firmly each belongs.

    Parameters
    ----------
    xy : array
        Metres.
    counts : array of int
        Points at each place, at most ``min_size - 1``.
    method, min_size, radius_m
        As `find_clusters` has them.
    """
    if counts.sum() < min_size:
        return np.full(len(xy), NOT_CLUSTERED), np.full(len(xy), np.nan)
    if method == "dbscan":
        return _dbscan(xy, counts, min_size, radius_m)
    return _hdbscan(xy, counts, min_size)


def _dbscan(
    places: Numbers, counts: Labels, min_size: int, radius_m: float
) -> tuple[Labels, Numbers]:
    # Here and not above: scikit-learn takes a second to import, which only clustering need pay.
    from sklearn.cluster import DBSCAN

    model = DBSCAN(eps=radius_m, min_samples=min_size).fit(places, sample_weight=counts)
    return np.asarray(model.labels_, dtype=np.int64), np.full(len(places), np.nan)


def _hdbscan(places: Numbers, counts: Labels, min_size: int) -> tuple[Labels, Numbers]:
    # A place repeated less than min_size times has a neighbour elsewhere among its min_size
    # nearest: its core distance is above 0 and its density finite.
    found, strengths = _by_density(np.repeat(places, counts, axis=0), min_size)
    first = np.cumsum(counts) - counts
    # Copies leave a cluster at the same density; where a tie parts them, any that stays counts.
    labels, strength = (np.maximum.reduceat(each, first) for each in (found, strengths))
    return _within_reach(places, labels, counts, min_size), strength


def _by_density(xy: Numbers, min_size: int) -> tuple[Labels, Numbers]:
    near = near_graph(xy, min_size + NEIGHBOURS) if len(xy) > MANY else None
    if near is not None:
        metres, nearest = near
        return density_clusters(metres, nearest[:, min_size - 1], min_size)
    from sklearn import config_context
    from sklearn.cluster import HDBSCAN

    # A hundred draws of a hundred points: a fifth of their time would be looking at arguments.
    with config_context(assume_finite=True, skip_parameter_validation=True):
        model = HDBSCAN(min_cluster_size=min_size, copy=True).fit(xy)
    return np.asarray(model.labels_, dtype=np.int64), np.asarray(model.probabilities_, dtype=float)


def _within_reach(places: Numbers, labels: Labels, counts: Labels, min_size: int) -> Labels:
    """Take out members further than `REACH_M` from every other, and clusters that so get small.

    HDBSCAN knows no distance: at a city's edge it calls three buildings kilometres apart a cluster.
    """
    from scipy.spatial import cKDTree

    rows = np.flatnonzero(labels != NOT_CLUSTERED)
    if not len(rows):
        return labels
    # Each cluster on a floor of its own, so far up that the nearest of a place is in its cluster.
    floors = np.column_stack([places[rows], labels[rows] * FAR_M])
    nearest = cKDTree(floors).query(floors, k=2)[0][:, 1]
    kept = labels.copy()
    kept[rows[nearest > REACH_M]] = NOT_CLUSTERED
    left = np.bincount(kept[rows] + 1, counts[rows], labels.max() + 2)
    kept[left[kept + 1] < min_size] = NOT_CLUSTERED
    return kept


def _numbered(labels: Labels, weight: Numbers, points: gpd.GeoDataFrame) -> Labels:
    """Number clusters from the heaviest down, equal ones from west to east, south to north."""
    inside = np.flatnonzero(labels != NOT_CLUSTERED)
    xy = shapely.get_coordinates(points.geometry.iloc[inside])
    rows = pd.DataFrame({"label": labels[inside], "weight": weight[inside]})
    rows = rows.assign(x=xy[:, 0].round(3), y=xy[:, 1].round(3))
    order = rows.groupby("label").agg(weight=("weight", "sum"), x=("x", "min"), y=("y", "min"))
    order = order.sort_values(["weight", "x", "y"], ascending=[False, True, True])
    number = {old: new for new, old in enumerate(order.index, start=1)}
    return np.array([number.get(label, NOT_CLUSTERED) for label in labels], dtype=np.int64)


def cluster_stability(
    points: gpd.GeoDataFrame,
    labels: pd.Series,
    method: str = "hdbscan",
    min_size: int = 3,
    radius_m: float = 400.0,
    weights: pd.Series | None = None,
) -> pd.Series:
    """Say how well each cluster survives when a fifth of the points is not there.

    Clusterwise stability after Hennig (2007), *Cluster-wise assessment of cluster stability*: the
    clusters are found anew five times, each time without every fifth point from west to east and
    with every building somewhere within the accuracy of its place, and each cluster is compared
    with the most alike of the new ones.

    Parameters
    ----------
    labels : Series of int
        As `cluster_points` gave them for the same points and settings.

    Returns
    -------
    Series of float
        By cluster number, the mean of five Jaccard indices: 1 is always the same, below 0.5 falls
        apart.

    Examples
    --------
    >>> from geo.toy.city import toy_hubs
    >>> hubs = toy_hubs()
    >>> labels = cluster_points(hubs, "dbscan", min_size=2, radius_m=250)
    >>> cluster_stability(hubs, labels, "dbscan", min_size=2, radius_m=250).to_dict()
    {1: 1.0}
    """
    weight = pd.Series(1.0, index=points.index) if weights is None else weights
    part = points.assign(_label=labels, _weight=weight)[clusterable(points)]
    part = part.iloc[np.lexsort((part.geometry.y, part.geometry.x))]
    alike: list[pd.Series] = []
    for fold in range(FOLDS):
        rest = _moved(part, fold)[np.arange(len(part)) % FOLDS != fold]
        found = cluster_points(rest, method, min_size, radius_m, rest["_weight"])
        alike.append(_most_alike(rest["_label"], found, labels))
    return pd.concat(alike, axis=1).mean(axis=1)


def _moved(points: gpd.GeoDataFrame, fold: int) -> gpd.GeoDataFrame:
    """Put each building anywhere within the accuracy of its place; its tenants go with it."""
    radius = accuracy_of(points)
    if not (radius > 0).any():
        return points
    house = points["hub_id"] if "hub_id" in points else pd.Series(points.index, points.index)
    code, _ = pd.factorize(house)
    # Evenly over the disc: the distance goes with the root.
    angle, root = np.random.default_rng([SEED, fold]).random((2, code.max() + 1))
    far = radius * np.sqrt(root[code])
    turn = 2 * np.pi * angle[code]
    x, y = points.geometry.x + far * np.cos(turn), points.geometry.y + far * np.sin(turn)
    return points.set_geometry(gpd.GeoSeries.from_xy(x, y, index=points.index, crs=points.crs))


def _most_alike(before: pd.Series, after: pd.Series, labels: pd.Series) -> pd.Series:
    """Highest Jaccard index of each cluster with any new one, over the points that are left."""
    numbers = sorted(set(labels) - {NOT_CLUSTERED})
    # Only who share a point have anything alike: one look at the points, not one for each pair.
    pairs = pd.DataFrame({"old": before.to_numpy(), "new": after.to_numpy()})
    both = pairs.value_counts(sort=False).rename("both").reset_index()
    of_old, of_new = pairs["old"].value_counts(), pairs["new"].value_counts()
    either = both["old"].map(of_old) + both["new"].map(of_new) - both["both"]
    alike = (both["both"] / either)[both["new"].ne(NOT_CLUSTERED)]
    return alike.groupby(both["old"]).max().reindex(numbers).fillna(0.0).astype(float)


def describe_clusters(
    points: gpd.GeoDataFrame,
    labels: pd.Series,
    shares: pd.DataFrame,
    model: ChainModel,
    probability: pd.Series | None = None,
    counted: pd.DataFrame | None = None,
) -> gpd.GeoDataFrame:
    """Say of each cluster what it holds, which chain it carries and which stage it misses.

    Parameters
    ----------
    points : GeoDataFrame
        Hubs (``id, city`` and points) or tenants as `tenant_points` gives them.
    labels : Series of int
        As `cluster_points` gives them for ``points``.
    shares : DataFrame
        ``tenant_id, hub_id, chain, stage, weight`` (`geo.data.chains.stage_shares`): what is there.
    model : ChainModel
    probability : Series of float, optional
        As `find_clusters` gives it.
    counted : DataFrame, optional
        Those of ``shares`` from which is counted which chain leads: of organisations
        (`geo.data.tenant_count.organisation_shares`); all when not given.

    Returns
    -------
    GeoDataFrame
        ``cluster`` (city and number), ``label``, ``number`` (within the city, whatever other cities
        are shown), ``city, hub_ids, n_points, n_hubs, n_tenants, n_creative`` (those counted, in
        the ten chains), ``n_rooms`` (those there and not counted, in the ten), ``mix`` (chain →
        share of those counted), ``stages`` (chain → the stages of the line it has), ``top_chain``
        (all that lead level, joined by ``;``; "unknown" without one counted in the ten), ``n_top``
        (of each of them), ``lines`` (of each a tuple: chain, stages that are known,
        stages of which nobody is), ``stages_present, stages_missing`` (the same as codes joined by
        ``;``, with "chain." before each where several lead), ``probability`` (mean of its members)
        and the hull as geometry, in EPSG:28992.
    """
    strength = np.full(len(points), np.nan) if probability is None else probability.to_numpy()
    held = _held(points, labels, shares)
    # All is parted at once: to look for the rows of every cluster anew grows with its square.
    who = held if counted is None else _held(points, labels, counted)
    of_chain = _by_cluster(held, who, model)
    n_tenants = held.groupby("cluster")["weight"].sum()
    code, numbers = labels.to_numpy(), Counter[str]()
    cities, shapes = points["city"].to_numpy(), points.geometry.to_numpy()
    homes = points["hub_id" if "hub_id" in points else "id"].to_numpy()
    order = np.argsort(code, kind="stable")
    rows: list[dict[str, object]] = []
    for at in np.split(order, np.flatnonzero(np.diff(code[order])) + 1):
        if not len(at) or (label := int(code[at[0]])) == NOT_CLUSTERED:
            continue
        city = str(cities[at[0]])
        numbers[city] += 1
        hub_ids = tuple(dict.fromkeys(homes[at]))
        rows.append(
            {"cluster": f"{city}-{numbers[city]}", "label": label, "number": numbers[city]}
            | {"city": city, "hub_ids": hub_ids, "n_points": len(at), "n_hubs": len(hub_ids)}
            | {"n_tenants": float(n_tenants.get(label, 0.0))}
            | _describe(of_chain.get(label, {}), model)
            | {"probability": strength[at].mean(), "geometry": hull(shapes[at])}
        )
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=points.crs)


def _held(points: gpd.GeoDataFrame, labels: pd.Series, shares: pd.DataFrame) -> pd.DataFrame:
    """The shares of who is in a cluster, with its number; a house is in one as a whole."""
    homes = points["hub_id" if "hub_id" in points else "id"].to_numpy()
    of_home = pd.Series(labels.to_numpy(), homes)
    inside = shares.assign(cluster=shares["hub_id"].map(of_home[~of_home.index.duplicated()]))
    return inside[inside["cluster"].notna() & inside["cluster"].ne(NOT_CLUSTERED)]


def _by_cluster(
    held: pd.DataFrame, who: pd.DataFrame, model: ChainModel
) -> dict[int, dict[str, Carried]]:
    """Of each cluster its chains, the heaviest first: how heavy, how much is there, and stages."""
    ten, counted = (rows[~rows["chain"].isin(BESIDE)] for rows in (held, who))
    there = ten.groupby(["cluster", "chain"])["weight"].sum().round(9)
    weights = counted.groupby(["cluster", "chain"])["weight"].sum().round(9)
    weights = weights.reindex(there.index, fill_value=0.0)
    known = ten[["cluster", "chain", "stage"]].drop_duplicates()
    stages: dict[tuple[int, str], set[str]] = {}
    for cluster, chain, stage in known.itertuples(index=False):
        stages.setdefault((int(cluster), chain), set()).add(stage)
    found: dict[int, dict[str, Carried]] = {}
    for (cluster, chain), weight in sorted(weights.items(), key=lambda each: -each[1]):
        here = tuple(s for s in model.stage_line if s in stages[int(cluster), chain])
        found.setdefault(int(cluster), {})[chain] = (weight, there[cluster, chain], here)
    return found


def _describe(carried: dict[str, Carried], model: ChainModel) -> dict[str, object]:
    total = sum(weight for weight, _, _ in carried.values())
    most = max((weight for weight, _, _ in carried.values()), default=0.0)
    lines = tuple(
        (chain, here, tuple(s for s in model.stage_line if s not in here))
        for chain, (weight, _, here) in carried.items()
        if weight == most > 0
    )
    return {
        "n_creative": float(total),
        "n_rooms": float(sum(there for _, there, _ in carried.values()) - total),
        "mix": {chain: weight / total for chain, (weight, _, _) in carried.items() if weight},
        "stages": {chain: here for chain, (_, _, here) in carried.items()},
        "top_chain": ";".join(chain for chain, _, _ in lines) or "unknown",
        "n_top": float(most),
        "lines": lines,
        "stages_present": _joined([(chain, here) for chain, here, _ in lines]),
        "stages_missing": _joined([(chain, gone) for chain, _, gone in lines]),
    }


def _joined(lines: list[tuple[str, tuple[str, ...]]]) -> str:
    several = len(lines) > 1
    return ";".join(
        f"{chain}.{stage}" if several else stage for chain, stages in lines for stage in stages
    )


def hull(points: Sequence[shapely.Geometry]) -> shapely.Geometry:
    """Return the area round a cluster: a concave hull of its points, with a margin.

    Examples
    --------
    >>> from geo.toy.city import toy_hubs
    >>> shape = hull(toy_hubs().geometry.iloc[:4])
    >>> shape.geom_type, round(shape.bounds[2])
    ('Polygon', 450)
    """
    together = shapely.union_all(np.asarray(points, dtype=object))
    if shapely.get_num_geometries(together) < FEW_FOR_CONCAVE:
        around = together.convex_hull
    else:
        around = shapely.concave_hull(together, ratio=HULL_RATIO)
    return around.buffer(HULL_MARGIN_M).simplify(1.0)
