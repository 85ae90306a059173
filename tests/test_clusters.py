"""Clusters: as scikit-learn finds them, and what each of them holds."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
from sklearn.cluster import DBSCAN, HDBSCAN
from sklearn.metrics import adjusted_rand_score

from geo.chains import stage_shares
from geo.clusters import cluster_points, describe_clusters, hull
from geo.errors import ArgumentError
from geo.store import load_dataset
from geo.toy import toy_dataset


@pytest.fixture(scope="module")
def blobs() -> gpd.GeoDataFrame:
    rng = np.random.default_rng(7)
    centres = [(0, 0), (2000, 0), (0, 3000)]
    xy = np.vstack([rng.normal(c, 60, (n, 2)) for c, n in zip(centres, (12, 25, 8), strict=True)])
    noise = rng.uniform(-4000, 8000, (10, 2))
    points = gpd.GeoSeries.from_xy(*np.vstack([xy, noise]).T, crs=28992)
    return gpd.GeoDataFrame({"city": "Amsterdam"}, geometry=points, index=range(55))


@pytest.mark.parametrize("method", ["hdbscan", "dbscan"])
def test_the_clusters_are_those_of_scikit_learn(blobs, method: str) -> None:
    xy = np.column_stack([blobs.geometry.x, blobs.geometry.y])
    theirs = {
        "hdbscan": HDBSCAN(min_cluster_size=4, copy=True),
        "dbscan": DBSCAN(eps=300, min_samples=4),
    }[method].fit_predict(xy)
    ours = cluster_points(blobs, method, min_size=4, radius_m=300)
    assert adjusted_rand_score(theirs, ours) == 1
    assert (ours.eq(-1) == (theirs == -1)).all()


def test_clusters_are_numbered_from_the_largest_down(blobs) -> None:
    labels = cluster_points(blobs, "dbscan", min_size=4, radius_m=300)
    sizes = labels[labels.gt(0)].value_counts().sort_index()
    assert sizes.index.tolist() == [1, 2, 3]
    assert sizes.is_monotonic_decreasing


def test_cities_are_never_joined(blobs) -> None:
    two = blobs.assign(city=["Amsterdam", "Rotterdam"] * 27 + ["Amsterdam"])
    labels = cluster_points(two, "dbscan", min_size=3, radius_m=400)
    assert two["city"].groupby(labels[labels.gt(0)]).nunique().eq(1).all()


def test_the_order_of_the_rows_does_not_matter(blobs) -> None:
    shuffled = blobs.sample(frac=1, random_state=3)
    first, second = (cluster_points(b, "hdbscan", min_size=4) for b in (blobs, shuffled))
    assert adjusted_rand_score(first, second.reindex(first.index)) == 1


def test_points_at_one_place_and_no_points_at_all() -> None:
    same = gpd.GeoDataFrame(
        {"city": ["Amsterdam"] * 5}, geometry=gpd.GeoSeries.from_xy([1.0] * 5, [1.0] * 5, crs=28992)
    )
    assert set(cluster_points(same, "dbscan", min_size=3)) == {1}
    assert cluster_points(same.iloc[:0]).empty


@pytest.mark.parametrize(
    "wrong", [{"method": "kmeans"}, {"min_size": 1}, {"radius_m": 0.0}, {"radius_m": float("nan")}]
)
def test_arguments_outside_what_is_allowed_are_refused(blobs, wrong) -> None:
    with pytest.raises(ArgumentError):
        cluster_points(blobs, **wrong)


def test_the_toy_cluster_by_hand() -> None:
    toy = toy_dataset()
    labels = cluster_points(toy.hubs, "dbscan", min_size=3, radius_m=100)
    shares = stage_shares(toy.tenants, toy.chain_model)
    row = describe_clusters(toy.hubs, labels, shares, toy.chain_model).iloc[0]
    # Fashion 4 of the 8 shares in the ten chains (the food and unknown tenants stand beside).
    assert row["n_points"] == 11
    assert row["n_tenants"] == 10
    assert row["top_chain"] == "fashion"
    assert row["mix"] == {"fashion": 0.5, "music": 0.25, "visual_art": 0.25}
    assert row["present"] == ("conceive", "make", "distribute")
    assert row["missing"] == ("public",)


def test_a_hull_holds_its_points_with_a_margin_and_is_valid() -> None:
    hubs = load_dataset().hubs
    placed = hubs[hubs.geometry.notna()].geometry
    for n in (1, 2, 3, 40):
        shape = hull(placed.head(n))
        assert shape.is_valid
        assert all(shape.buffer(-50).covers(point) for point in placed.head(n))
