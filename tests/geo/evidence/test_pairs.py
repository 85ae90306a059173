"""Pairs in the house and between houses, worked out pair by pair and on cities with known truth."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from benchmarks.truth.association import answers, made_city
from geo.data.thresholds import BANDS_M
from geo.evidence.between_houses import Setting, between_houses, size_classes
from geo.evidence.colocation import read_mixes
from geo.evidence.house_pairs import Housed, dealt, house_pairs

FEW_LOOKS = (199,)


def some_houses(seed: int, mixed: bool = False) -> Housed:
    rng = np.random.default_rng(seed)
    kinds = pd.Series(rng.choice(["a", "b", "c"], 40))
    if mixed:
        kinds[:6] = "a;b"
    house = np.unique(rng.integers(0, 15, 40), return_inverse=True)[1]
    return Housed(read_mixes(kinds), house, rng.integers(0, 2, 40))


def together(share: np.ndarray, house: np.ndarray) -> np.ndarray:
    """The statistic of every pair, from each point to each of its housemates."""
    found = np.zeros((share.shape[1], share.shape[1]))
    for i in range(len(house)):
        mates = [j for j in np.flatnonzero(house == house[i]) if j != i]
        for j in mates:
            found += np.outer(share[i], share[j]) / len(mates)
    return found


@pytest.mark.parametrize("mixed", [False, True])
def test_pairs_in_the_house_equal_counting_housemates(mixed: bool) -> None:
    housed = some_houses(3, mixed)
    table = house_pairs(housed, FEW_LOOKS, 9)
    by_hand = together(housed.share, housed.house)
    names = list(housed.mixes.names)
    for row in table.itertuples():
        i, j = names.index(row.a), names.index(row.b)
        assert row.shared == pytest.approx(by_hand[i, j])
        assert row.shared == pytest.approx(by_hand[j, i])


@pytest.mark.slow
@pytest.mark.parametrize("mixed", [False, True])
def test_what_chance_gives_is_the_mean_of_shuffles_within_strata(mixed: bool) -> None:
    housed, rng = some_houses(4, mixed), np.random.default_rng(0)
    table, total = house_pairs(housed, FEW_LOOKS, 9), np.zeros((3, 3))
    for _ in range(1500):
        order = np.arange(40)
        for stratum in (0, 1):
            rows = np.flatnonzero(housed.stratum == stratum)
            order[rows] = rng.permutation(rows)
        total += together(housed.share[order], housed.house)
    mean = total / 1500
    names = list(housed.mixes.names)
    for row in table.itertuples():
        expected = mean[names.index(row.a), names.index(row.b)]
        assert row.expected == pytest.approx(expected, rel=0.05)


def test_p_in_the_house_is_that_of_every_way_to_deal_out_the_kinds() -> None:
    # Six points in three houses of two; 720 orders of A A B B C C.
    kinds, house = list("AABBCC"), np.array([0, 0, 1, 1, 2, 2])
    housed = Housed(read_mixes(pd.Series(kinds)), house, np.zeros(6, dtype=np.int64))
    pairs = [sum(o[k] == o[k + 1] == "A" for k in (0, 2, 4)) for o in permutations(kinds)]
    exact = 2 * min(np.mean([n >= 1 for n in pairs]), np.mean([n <= 1 for n in pairs]))
    row = house_pairs(housed, (20_000,), 9).iloc[0]
    assert (row["a"], row["b"]) == ("A", "A")
    assert row["p"] == pytest.approx(exact, abs=0.02)


def test_a_pair_that_is_open_is_drawn_alone_and_has_the_p_of_shuffles() -> None:
    # After 2,500 draws b with b alone is open; some points are both a and b, some sit alone.
    housed = some_houses(41, mixed=True)
    first, both = (house_pairs(housed, looks, 9) for looks in ((2_500,), (2_500, 40_000)))
    assert first["borderline"].tolist() == [False, False, False, True, False, False]
    assert both.loc[~first["borderline"], "p"].equals(first.loc[~first["borderline"], "p"])

    mates = np.equal.outer(housed.house, housed.house) & ~np.eye(40, dtype=bool)
    weight = mates / np.maximum(mates.sum(axis=1), 1)
    rng, share = np.random.default_rng(0), housed.share[:, 1]
    keys = rng.random((40_000, 40)) + housed.stratum  # put in order, each stratum is shuffled
    drawn = np.empty((40_000, 40))
    drawn[:, np.argsort(housed.stratum, kind="stable")] = share[np.argsort(keys, axis=1)]
    values = np.einsum("di,ij,dj->d", drawn, weight, drawn, optimize=True)
    observed = share @ weight @ share
    tails = np.mean(values >= observed - 1e-9), np.mean(values <= observed + 1e-9)
    # Twice a tail of 0.7 %: its standard error with 40,000 draws is 0.0008, of a difference 0.0012.
    assert both.loc[3, "p"] == pytest.approx(2 * min(tails), abs=0.004)


def test_the_interval_is_heard_of_and_is_the_same_in_pieces(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard: list[tuple[int, int]] = []
    whole = house_pairs(some_houses(3), FEW_LOOKS, 99, on_draws=lambda *at: heard.append(at))
    assert (heard[0], heard[-1]) == ((0, 199), (199, 199))
    assert sum(done == 0 for done, _ in heard) == 1
    # Ten draws at once, ten times.
    houses = len(some_houses(3).size)
    monkeypatch.setattr("geo.evidence.house_pairs.HOUSES_AT_ONCE", 10 * houses)
    parts = house_pairs(some_houses(3), FEW_LOOKS, 99, on_draws=lambda *at: heard.append(at))
    assert parts[["low", "high"]].equals(whole[["low", "high"]])
    assert sum(done == 0 for done, _ in heard) == 11


@pytest.mark.parametrize("at_once", [4, 20_000])
@pytest.mark.parametrize("some", [1, 2, 5])
def test_places_are_dealt_out_evenly_and_never_one_twice(some: int, at_once: int) -> None:
    rng = np.random.default_rng(3)
    drawn = np.hstack([dealt(np.arange(5), some, at_once, rng) for _ in range(20_000 // at_once)])
    assert drawn.shape == (some, 20_000)
    assert all(len(set(column)) == some for column in drawn.T[:500].tolist())
    for row in drawn:
        # Of each place a fifth of 20,000; the standard deviation is 57.
        assert np.bincount(row, minlength=5) == pytest.approx(np.full(5, 4_000), abs=260)


def test_q_is_benjamini_hochberg_over_the_pairs_that_are_tested() -> None:
    rng = np.random.default_rng(9)
    kinds = pd.Series([*rng.choice(["a", "b", "c"], 80), "rare", "rare"])
    house = np.unique(rng.integers(0, 25, 82), return_inverse=True)[1]
    table = house_pairs(Housed(read_mixes(kinds), house, np.zeros(82, dtype=np.int64)), (999,), 9)
    tested = table["verdict"].ne("too_few")
    assert tested.sum() == 6
    expected = stats.false_discovery_control(table.loc[tested, "p"])
    assert table.loc[tested, "q"].tolist() == pytest.approx(expected.tolist())
    assert table.loc[~tested, "q"].isna().all()


def test_one_theme_in_one_house_is_a_finding_with_an_interval_down_to_nothing() -> None:
    rng = np.random.default_rng(2)
    kinds = pd.Series(["a"] * 8 + list(rng.choice(["b", "c"], 72)))
    house = np.r_[np.zeros(8, dtype=np.int64), 1 + np.arange(72) // 4]
    table = house_pairs(Housed(read_mixes(kinds), house, np.zeros(80, dtype=np.int64)))
    row = table.set_index(["a", "b"]).loc[("a", "a")]
    assert (row["verdict"], row["houses"], row["low"]) == ("attracts", 1, 0.0)


def m_written_out(
    housed: Housed, xy: np.ndarray, firms: np.ndarray, radius: float, pair: tuple[str, str]
) -> float:
    """M of a pair up to a distance; ``firms`` of each place within it."""
    names, share, total = list(housed.mixes.names), housed.share, 0.0
    for one, other in (pair, pair[::-1]):
        for i, h in enumerate(housed.house):
            for j, g in enumerate(housed.house):
                near = h != g and np.hypot(*(xy[h] - xy[g])) <= radius
                both = share[i, names.index(one)] * share[j, names.index(other)]
                total += near * both / firms[h] / 2
    sizes = housed.mixes.sizes
    return float(total / np.prod([sizes[names.index(name)] for name in pair]))


def test_between_houses_equals_the_definition_written_out() -> None:
    housed, rng = some_houses(5, mixed=True), np.random.default_rng(1)
    houses = int(housed.house.max()) + 1
    xy, firms = rng.uniform(0, 2000, (houses, 2)), rng.uniform(0.01, 0.3, (3, houses))
    setting = Setting(xy, np.zeros(houses, dtype=np.int64), firms)
    table = between_houses(housed, setting, FEW_LOOKS).set_index(["radius", "a", "b"])
    for band, radius in enumerate(BANDS_M):
        for a, b in (("a", "a"), ("a", "b"), ("b", "c")):
            m = m_written_out(housed, xy, firms[band], radius, (a, b))
            assert table.loc[(radius, a, b), "m"] == pytest.approx(m, rel=1e-4)


def test_what_is_expected_between_houses_and_the_envelope_are_those_of_all_moves() -> None:
    # Five houses on a line, 200 m apart: 120 ways to put them. Eight are a, seven are b.
    kinds = ["a", "a", "a", "a", "a", "b", "a", "a", "b", "b", "b", "b", "b", "a", "b"]
    housed = Housed(read_mixes(pd.Series(kinds)), np.repeat(np.arange(5), 3), np.zeros(15, int))
    line = np.column_stack([np.arange(5) * 200.0, np.zeros(5)])
    firms = np.array([[0.1, 0.2, 0.3, 0.2, 0.1], [0.2, 0.4, 0.5, 0.4, 0.2], [1.0] * 5])
    table = between_houses(housed, Setting(line, np.zeros(5, int), firms), [999])
    moves = [np.argsort(order) for order in permutations(range(5))]
    limits = []
    for row in table.itertuples():
        band = list(BANDS_M).index(row.radius)
        every = [
            m_written_out(housed, line[at], firms[band][at], row.radius, (row.a, row.b))
            for at in moves
        ]
        mean, deviation = np.mean(every), np.std(every)
        assert row.expected == pytest.approx(mean, rel=1e-4)
        assert row.ratio == pytest.approx(row.m / mean, rel=1e-4)
        if deviation > 1e-9 * mean:
            limits.append((row.high - 1) * mean / deviation)
            assert row.low == pytest.approx(max(0, 2 - row.high), abs=1e-4)
    # One limit for all cells, in the deviations of each: what 19 in 20 moves stay within.
    assert len(limits) > 3
    assert limits == pytest.approx([limits[0]] * len(limits), rel=1e-3)


def test_houses_change_places_with_houses_about_as_full_only() -> None:
    assert size_classes(np.array([1, 2, 3, 4, 5, 9])).tolist() == [0, 1, 1, 2, 2, 3]
    housed = some_houses(6)
    houses = int(housed.house.max()) + 1
    xy = np.random.default_rng(0).uniform(0, 1500, (houses, 2))
    alone = Setting(xy, np.arange(houses), np.full((3, houses), 0.1))
    table = between_houses(housed, alone, FEW_LOOKS)
    # Where none may move, every draw is the city itself.
    assert table["ratio"].dropna().tolist() == pytest.approx([1.0] * table["ratio"].notna().sum())
    assert table["p"].iloc[0] == 1.0


@pytest.mark.slow
def test_the_tests_keep_their_level_and_find_what_is_planted() -> None:
    # A small piece of ``python -m benchmarks.truth.association``, and only what is asked below.
    asked = (("themed", ("between",)), ("in_house", ("house",)))
    themed, planted = (pd.DataFrame(answers(8, *of)).mean() for of in asked)
    # Binomial(8, 0.05): three or more has probability 0.006.
    assert themed["between_any"] <= 2 / 8
    assert planted["house_found"] == 1.0


@pytest.mark.slow
def test_marks_do_not_hang_on_the_seed() -> None:
    housed, setting = made_city(np.random.default_rng(8), "in_house")
    for seed in (1, 2):
        one = house_pairs(housed, resamples=9, seed=seed)
        other = house_pairs(housed, resamples=9, seed=seed + 10)
        sure = ~one["borderline"] & ~other["borderline"]
        assert one.loc[sure, "verdict"].equals(other.loc[sure, "verdict"])
    assert len(setting.xy) == int(housed.house.max()) + 1
