"""Do the tests of nearness keep their level, and find what is planted? On made-up cities.

Run with ``python -m benchmarks.truth.association [CITIES] [house] [between]``. Each city has 150
buildings in groups of five, 600 tenants of nine kinds, and businesses, half of them where the
groups are. What is true:

* ``labels``: kinds at random over the tenants;
* ``alone``: the same, each fourth tenant alone in a building;
* ``themed``: each building leans to a kind of its own, whatever its place: nothing between houses,
  much within them;
* ``in_house``: two rare kinds gather in one in twelve houses, so that they share a house eight
  times as often as their numbers would make them;
* ``between``: the same two gather in three of the thirty groups, each house there for one of them,
  so that they lie near one another eight times as often, and hardly ever in one house.

Each city is drawn twice with other seeds, to compare the marks. Of a scale: ``any`` mark, ``p`` at
most 0.05 (in the house of single pairs), the planted pair ``found``, ``times`` by chance, and
``same``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
import pandas as pd

from geo.data.thresholds import BANDS_M, TEST_LEVEL
from geo.data.verdicts import ATTRACTS, MARKED
from geo.evidence.association import told_pairs
from geo.evidence.between_houses import LEAST_SHARE, Setting, between_houses, size_classes
from geo.evidence.colocation import read_mixes
from geo.evidence.house_pairs import Housed, house_pairs

SEED = 17
BUILDINGS, GROUPS, TENANTS, KINDS, SIDE_M = 150, 30, 600, 9, 10_000.0
TOGETHER, SHARE_THERE, SHARE_ELSEWHERE = 0.08, 0.45, 0.01
"""(0.08 · 0.45² + 0.92 · 0.01²) / (0.08 · 0.45 + 0.92 · 0.01)² = 8."""
GATHERED, OWN_THERE, OWN_ELSEWHERE = 3, 0.9, 0.006
"""As above: (0.1 · 0.45² + 0.9 · 0.006²) / (0.1 · 0.45 + 0.9 · 0.006)² = 8."""
TRUTHS = ("labels", "alone", "themed", "in_house", "between")
SCALES = ("house", "between")
PLANTED = ("k0", "k1")


def made_city(rng: np.random.Generator, truth: str) -> tuple[Housed, Setting]:
    """Tenants, and where their buildings stand, of a city that does not exist."""
    group, centre = np.arange(BUILDINGS) % GROUPS, rng.uniform(0, SIDE_M, (GROUPS, 2))
    xy = centre[group] + rng.normal(0, 150, (BUILDINGS, 2))
    house = rng.choice(BUILDINGS, TENANTS, p=rng.dirichlet(np.full(BUILDINGS, 2.0)))
    kind = _kinds(rng, house, truth)
    if truth == "alone":
        lone = rng.random(TENANTS) < 0.25
        house = np.where(lone, BUILDINGS + np.arange(TENANTS), house)
        xy = np.vstack([xy, rng.uniform(0, SIDE_M, (TENANTS, 2))])
    used, house = np.unique(house, return_inverse=True)
    labels = read_mixes(pd.Series(kind).map("k{}".format))
    nothing = np.zeros(TENANTS, dtype=np.int64)
    return Housed(labels, house, nothing), _setting(rng, xy[used], centre, np.bincount(house))


def _kinds(rng: np.random.Generator, house: np.ndarray, truth: str) -> np.ndarray:
    """The kind of every tenant; with a theme, more than half of a house are of its own."""
    kind = rng.integers(0, KINDS, TENANTS)
    if truth == "themed":
        theme = rng.integers(0, KINDS, BUILDINGS)
        kind = np.where(rng.random(TENANTS) < 0.6, theme[house], kind)
    if truth in ("in_house", "between"):
        first, second = _leaning(rng, truth)
        drawn = rng.random(TENANTS)
        of_first, of_pair = drawn < first[house], drawn < (first + second)[house]
        kind = np.where(of_first, 0, np.where(of_pair, 1, rng.integers(2, KINDS, TENANTS)))
    return kind


def _leaning(rng: np.random.Generator, truth: str) -> tuple[np.ndarray, np.ndarray]:
    """Share of each of the two kinds in each building."""
    if truth == "in_house":
        there = rng.random(BUILDINGS) < TOGETHER
        both = np.where(there, SHARE_THERE, SHARE_ELSEWHERE)
        return both, both
    there = np.arange(BUILDINGS) % GROUPS < GATHERED
    of_first = np.arange(BUILDINGS) // GROUPS % 2 == 0
    first, second = (
        np.where(there, np.where(own, OWN_THERE, 0.0), OWN_ELSEWHERE)
        for own in (of_first, ~of_first)
    )
    return first, second


def _setting(
    rng: np.random.Generator, xy: np.ndarray, centre: np.ndarray, size: np.ndarray
) -> Setting:
    """Count made-up businesses round each building."""
    near = centre[rng.integers(0, GROUPS, 4000)] + rng.normal(0, 600, (4000, 2))
    firms = np.vstack([near, rng.uniform(0, SIDE_M, (4000, 2))])
    apart = np.hypot(*(xy[:, None, :] - firms[None, :, :]).transpose(2, 0, 1))
    count = np.array([(apart <= band).sum(axis=1) for band in BANDS_M], dtype=float)
    return Setting(xy, size_classes(size), np.maximum(count / len(firms), LEAST_SHARE))


def answers(n: int, truth: str, scales: tuple[str, ...] = SCALES) -> Iterator[dict[str, float]]:
    """Say of ``n`` cities what the tests mark, and whether with another seed the same; repeatable.

    ``same`` counts every pair, ``sure_same`` those that neither seed calls to be on the border.
    """
    for i in range(n):
        rng = np.random.default_rng([SEED, TRUTHS.index(truth), i])
        housed, setting = made_city(rng, truth)
        found: dict[str, float] = {}
        for scale in scales:
            one, other = (_told(scale, housed, setting, seed) for seed in (i, 10_000 + i))
            differ = one["verdict"].ne(other["verdict"])
            sure = ~one["borderline"] & ~other["borderline"]
            found |= {
                f"{scale}_any": float(one["verdict"].isin(MARKED).any()),
                f"{scale}_p": float(one["p"].le(TEST_LEVEL).mean()),
                f"{scale}_found": float(_planted(one)["verdict"].eq(ATTRACTS).any()),
                f"{scale}_times": float(_planted(one)["ratio"].iloc[0]),
                f"{scale}_same": float(not differ.any()),
                f"{scale}_sure_same": float(not differ[sure].any()),
            }
        yield found


def _told(scale: str, housed: Housed, setting: Setting, seed: int) -> pd.DataFrame:
    """The pairs as the page tells them, each once."""
    if scale == "house":
        return house_pairs(housed, resamples=9, seed=seed)
    return told_pairs(between_houses(housed, setting, seed=seed))


def _planted(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["a"].eq(PLANTED[0]) & table["b"].eq(PLANTED[1])]


def table(n: int, scales: tuple[str, ...] = SCALES) -> pd.DataFrame:
    """Share of the cities in which each test says something, finds the pair, and stays the same."""
    rows = {truth: pd.DataFrame(answers(n, truth, scales)).mean() for truth in TRUTHS}
    return pd.DataFrame(rows).T.assign(cities=n)


if __name__ == "__main__":
    cities = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    print(table(cities, tuple(sys.argv[2:]) or SCALES).round(3).to_string())
