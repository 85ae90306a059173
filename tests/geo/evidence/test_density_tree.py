"""HDBSCAN of many points: by hand, and against scikit-learn, which is another implementation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array
from sklearn.cluster import HDBSCAN

from geo.evidence.clusters import NEIGHBOURS
from geo.evidence.density_tree import density_clusters
from geo.evidence.near_graph import near_graph

Labels = np.ndarray


def towns(seed: int, spread: float, n: int = 1_500) -> np.ndarray:
    rng = np.random.default_rng(seed)
    centres = rng.uniform(0, 9_000, (n // 40, 2))
    return centres[rng.integers(0, len(centres), n)] + rng.normal(0, spread, (n, 2))


def parts(labels: Labels) -> set[frozenset[int]]:
    """Who is together, whatever the numbers are."""
    kinds = set(labels.tolist()) - {-1}
    return {frozenset(np.flatnonzero(labels == kind).tolist()) for kind in kinds}


@pytest.mark.parametrize("least", [2, 3, 8])
@pytest.mark.parametrize("spread", [20.0, 60.0, 300.0])
@pytest.mark.parametrize("twice", [False, True])
def test_clusters_and_strengths_are_those_of_scikit_learn(
    least: int, spread: float, twice: bool
) -> None:
    xy = towns(int(spread) + least, spread)
    if twice:  # two on each place, and a grid of whole metres: many branches as long as others
        xy = np.repeat(np.unique(xy.round(-1), axis=0), min(2, least - 1), axis=0)
    found = near_graph(xy, least + NEIGHBOURS)
    assert found is not None
    near, nearest = found
    labels, strengths = density_clusters(near, nearest[:, least - 1], least)
    theirs = HDBSCAN(min_cluster_size=least, metric="precomputed", copy=True).fit(near)
    assert parts(labels) == parts(theirs.labels_)
    assert len(parts(labels)) > 5
    np.testing.assert_allclose(strengths, theirs.probabilities_, atol=1e-9)


def test_of_a_cluster_and_those_within_it_the_firmer_are_kept_by_hand() -> None:
    # Pairs 1 m wide with 2 m between both of a town, and 100 m between the two towns; least 2.
    # A pair is born at density 1/2 and ends at 1: mass 2 x 1/2 = 1; a town is born at 1/100 and
    # parts at 1/2: mass 4 x 0.49 = 1.96. Two pairs have 2, a little more: they are kept.
    x = np.array([0.0, 1, 3, 4, 104, 105, 107, 108])
    near, core = csr_array(abs(x[:, None] - x)), np.ones(8)
    labels, strengths = density_clusters(near, core, 2)
    assert parts(labels) == {frozenset(pair) for pair in ((0, 1), (2, 3), (4, 5), (6, 7))}
    assert strengths.tolist() == [1.0] * 8
    # With 1.9 m between them a pair has 2 x (1 - 1/1.9) = 0.947, a town 4 x (1/1.9 - 0.01) = 2.07.
    x = np.array([0.0, 1, 2.9, 3.9, 103.9, 104.9, 106.8, 107.8])
    labels, strengths = density_clusters(csr_array(abs(x[:, None] - x)), core, 2)
    assert parts(labels) == {frozenset(range(4)), frozenset(range(4, 8))}
    # The town itself ends at 1/1.9, and each of its points stays at least as long.
    assert strengths.tolist() == [1.0] * 8


def test_who_lies_apart_is_in_no_cluster_and_who_leaves_early_is_less_firm() -> None:
    # Two towns of three, of which one has somebody 4 m off, and one far from both.
    x = np.array([0.0, 1, 2, 6, 50, 51, 52, 500])
    every = np.sort(abs(x[:, None] - x), axis=1)
    labels, strengths = density_clusters(csr_array(abs(x[:, None] - x)), every[:, 1], 3)
    assert parts(labels) == {frozenset((0, 1, 2, 3)), frozenset((4, 5, 6))}
    # Who lies 4 m off leaves at density 1/4, the others at 1.
    assert strengths.tolist() == [1.0, 1.0, 1.0, 0.25, 1.0, 1.0, 1.0, 0.0]
