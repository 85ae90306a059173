"""Is a cluster denser than businesses in general would make it?

Points drawn with no pattern at all give clusters too: HDBSCAN finds several in pure chance. So each
cluster is held against businesses (a comparison population after Diggle & Chetwynd 1991, *Second-
order analysis of spatial clustering for inhomogeneous populations*, Biometrics 47(3)): how many
of the points would lie in its circle if they lay as businesses do, by the likelihood ratio of
Kulldorff (1997), *A spatial scan statistic*, Commun. Stat. Theory Methods 26(6). p is the share of
the draws whose best cluster, found by the same method, has as high a ratio: what is searched for is
searched for in every draw too, so that no correction for the number of clusters is needed.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.spatial import cKDTree

from geo.data.thresholds import TEST_LEVEL
from geo.evidence.chance import SEED
from geo.evidence.clusters import (
    HULL_MARGIN_M,
    MANY,
    NOT_CLUSTERED,
    Labels,
    Numbers,
    Places,
    labels_of_places,
)

DRAWS = 99
OF_MANY = 39
"""Draws where more than `MANY` take part: the level is as exact (Barnard 1963),
and a minute's work is not asked of a map."""
STEP = 1.2
"""The draws are of a number of points that differs from the true one by less than a tenth."""
RARE = 0.02
"""Of many places, so few that count otherwise are drawn as most count."""
CLUSTER, GROUP = "cluster", "group"
TOLD = ("expected", "times", "p", "verdict")


@dataclass(frozen=True)
class Population:
    """Businesses of one city as points.

    Attributes
    ----------
    xy : array
        Metres (EPSG:28992).
    share : array
        Of all businesses, at each point; the shares sum to 1.
    tree : cKDTree
        Of the points.
    """

    xy: Numbers
    share: Numbers
    tree: cKDTree

    def within(self, centres: Numbers, radii: Numbers) -> Numbers:
        """Share of the businesses within a distance of each centre."""
        found = self.tree.query_ball_point(centres, radii)
        return np.array([self.share[rows].sum() for rows in found])


@dataclass(frozen=True)
class Search:
    """How clusters are found.

    Attributes
    ----------
    method : "hdbscan" or "dbscan"
    min_size : int
    radius_m : float
    """

    method: str
    min_size: int
    radius_m: float


def population(points: gpd.GeoDataFrame) -> Population:
    """Make a population of `geo.data.business_counts.business_points` of one city."""
    xy, weight = shapely.get_coordinates(points.geometry), points["weight"].to_numpy(dtype=float)
    return population_of(xy, weight / weight.sum())


def population_of(xy: Numbers, share: Numbers) -> Population:
    """Make a population of its points in metres and the share of all businesses at each."""
    return Population(xy, share, cKDTree(xy))


def chance_scores(people: Population, counts: tuple[int, ...], search: Search) -> Numbers:
    """Return the best score of each draw of places that lie as businesses do, lowest first.

    Parameters
    ----------
    people : Population
    counts : tuple of int
        Points at each place, as `drawn_counts` gives them.
    search : Search
    """
    rng = np.random.default_rng(SEED)
    many = np.array(counts)
    draws = OF_MANY if many.sum() > MANY else DRAWS
    best, upto = np.zeros(draws), np.cumsum(people.share)
    if len(many) > 1:
        for i in range(draws):
            drawn = people.xy[np.searchsorted(upto, rng.random(len(many)) * upto[-1])]
            xy, at = np.unique(drawn, axis=0, return_inverse=True)
            heavy = np.bincount(at.reshape(-1), many, len(xy))
            each = np.minimum(heavy, search.min_size - 1).astype(np.int64)
            labels, _ = labels_of_places(xy, each, search.method, search.min_size, search.radius_m)
            best[i] = max((score for *_, score in _scores(xy, each, labels, people)), default=0.0)
    return np.sort(best)


def drawn_counts(counts: tuple[int, ...]) -> tuple[int, ...]:
    """Return what is drawn for so many places: a number near theirs, where they are many or alike.

    Few numbers serve all selections, so that what chance gives need not be worked out for each.
    Where all places count one, or more than `MANY` points take part, those that count as much are
    drawn in such a number, and one in fifty that counts otherwise as most do; else each place as
    it counts.

    Examples
    --------
    >>> len(drawn_counts((1,) * 57)), len(drawn_counts((1,) * 59)), drawn_counts((3, 1))
    (55, 55, (1, 3))
    >>> drawn_counts((1,) * 3_000 + (2,) * 8) == drawn_counts((1,) * 3_000)
    True
    """
    if set(counts) != {1} and sum(counts) <= MANY:
        return tuple(sorted(counts))
    times = Counter(counts)
    (most, _), *_ = times.most_common(1)
    for each in [n for n, many in times.items() if many < RARE * len(counts)]:
        times[most] += times.pop(each)
    return tuple(
        each
        for each, many in sorted(times.items())
        for _ in range(int(STEP ** round(math.log(many, STEP)) + 0.5))
    )


def density(places: Places, labels: Labels, people: Population, chance: Numbers) -> pd.DataFrame:
    """Hold the clusters of one city against businesses in general.

    Parameters
    ----------
    places : Places
    labels : array of int
        The cluster of each point that takes part (``places.rows``), -1 for none.
    people : Population
    chance : array
        As `chance_scores` gives it for `drawn_counts` of the same counts.

    Returns
    -------
    DataFrame
        By label: ``expected`` (points that would lie in its circle), ``times`` (as many as that),
        ``p``, and ``verdict``, "cluster" or, where p is above the level, "group".
    """
    of_place = np.full(len(places.xy), NOT_CLUSTERED)
    of_place[places.at] = labels
    rows = {
        label: {
            "expected": expected,
            "times": n / expected if expected > 0 else np.inf,
            "p": (1 + int((chance >= score - 1e-9).sum())) / (len(chance) + 1),
        }
        for label, n, expected, score in _scores(places.xy, places.counts, of_place, people)
    }
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["expected", "times", "p"])
    return table.assign(verdict=np.where(table["p"].le(TEST_LEVEL), CLUSTER, GROUP))


def _scores(
    xy: Numbers, counts: Labels, labels: Labels, people: Population
) -> list[tuple[int, int, float, float]]:
    """Label, points, points expected and likelihood ratio of each cluster's circle."""
    rows = np.flatnonzero(labels != NOT_CLUSTERED)
    found, of = np.unique(labels[rows], return_inverse=True)
    if not len(found):
        return []
    total, places = int(counts.sum()), np.bincount(of)
    centres = np.column_stack([np.bincount(of, axis) / places for axis in xy[rows].T])
    radii = np.zeros(len(found))
    np.maximum.at(radii, of, np.hypot(*(xy[rows] - centres[of]).T))
    expected = people.within(centres, radii + HULL_MARGIN_M) * total
    sizes = np.bincount(of, counts[rows])
    return [
        (int(label), int(n), float(e), _ratio(int(n), float(e), total))
        for label, n, e in zip(found, sizes, expected, strict=True)
    ]


def _ratio(n: int, expected: float, total: int) -> float:
    """Kulldorff's log likelihood ratio; 0 where there are no more than expected.

    Examples
    --------
    >>> round(_ratio(6, 2.0, 10), 3), _ratio(2, 2.0, 10)
    (3.819, 0.0)
    """
    if n <= expected:
        return 0.0
    outside = total - n
    rest = outside * np.log(outside / (total - expected)) if outside else 0.0
    return float(n * np.log(n / max(expected, 1e-9)) + rest)
