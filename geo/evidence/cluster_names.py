"""A cluster is named by where it is: the neighbourhoods most of its buildings stand in."""

from __future__ import annotations

from itertools import count

import geopandas as gpd
import pandas as pd

SECOND = 1 / 3
"""A neighbourhood with this share of the buildings is named beside the first."""
DASH = " – "


def cluster_names(
    points: gpd.GeoDataFrame, labels: pd.Series, areas: gpd.GeoDataFrame
) -> dict[int, str]:
    """Name each cluster by its neighbourhoods, no two of one city alike.

    Parameters
    ----------
    points : GeoDataFrame
        ``city`` and points in EPSG:28992.
    labels : Series of int
        As `geo.evidence.clusters.cluster_points` gives them; the lower ones choose first.
    areas : GeoDataFrame
        ``city, name`` and polygons.

    Returns
    -------
    dict of int to str
        By label; "" where no area holds any of its points.

    Examples
    --------
    >>> from geo.toy.city import toy_dataset
    >>> toy = toy_dataset()
    >>> labels = pd.Series(1, index=toy.hubs.index).where(toy.hubs.geometry.notna(), -1)
    >>> cluster_names(toy.hubs, labels, toy.neighbourhoods)
    {1: 'Speelveld'}
    """
    inside = points[labels.gt(0)].assign(label=labels[labels.gt(0)])
    place = inside.geometry.name
    near = inside[["city", "label", place]].sjoin(
        areas[["city", "name", areas.geometry.name]], lsuffix="", rsuffix="area"
    )
    city = near["city_"] if "city_" in near else near["city"]
    near = near[city.eq(near["city_area"])]
    near = near[~near.index.duplicated()]  # on a border: in the first
    names: dict[int, str] = {}
    taken: set[tuple[str, str]] = set()
    for label, rows in inside.groupby("label"):
        counts = near.loc[near["label"].eq(label), "name"].value_counts()
        name = _free(counts, str(rows["city"].iloc[0]), taken)
        names[int(str(label))] = name
    return names


def _free(counts: pd.Series, city: str, taken: set[tuple[str, str]]) -> str:
    """The shortest name that no other cluster of the city has; it is taken with that."""
    if counts.empty:
        return ""
    # Equal ones by name, so that the order of the rows does not matter.
    ordered = [str(name) for name in sorted(counts.index, key=lambda n: (-counts[n], str(n)))]
    two = len(ordered) > 1 and counts[ordered[1]] >= SECOND * counts.sum()
    tries = [DASH.join(ordered[:n]) for n in range(1 + two, len(ordered) + 1)]
    numbered = (f"{tries[0]} {n}" for n in count(2))
    name = next((each for each in tries if (city, each) not in taken), "")
    name = name or next(each for each in numbered if (city, each) not in taken)
    taken.add((city, name))
    return name
