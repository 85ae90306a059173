"""Ripley's cross-K of two categories, against random labelling of the same places."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from scipy.spatial import cKDTree

from geo.data.errors import ArgumentError
from geo.evidence.chance import SEED, drawn_within
from geo.evidence.colocation import Floats, Ints
from geo.evidence.global_envelope import global_envelope

AT_ONCE = 50
"""Labellings that are counted together."""
MOST_PAIRS = 8_000_000
"""Pairs of spots that are kept: what a second and a quarter of a gigabyte can hold."""
ASKED = 200
"""Spots of which the neighbours are counted to know how many pairs there are."""
EXACT = 2**24
"""Below it every whole number stands exactly in four bytes."""
WORTH_IT = 64
"""Rows at least that are summed in four bytes."""
Singles = NDArray[np.float32]
Labelling = tuple[Ints, Ints]
"""The points of the first category and of the second."""
COLUMNS = ["radius", "k", "expected", "low", "high", "side", "n_a", "n_b", "cell_m", "p_overall"]
SAME = 1e-9
"""Of a value: what computing may put an edge off."""
CELLS_AWAY = 2
CELLS_M = (25.0, 50.0, 100.0)
"""Sides of the cells that points are put together in where there are more pairs of spots."""


def cross_k(
    xy: Floats,
    category: pd.Series,
    pair: tuple[str, str],
    radii: Floats,
    area_m2: float,
    *,
    permutations: int = 199,
    seed: int = SEED,
    strata: pd.Series | None = None,
) -> pd.DataFrame:
    """Cross-K of A and B with the envelope of random labelling.

    ``K_AB(r) = area / (n_A n_B) · #{(i in A, j in B): d_ij <= r}`` (Ripley 1976; Lotwick &
    Silverman 1982). The places stay as they are and the categories are shuffled over them (Diggle
    2003), so that streets, water and the city's edge weigh on the observed and the shuffled curve
    alike: K carries no edge correction and is to be read against its envelope only.

    Parameters
    ----------
    xy : array, points × 2
        Metres (EPSG:28992).
    category : Series of str
    pair : (A, B)
        Two different categories.
    radii : array
        Rising radii in metres.
    area_m2 : float
        Area of the city.
    permutations : int
        Shuffles that the curve is held against.
    strata : Series, optional
        Categories are only shuffled among points of the same stratum, as tenants among tenants.

    Returns
    -------
    DataFrame
        ``radius, k, expected`` (mean of the shuffles), ``low, high`` (an envelope for all radii
        together, which one curve in twenty leaves by chance: `geo.evidence.global_envelope`),
        ``side`` (1 above it, -1 below, else 0), ``n_a, n_b, cell_m`` (side of the cells in which a
        great many points are put together, else 0; a radius of less than two cells is left out),
        and ``p_overall``, the same on every row: of the whole curve, at most 0.05 where it leaves
        the envelope anywhere.

    Raises
    ------
    ArgumentError
        When A and B are the same, or when there are too many points to keep their pairs in memory
        even in cells as large as the first radius.

    Examples
    --------
    One A and one B, 100 m apart on 10,000 m²: no pair within 50 m, the only one within 150 m.

    >>> xy = np.array([[0.0, 0.0], [100.0, 0.0]])
    >>> radii = np.array([50.0, 150.0])
    >>> cross_k(xy, pd.Series(["A", "B"]), ("A", "B"), radii, 1e4)["k"].tolist()
    [0.0, 10000.0]
    """
    a, b = pair
    if a == b:
        raise ArgumentError("argument", argument="pair", value=f"{a}, {b}", allowed="A ≠ B")
    values = category.to_numpy(dtype=str)
    first, second = np.flatnonzero(values == a), np.flatnonzero(values == b)
    n_a, n_b = len(first), len(second)
    near = _neighbours(np.asarray(xy, dtype=float), np.asarray(radii, dtype=float))
    scale = area_m2 / max(n_a * n_b, 1)
    shuffles = _shuffles(values, pair, strata, np.random.default_rng(seed))
    labellings = itertools.chain([(first, second)], itertools.islice(shuffles, permutations))
    curves = scale * _curves(labellings, near)
    # Within some cells of where a point stands, its cell is all that is known.
    told = radii >= CELLS_AWAY * near.cell_m
    curve = _against_chance(curves[0, told], curves[1:, told])
    return curve.assign(radius=radii[told], n_a=n_a, n_b=n_b, cell_m=near.cell_m)[COLUMNS]


def _against_chance(observed: Floats, draws: Floats) -> pd.DataFrame:
    """The observed curve, its envelope and its p."""
    envelope = global_envelope(observed, draws)
    expected = draws.mean(axis=0)
    off = SAME * np.maximum(observed, expected)
    above, below = observed > envelope.high + off, observed < envelope.low - off
    return pd.DataFrame(
        {
            "k": observed,
            "expected": expected,
            "low": np.maximum(envelope.low, 0.0),
            "high": envelope.high,
            "side": above.astype(int) - below.astype(int),
            "p_overall": envelope.p,
        }
    )


def _shuffles(
    values: NDArray[np.str_],
    pair: tuple[str, str],
    strata: pd.Series | None,
    generator: np.random.Generator,
) -> Iterator[Labelling]:
    """Labellings by chance, without end."""
    of = np.zeros(len(values), int) if strata is None else np.unique(strata, return_inverse=True)[1]
    rows = [np.flatnonzero(of == stratum) for stratum in range(of.max(initial=0) + 1)]
    a, b = pair
    sizes = [(int((values[each] == a).sum()), int((values[each] == b).sum())) for each in rows]
    while True:
        yield drawn_within(rows, sizes, generator)


@dataclass(frozen=True)
class _Neighbours:
    """Which spots lie how near each other; many points may stand on one spot.

    Attributes
    ----------
    spot : array
        Of each point, the number of its spot.
    bands : tuple of sparse matrices
        For each radius, 1 where two spots lie within it and not within the one before; each pair
        once, a spot with itself not.
    cell_m : float
        Side of the cells that points were put together in; 0 where they stand where they are.
    """

    spot: Ints
    bands: tuple[sparse.csr_array, ...]
    cell_m: float


def _neighbours(xy: Floats, radii: Floats) -> _Neighbours:
    for cell_m in (0.0, *CELLS_M):
        placed = np.floor(xy / cell_m) * cell_m + cell_m / 2 if cell_m else xy
        # As complex numbers, which sort in one go.
        spots, spot = np.unique(placed[:, 0] + 1j * placed[:, 1], return_inverse=True)
        tree = cKDTree(np.column_stack([spots.real, spots.imag]))
        if _pairs(tree, radii[-1]) <= MOST_PAIRS:
            return _Neighbours(spot.reshape(-1), _bands(tree, radii), cell_m)
    raise ArgumentError("argument", argument="points", value=str(len(xy)), allowed="fewer points")


def _pairs(tree: cKDTree, radius: float) -> float:
    """About how many pairs of spots lie within a radius, from every so many-th spot."""
    if not tree.n:
        return 0.0
    some = tree.data[:: max(tree.n // ASKED, 1)]
    return float(tree.query_ball_point(some, radius, return_length=True).mean() * tree.n)


def _bands(tree: cKDTree, radii: Floats) -> tuple[sparse.csr_array, ...]:
    n = tree.n
    pairs: Ints = tree.query_pairs(radii[-1], output_type="ndarray")
    one, other = pairs.T.astype(np.int32, order="C")
    x, y = tree.data.T.copy()
    apart = np.hypot(x[one] - x[other], y[one] - y[other])
    band = np.searchsorted(radii, apart).astype(np.int32)
    # Whole numbers below `EXACT` take half the time that they would take in eight bytes.
    ones = np.ones(len(one), dtype=np.float32)
    every = sparse.coo_array((ones, (band * n + one, other)), shape=(len(radii) * n, n))
    # No pair is there twice: to look for those takes as long as all else here.
    every.has_canonical_format = True
    rows = every.tocsr()
    return tuple(rows[i * n : (i + 1) * n] for i in range(len(radii)))


def _curves(labellings: Iterable[Labelling], near: _Neighbours) -> Floats:
    """Return, for each labelling, the pairs of a first and a second within each radius."""
    n = near.bands[0].shape[0]
    parts, coming = [], iter(labellings)
    while some := list(itertools.islice(coming, AT_ONCE)):
        first, second = (
            np.stack([np.bincount(near.spot[rows], minlength=n) for rows in each]).T
            for each in zip(*some, strict=True)
        )
        # Of two spots one has a first and the other a second, or the other way about.
        both, turned = (
            np.concatenate(pair, axis=1).astype(np.float32, order="C")
            for pair in ((first, second), (second, first))
        )
        rings = [_summed(both, band @ turned) for band in near.bands]
        pairs = np.cumsum(rings, axis=0).T
        # What stands on one spot is no distance apart: it is within every radius.
        same = np.einsum("sl,sl->l", first, second)[:, None]
        parts.append(pairs[: len(some)] + pairs[len(some) :] + same)
    return np.concatenate(parts)


def _summed(counts: Singles, about: Singles) -> Floats:
    """Sum of the products over all spots, by labelling, and exact.

    In four bytes as many rows together as stay below what those hold exactly: a third of the time.
    """
    most = max(float(counts.max(initial=0)) * float(about.max(initial=0)), 1.0)
    rows = int(EXACT / most)
    if rows < WORTH_IT:
        return np.asarray(np.einsum("sl,sl->l", counts.astype(float), about.astype(float)))
    found = np.zeros(counts.shape[1])
    for i in range(0, len(counts), rows):
        found += np.einsum("sl,sl->l", counts[i : i + rows], about[i : i + rows])
    return found
