"""Named statistics against hand-worked cases, published values and other implementations."""

from __future__ import annotations

from itertools import combinations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import scipy.stats
from shapely import box

from geo.data.errors import ArgumentError
from geo.evidence.chance import false_discovery
from geo.evidence.colocation import local_table
from geo.evidence.cross_k import cross_k
from geo.evidence.hotspots import getis_ord, moran, queen_weights
from geo.evidence.location_quotient import location_quotient
from geo.evidence.survival import kaplan_meier, median_stay


def brute_force_clq(xy: np.ndarray, names: np.ndarray, a: str, b: str) -> float:
    """Leslie & Kronenfeld's definition written out point by point."""
    total = 0.0
    for i in np.flatnonzero(names == a):
        distance = np.hypot(*(xy - xy[i]).T)
        distance[i] = np.inf
        tied = np.flatnonzero(distance <= distance.min() + 0.01)
        total += (names[tied] == b).mean()
    n_a, n_b = (names == a).sum(), (names == b).sum() - (a == b)
    return float(total / n_a / (n_b / (len(names) - 1)))


def test_local_colocation_averages_to_the_global_quotient() -> None:
    rng = np.random.default_rng(5)
    xy = rng.integers(0, 5, (50, 2)) * 100.0
    names = pd.Series(rng.choice(["a", "b"], 50))
    for a, b in (("a", "b"), ("a", "a")):
        whole = brute_force_clq(xy, names.to_numpy(), a, b)
        assert local_table(xy, names, a, b)["quotient"].mean() == pytest.approx(whole)


def test_cross_k_equals_counting_every_pair() -> None:
    rng = np.random.default_rng(2)
    xy, names = rng.uniform(0, 1000, (70, 2)), pd.Series(rng.choice(list("abc"), 70))
    radii = np.array([100.0, 250.0, 500.0])
    answer = cross_k(xy, names, ("a", "b"), radii, 1e6, permutations=9)
    a, b = xy[names.eq("a")], xy[names.eq("b")]
    distance = np.hypot(a[:, None, 0] - b[None, :, 0], a[:, None, 1] - b[None, :, 1])
    by_hand = [1e6 / len(a) / len(b) * (distance <= r).sum() for r in radii]
    assert answer["k"].tolist() == pytest.approx(by_hand)
    assert (answer["low"] <= answer["expected"]).all()
    assert (answer["expected"] <= answer["high"]).all()


def test_cross_k_counts_every_pair_of_points_that_share_a_spot() -> None:
    rng = np.random.default_rng(3)
    spots = rng.uniform(0, 1000, (12, 2))
    xy, names = spots[rng.integers(0, 12, 300)], pd.Series(rng.choice(list("abc"), 300))
    radii = np.array([50.0, 300.0, 900.0])
    answer = cross_k(xy, names, ("a", "b"), radii, 1e6, permutations=9)
    a, b = xy[names.eq("a")], xy[names.eq("b")]
    distance = np.hypot(a[:, None, 0] - b[None, :, 0], a[:, None, 1] - b[None, :, 1])
    by_hand = [1e6 / len(a) / len(b) * (distance <= r).sum() for r in radii]
    assert answer["k"].tolist() == pytest.approx(by_hand)
    assert answer["cell_m"].eq(0).all()


@pytest.mark.parametrize("exact", [2**24, 2_000, 40])
def test_cross_k_is_the_same_however_few_rows_are_summed_at_once(
    monkeypatch: pytest.MonkeyPatch, exact: int
) -> None:
    # Some four of a kind on a spot with some tens near: 2,000 parts the rows, 40 is too few.
    monkeypatch.setattr("geo.evidence.cross_k.EXACT", exact)
    monkeypatch.setattr("geo.evidence.cross_k.WORTH_IT", 5)
    rng = np.random.default_rng(6)
    spots = rng.uniform(0, 1000, (300, 2))
    xy, names = spots[rng.integers(0, 300, 600)], pd.Series(rng.choice(list("abc"), 600))
    radii = np.array([50.0, 300.0, 900.0])
    answer = cross_k(xy, names, ("a", "b"), radii, 1e6, permutations=9)
    a, b = xy[names.eq("a")], xy[names.eq("b")]
    distance = np.hypot(a[:, None, 0] - b[None, :, 0], a[:, None, 1] - b[None, :, 1])
    by_hand = [(distance <= r).sum() for r in radii]
    assert (answer["k"] * len(a) * len(b) / 1e6).tolist() == pytest.approx(by_hand, rel=1e-12)


def test_cross_k_counts_exactly_where_many_thousands_share_a_spot() -> None:
    # Two spots, 100 m apart. Four bytes hold no odd number above 16,777,216.
    here, there = {"a": 5_001, "b": 3_001}, {"a": 4_001, "b": 5_001}
    names = [name for spot in (here, there) for name, n in spot.items() for _ in range(n)]
    xy = np.repeat([[0.0, 0.0], [100.0, 0.0]], [sum(here.values()), sum(there.values())], axis=0)
    answer = cross_k(xy, pd.Series(names), ("a", "b"), np.array([50.0, 150.0]), 1e6, permutations=9)
    within_50 = 5_001 * 3_001 + 4_001 * 5_001
    across = 5_001 * 5_001 + 4_001 * 3_001
    counted = answer["k"] * 9_002 * 8_002 / 1e6
    assert counted.round(3).tolist() == [within_50, within_50 + across]


def test_cross_k_of_too_many_pairs_puts_points_together_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rng = np.random.default_rng(4)
    xy, names = rng.uniform(0, 2000, (3000, 2)), pd.Series(rng.choice(list("ab"), 3000))
    radii = np.arange(25.0, 501.0, 25.0)
    whole = cross_k(xy, names, ("a", "b"), radii, 4e6, permutations=9).set_index("radius")
    monkeypatch.setattr("geo.evidence.cross_k.MOST_PAIRS", 600_000)
    cells = cross_k(xy, names, ("a", "b"), radii, 4e6, permutations=9).set_index("radius")
    # 3,000 points have about 1.6 million pairs within 500 m; cells of 50 m have 450,000.
    assert cells["cell_m"].unique().tolist() == [50.0]
    assert cells.index.min() == 100.0  # nearer than two cells nothing is said
    # Some cells away a lattice has rings of its own; shuffles are counted on the same one.
    told = whole.loc[200.0:, "k"]
    assert cells.loc[200.0:, "k"].to_numpy() == pytest.approx(told.to_numpy(), rel=0.1)
    against_chance = (cells["k"] / cells["expected"]).loc[200.0:]
    expected = (whole["k"] / whole["expected"]).loc[200.0:]
    assert against_chance.to_numpy() == pytest.approx(expected.to_numpy(), rel=0.02)


@pytest.fixture(scope="module")
def grid() -> tuple[gpd.GeoDataFrame, np.ndarray]:
    cells = [box(x, y, x + 100, y + 100) for y in range(0, 800, 100) for x in range(0, 700, 100)]
    rng = np.random.default_rng(8)
    values = np.array([cell.centroid.x / 100 for cell in cells]) + rng.normal(0, 1.5, len(cells))
    return gpd.GeoDataFrame(geometry=cells, crs=28992), values


def test_queen_weights_of_a_grid_count_to_eight(grid) -> None:
    degree = np.asarray(queen_weights(grid[0]).sum(axis=1)).ravel()
    assert sorted(set(degree)) == [3, 5, 8]
    assert (degree == 3).sum() == 4


def test_moran_equals_esda(grid) -> None:
    esda, libpysal = pytest.importorskip("esda"), pytest.importorskip("libpysal")
    weights = libpysal.weights.Queen.from_dataframe(grid[0], use_index=False)
    theirs = esda.Moran(grid[1], weights, permutations=0)
    ours = moran(grid[1], queen_weights(grid[0]), permutations=99)
    assert ours.i == pytest.approx(theirs.I, abs=1e-10)
    assert ours.expected == pytest.approx(theirs.EI)
    assert ours.p == pytest.approx(0.02)


def test_getis_ord_equals_esda_with_binary_weights(grid) -> None:
    esda, libpysal = pytest.importorskip("esda"), pytest.importorskip("libpysal")
    weights = libpysal.weights.Queen.from_dataframe(grid[0], use_index=False)
    theirs = esda.G_Local(grid[1], weights, transform="B", star=True, permutations=0)
    ours = getis_ord(grid[1], queen_weights(grid[0]))
    assert ours["z"].tolist() == pytest.approx(theirs.Zs.tolist(), abs=1e-9)


def test_getis_ord_p_is_that_of_every_way_to_deal_out_the_neighbours() -> None:
    cells = [box(x, 0, x + 10, 10) for x in range(0, 70, 10)]
    values = np.array([9.0, 8.0, 5.0, 1.0, 0.0, 2.0, 2.0])
    found = getis_ord(values, queen_weights(gpd.GeoDataFrame(geometry=cells, crs=28992)))
    for i in range(7):
        neighbours = [j for j in (i - 1, i + 1) if 0 <= j < 7]
        others = [values[j] for j in range(7) if j != i]
        mine = sum(values[j] for j in neighbours)
        sums = np.array([sum(dealt) for dealt in combinations(others, len(neighbours))])
        two_sided = min(1.0, 2 * min((sums >= mine).mean(), (sums <= mine).mean()))
        assert found["p"].iloc[i] == pytest.approx(two_sided, abs=0.02)


def test_getis_ord_p_equals_esda(grid) -> None:
    esda, libpysal = pytest.importorskip("esda"), pytest.importorskip("libpysal")
    weights = libpysal.weights.Queen.from_dataframe(grid[0], use_index=False)
    theirs = esda.G_Local(
        grid[1], weights, transform="B", star=True, permutations=9_999, seed=5, n_jobs=1
    )
    ours = getis_ord(grid[1], queen_weights(grid[0]))
    # Theirs is one-sided.
    two_sided = np.minimum(1.0, 2 * np.asarray(theirs.p_sim))
    assert ours["p"].to_numpy() == pytest.approx(two_sided, abs=0.03)


def tied_counts() -> tuple[gpd.GeoDataFrame, np.ndarray]:
    cells = [
        box(i * 100, j * 100, i * 100 + 100, j * 100 + 100) for i in range(8) for j in range(8)
    ]
    counts = np.random.default_rng(3).poisson(0.4, len(cells)).astype(float)
    return gpd.GeoDataFrame(geometry=cells, crs=28992), counts


def test_getis_ord_p_of_noughts_and_ones_is_that_of_the_hypergeometric() -> None:
    areas, counts = tied_counts()
    ones = np.minimum(counts, 1)
    weights = queen_weights(areas)
    found = getis_ord(ones, weights)["p"].to_numpy()
    degree, beside = np.asarray(weights.sum(axis=1)).ravel().astype(int), (weights @ ones).round()
    others = scipy.stats.hypergeom(len(ones) - 1, ones.sum() - ones, degree)
    # Ties are as extreme as what is seen: they count in both tails.
    exact = np.minimum(1, 2 * np.minimum(others.sf(beside - 1), others.cdf(beside)))
    assert found == pytest.approx(exact, abs=0.02)


@pytest.mark.slow
def test_getis_ord_p_of_tied_counts_equals_the_draws_of_esda() -> None:
    esda, libpysal = pytest.importorskip("esda"), pytest.importorskip("libpysal")
    areas, counts = tied_counts()
    weights = libpysal.weights.Queen.from_dataframe(areas, use_index=False)
    how = {"transform": "B", "star": True, "permutations": 9_999, "seed": 5, "n_jobs": 1}
    theirs = esda.G_Local(counts, weights, **how)
    seen = theirs.Gs[:, None]
    # What esda calls p_sim leaves ties out of the lower tail; its draws themselves are as ours.
    higher, lower = (theirs.rGs >= seen - 1e-9).sum(axis=1), (theirs.rGs <= seen + 1e-9).sum(axis=1)
    both = np.minimum(1, 2 * (np.minimum(higher, lower) + 1) / 10_000)
    ours = getis_ord(counts, queen_weights(areas))["p"].to_numpy()
    assert ours == pytest.approx(both, abs=0.03)
    assert np.abs(ours - np.minimum(1, 2 * np.asarray(theirs.p_sim))).max() > 0.3


def test_false_discovery_equals_scipy() -> None:
    stats = pytest.importorskip("scipy.stats")
    p = np.random.default_rng(4).uniform(0, 1, 40)
    assert false_discovery(p).tolist() == pytest.approx(stats.false_discovery_control(p).tolist())


def test_location_quotient_equals_the_published_example() -> None:
    # R package REAT, locq(1714, 79006, 879213, 15593224).
    answer = location_quotient(pd.Series([1714]), pd.Series([79006]), 879213, 15593224)
    assert answer["lq"].iloc[0] == pytest.approx(0.3847623, abs=5e-8)


def test_location_quotient_by_hand_and_its_verdicts() -> None:
    answer = location_quotient(pd.Series([30, 10, 0, 1]), pd.Series([100, 100, 200, 10]), 41, 410)
    assert answer["lq"].tolist() == pytest.approx([3.0, 1.0, 0.0, 1.0])
    assert answer["verdict"].tolist() == ["more", "no_difference", "less", "too_few"]
    assert np.isnan(answer["low"].iloc[2])


@pytest.mark.slow
def test_the_interval_of_the_quotient_covers_as_often_as_it_says() -> None:
    rng, hits, draws = np.random.default_rng(11), 0, 600
    for _ in range(draws):
        x, y = rng.binomial(400, 0.15), rng.binomial(3600, 0.10)
        true = 0.15 / ((0.15 * 400 + 0.10 * 3600) / 4000)
        answer = location_quotient(pd.Series([x]), pd.Series([400]), x + y, 4000).iloc[0]
        hits += int(answer["low"] <= true <= answer["high"])
    assert 0.93 <= hits / draws <= 0.98


def test_a_part_larger_than_its_whole_is_refused() -> None:
    with pytest.raises(ArgumentError, match="part_over_whole"):
        location_quotient(pd.Series([11]), pd.Series([10]), 20, 100)


def test_kaplan_meier_equals_the_leukaemia_trial() -> None:
    # Freireich et al. (1963), 6-MP arm, in every textbook: S(6) = 0.857, S(10) = 0.753,
    # S(23) = 0.448, median 23 weeks.
    weeks = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    ended = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    curve = kaplan_meier(pd.Series(weeks), pd.Series(ended, dtype=bool)).set_index("years")
    assert curve["share"].round(3).to_dict() == {
        6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448,
    }  # fmt: skip
    assert curve["at_risk"].tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert median_stay(curve.reset_index()) == 23


def test_when_more_than_half_stay_there_is_no_median() -> None:
    curve = kaplan_meier(pd.Series([1.0, 2, 3, 4]), pd.Series([True, False, False, False]))
    assert median_stay(curve) is None
