"""Do rank intervals hold the rank that full knowledge gives? On made-up cities, where it is known.

Run with ``python -m benchmarks.truth.ranking [CITIES]``. Each city has 40 to 120 buildings and
eight terms of kinds that occur: counts with many noughts, distances, shares, yes or no; in half of
the cities the terms hang together. Terms are hidden at random, a share of 10 to 50 %; weights and
scaling are fixed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy.stats import norm

from geo.answers.rank_draws import Floats, Known, Varied, rank_draws

SEED = 17
LEAST_KNOWN = 0.5  # of the weight, as the page opens with
WEIGHTS = np.array([3, 3, 3, 2, 1, 1, 1, 1], dtype=float)


def made_city(rng: np.random.Generator, together: float) -> Floats:
    """Every term of every building of a city that does not exist, each from 0 to 1.

    Parameters
    ----------
    rng : Generator
    together : float
        Correlation of the terms before they are given their shapes.
    """
    n = int(rng.integers(40, 121))
    shared, own = rng.standard_normal((n, 1)), rng.standard_normal((n, len(WEIGHTS)))
    share = norm.cdf(np.sqrt(together) * shared + np.sqrt(1 - together) * own)
    counts = np.floor(-np.log1p(-share[:, :3]) * [2, 6, 8])
    distance = np.clip(1.4 - share[:, 3:5] * 1.6, 0, 1)
    yes = (share[:, 5:6] > 0.6).astype(float)
    return np.hstack([counts / np.maximum(counts.max(axis=0), 1), distance, yes, share[:, 6:]])


def hidden(full: Floats, rng: np.random.Generator, share: float) -> Known:
    """What is left to be known when a share of all terms is hidden at random."""
    scaled = np.where(rng.random(full.shape) < share, np.nan, full)
    known = (np.isfinite(scaled) @ WEIGHTS) / WEIGHTS.sum()
    city = np.full(len(full), "A", dtype=object)
    return Known(scaled, city, WEIGHTS, known >= LEAST_KNOWN)


def held(full: Floats, known: Known, seed: int) -> pd.DataFrame:
    """Say of every building that is ranked whether its interval holds its true rank."""
    found = rank_draws(known, seed=seed, varied=Varied(weights=False, scaling=False))
    score = pd.Series((full @ known.share).round(9)).loc[found.index]
    true = score.rank(ascending=False, method="min")
    inside = found["rank_low"].le(true) & found["rank_high"].ge(true)
    width = found["rank_high"] - found["rank_low"] + 1
    return pd.DataFrame({"inside": inside, "width": width, "n": len(found)})


def cities(n: int) -> Iterator[pd.DataFrame]:
    """Coverage in ``n`` made-up cities; the same each time."""
    for i in range(n):
        rng = np.random.default_rng([SEED, i])
        together, share = 0.3 * (i % 2), float(rng.uniform(0.1, 0.5))
        full = made_city(rng, together)
        rows = held(full, hidden(full, rng, share), i)
        yield rows.assign(together=together, hidden=round(share, 1), city=i)


def table(n: int) -> pd.DataFrame:
    """Share of the buildings whose interval holds the true rank, and the median width."""
    every = pd.concat(cities(n))
    by = every.groupby(["together", "hidden"])
    found = by.agg(buildings=("inside", "size"), held=("inside", "mean"), width=("width", "median"))
    found.loc[("all", ""), :] = [len(every), every["inside"].mean(), every["width"].median()]
    return found


if __name__ == "__main__":
    print(table(int(sys.argv[1]) if len(sys.argv) > 1 else 200).round(3).to_string())
