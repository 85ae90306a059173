"""Mean and variance of a sum over pairs of places when the houses change places, exactly.

For kinds a and b the sum is Σ w_ij · x_ia · x_jb over two different places i and j, x the mix of
the house that comes to a place; houses only change places within a stratum. Within one it is the
cross-product of two matrices under relabelling (Mantel 1967, *The detection of disease
clustering*, Cancer Research 27, 209-220); between two strata each house's mix is taken apart into
the mean of its stratum and what it differs from it, so that the parts are uncorrelated. An exact
deviation does not move with the draws, and a mark that hangs on it moves less.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def exact_moments(pairs: sparse.csr_array, mix: Floats, stratum: Ints) -> tuple[Floats, Floats]:
    """Mean and variance of the sum of every two kinds.

    Parameters
    ----------
    pairs : sparse array, places × places
        The weight of every two places that lie near, each pair once.
    mix : array, places × kinds
        Of the house at each place.
    stratum : array of int, one a place

    Returns
    -------
    tuple of two arrays, kinds × kinds

    Examples
    --------
    Three places on a line and houses A, B, B: the A is at an end in two of three ways and then has
    one B beside it, in the middle two.

    >>> line = sparse.csr_array(([1.0, 1.0], ([0, 1], [1, 2])), shape=(3, 3))
    >>> mean, variance = exact_moments(line, np.eye(2)[[0, 1, 1]], np.zeros(3, dtype=np.int64))
    >>> round(float(mean[0, 1]), 6), round(float(variance[0, 1]), 6)
    (1.333333, 0.222222)
    """
    both = (pairs + pairs.T).tocsr().astype(float)
    of = np.unique(stratum, return_inverse=True)[1].reshape(-1)
    member = sparse.csr_array((np.ones(len(of)), (np.arange(len(of)), of)))
    size = np.asarray(member.sum(axis=0)).ravel()
    sums, squares = (both @ member).toarray(), ((both * both) @ member).toarray()
    means = (member.T @ mix) / size[:, None]
    # What each place gets from the other strata, when each holds its mean.
    from_others = sums @ means - sums[np.arange(len(of)), of][:, None] * means[of]
    apart = mix - means[of]
    block = np.asarray(member.T @ sums)
    mean = means.T @ (block - np.diag(np.diag(block))) @ means
    variance = np.zeros_like(mean)
    spreads = []
    for s in range(len(size)):
        rows = np.flatnonzero(of == s)
        near, near2 = sums[rows, s], float(squares[rows, s].sum())
        inside, spread = _inside(near, near2, mix[rows], from_others[rows])
        mean += inside
        variance += spread
        spreads.append(apart[rows].T @ apart[rows] / max(len(rows) - 1, 1))
    for s, t in combinations(range(len(size)), 2):
        left = _left(sums[of == s, t], sums[of == t, s], float(squares[of == s, t].sum()))
        one, other = spreads[s], spreads[t]
        both_ways = np.outer(np.diag(one), np.diag(other))
        variance += left * (both_ways + both_ways.T + 2 * one * other)
    return mean, np.maximum(variance, 0.0)


def _left(here: Floats, there: Floats, squares: float) -> float:
    """Squares of the weights between two strata, after taking out the means of both sides."""
    total = here.sum()
    n, m = len(here), len(there)
    means = (here**2).sum() / m + (there**2).sum() / n
    return float(squares - means + total**2 / (n * m))


def _inside(near: Floats, squares: float, mix: Floats, others: Floats) -> tuple[Floats, Floats]:
    """Mean of what a stratum gives within itself; variance of that and of its part with others."""
    n = len(mix)
    two = max(n * (n - 1), 1)
    three, four = max(two * (n - 2), 1), max(two * (n - 2) * (n - 3), 1)
    total, rows2 = near.sum(), (near**2).sum()
    held, cross = mix.sum(axis=0), mix.T @ mix
    product = mix[:, :, None] * mix[:, None, :]
    quarts = (product**2).sum(axis=0)
    own = np.diag(cross)
    # Of the pairs of houses: the sum, the squares, and what each house adds.
    pairs = np.outer(held, held) - cross
    pairs2 = (np.outer(own, own) + cross**2) / 2 - quarts
    each = (mix[:, :, None] * held[None, None, :] + held[None, :, None] * mix[:, None, :]) / 2
    each = each - product
    each2 = (each**2).sum(axis=0)
    square = 2 * squares * pairs2 / two
    square += 4 * (rows2 - squares) * (each2 - pairs2) / three
    square += (total**2 - 4 * rows2 + 2 * squares) * (pairs**2 - 4 * each2 + 2 * pairs2) / four
    mean = total * pairs / two
    apart, off = mix - held / n, others - others.mean(axis=0)
    spread, lean = apart.T @ apart / max(n - 1, 1), off.T @ off
    own_way = np.outer(np.diag(spread), np.diag(lean))
    linear = own_way + own_way.T + 2 * spread * lean
    # Z[a, b] goes with the part in which the house gives its a.
    with_a = np.einsum("iab,ia->ab", each, apart)
    by = others.T @ near
    alone = 2 * by / two - 2 * (total * others.sum(axis=0) - 2 * by) / three
    both = with_a * alone[None, :]
    return mean, square - mean**2 + linear + 2 * (both + both.T)
