"""Clusters that are kept are those that are found, and only shipped rows are kept."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from geo.answers import kept_clusters
from geo.answers.kept_clusters import stable_clusters
from geo.data.kept_arrays import SETTING
from geo.evidence.cluster_density import Search
from geo.evidence.clusters import cluster_stability, find_clusters
from geo.toy.city import toy_hubs

SEARCH = Search("dbscan", 3, 100.0)


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "kept"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv(SETTING, str(folder))
    return folder


def test_the_second_time_nothing_is_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    hubs = toy_hubs().set_index(np.arange(len(toy_hubs()))[::-1])
    found = find_clusters(hubs, "dbscan", 3, 100.0)
    stability = cluster_stability(hubs, found["cluster"], "dbscan", 3, 100.0)
    first = stable_clusters(hubs, SEARCH, True)
    monkeypatch.setattr(kept_clusters, "find_clusters", None)
    second = stable_clusters(hubs, SEARCH, True)
    for told, firm in (first, second):
        pd.testing.assert_frame_equal(told, found)
        assert firm.to_dict() == stability.to_dict() == {1: 1.0}


@pytest.mark.parametrize("column", ["geometry", "accuracy_m", "precision", "city"])
def test_another_place_is_another_search(column: str, monkeypatch: pytest.MonkeyPatch) -> None:
    hubs = toy_hubs()
    stable_clusters(hubs, SEARCH, True)
    searched: list[int] = []

    def find(points: gpd.GeoDataFrame, method: str, size: int, radius: float) -> pd.DataFrame:
        searched.append(len(points))
        return find_clusters(points, method, size, radius)

    monkeypatch.setattr(kept_clusters, "find_clusters", find)
    stable_clusters(hubs, SEARCH, True)
    assert not searched
    moved = hubs.copy()
    other = moved[column].iloc[::-1].to_numpy()
    moved[column] = ["Rotterdam", *moved["city"][1:]] if column == "city" else other
    stable_clusters(moved, SEARCH, True)
    assert searched == [len(hubs)]


def test_own_rows_are_never_kept(kept: Path) -> None:
    told, _ = stable_clusters(toy_hubs(), SEARCH, False)
    assert (
        told["cluster"].eq(1).sum() == 11
    )  # as the example of `geo.evidence.clusters.cluster_points`
    assert not list(kept.rglob("*.npy"))
