"""Clusters: as scikit-learn finds them, and what each of them holds."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import DBSCAN, HDBSCAN
from sklearn.metrics import adjusted_rand_score

from geo.data.chains import stage_shares
from geo.data.errors import ArgumentError
from geo.data.store import load_dataset
from geo.evidence.clusters import (
    _most_alike,
    cluster_points,
    cluster_stability,
    clusterable,
    describe_clusters,
    find_clusters,
    hull,
    tenant_points,
)
from geo.toy.city import toy_dataset

SHARES = stage_shares(toy_dataset().tenants, toy_dataset().chain_model)


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


def points_at(places: list[tuple[float, float]], **columns: object) -> gpd.GeoDataFrame:
    shapes = gpd.GeoSeries.from_xy(*zip(*places, strict=True), crs=28992)
    return gpd.GeoDataFrame({"city": ["Amsterdam"] * len(places), **columns}, geometry=shapes)


@pytest.mark.parametrize("method", ["hdbscan", "dbscan"])
def test_one_full_building_is_no_cluster_but_counts_with_its_neighbour(method: str) -> None:
    alone = points_at([(1.0, 1.0)] * 5)
    assert set(cluster_points(alone, method, min_size=3)) == {-1}
    # Six more in two buildings 2 km off; the five and a neighbour 100 m away are a cluster.
    two = points_at([(0, 0)] * 5 + [(100, 0)] + [(2000, 0)] * 3 + [(2100, 0)] * 3)
    assert cluster_points(two, method, min_size=3, radius_m=150).tolist() == [1] * 6 + [2] * 6


def test_weight_is_the_same_as_that_many_points(blobs) -> None:
    # Weights below min_size, so that no place is held back; HDBSCAN on rows literally repeated.
    weights = pd.Series(np.random.default_rng(1).integers(1, 4, len(blobs)), index=blobs.index)
    xy = np.column_stack([blobs.geometry.x, blobs.geometry.y])
    repeated = HDBSCAN(min_cluster_size=6, copy=True).fit_predict(np.repeat(xy, weights, axis=0))
    theirs = repeated[np.cumsum(weights) - weights]
    ours = cluster_points(blobs, "hdbscan", min_size=6, weights=weights)
    # Ours also takes out members beyond a kilometre of every other: some of the ten scattered ones.
    assert (ours[:45].gt(0) == (theirs[:45] >= 0)).all()
    assert (theirs[ours.gt(0)] >= 0).all()
    assert ours[:45].gt(0).sum() > 40
    assert adjusted_rand_score(theirs[ours.gt(0)], ours[ours.gt(0)]) == 1


def test_weight_in_dbscan_by_hand() -> None:
    # Within 150 m of the first lie 2 + 1 = 3, of the third 1 + 1 = 2, with three needed.
    points = points_at([(0, 0), (100, 0), (1000, 0), (1100, 0), (3000, 0)])
    weights = pd.Series([2, 1, 1, 1, 9])
    found = cluster_points(points, "dbscan", min_size=3, radius_m=150, weights=weights)
    assert found.tolist() == [1, 1, -1, -1, -1]
    # A part counts as one, and what weighs nothing takes no part.
    halves = pd.Series([1.5, 0.2, 2.0, 0.0, 1.0])
    found = cluster_points(points, "dbscan", min_size=3, radius_m=150, weights=halves)
    assert found.tolist() == [1, 1, -1, -1, -1]


def test_the_heaviest_cluster_is_the_first() -> None:
    points = points_at([(0, 0), (50, 0), (100, 0), (5000, 0), (5050, 0)])
    weights = pd.Series([1, 1, 1, 4, 4])
    found = cluster_points(points, "dbscan", min_size=3, radius_m=60, weights=weights)
    assert found.tolist() == [2, 2, 2, 1, 1]


def test_equal_clusters_go_from_west_to_east_and_south_to_north() -> None:
    places = [(900, 0), (950, 0), (0, 800), (50, 800), (0, 100), (50, 100)]
    found = cluster_points(points_at(places), "dbscan", min_size=2, radius_m=60)
    assert found.tolist() == [3, 3, 2, 2, 1, 1]


def test_no_points_at_all() -> None:
    none = points_at([(0, 0)]).iloc[:0]
    assert cluster_points(none).empty
    model = toy_dataset().chain_model
    assert describe_clusters(none.assign(id=[]), cluster_points(none), SHARES, model).empty


@pytest.mark.parametrize(
    ("precision", "accuracy", "takes_part"),
    [
        ("address", 15.0, True),
        ("street", 500.0, True),
        ("street", 501.0, False),
        ("postcode4", 300.0, False),
        ("neighbourhood", 300.0, False),
        ("none", float("nan"), False),
    ],
)
def test_what_is_placed_too_coarsely_takes_no_part(
    precision: str, accuracy: float, takes_part: bool
) -> None:
    points = points_at(
        [(0, 0), (50, 0), (100, 0), (50, 50)],
        precision=["address"] * 3 + [precision],
        accuracy_m=[15.0] * 3 + [accuracy],
    )
    assert clusterable(points).tolist() == [True, True, True, takes_part]
    found = cluster_points(points, "dbscan", min_size=3, radius_m=60)
    assert found.tolist() == [1, 1, 1, 1 if takes_part else -1]


def test_hdbscan_says_how_firmly_a_point_belongs(blobs) -> None:
    found = find_clusters(blobs, "hdbscan", min_size=4)
    xy = np.column_stack([blobs.geometry.x, blobs.geometry.y])
    theirs = HDBSCAN(min_cluster_size=4, copy=True).fit(xy).probabilities_
    inside = found["cluster"].gt(0)
    assert np.allclose(found.loc[inside, "probability"], theirs[inside])
    assert found.loc[~inside, "probability"].isna().all()
    assert find_clusters(blobs, "dbscan")["probability"].isna().all()


def test_stability_by_hand() -> None:
    # Ten points from west to east; without every fifth, fold k misses the points k and k + 5. The
    # first cluster has three points and needs three: it survives the folds 3 and 4 only. The other
    # has seven within reach of each other and always five left.
    points = points_at([(10.0 * i, 0) for i in range(3)] + [(1000 + i, 0) for i in range(7)])
    labels = cluster_points(points, "dbscan", min_size=3, radius_m=25)
    assert labels.tolist() == [2] * 3 + [1] * 7
    stability = cluster_stability(points, labels, "dbscan", min_size=3, radius_m=25)
    assert stability.to_dict() == pytest.approx({1: 1.0, 2: 0.4})


def test_stability_is_the_jaccard_index_of_every_pair() -> None:
    # Hennig's index by its definition, pair by pair, for clusters that split, merge and vanish.
    before = pd.Series([1, 1, 1, 2, 2, 3, -1, -1, 3])
    after = pd.Series([7, 7, 9, 9, 9, -1, 7, -1, -1])
    labels = pd.Series([1, 2, 3, 4])
    points = {old: set(before.index[before.eq(old)]) for old in labels}
    new = {n: set(after.index[after.eq(n)]) for n in (7, 9)}
    theirs = [
        max(len(points[old] & there) / len(points[old] | there) for there in new.values())
        for old in labels
    ]
    assert _most_alike(before, after, labels).tolist() == pytest.approx(theirs)
    nobody = pd.Series([-1] * 9)
    assert _most_alike(before, nobody, labels).tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize(
    "wrong",
    [
        {"method": "kmeans"},
        {"min_size": 1},
        {"radius_m": 0.0},
        {"radius_m": float("nan")},
        {"weights": pd.Series([1.0])},
        {"weights": pd.Series([-1.0] * 55)},
        {"weights": pd.Series([float("nan")] * 55)},
    ],
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
    assert row["n_creative"] == 8
    assert row["lines"] == (("fashion", ("conceive", "make", "distribute"), ("public",)),)
    assert (row["stages_present"], row["stages_missing"]) == ("conceive;make;distribute", "public")
    assert row["stages"] == {
        "fashion": ("conceive", "make", "distribute"),
        "music": ("make", "distribute", "public"),
        "visual_art": ("make",),
    }


def test_of_a_tie_both_chains_are_named_each_with_its_stages() -> None:
    toy = toy_dataset()
    pair = toy.hubs[toy.hubs["id"].isin(["h5", "h6", "h9", "h10"])]
    labels = pd.Series(1, index=pair.index)
    row = describe_clusters(pair, labels, SHARES, toy.chain_model).iloc[0]
    # Music of h5 (1) and h6 (1), visual art of h9 and h10: two each.
    assert row["top_chain"] == "music;visual_art"
    assert row["n_top"] == 2
    assert row["lines"] == (
        ("music", ("make", "distribute", "public"), ("conceive",)),
        ("visual_art", ("make",), ("conceive", "distribute", "public")),
    )
    assert row["stages_present"] == "music.make;music.distribute;music.public;visual_art.make"


def test_a_number_is_that_within_its_city_whatever_else_is_shown() -> None:
    places = [(0, 0), (50, 0), (100, 0), (150, 0), (5000, 0), (5050, 0), (5100, 0)]
    cities = ["Rotterdam"] * 4 + ["Amsterdam"] * 3
    both = points_at(places).assign(city=cities, id=[f"x{i}" for i in range(7)])
    model = toy_dataset().chain_model

    def names(points: gpd.GeoDataFrame) -> dict[str, int]:
        labels = cluster_points(points, "dbscan", min_size=3, radius_m=60)
        told = describe_clusters(points, labels, SHARES, model)
        return dict(zip(told["cluster"], told["number"], strict=True))

    assert names(both) == {"Rotterdam-1": 1, "Amsterdam-1": 1}
    assert names(both[both["city"].eq("Amsterdam")]) == {"Amsterdam-1": 1}


def test_buildings_placed_to_a_street_make_a_cluster_less_stable() -> None:
    places = [(60.0 * i, 0) for i in range(6)] + [(9000 + 60.0 * i, 0) for i in range(6)]
    points = points_at(places, precision="street", accuracy_m=[0.0] * 6 + [400.0] * 6)
    labels = cluster_points(points, "dbscan", min_size=3, radius_m=130)
    found = cluster_stability(points, labels, "dbscan", min_size=3, radius_m=130)
    sure, rough = found[labels.iloc[0]], found[labels.iloc[-1]]
    assert sure == 1.0
    assert rough < 0.7
    again = cluster_stability(points, labels, "dbscan", min_size=3, radius_m=130)
    assert again.equals(found)


def test_the_toy_clusters_of_tenants_by_hand() -> None:
    # Ten named tenants have a place: h1 holds 3, h6 holds 2, the rest 1 each. Within 100 m and four
    # needed: h1 (3) + h2, h2 + h1 + h3 + h6 and so on; only h7, h8, h11 and h4 hold nobody.
    toy = toy_dataset()
    tenants = tenant_points(toy.tenants, toy.hubs)
    labels = cluster_points(tenants, "dbscan", min_size=4, radius_m=100)
    shares = stage_shares(toy.tenants, toy.chain_model)
    clusters = describe_clusters(tenants, labels, shares, toy.chain_model)
    assert clusters["n_points"].tolist() == [10]
    assert clusters["n_hubs"].tolist() == [7]
    assert clusters["n_tenants"].tolist() == [10]
    assert labels[tenants["hub_id"].eq("h12")].tolist() == [-1]


def test_the_clusters_of_the_shipped_hubs_are_sound() -> None:
    data = load_dataset()
    labels = cluster_points(data.hubs)
    shares = stage_shares(data.tenants, data.chain_model)
    clusters = describe_clusters(data.hubs, labels, shares, data.chain_model)
    assert {"Amsterdam", "Rotterdam"} == set(clusters["city"])
    assert clusters["n_points"].sum() == labels.gt(0).sum()
    assert clusters.geometry.is_valid.all()
    assert clusters.geometry.geom_type.eq("Polygon").all()
    # The same by scikit-learn, one city at a time, from west to east: where two ways to join points
    # are equally long it depends on the order, and ours must not hang on that of the table.
    fine = data.hubs[clusterable(data.hubs)]
    fine = fine.iloc[np.lexsort((fine.geometry.y, fine.geometry.x))]
    for city, rows in fine.groupby("city"):
        xy = rows.geometry.get_coordinates().to_numpy()
        theirs = HDBSCAN(min_cluster_size=3, copy=True).fit_predict(xy)
        assert clusters["city"].eq(city).sum() <= len(set(theirs) - {-1})
        inside = labels[rows.index].gt(0).to_numpy()
        assert adjusted_rand_score(theirs[inside], labels[rows.index][inside]) == 1


def test_a_hull_holds_its_points_with_a_margin_and_is_valid() -> None:
    hubs = load_dataset().hubs
    placed = hubs[hubs.geometry.notna()].geometry
    for n in (1, 2, 3, 40):
        shape = hull(placed.head(n))
        assert shape.is_valid
        assert all(shape.buffer(-50).covers(point) for point in placed.head(n))
