"""The clusters of shipped rows and how stable they are, kept between two starts of the server."""

from __future__ import annotations

from hashlib import sha256

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.data.kept_arrays import Arrays, found_or_made
from geo.evidence.cluster_density import Search
from geo.evidence.clusters import NOT_CLUSTERED, cluster_stability, find_clusters

PLACED_BY = ("city", "hub_id", "precision", "accuracy_m")


def stable_clusters(
    points: gpd.GeoDataFrame, search: Search, keeps: bool
) -> tuple[pd.DataFrame, pd.Series]:
    """Find clusters, and say how well each survives when a fifth of the points is not there.

    Parameters
    ----------
    points : GeoDataFrame
        As `geo.evidence.clusters.find_clusters` has them, each with a weight of one.
    search : Search
    keeps : bool
        Whether the answer is kept for the next start: no own row may be among the points. A start
        that finds it does without the library that finds clusters.

    Returns
    -------
    tuple of DataFrame and Series
        What `geo.evidence.clusters.find_clusters` gives, and what `cluster_stability` does.
    """

    def made() -> Arrays:
        asked = search.method, search.min_size, search.radius_m
        found = find_clusters(points, *asked)
        stability = cluster_stability(points, found["cluster"], *asked).sort_index()
        return {
            **{name: found[name].to_numpy() for name in found},
            "stability": stability.to_numpy(),
        }

    held = found_or_made(f"clusters.{search}.{_mark(points)}", made) if keeps else made()
    columns = {name: np.array(held[name]) for name in ("cluster", "probability")}
    found = pd.DataFrame(columns, index=points.index)
    numbers = sorted(set(found["cluster"]) - {NOT_CLUSTERED})
    return found, pd.Series(np.array(held["stability"]), index=numbers, dtype=float)


def _mark(points: gpd.GeoDataFrame) -> str:
    """SHA-256 of all that clusters hang on."""
    told = pd.DataFrame({name: points[name] for name in PLACED_BY if name in points})
    told = told.assign(place=points.geometry.to_wkb(hex=True), row=points.index)
    return sha256(pd.util.hash_pandas_object(told, index=False).to_numpy().tobytes()).hexdigest()
