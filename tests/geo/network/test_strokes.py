"""Street pieces strung into long lines: nothing is lost, and it goes straight on at crossings."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.network.strokes import strokes


def lines(*texts: str) -> np.ndarray:
    return shapely.from_wkt([f"LINESTRING ({text})" for text in texts])


def test_a_street_goes_straight_on_over_a_crossing() -> None:
    found = strokes(lines("0 0, 10 0", "10 10, 10 0", "20 1, 10 0", "10 0, 10 -10"))
    ends = {tuple(sorted((line.coords[0], line.coords[-1]))) for line in found}
    assert ends == {((0, 0), (20, 1)), ((10, -10), (10, 10))}


def test_a_hairpin_is_no_straight_on() -> None:
    assert len(strokes(lines("0 0, 10 0", "10 0, 0 1"))) == 2


def test_no_stroke_is_longer_than_asked() -> None:
    street = lines(*(f"{x} 0, {x + 1} 0" for x in range(20)))
    assert sorted(shapely.length(strokes(street, most=8))) == [4, 8, 8]


def test_a_ring_and_a_street_of_no_length_are_kept() -> None:
    ring = lines("0 0, 5 -3, 10 0", "10 0, 13 5, 10 10", "10 10, 5 13, 0 10", "0 10, -3 5, 0 0")
    assert shapely.length(strokes(ring)).sum() == pytest.approx(shapely.length(ring).sum())
    assert strokes(lines("4 4, 4 4"))[0].length == 0


def test_nothing_in_nothing_out() -> None:
    assert len(strokes(np.empty(0, dtype=object))) == 0


def test_every_piece_of_a_random_grid_lies_in_a_stroke() -> None:
    rng = np.random.default_rng(4)
    nodes = np.stack(np.meshgrid(np.arange(12), np.arange(12)), axis=-1) * 50.0
    nodes = nodes + rng.uniform(-9, 9, nodes.shape)
    across = np.stack([nodes[:, :-1], nodes[:, 1:]], axis=2).reshape(-1, 2, 2)
    upward = np.stack([nodes[:-1], nodes[1:]], axis=2).reshape(-1, 2, 2)
    grid = shapely.linestrings(np.concatenate([across, upward[:, ::-1]]))
    found = strokes(grid)
    assert len(found) < len(grid) / 4
    assert shapely.length(found).sum() == pytest.approx(shapely.length(grid).sum())
    together = shapely.union_all(found)
    assert shapely.hausdorff_distance(together, shapely.union_all(grid)) < 1e-9
