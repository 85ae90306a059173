"""Which stages or chains seek or avoid one another: the points of one city, at two scales.

Points are the named tenants of placed buildings, one a row of the source, and if asked the
partners outside; published totals never. A row placed at the middle of a neighbourhood or postcode
says nothing of who its neighbour is: it is left out and counted.

Tenants and partners come from other sources and stand in other kinds of places. With both, the
categories are shuffled among tenants and among partners apart, so that a full list of galleries
does not by itself make galleries seek one another.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.data.coarseness import coarse_rows
from geo.data.row_kinds import organisations
from geo.data.schemas import SOURCE_COLUMNS
from geo.data.selection import Selection
from geo.data.thresholds import BANDS_M, FEW_POINTS, FEWEST_POINTS, TEST_LEVEL
from geo.data.verdicts import ATTRACTS, AVOIDS, MARKED, NO_DIFFERENCE, TOO_FEW
from geo.evidence.between_houses import (
    CURVES as MOVES,
)
from geo.evidence.between_houses import (
    LEAST_SHARE,
    Setting,
    between_houses,
    size_classes,
)
from geo.evidence.chance import OnDraws, corrected, unheard
from geo.evidence.cluster_density import Population
from geo.evidence.colocation import SAME_PLACE_M, Floats, local_table, read_mixes
from geo.evidence.cross_k import COLUMNS as CURVE_COLUMNS
from geo.evidence.cross_k import cross_k
from geo.evidence.house_pairs import Housed, house_pairs

BY = ("stage", "chain")
TOLD = ("verdict", "borderline")
COLUMNS = [
    "id",
    "source",
    "name",
    "place_name",
    "chain",
    "stage",
    "precision",
    *SOURCE_COLUMNS,
    "geometry",
]
RADII_M = np.arange(50.0, 1501.0, 50.0)
CURVES, MANY_POINTS, CURVES_OF_MANY = 999, 20_000, 199
"""Labellings that a curve is held against, and of how many points on it is fewer."""
CELL_M = 100.0
"""Side of the cells in which more points than that are put together between houses."""


@dataclass(frozen=True)
class CityPoints:
    """The points of one city that can have a neighbour.

    Attributes
    ----------
    city : str
    rows : GeoDataFrame
        ``id, source`` ("tenant" or "partner"), ``name, place_name`` (the building, or the partner
        itself), ``chain, stage`` (codes joined by ";"), ``precision`` and
        `geo.data.schemas.SOURCE_COLUMNS`; Points in EPSG:28992.
    left_out : dict of reason to number of rows
        "coarse_tenants", "tenants_without_place", "no_organisation" (rooms of a house, unnamed
        groups), "coarse_partners", "published_totals"; of a test "no_family".
    """

    city: str
    rows: gpd.GeoDataFrame
    left_out: dict[str, int]

    @property
    def xy(self) -> np.ndarray:
        """Coordinates in metres, points × 2."""
        return np.column_stack([self.rows.geometry.x, self.rows.geometry.y])

    @property
    def strata(self) -> pd.Series | None:
        """Tenant or partner, where there are both."""
        return self.rows["source"] if self.rows["source"].nunique() > 1 else None


def city_points(chosen: Selection, city: str, partners: bool = True) -> CityPoints:
    """Gather the points of one city from what the filters leave.

    Parameters
    ----------
    chosen : Selection
    city : str
    partners : bool
        Whether partners outside the buildings are points too.

    Returns
    -------
    CityPoints

    Examples
    --------
    Eleven named tenants, one of them in a building without a place; one published total:

    >>> from geo.data.selection import Filters, select
    >>> from geo.toy.city import toy_dataset
    >>> points = city_points(select(toy_dataset(), Filters()), "Amsterdam", partners=False)
    >>> len(points.rows), points.left_out["tenants_without_place"]
    (10, 1)
    """
    houses = chosen.hubs[chosen.hubs["city"].eq(city)]
    tenants = chosen.tenants[chosen.tenants["city"].eq(city)]
    named = organisations(tenants)
    placed = _tenants(tenants[named], houses)
    outside = chosen.partners[chosen.partners["city"].eq(city)]
    outside = outside.assign(source="partner", place_name=outside["name"])
    if not partners:
        outside = outside.iloc[:0]
    rows = pd.concat([placed[COLUMNS], outside[COLUMNS]], ignore_index=True)
    for code in BY:
        rows[code] = rows[code].fillna("unknown")
    coarse = coarse_rows(rows)
    by_source = rows.loc[coarse, "source"].value_counts()
    left_out = {
        "coarse_tenants": int(by_source.get("tenant", 0)),
        "tenants_without_place": int(named.sum()) - len(placed),
        "no_organisation": int((~named).sum()),
        "coarse_partners": int(by_source.get("partner", 0)),
        "published_totals": int(chosen.totals["city"].eq(city).sum()),
    }
    kept = gpd.GeoDataFrame(rows[~coarse].reset_index(drop=True), crs=chosen.hubs.crs)
    return CityPoints(city, kept, left_out)


def _tenants(tenants: pd.DataFrame, houses: gpd.GeoDataFrame) -> pd.DataFrame:
    places = houses[["id", "name", "precision", "geometry"]].rename(
        columns={"id": "hub_id", "name": "place_name"}
    )
    rows = tenants.rename(columns={"label": "name"}).merge(places, on="hub_id")
    return rows.assign(source="tenant")


def in_family(points: CityPoints, chains: Collection[str], by: str) -> CityPoints:
    """Leave what is no creative chain, or not known, out of a test: that is missing, no kind.

    Parameters
    ----------
    points : CityPoints
    chains : collection of str
        The creative chains; a point of one and of another thing stays with the one.
    by : "stage" or "chain"

    Returns
    -------
    CityPoints
        With "no_family" among what is left out.

    Examples
    --------
    Of ten tenants one is a café, and of one chain and stage are not known:

    >>> from geo.data.selection import Filters, select
    >>> from geo.toy.city import toy_dataset
    >>> data = toy_dataset()
    >>> points = city_points(select(data, Filters()), "Amsterdam", partners=False)
    >>> family = in_family(points, data.chain_model.ten, "stage")
    >>> len(family.rows), family.left_out["no_family"]
    (8, 2)
    """
    rows = points.rows
    chain = [";".join(code for code in cell.split(";") if code in chains) for cell in rows["chain"]]
    kept = np.array([bool(cell) for cell in chain], dtype=bool) & rows[by].ne("unknown").to_numpy()
    family = gpd.GeoDataFrame(rows.assign(chain=chain)[kept].reset_index(drop=True))
    left_out = {**points.left_out, "no_family": len(rows) - len(family)}
    return CityPoints(points.city, family, left_out)


def house_matrix(
    points: CityPoints, by: str = "stage", on_draws: OnDraws = unheard
) -> pd.DataFrame:
    """Which stages or chains share a house more, or less, than their numbers would make them.

    Parameters
    ----------
    points : CityPoints
    by : "stage" or "chain"
    on_draws : callable
        Told how far the draws are.

    Returns
    -------
    DataFrame
        As `geo.evidence.house_pairs.house_pairs`; empty when there are fewer than two points.

    Examples
    --------
    >>> from geo.data.selection import Filters, select
    >>> from geo.toy.city import toy_dataset
    >>> points = city_points(select(toy_dataset(), Filters()), "Amsterdam")
    >>> matrix = house_matrix(points, "stage").set_index(["a", "b"])
    >>> float(matrix.loc[("make", "make"), "n_a"])  # h2, h3, h9, h10, and half of h5
    4.5
    """
    if len(points.rows) < FEWEST_POINTS:
        return pd.DataFrame(columns=["a", "b", "ratio", "p", "q", "n_a", "n_b", *TOLD])
    return house_pairs(_housed(points, by)[0], on_draws=on_draws)


def between_matrix(
    points: CityPoints,
    by: str = "stage",
    people: Population | None = None,
    on_draws: OnDraws = unheard,
) -> pd.DataFrame:
    """Which stages or chains lie near one another, or apart, with the own building left out.

    Parameters
    ----------
    points : CityPoints
    by : "stage" or "chain"
    people : Population, optional
        Businesses of the city; without them every place counts alike.
    on_draws : callable
        Told how far the draws are.

    Returns
    -------
    DataFrame
        As `geo.evidence.between_houses.between_houses`, with ``cell_m``: the side of the cells in
        which a great many places are put together, each as one house, else 0; with fewer draws
        then. Empty when there are fewer than two points.
    """
    if len(points.rows) < FEWEST_POINTS:
        return pd.DataFrame(columns=["a", "b", "radius", "m", "ratio", "p", "n_a", *TOLD])
    many = is_many(points)
    cell_m = CELL_M if many else SAME_PLACE_M
    housed, where = _housed(points, by, cell_m)
    tenants = np.bincount(housed.house, points.rows["source"].eq("tenant"), len(where)) > 0
    sizes = size_classes(housed.size)
    stratum = sizes + tenants * (sizes.max() + 1)
    setting = Setting(where, stratum, _shares(where, people))
    found = between_houses(housed, setting, MOVES[:1] if many else MOVES, on_draws=on_draws)
    return found.assign(cell_m=CELL_M if many else 0.0)


def is_many(points: CityPoints) -> bool:
    """Whether pairs of so many points take minutes, and are counted in cells between houses.

    Examples
    --------
    >>> from geo.data.selection import Filters, select
    >>> from geo.toy.city import toy_dataset
    >>> is_many(city_points(select(toy_dataset(), Filters()), "Amsterdam"))
    False
    """
    return len(points.rows) > MANY_POINTS


def _housed(points: CityPoints, by: str, cell_m: float = SAME_PLACE_M) -> tuple[Housed, Floats]:
    """The points in the houses they share, and where each house is."""
    cells = np.round(points.xy / cell_m)
    where, house = np.unique(cells, axis=0, return_inverse=True)
    stratum = np.unique(points.rows["source"].to_numpy(dtype=str), return_inverse=True)[1]
    housed = Housed(read_mixes(points.rows[by]), house.reshape(-1), stratum.reshape(-1))
    return housed, where * cell_m


def _shares(where: Floats, people: Population | None) -> Floats:
    """Share of the businesses within each distance of each place."""
    if people is None:
        return np.full((len(BANDS_M), len(where)), 1.0 / len(where))
    found = [people.within(where, np.full(len(where), band)) for band in BANDS_M]
    return np.maximum(found, LEAST_SHARE)


def told_pairs(matrix: pd.DataFrame) -> pd.DataFrame:
    """One row a pair: where there are distances, the one at which it says most.

    Parameters
    ----------
    matrix : DataFrame
        As `house_matrix` or `between_matrix` gives it.

    Examples
    --------
    >>> rows = {"a": "x", "b": "y", "radius": [250, 500], "ratio": [4.0, 2.0]}
    >>> told = {"verdict": ["no_difference", "attracts"], "borderline": [True, False]}
    >>> told_pairs(pd.DataFrame({**rows, **told}))["ratio"].tolist()
    [2.0]
    """
    if "radius" not in matrix:
        return matrix
    marked, border = matrix["verdict"].isin(MARKED), matrix["borderline"].astype(bool)
    sure = marked * 2 + (marked ^ border)
    far = np.log(matrix["ratio"].astype(float).clip(lower=1e-6)).abs().fillna(0.0)
    order = matrix.assign(sure=sure, far=far.where(sure > 0, matrix["radius"]))
    best = order.sort_values(["sure", "far"], ascending=False, kind="stable")
    return pd.DataFrame(best.drop_duplicates(["a", "b"]).drop(columns=["sure", "far"]).sort_index())


def tally(matrix: pd.DataFrame) -> tuple[int, int, int]:
    """Count the pairs of a matrix: tested, that stand out, and that lie on the border.

    Those on the border may be among those that stand out.
    """
    pairs = told_pairs(matrix)
    return (
        int(pairs["verdict"].ne(TOO_FEW).sum()),
        int(pairs["verdict"].isin(MARKED).sum()),
        int(pairs["borderline"].sum()),
    )


def local_places(points: CityPoints, by: str, a: str, b: str) -> gpd.GeoDataFrame:
    """Where A has B near it more, or less, than by chance: one row a place with a point of A.

    Parameters
    ----------
    points : CityPoints
    by : "stage" or "chain"
    a, b : str

    Returns
    -------
    GeoDataFrame
        ``place_name, n_a`` (points of A there), ``n_near`` (tied nearest neighbours of each),
        ``b_near`` (B among them), ``quotient, p, q`` (corrected for the number of places) and
        ``verdict``: "attracts", "avoids", "no_difference" or "too_few" (fewer than `FEW_POINTS`
        of A or B in the city).
    """
    columns = ["place_name", "n_a", "n_near", "b_near", "quotient", "p", "q", "verdict"]
    rows = points.rows
    if len(rows) < FEWEST_POINTS:
        return gpd.GeoDataFrame(columns=columns, geometry=[], crs=rows.crs)
    table = local_table(points.xy, rows[by], a, b)
    table = table.join(rows[["place_name", "geometry"]])
    by_place = table.groupby("place", sort=True)
    places = by_place.first().assign(n_a=by_place.size())
    places["quotient"] = by_place["quotient"].mean()
    told = places["quotient"].notna()
    places["q"] = corrected(places["p"], told)
    few = min(_number(rows[by], a), _number(rows[by], b)) < FEW_POINTS
    unsure = ~told | places["q"].gt(TEST_LEVEL)
    places["verdict"] = np.select(
        [np.full(len(places), few), unsure, places["quotient"].gt(1)],
        [TOO_FEW, NO_DIFFERENCE, ATTRACTS],
        default=AVOIDS,
    )
    return gpd.GeoDataFrame(places.reset_index(drop=True), geometry="geometry", crs=rows.crs)


def _number(codes: pd.Series, code: str) -> float:
    parts = codes.str.split(";")
    return float(sum(cell.count(code) / len(cell) for cell in parts))


def association_curve(
    points: CityPoints, by: str, pair: tuple[str, str], area_m2: float
) -> pd.DataFrame:
    """Cross-K of a pair up to 1500 m against random labelling of the same places.

    A point of several codes takes part with its first: a pair either is or is not. It is held
    against `CURVES` labellings; of more than `MANY_POINTS` against `CURVES_OF_MANY`.

    Returns
    -------
    DataFrame
        As `geo.evidence.cross_k.cross_k`; empty when there are no points.
    """
    if points.rows.empty:
        return pd.DataFrame(columns=CURVE_COLUMNS)
    first = points.rows[by].str.split(";").str[0]
    curves = CURVES if len(first) <= MANY_POINTS else CURVES_OF_MANY
    return cross_k(
        points.xy, first, pair, RADII_M, area_m2, permutations=curves, strata=points.strata
    )
