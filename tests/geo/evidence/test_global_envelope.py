"""The studentised envelope, against its definition written out in plain loops."""

from __future__ import annotations

from statistics import fmean, pstdev

import numpy as np
import pytest

from geo.evidence.global_envelope import global_envelope


def furthest(curves: list[list[float]]) -> list[float]:
    """How far out each curve is, at its furthest cell."""
    found = [0.0] * len(curves)
    for cell in range(len(curves[0])):
        values = [curve[cell] for curve in curves]
        mean, deviation = fmean(values), pstdev(values)
        for i, value in enumerate(values):
            found[i] = max(found[i], abs(value - mean) / deviation if deviation else 0.0)
    return found


def some_curves(seed: int, draws: int = 199, cells: int = 6) -> np.ndarray:
    """Counts of several sizes, one hardly ever above nought, one the same in every draw."""
    rng = np.random.default_rng(seed)
    means = np.array([0.01, 0.5, 2, 8, 30, 100][:cells])
    curves = rng.poisson(means, (draws + 1, cells)).astype(float)
    return np.column_stack([curves, np.full(draws + 1, 4.0)])


@pytest.mark.parametrize("seed", range(6))
def test_p_is_that_of_the_definition(seed: int) -> None:
    curves = some_curves(seed)
    found = furthest(curves.tolist())
    expected = sum(each >= found[0] - 1e-12 for each in found) / len(found)
    assert global_envelope(curves[0], curves[1:]).p == pytest.approx(expected)


def test_a_curve_is_outside_the_envelope_where_its_p_is_small_and_nowhere_else() -> None:
    for seed in range(40):
        curves = some_curves(seed)
        found = global_envelope(curves[0], curves[1:])
        beyond = (curves[0] < found.low - 1e-9) | (curves[0] > found.high + 1e-9)
        assert beyond.any() == (found.p <= 0.05), seed


def test_of_curves_by_chance_one_in_twenty_is_called_extreme() -> None:
    rng = np.random.default_rng(4)
    p = []
    for _ in range(400):
        curves = rng.poisson([0.3, 3, 12], (200, 3)) + rng.random((200, 3)) / 1000
        p.append(global_envelope(curves[0], curves[1:]).p)
    # Binomial(400, 0.05): 20 expected, standard deviation 4.4.
    assert 9 <= sum(each <= 0.05 for each in p) <= 33


def test_what_lies_far_out_is_marked_to_its_side_and_what_lies_at_the_edge_is_borderline() -> None:
    rng = np.random.default_rng(1)
    draws = rng.normal(100, 10, (1999, 20))
    edge = global_envelope(draws[0], draws[1:]).high[2]
    observed = np.full(20, 100.0)
    observed[0], observed[1], observed[2] = 170.0, 30.0, edge
    found = global_envelope(observed, draws)
    assert found.outside.tolist()[:2] == [1, -1]
    assert not found.outside[3:].any()
    assert found.borderline.tolist() == [False, False, True] + [False] * 17
    # One cell of twenty: the envelope of a normal count lies some three deviations out.
    assert found.high[5] == pytest.approx(100 + 10 * 3.0, abs=3)


def test_more_draws_leave_less_open() -> None:
    rng = np.random.default_rng(2)
    draws = rng.normal(0, 1, (9999, 10))
    observed = np.zeros(10)
    observed[0] = 3.3
    few, many = global_envelope(observed, draws[:199]), global_envelope(observed, draws)
    assert few.borderline[0]
    assert (many.outside[0], many.borderline[0]) == (1, False)


def test_what_is_called_sure_is_said_by_other_draws_too() -> None:
    rng = np.random.default_rng(6)
    odds = 0
    for _ in range(60):
        observed = rng.poisson(5, 12) + rng.normal(0, 4, 12)
        lots = (rng.poisson(5, (999, 12)).astype(float) for _ in range(2))
        one, other = (global_envelope(observed, lot, stepwise=True) for lot in lots)
        sure = ~one.borderline & ~other.borderline
        odds += int((one.outside != other.outside)[sure].any())
    # Each is held in 99 of 100 draws.
    assert odds <= 2


def test_step_by_step_is_dropping_what_was_found_and_asking_again() -> None:
    rng = np.random.default_rng(3)
    draws = rng.normal(0, 1, (1999, 30))
    for _ in range(20):
        observed = np.r_[rng.normal(3.3, 1, 8), rng.normal(0, 1, 22)]
        left, by_hand = np.arange(30), []
        while len(left):
            once = global_envelope(observed[left], draws[:, left])
            by_hand += left[once.outside != 0].tolist()
            if not once.outside.any():
                break
            left = left[once.outside == 0]
        found = global_envelope(observed, draws, stepwise=True)
        assert np.flatnonzero(found.outside).tolist() == sorted(by_hand)
        assert found.p == global_envelope(observed, draws).p


def test_of_cells_by_chance_step_by_step_marks_any_in_one_of_twenty() -> None:
    rng = np.random.default_rng(5)
    # One cell is no chance: taken out first, it must not make the others easier to mark.
    wrong = 0
    for _ in range(400):
        curves = rng.poisson([4, 4, 12], (200, 3)) + rng.random((200, 3)) / 1000
        curves[0, 0] = 60
        found = global_envelope(curves[0], curves[1:], stepwise=True)
        wrong += int(found.outside[1:].any())
    assert 9 <= wrong <= 33


def test_where_every_draw_is_the_same_nothing_is_extreme() -> None:
    found = global_envelope(np.full(3, 2.0), np.full((99, 3), 2.0))
    assert found.p == 1.0
    assert not found.outside.any()
    assert not found.borderline.any()
    assert found.low.tolist() == found.high.tolist() == [2.0, 2.0, 2.0]
