"""Statistics against the same thing written out slowly: the faults that other tests did not see."""

from __future__ import annotations

import math
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm
from shapely import box

from geo.data.chains import stage_shares
from geo.data.selection import Filters, Selection, select
from geo.data.store import Dataset
from geo.evidence import association
from geo.evidence.area_counts import chain_quotients, sector_quotients
from geo.evidence.association import (
    CityPoints,
    association_curve,
    city_points,
    local_places,
)
from geo.evidence.clusters import cluster_points, describe_clusters
from geo.evidence.cross_k import cross_k
from geo.evidence.global_envelope import global_envelope
from geo.evidence.hotspots import MORE_DRAWS, getis_ord, moran, queen_weights
from geo.evidence.location_quotient import location_quotient
from geo.evidence.turnover import example_list, turnover
from geo.toy.city import toy_dataset

Z = norm.ppf(0.975)


# ---- location quotient


def spread(x: int, n: int, whole: int, total: int) -> float:
    """Half the interval of ln LQ, term by term as the formula stands in the text books."""
    y = whole - x
    inside = x * (1 - x / n) * (1 / x - 1 / whole) ** 2
    outside = y * (1 - y / (total - n)) / whole**2
    return float(Z * math.sqrt(inside + outside))


@pytest.mark.parametrize(("x", "n"), [(30, 100), (10, 100), (6, 250), (41, 300)])
def test_the_interval_of_the_quotient_by_hand(x: int, n: int) -> None:
    row = location_quotient(pd.Series([x]), pd.Series([n]), 41, 410).iloc[0]
    quotient = (x / n) / (41 / 410)
    assert row["lq"] == pytest.approx(quotient)
    assert row["low"] == pytest.approx(quotient / math.exp(spread(x, n, 41, 410)), rel=1e-9)
    assert row["high"] == pytest.approx(quotient * math.exp(spread(x, n, 41, 410)), rel=1e-9)


def test_a_region_that_is_the_whole_has_a_quotient_of_one_and_no_doubt() -> None:
    row = location_quotient(pd.Series([41]), pd.Series([410]), 41, 410).iloc[0]
    assert (row["lq"], row["low"], row["high"]) == pytest.approx((1, 1, 1))
    assert row["verdict"] == "no_difference"


# ---- cross-K


@pytest.mark.parametrize("pattern", [12, 13, 14, 15])
def test_the_overall_p_counts_the_curves_that_stray_as_far(pattern: int) -> None:
    rng = np.random.default_rng(pattern)
    xy = rng.uniform(0, 1000, (40, 2))
    # Not so plain that the curve strays most of all.
    names = np.where(xy[:, 0] < rng.uniform(0, 1500, 40), "a", rng.choice(["b", "c"], 40))
    radii, n, area = np.array([100.0, 200.0, 400.0]), 39, 1e6
    answer = cross_k(xy, pd.Series(names), ("a", "b"), radii, area, permutations=n, seed=5)

    def curve(labels: np.ndarray) -> list[float]:
        a, b = xy[labels == 1], xy[labels == 2]
        apart = np.hypot(*(a[:, None] - b[None]).transpose(2, 0, 1))
        return [area / len(a) / len(b) * float((apart <= r).sum()) for r in radii]

    labels = np.where(names == "a", 1, np.where(names == "b", 2, 0))
    shuffles, n_a = np.random.default_rng(5), int((labels == 1).sum())

    def shuffled() -> np.ndarray:
        drawn = shuffles.choice(40, int((labels > 0).sum()), replace=False)
        again = np.zeros(40, dtype=int)
        again[drawn[:n_a]], again[drawn[n_a:]] = 1, 2
        return again

    curves = [curve(labels), *(curve(shuffled()) for _ in range(n))]
    ranked = global_envelope(np.array(curves[0]), np.array(curves[1:]))
    assert answer["p_overall"].iloc[0] == ranked.p
    assert answer["k"].tolist() == pytest.approx(curves[0])
    assert answer["expected"].tolist() == pytest.approx(np.mean(curves[1:], axis=0).tolist())
    assert answer["low"].tolist() == pytest.approx(ranked.low.clip(0).tolist())
    assert answer["high"].tolist() == pytest.approx(ranked.high.tolist())


@pytest.mark.parametrize("seed", range(12))
def test_a_curve_leaves_its_envelope_where_its_p_is_small_and_only_there(seed: int) -> None:
    rng = np.random.default_rng(seed)
    xy = rng.uniform(0, 800, (50, 2))
    names = np.where(xy[:, 0] < rng.uniform(-400, 1200, 50), "a", "b")
    radii = np.arange(50.0, 501.0, 50.0)
    answer = cross_k(xy, pd.Series(names), ("a", "b"), radii, 6.4e5, permutations=199, seed=seed)
    assert answer["side"].ne(0).any() == (answer["p_overall"].iloc[0] <= 0.05)
    above, below = answer["k"] > answer["high"] + 1e-6, answer["k"] < answer["low"] - 1e-6
    assert answer["side"].tolist() == (above.astype(int) - below.astype(int)).tolist()


def test_a_curve_is_held_against_199_shuffles_unless_others_are_asked_for() -> None:
    rng = np.random.default_rng(2)
    xy, names = rng.uniform(0, 900, (30, 2)), pd.Series(rng.choice(["a", "b"], 30))
    radii = np.array([100.0, 300.0])
    asked = cross_k(xy, names, ("a", "b"), radii, 1e6, permutations=199)
    pd.testing.assert_frame_equal(cross_k(xy, names, ("a", "b"), radii, 1e6), asked)


def test_a_kind_that_is_not_there_has_no_pairs() -> None:
    xy = np.array([[0.0, 0.0], [10.0, 0.0], [20.0, 0.0]])
    answer = cross_k(
        xy, pd.Series(["a", "a", "c"]), ("a", "b"), np.array([50.0]), 1e4, permutations=9
    )
    assert answer[["k", "expected", "low", "high", "n_b"]].to_numpy().ravel().tolist() == [0] * 5


# ---- areas


def row_of_cells(*places: int) -> gpd.GeoDataFrame:
    """Cells of 10 m in a row; those whose places follow each other touch."""
    cells = [box(10 * x, 0, 10 * x + 10, 10) for x in places]
    return gpd.GeoDataFrame(geometry=cells, crs=28992)


def test_an_area_that_touches_none_counts_for_nothing_in_moran() -> None:
    # Three in a row and one by itself; values less their mean (4): -3, -1, 1, 3.
    values, weights = np.array([1.0, 3.0, 5.0, 7.0]), queen_weights(row_of_cells(0, 1, 2, 9))
    answer = moran(values, weights, permutations=99)
    # Means of the neighbours: -1; (-3 + 1)/2 = -1; -1. Crosswise 3 + 1 - 1 = 3; squares 20.
    assert answer.i == pytest.approx(4 / 3 * 3 / 20)
    assert answer.expected == pytest.approx(-1 / 3)


def test_p_of_moran_counts_the_shuffles_that_are_as_extreme() -> None:
    rng = np.random.default_rng(9)
    values, weights = (
        np.arange(12.0) + rng.normal(0, 3, 12),
        queen_weights(row_of_cells(*range(12))),
    )
    shuffles, z = np.random.default_rng(3), values - values.mean()

    def index(of: np.ndarray) -> float:
        near = [np.mean([of[j] for j in (i - 1, i + 1) if 0 <= j < 12]) for i in range(12)]
        return sum(a * b for a, b in zip(of, near, strict=True)) / sum(of**2)

    drawn = [index(shuffles.permutation(z)) for _ in range(49)]
    tail = min(sum(d >= index(z) for d in drawn), sum(d <= index(z) for d in drawn)) + 1
    answer = moran(values, weights, permutations=49, seed=3)
    assert answer.i == pytest.approx(index(z))
    assert answer.p == pytest.approx(min(1, 2 * tail / 50))


@pytest.mark.parametrize("scale", [0.1, 1e9 / 3])
def test_p_of_a_spot_does_not_depend_on_the_unit(scale: float) -> None:
    # Few different values, so that many draws tie: sums of the same numbers in another order
    # differ in the last digit, and must still count as equal.
    values = np.random.default_rng(2).choice([-3.0, -2.0, -1.0, 1.0, 2.0, 3.0], 40)
    weights = queen_weights(row_of_cells(*range(40)))
    whole, other = getis_ord(values, weights), getis_ord(values * scale, weights)
    assert (values[:-2] + values[1:-1] + values[2:] == 0).any()
    assert other["p"].tolist() == whole["p"].tolist()


def test_the_plainest_spot_has_the_least_p_there_can_be() -> None:
    cells = [box(x, y, x + 10, y + 10) for x in range(0, 90, 10) for y in range(0, 90, 10)]
    weights = queen_weights(gpd.GeoDataFrame(geometry=cells, crs=28992))
    values = np.arange(81) % 5 / 10
    middle = 4 * 9 + 4
    values[[*np.flatnonzero(weights.todense()[middle]), middle]] += 50.0
    found = getis_ord(values, weights)
    # Of the ways to deal out its neighbours one in 3 * 10^10 is as high: only the spot itself.
    assert found["p"].iloc[middle] == pytest.approx(2 / (MORE_DRAWS + 1), rel=1e-9)
    assert found["verdict"].iloc[middle] == "hot"
    cold = getis_ord(-values, weights)
    assert cold["verdict"].iloc[middle] == "cold"
    assert cold["z"].tolist() == pytest.approx((-found["z"]).tolist())
    assert set(cold["verdict"]) <= {"cold", "no_difference"}


# ---- points of a city


def points_of(xy: np.ndarray, stages: list[str], sources: list[str] | str = "tenant") -> CityPoints:
    rows = gpd.GeoDataFrame(
        {"source": sources, "stage": stages, "chain": "music", "place_name": "x"},
        geometry=gpd.points_from_xy(*xy.T),
        crs=28992,
    )
    return CityPoints("Amsterdam", rows, {})


def houses_and_lone_points() -> CityPoints:
    """A house of one A among twelve B, one of 60 A and a B, an A beside a B, and forty C."""
    rng = np.random.default_rng(1)
    far = rng.uniform(5_000, 50_000, (40, 2))
    xy = np.vstack([np.zeros((13, 2)), np.full((61, 2), 1_000.0), [[2e3, 0], [2e3, 30]], far])
    stages = ["A", *"B" * 12, *"A" * 60, "B", "A", "B", *"C" * 40]
    return points_of(xy, stages)


def test_places_seek_and_avoid_as_was_planted() -> None:
    found = local_places(houses_and_lone_points(), "stage", "A", "B")
    assert found["n_a"].tolist() == [1, 60, 1]
    assert found["n_near"].tolist() == [12, 60, 1]
    assert found["b_near"].tolist() == [12, 1, 1]
    # 14 of the 115 other points are B.
    assert found["quotient"].tolist() == pytest.approx([115 / 14, 115 / 14 / 60, 115 / 14])
    dealt = math.comb(115, 60)
    one_or_none = math.comb(101, 60) + 14 * math.comb(101, 59)
    by_hand = [2 * math.comb(14, 12) / math.comb(115, 12), 2 * one_or_none / dealt, 2 * 14 / 115]
    assert found["p"].tolist() == pytest.approx(by_hand)
    # Benjamini and Hochberg: the least of three times 3, the middle one times 3/2, the last as is.
    first, second, third = by_hand
    assert found["q"].tolist() == pytest.approx([3 * first, 1.5 * second, third])
    assert found["verdict"].tolist() == ["attracts", "avoids", "no_difference"]


def test_tenants_and_partners_are_shuffled_apart_where_there_are_both() -> None:
    rng = np.random.default_rng(6)
    xy = rng.integers(0, 9, (60, 2)) * 100.0
    stages = np.where(xy[:, 0] < 400, "A", "B").tolist()
    sources = ["tenant", "partner", "partner"] * 20
    both, one = points_of(xy, stages, sources), points_of(xy, stages)
    assert both.strata is not None
    assert both.strata.tolist() == sources
    assert one.strata is None


def test_a_point_without_a_code_is_of_an_unknown_one() -> None:
    chosen = select(toy_dataset(), Filters())
    bare = chosen.partners.assign(stage=pd.Series([None] * len(chosen.partners), dtype="str"))
    rows = city_points(replace(chosen, partners=bare), "Amsterdam").rows
    assert set(rows.loc[rows["source"].eq("partner"), "stage"]) == {"unknown"}
    assert rows[["chain", "stage"]].notna().all(axis=None)
    assert list(rows.index) == list(range(len(rows)))
    assert "index" not in rows


def test_a_curve_takes_the_first_code_of_a_point_at_thirty_distances() -> None:
    rng = np.random.default_rng(8)
    xy = rng.uniform(0, 3000, (40, 2))
    stages = ["A;B", "B;A", "C", "B"] * 10
    points = points_of(xy, stages, ["tenant", "partner"] * 20)
    curve = association_curve(points, "stage", ("A", "B"), 9e6)
    assert curve["radius"].tolist() == [50.0 * i for i in range(1, 31)]
    assert (curve["n_a"].iloc[0], curve["n_b"].iloc[0]) == (10, 20)
    first = pd.Series([stage[0] for stage in stages])
    radii = np.array([50.0 * i for i in range(1, 31)])
    expected = cross_k(xy, first, ("A", "B"), radii, 9e6, permutations=999, strata=points.strata)
    pd.testing.assert_frame_equal(curve, expected)


def test_a_great_many_points_are_held_against_fewer_curves(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(association, "MANY_POINTS", 3)
    monkeypatch.setattr(
        association, "cross_k", lambda *_, **said: asked.append(said["permutations"])
    )
    for n in (3, 4):
        points = points_of(np.zeros((n, 2)), ["A"] * n, ["tenant"] * n)
        association_curve(points, "stage", ("A", "B"), 1.0)
    assert asked == [999, 199]


# ---- clusters


@pytest.mark.parametrize("method", ["dbscan", "hdbscan"])
def test_what_weighs_nothing_is_in_no_cluster_however_near(method: str) -> None:
    places = [(0, 0), (40, 0), (80, 0), (5_000, 0), (5_040, 0), (5_080, 0), (20, 0)]
    points = gpd.GeoDataFrame(
        {"city": ["Amsterdam"] * 7},
        geometry=gpd.points_from_xy(*zip(*places, strict=True)),
        crs=28992,
    )
    weights = pd.Series([2, 1, 1, 1, 1, 1, 0])
    found = cluster_points(points, method, min_size=3, radius_m=100, weights=weights)
    assert found.tolist() == [1, 1, 1, 2, 2, 2, -1]


def test_a_cluster_counts_the_tenants_of_its_first_chain() -> None:
    toy = toy_dataset()
    shares = stage_shares(toy.tenants, toy.chain_model)
    labels = cluster_points(toy.hubs, "dbscan", min_size=3, radius_m=100)
    row = describe_clusters(toy.hubs, labels, shares, toy.chain_model).iloc[0]
    assert (row["top_chain"], row["n_top"]) == ("fashion", 4)
    beside = shares[shares["chain"].isin(["food", "unknown"])]
    row = describe_clusters(toy.hubs, labels, beside, toy.chain_model).iloc[0]
    assert (row["top_chain"], row["n_top"], row["n_tenants"]) == ("unknown", 0, 2)
    assert (row["lines"], row["stages_missing"], row["mix"]) == ((), "", {})


# ---- chains and sectors by area


@pytest.mark.parametrize("level", ["district", "neighbourhood"])
def test_chains_by_area_equal_a_count_row_by_row(
    shipped: Dataset, chosen: Selection, level: str
) -> None:
    # As if every third building were known to four digits only.
    third = np.arange(len(chosen.hubs)) % 3 == 0
    precision = chosen.hubs["precision"].mask(third, "postcode4")
    coarser = replace(chosen, hubs=chosen.hubs.assign(precision=precision))
    hubs = coarser.hubs.set_index("id")
    mine: dict[str, list[float]] = {}
    firms = set(chosen.tenants.loc[chosen.tenants["row_kind"].eq("organisation"), "id"])
    for share in chosen.shares.itertuples():
        if share.tenant_id not in firms:  # rooms of the house and groups are no part of a share
            continue
        if share.hub_id not in hubs.index or hubs.at[share.hub_id, "city"] != "Amsterdam":
            continue
        # Four digits of a postcode are a district, and wider than a neighbourhood.
        if level == "neighbourhood" and hubs.at[share.hub_id, "precision"] == "postcode4":
            continue
        code = hubs.at[share.hub_id, f"{level}_code"]
        if isinstance(code, str):
            x, n = mine.setdefault(code, [0.0, 0.0])
            mine[code] = [x + share.weight * (share.chain == "music"), n + share.weight]
    found = chain_quotients(shipped, coarser, "Amsterdam", "music", level).set_index("code")
    assert set(found.index) == set(mine)
    whole, total = (sum(pair[i] for pair in mine.values()) for i in (0, 1))
    for code, (x, n) in mine.items():
        assert found.at[code, "lq"] == pytest.approx((x / n) / (whole / total))
        assert found.at[code, "expected"] == pytest.approx(n * whole / total)


def test_without_the_chain_or_the_counts_nothing_is_known(
    shipped: Dataset, chosen: Selection
) -> None:
    known = ["lq", "low", "high", "expected"]
    other = chosen.shares[chosen.shares["chain"].ne("music")]
    nobody = chain_quotients(
        shipped, replace(chosen, shares=other), "Amsterdam", "music", "district"
    )
    assert len(nobody) > 5
    assert nobody[known].isna().all(axis=None)
    nowhere = sector_quotients(shipped, "Utrecht", "culture_recreation", "district")
    assert nowhere.empty
    assert [*known, "verdict"] == [name for name in nowhere if name in [*known, "verdict"]]


# ---- coming and going


def test_the_invented_list_is_the_one_it_always_was() -> None:
    rows = example_list()
    assert len(rows) == 24
    assert rows["synthetic"].all()
    # Begin 2008, 15, 22, 14, 21, 13, 20, 12 and length 1, 6, 2, 7, 3, 8, 4, 9 years.
    assert rows["year_from"].tolist()[:8] == [2008, 2015, 2022, 2014, 2021, 2013, 2020, 2012]
    ends = rows["year_to"].astype("object").where(rows["year_to"].notna(), None).tolist()
    assert ends[:8] == [2009, 2021, 2024, 2021, 2024, 2021, 2024, 2021]
    assert [end for end in ends if end is not None and end > 2024] == []
    assert [end is None for end in ends] == [
        begin + 1 + (5 * i) % 9 > 2024 for i, begin in enumerate(rows["year_from"])
    ]
    assert rows["starter"].tolist()[:6] == [False, True, True, False, True, True]
    places = ["A", "A", "B", None] * 6
    assert [place if isinstance(place, str) else None for place in rows["next_place"]] == [
        None if end is None else place for end, place in zip(ends, places, strict=True)
    ]


def test_where_enough_went_is_said_in_shares_the_most_first() -> None:
    places = ["Loods", "Werf", "Werf", "Atelier", "Loods", "Werf", None]
    rows = pd.DataFrame({"year_from": 2010, "year_to": 2015, "next_place": places})
    answer = turnover(rows, as_of=2020)
    assert answer.destinations.values.tolist() == [
        ["Werf", 3, 3 / 6],
        ["Loods", 2, 2 / 6],
        ["Atelier", 1, 1 / 6],
    ]
    assert (answer.n_exits, answer.n_next_known) == (7, 6)
