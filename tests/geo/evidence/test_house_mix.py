"""Hill numbers against brute force over all draws, related variety by hand."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from geo.evidence.house_mix import house_mixes, rarefied_hill, related_variety

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
