"""Does the curve of one pair by distance keep its level? On the made-up cities of the pairs.

Run with ``python -m benchmarks.truth.curves [CITIES]``. In each city the first two kinds are held
against one another, by 20 distances and 199 labellings, in four truths:

* ``labels`` and ``alone``: kinds at random over the tenants, so that nothing is there to find;
* ``strata``: the same, a third of the tenants of another list, in which the second kind is three
  times as common and whose houses are others: shuffled within each list nothing is there either;
* ``in_house``: the two gather in the same houses, which is found.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd

from benchmarks.truth.association import KINDS, SEED, SIDE_M, made_city
from geo.data.thresholds import TEST_LEVEL
from geo.evidence.association import RADII_M
from geo.evidence.cross_k import cross_k

TRUTHS = ("labels", "alone", "strata", "in_house")
LABELLINGS = 199


def curve(truth: str, i: int) -> pd.DataFrame:
    """The curve of the first two kinds in one city; the same each time."""
    rng = np.random.default_rng([SEED, 100 + TRUTHS.index(truth), i])
    housed, setting = made_city(rng, "labels" if truth == "strata" else truth)
    kind = housed.mixes.of_point
    other = np.zeros(len(kind), dtype=bool)
    if truth == "strata":
        other = housed.house % 3 == 0
        often = np.r_[1.0, 3.0, np.ones(KINDS - 2)]
        kind = np.where(other, rng.choice(KINDS, len(kind), p=often / often.sum()), kind)
    names = pd.Series(kind).map("k{}".format)
    xy, lists = setting.xy[housed.house], pd.Series(other)
    pair, area = ("k0", "k1"), SIDE_M**2
    return cross_k(xy, names, pair, RADII_M, area, permutations=LABELLINGS, seed=i, strata=lists)


def table(n: int) -> pd.DataFrame:
    """Share of the cities whose curve is called other than chance, and that leaves its band."""
    rows = {}
    for truth in TRUTHS:
        curves = [curve(truth, i) for i in range(n)]
        told = [float(each["p_overall"].iloc[0] <= TEST_LEVEL) for each in curves]
        out = [float(each["side"].ne(0).any()) for each in curves]
        rows[truth] = {"p": np.mean(told), "outside": np.mean(out), "cities": n}
    return pd.DataFrame(rows).T


if __name__ == "__main__":
    print(table(int(sys.argv[1]) if len(sys.argv) > 1 else 1000).round(4).to_string())
