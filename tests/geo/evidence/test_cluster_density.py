"""Clusters against businesses in general: by hand, under pure chance, and where one is planted."""

from __future__ import annotations

import math
from functools import cache

import geopandas as gpd
import numpy as np
import pytest

from geo.evidence.cluster_density import (
    CLUSTER,
    DRAWS,
    GROUP,
    Population,
    Search,
    chance_scores,
    density,
    drawn_counts,
    population,
)
from geo.evidence.clusters import find_clusters, places_of

SEARCH = Search("dbscan", 3, 300.0)
RNG = np.random.default_rng(4)


def people(xy: np.ndarray, weight: np.ndarray | None = None) -> Population:
    points = gpd.GeoSeries.from_xy(*xy.T, crs=28992)
    return population(
        gpd.GeoDataFrame(
            {"weight": np.ones(len(xy)) if weight is None else weight}, geometry=points
        )
    )


# A centre where most businesses are, and a wide rim.
CITY = people(
    np.vstack([RNG.normal(0, 400, (3000, 2)), RNG.uniform(-4000, 4000, (1500, 2))]),
)


def points_of(xy: np.ndarray) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"city": "A", "id": range(len(xy))}, geometry=gpd.GeoSeries.from_xy(*xy.T, crs=28992)
    )


@cache
def chance_in_city(counts: tuple[int, ...], search: Search) -> np.ndarray:
    """What chance gives of so many points: the same each time, as a test below holds."""
    return chance_scores(CITY, counts, search)


def lowest(xy: np.ndarray, search: Search = SEARCH) -> float:
    points = points_of(xy)
    labels = find_clusters(points, search.method, search.min_size, search.radius_m)["cluster"]
    places = places_of(points, "A", search.min_size)
    counts = drawn_counts(tuple(int(n) for n in places.counts))
    chance = chance_in_city(counts, search)
    found = density(places, labels.to_numpy()[places.rows], CITY, chance)
    return float(found["p"].min()) if len(found) else 1.0


def test_expected_times_and_p_by_hand() -> None:
    # Four businesses; three of them lie in the circle round the three points, one far away.
    few = people(np.array([[0, 0], [10, 0], [20, 0], [9000, 0]], dtype=float))
    points = points_of(np.array([[0, 0], [10, 0], [20, 0], [5000, 0]], dtype=float))
    places = places_of(points, "A", 3)
    found = density(places, np.array([7, 7, 7, -1]), few, np.array([0.0, 0.0, 0.0]))
    # 3 of 4 businesses, 4 points: 3 expected, 3 there, which is no more than chance.
    assert found.loc[7, ["expected", "times", "p"]].tolist() == [3, 1, 1]
    # The circle has a margin of 150 m: businesses beyond it do not count.
    far = people(np.array([[0, 0], [190, 0], [9000, 0], [9001, 0]], dtype=float))
    found = density(places, np.array([7, 7, 7, -1]), far, np.array([0.5, 0.9, 5.0]))
    # 1 of 4: one expected, three there. 3 ln 3 + 1 ln (1 / 3) = 2.197; one of three draws is above.
    assert found.loc[7, "times"] == 3
    assert 3 * math.log(3) + math.log(1 / 3) == pytest.approx(2.197, abs=0.001)
    assert found.loc[7, "p"] == 2 / 4
    assert found.loc[7, "verdict"] == GROUP


@pytest.mark.parametrize(("away", "times"), [(199.0, 3.0), (201.0, math.inf)])
def test_the_circle_ends_150_metres_beyond_its_points(away: float, times: float) -> None:
    # Three points 50 m round (50, 0); of three businesses one lies north of it, two far away.
    points = points_of(np.array([[0, 0], [50, 0], [100, 0]], dtype=float))
    others = people(np.array([[50, away], [9000, 0], [9001, 0]], dtype=float))
    found = density(places_of(points, "A", 3), np.array([7, 7, 7]), others, np.zeros(3))
    assert found.loc[7, "times"] == times


def test_a_draw_without_a_cluster_has_no_score() -> None:
    # Three of 4,500 within 300 m of each other: seldom.
    assert chance_in_city((1, 1, 1), Search("dbscan", 3, 30.0))[0] == 0


@pytest.mark.slow
@pytest.mark.parametrize("search", [SEARCH, Search("hdbscan", 3, 300.0)])
def test_points_that_lie_as_businesses_do_are_seldom_a_cluster(search: Search) -> None:
    rng = np.random.default_rng(11)
    p = [lowest(CITY.xy[rng.choice(len(CITY.xy), 40)], search) for _ in range(40)]
    # Chance finds clusters nearly always; of 40 runs at a level of 5 % two are called one.
    assert np.mean(np.array(p) < 1) > 0.5
    assert np.mean(np.array(p) <= 0.05) <= 0.125


def test_buildings_in_the_business_centre_are_a_group_and_the_same_at_the_rim_a_cluster() -> None:
    rng = np.random.default_rng(5)
    rest = CITY.xy[rng.choice(len(CITY.xy), 30)]
    knot = rng.normal(0, 60, (8, 2))
    assert lowest(np.vstack([rest, knot + [3000, 3000]])) <= 0.02
    assert lowest(np.vstack([rest, knot])) > 0.05


def test_the_draws_are_the_same_each_time_and_sorted() -> None:
    first, again = (chance_scores(CITY, (1,) * 30, SEARCH) for _ in range(2))
    assert np.array_equal(first, again)
    assert len(first) == DRAWS
    assert (np.diff(first) >= 0).all()


@pytest.mark.parametrize("n", range(3, 130, 9))
def test_the_number_drawn_is_near_the_true_one(n: int) -> None:
    assert len(drawn_counts((1,) * n)) == pytest.approx(n, rel=0.11, abs=0.6)


def test_full_places_are_drawn_as_full_as_they_are() -> None:
    assert drawn_counts((4, 1, 2)) == (1, 2, 4)
    assert chance_scores(CITY, (7,), SEARCH).max() == 0


def test_what_passes_is_called_a_cluster() -> None:
    points = points_of(np.array([[3000, 3000], [3010, 3000], [3020, 3000], [0, 0]], dtype=float))
    places = places_of(points, "A", 3)
    found = density(places, np.array([1, 1, 1, -1]), CITY, np.zeros(DRAWS))
    assert found.loc[1, ["p", "verdict"]].tolist() == [1 / (DRAWS + 1), CLUSTER]
    assert density(places, np.full(4, -1), CITY, np.zeros(DRAWS)).empty
