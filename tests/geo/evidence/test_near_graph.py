"""Of many points only neighbours are looked at: the shortest tree is that of all pairs."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.sparse.csgraph import minimum_spanning_tree

from geo.evidence import clusters
from geo.evidence.cluster_density import OF_MANY, Search, chance_scores, drawn_counts, population_of
from geo.evidence.clusters import labels_of_places
from geo.evidence.near_graph import near_graph

LEAST = 4


def tree_of(metres: np.ndarray, core: np.ndarray) -> np.ndarray:
    """Branches of the shortest tree where none is shorter than either end's ``core``."""
    one, other = np.nonzero(metres)
    far = np.maximum(metres[one, other], np.maximum(core[one], core[other]))
    graph = csr_array((far, (one, other)), shape=metres.shape)
    return np.sort(minimum_spanning_tree(graph).data)


@pytest.mark.parametrize("spread", [30.0, 3_000.0])
def test_the_shortest_tree_of_neighbours_is_that_of_all_pairs(spread: float) -> None:
    rng = np.random.default_rng(3)
    centres = rng.uniform(0, 9_000, (12, 2))
    xy = centres[rng.integers(0, 12, 400)] + rng.normal(0, spread, (400, 2))
    every = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))
    core = np.sort(every, axis=1)[:, LEAST - 1]
    found = near_graph(xy, LEAST + clusters.NEIGHBOURS)
    assert found is not None
    few, nearest = found
    assert nearest == pytest.approx(np.sort(every, axis=1)[:, : LEAST + clusters.NEIGHBOURS])
    assert few.nnz < every.size / 10
    np.testing.assert_allclose(tree_of(few.toarray(), core), tree_of(every, core))


def test_many_points_give_the_clusters_that_lie_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    # Nine rows of five, 10 m from one to the next and 500 m between rows; one on each place twice.
    xy = np.array([[500.0 * (i // 5), 10.0 * (i % 5) + i // 5] for i in range(45)])
    counts = np.full(45, 2)
    few, _ = labels_of_places(xy, counts, "hdbscan", 5, 0.0)
    monkeypatch.setattr(clusters, "MANY", 10)
    many, strength = labels_of_places(xy, counts, "hdbscan", 5, 0.0)
    for labels in (few, many):
        rows = labels.reshape(9, 5)
        assert (rows == rows[:, :1]).all()
        assert len(set(rows[:, 0])) == 9
    assert (strength > 0).all()


def test_many_points_on_one_line_have_no_triangulation_and_clusters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    xy = np.column_stack(
        [np.repeat([0.0, 5_000.0], 10) + np.tile(np.arange(10.0), 2), np.zeros(20)]
    )
    assert near_graph(xy, 5) is None
    monkeypatch.setattr(clusters, "MANY", 10)
    labels, _ = labels_of_places(xy, np.ones(20, dtype=np.int64), "hdbscan", 3, 0.0)
    assert sorted(set(labels[:10]) & set(labels[10:])) in ([], [-1])
    assert set(labels) > {-1} or len(set(labels)) > 1


def test_chance_of_many_is_drawn_less_often() -> None:
    rng = np.random.default_rng(5)
    people = population_of(rng.uniform(0, 9_000, (5_000, 2)), np.full(5_000, 1 / 5_000))
    counts = drawn_counts((1,) * (clusters.MANY + 400) + (2,) * 20)
    assert set(counts) == {1}
    assert len(counts) == pytest.approx(clusters.MANY + 420, rel=0.1)
    found = chance_scores(people, counts, Search("dbscan", 3, 100.0))
    assert len(found) == OF_MANY
