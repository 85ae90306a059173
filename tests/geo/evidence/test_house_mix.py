"""Hill numbers against brute force over all draws, related variety by hand."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from geo.evidence.house_mix import (
    estimated_shares,
    hill_estimates,
    house_mixes,
    rarefied_hill,
    related_variety,
)

COUNTS = np.array([4, 2, 1, 1])


def of_list(counts: np.ndarray, order: int) -> float:
    share = counts[counts > 0] / counts.sum()
    if order == 1:
        return float(np.exp(-(share * np.log(share)).sum()))
    return float((share**order).sum() ** (1 / (1 - order)))


@pytest.mark.parametrize("order", [0, 1, 2])
def test_at_its_own_size_it_is_the_hill_number_of_the_list(order: int) -> None:
    assert rarefied_hill(COUNTS, 8, order) == pytest.approx(of_list(COUNTS, order))


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_rarefied_by_drawing_every_subset(size: int) -> None:
    people = np.repeat(np.arange(4), COUNTS)
    draws = [np.bincount(people[list(rows)]) for rows in combinations(range(8), size)]
    # Order 0 is the mean number of chains; 1 and 2 go by the mean entropy and the mean chance that
    # two are alike, which is how Chao et al. (2014) define them.
    chains = np.mean([(each > 0).sum() for each in draws])
    entropy = np.mean([np.log(of_list(each, 1)) for each in draws])
    alike = np.mean([1 / of_list(each, 2) for each in draws])
    assert rarefied_hill(COUNTS, size, 0) == pytest.approx(chains)
    assert rarefied_hill(COUNTS, size, 1) == pytest.approx(np.exp(entropy))
    assert rarefied_hill(COUNTS, size, 2) == pytest.approx(1 / alike)


def shares_as_inext(counts: np.ndarray) -> np.ndarray:
    """Shares of the assemblage to draw from, by the formulas that iNEXT has for it."""
    n, once, twice = counts.sum(), (counts == 1).sum(), (counts == 2).sum()
    missing = (n - 1) / n * (once**2 / 2 / twice if twice else once * (once - 1) / 2)
    covered = n * missing / (n * missing + once) if once else 1.0
    a, seen = once / n * covered, counts / n
    w = a / (seen * (1 - seen) ** n).sum()
    unseen = int(np.ceil(missing))
    found = np.concatenate(
        [seen * (1 - w * (1 - seen) ** n), np.repeat(a / max(unseen, 1), unseen)]
    )
    return found / found.sum()


MANY = np.array([12, 7, 5, 2, 1, 1, 1])


@pytest.mark.parametrize(
    "counts",
    [COUNTS, MANY, *map(np.array, ([5, 3, 1, 1, 1], [6, 4], [1, 1, 1], [9, 2, 2, 2, 1, 1, 1]))],
)
def test_shares_with_those_not_seen_are_those_of_inext(counts: np.ndarray) -> None:
    assert estimated_shares(counts) == pytest.approx(shares_as_inext(counts))


@pytest.mark.slow
@pytest.mark.parametrize(("counts", "size"), [(MANY, 20), (np.array([11, 1]), 6)])
def test_the_interval_is_that_of_a_plain_bootstrap(counts: np.ndarray, size: int) -> None:
    rng = np.random.default_rng(77)
    draws = rng.multinomial(counts.sum(), shares_as_inext(counts), size=2000)
    for order, mine in enumerate(hill_estimates(counts, size)):
        value = rarefied_hill(counts, size, order)
        half = 1.96 * np.std([rarefied_hill(each, size, order) for each in draws])
        bounds = [max(1, value - half), min(size, value + half)]
        assert mine.value == value
        assert [mine.low, mine.high] == pytest.approx(bounds, abs=0.12 * half)
    # One chain, whatever is drawn: never less than one.
    alone = hill_estimates(np.array([11, 1]), 6)
    assert min(each.low for each in alone) == 1.0


@pytest.mark.slow
def test_the_interval_of_related_variety_holds_nineteen_of_twenty_draws() -> None:
    rng = np.random.default_rng(3)
    rows = pd.DataFrame(
        {"hub_id": "a", "chain": rng.choice(list("mdf"), 40), "stage": rng.choice(list("xyz"), 40)}
    )
    mine = house_mixes(rows)["a"].related
    assert mine is not None
    drawn = [rows.iloc[rng.integers(40, size=40)] for _ in range(1000)]
    found = np.array([related_variety(each["chain"], each["stage"]) for each in drawn])
    assert mine.value == pytest.approx(related_variety(rows["chain"], rows["stage"]))
    assert 0.01 <= (found < mine.low).mean() <= 0.045
    assert 0.01 <= (found > mine.high).mean() <= 0.045


def house(hub: str, *chains: str) -> pd.DataFrame:
    return pd.DataFrame({"hub_id": hub, "chain": list(chains), "stage": "make"})


def test_houses_are_compared_at_the_shortest_list_and_a_few_are_not_told() -> None:
    long = house("long", *["music"] * 10, *["design"] * 5, *"abcde")
    short = house("short", "music", "music", "design", "fashion", "crafts", "crafts")
    found = house_mixes(pd.concat([long, short, house("few", "music", "design")]))
    assert [found[hub].size for hub in ("long", "short", "few")] == [6, 6, 0]
    assert (found["few"].n, found["few"].hill, found["few"].related) == (2, (), None)
    for mix in (found["long"], found["short"]):
        zero, one, two = (each.value for each in mix.hill)
        assert zero >= one >= two >= 1
        assert all(each.low <= each.value <= each.high for each in mix.hill)
    assert found["short"].hill[0].value == pytest.approx(4)
    assert found["long"].hill[0].value < 7
    assert house_mixes(long.iloc[:0]) == {}


def test_related_variety_by_hand() -> None:
    # Half are of music, evenly over two stages: one bit; a quarter each alone in a chain: none.
    chain, stage = pd.Series(["m", "m", "d", "c"]), pd.Series(["x", "y", "x", "x"])
    assert related_variety(chain, stage) == pytest.approx(0.5)
    # All stages the same in each chain: none, however many chains.
    assert related_variety(chain, pd.Series(["x"] * 4)) == pytest.approx(0)
