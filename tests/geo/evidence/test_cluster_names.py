"""Clusters are named by their neighbourhoods, no two of one city alike."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box

from geo.evidence.cluster_names import cluster_names

AREAS = gpd.GeoDataFrame(
    {"city": ["A", "A", "A", "B"], "name": ["Noord", "Oost", "Zuid", "Elders"]},
    geometry=[box(0, 0, 10, 10), box(10, 0, 20, 10), box(20, 0, 30, 10), box(0, 0, 30, 10)],
    crs=28992,
)


def named(rows: list[tuple[int, float]], city: str = "A") -> dict[int, str]:
    """Names of clusters, from the label and the x of each point."""
    x = gpd.GeoSeries.from_xy([at for _, at in rows], [5.0] * len(rows), crs=28992)
    labels = pd.Series([label for label, _ in rows])
    return cluster_names(gpd.GeoDataFrame({"city": [city] * len(rows)}, geometry=x), labels, AREAS)


@pytest.mark.parametrize(
    ("at", "name"),
    [
        ([1, 2, 3, 11], "Noord"),  # a quarter in the second
        ([1, 2, 11], "Noord – Oost"),  # a third
        ([11, 12, 1], "Oost – Noord"),
        ([1, 11], "Noord – Oost"),  # level: by name
        ([1, 11, 21], "Noord – Oost"),
        ([1000, 1001], ""),
    ],
)
def test_the_first_neighbourhood_and_a_second_with_a_third_of_the_buildings(
    at: list[float], name: str
) -> None:
    assert named([(1, x) for x in at]) == {1: name}


def test_two_clusters_of_one_neighbourhood_have_two_names() -> None:
    rows = [(1, 1), (1, 2), (2, 3), (2, 4), (2, 5), (2, 11), (3, 6), (-1, 7)]
    assert named(rows) == {1: "Noord", 2: "Noord – Oost", 3: "Noord 2"}


def test_a_cluster_is_not_named_after_another_city() -> None:
    assert named([(1, 1), (1, 2)], "B") == {1: "Elders"}
