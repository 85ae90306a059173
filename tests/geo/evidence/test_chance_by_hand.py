"""What chance alone would give: p, q and shuffles worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.evidence.chance import corrected, drawn_within, false_discovery, two_sided_p


@pytest.mark.parametrize(
    ("higher", "lower", "p"),
    [
        (0, 99, 0.02),  # what was observed is one of the hundred: 2 × (0 + 1) / 100
        (99, 0, 0.02),
        (4, 95, 0.1),
        (49, 50, 1.0),
        (60, 60, 1.0),  # ties count on both sides: 1.22 is no probability
    ],
)
def test_p_of_ninety_nine_draws(higher: int, lower: int, p: float) -> None:
    assert float(two_sided_p(higher, lower, 99)) == pytest.approx(p)


def test_p_of_several_at_once() -> None:
    found = two_sided_p(np.array([0, 9]), np.array([19, 10]), 19)
    assert found.tolist() == pytest.approx([0.1, 1.0])


def test_q_of_four_tests() -> None:
    # In order: 0.01 × 4/1, 0.02 × 4/2, 0.9 × 4/3 and 0.95 × 4/4; each no more than the next.
    found = false_discovery(np.array([0.95, 0.01, 0.9, 0.02]))
    assert found.tolist() == pytest.approx([0.95, 0.04, 0.95, 0.04])


def test_the_largest_q_is_one_and_no_more() -> None:
    assert false_discovery(np.array([1.0, 1.0])).tolist() == [1, 1]
    # Of a p above one, which rounding may give, the q is one.
    assert false_discovery(np.array([1.5, 0.5])).tolist() == [1, 1]


def test_what_was_not_tested_has_no_q_and_counts_for_none() -> None:
    p = pd.Series([0.5, 0.03, 0.01], index=["a", "b", "c"])
    found = corrected(p, pd.Series([False, True, True], index=p.index))
    assert found[["b", "c"]].tolist() == pytest.approx([0.03, 0.02])
    assert np.isnan(found["a"])


def test_labels_are_drawn_within_their_stratum() -> None:
    strata = [np.arange(0, 60, 3), np.arange(1, 60, 3), np.arange(2, 60, 3)]
    sizes = [(5, 15), (3, 0), (0, 0)]
    first, second = drawn_within(strata, sizes, np.random.default_rng(1))
    assert [int(np.isin(first, rows).sum()) for rows in strata] == [5, 3, 0]
    assert [int(np.isin(second, rows).sum()) for rows in strata] == [15, 0, 0]
    assert len(set(first) | set(second)) == 23  # nobody has both, or one of them twice


def test_every_point_is_drawn_as_often_as_another() -> None:
    generator, n = np.random.default_rng(2), 4_000
    counts = np.zeros((2, 10))
    for _ in range(n):
        for label, rows in enumerate(drawn_within([np.arange(10)], [(2, 3)], generator)):
            counts[label, rows] += 1
    # Binomial: a fifth and three tenths of 4,000, within four standard deviations.
    for label, share in enumerate((0.2, 0.3)):
        off = np.abs(counts[label] - share * n)
        assert off.max() < 4 * np.sqrt(n * share * (1 - share))
