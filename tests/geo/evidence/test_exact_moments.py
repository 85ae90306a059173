"""Exact mean and variance of a sum over places, against every way to move the houses."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np
import pytest
from scipy import sparse

from geo.evidence.exact_moments import exact_moments


def every_way(stratum: np.ndarray) -> list[np.ndarray]:
    """Which house comes to each place, in every way that keeps to the strata."""
    groups = [np.flatnonzero(stratum == s) for s in np.unique(stratum)]
    ways = []
    for chosen in product(*(permutations(group) for group in groups)):
        order = np.arange(len(stratum))
        for group, houses in zip(groups, chosen, strict=True):
            order[group] = houses
        ways.append(order)
    return ways


@pytest.mark.parametrize(
    "sizes", [(5,), (4, 2), (3, 3), (1, 4, 2), (2, 2, 2), (1, 1, 3), (1, 1), (1,)]
)
@pytest.mark.parametrize("seed", range(3))
def test_moments_are_those_of_every_way_to_move(sizes: tuple[int, ...], seed: int) -> None:
    rng = np.random.default_rng(seed)
    stratum = rng.permutation(np.repeat(np.arange(len(sizes)), sizes))
    n = len(stratum)
    mix = rng.poisson(1.0, (n, 3)) * rng.random((n, 3))
    near = np.triu(rng.random((n, n)) * (rng.random((n, n)) < 0.6), 1)
    found = np.array([mix[way].T @ (near + near.T) @ mix[way] for way in every_way(stratum)])
    mean, variance = exact_moments(sparse.csr_array(near), mix, stratum)
    assert mean == pytest.approx(found.mean(axis=0), abs=1e-9)
    assert variance == pytest.approx(found.var(axis=0), abs=1e-9)
