"""A place and its street lie on one bank: a canal drawn by hand, and the rows that are shipped."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import LineString, Point, box

from geo.data.cities import CITIES
from geo.data.crs import RD_NEW
from geo.data.folders import DATA
from geo.network.banks import WET_M, Water
from geo.network.graph import MAX_ACCESS_M, StreetNetwork, load_network, network_of, snap
from geo.network.proximity import distance_matrix, nearest, route

# A canal 20 m wide from west to east, y 100 to 120; a quay 10 m north of it, a street 60 m south,
# and far in the east a way round that joins them.
CANAL = Water([box(-500, 100, 500, 120)])
QUAY, STREET = LineString([(-500, 130), (500, 130)]), LineString([(-500, 40), (500, 40)])
ROUND = LineString([(500, 130), (600, 85), (500, 40)])


def by_the_canal(water: Water | None = CANAL) -> StreetNetwork:
    return chain_of([QUAY, ROUND, STREET], water)


def chain_of(lines: list[LineString], water: Water | None) -> StreetNetwork:
    """Streets of which each begins where the one before ends."""
    length = [line.length for line in lines]
    rows = {
        "u": np.arange(len(lines)),
        "v": np.arange(1, len(lines) + 1),
        "length_m": length,
        "seconds_walk": length,
        "seconds_cycle": length,
        "mode": "street",
        "geometry": lines,
    }
    return network_of("Toy", pd.DataFrame(rows), water)


def put(x: float, y: float, network: StreetNetwork) -> tuple[int, float, float]:
    found = snap(network, gpd.GeoSeries.from_xy([x], [y], crs=RD_NEW)).iloc[0]
    return int(found["edge"]), found["along_m"], found["access_m"]


def test_a_house_on_the_south_bank_belongs_to_the_street_and_not_to_the_nearer_quay() -> None:
    # At y = 95 the quay is 35 m off, across 20 m of water; the street is 55 m off, on dry land.
    assert put(0, 95, by_the_canal()) == (2, 500.0, 55.0)
    assert put(0, 95, by_the_canal(None)) == (0, 500.0, 35.0)


def places(*points: tuple[float, float]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"id": [str(i) for i in range(len(points))]},
        geometry=[Point(*point) for point in points],
        crs=RD_NEW,
    )


# The street lies at y = 40: the sheds stand 60 and 40 m south of it, 25 m from each other; the
# house stands 10 m from it and is nearer to the first shed by the street than it looks.
SHEDS, HOUSE = ((0.0, -20.0), (15.0, 0.0)), (0.0, 50.0)


def test_sheds_far_off_the_street_are_near_each_other() -> None:
    network, sheds = by_the_canal(), places(*SHEDS)
    metres, minutes = distance_matrix(network, sheds, sheds)
    assert metres[0, 1] == metres[1, 0] == pytest.approx(25.0)
    assert minutes[0, 1] == pytest.approx(25 / 80)  # 4.8 km/h
    way = route(network, *sheds.geometry)
    assert way is not None
    assert (way.metres, way.line.wkt) == (pytest.approx(25.0), "LINESTRING (0 -20, 15 0)")
    found = nearest(network, sheds.iloc[:1], sheds.iloc[1:])
    assert found[["target_id", "metres"]].values.tolist() == [["1", pytest.approx(25.0)]]


def test_other_places_go_by_the_street() -> None:
    network = by_the_canal()
    # To the house: 60 m to the street and 10 m on, which is as far as straight on.
    metres, _ = distance_matrix(network, places(SHEDS[0]), places(HOUSE))
    assert metres[0, 0] == pytest.approx(70.0)
    # Both within 50 m of the street: 40 m there and back, and 20 s along it at 4.8 km/h.
    metres, _ = distance_matrix(network, places((0.0, 0.0)), places((20.0, 0.0)))
    assert metres[0, 0] == pytest.approx(80 + 20 * 4 / 3)


def test_nobody_walks_straight_through_water() -> None:
    ditch = Water([box(-50, -15, 50, -10)])
    metres, _ = distance_matrix(by_the_canal(ditch), places(SHEDS[0]), places(SHEDS[1]))
    assert metres[0, 0] > 100


def test_a_house_on_the_north_bank_belongs_to_the_quay() -> None:
    assert put(0, 125, by_the_canal()) == (0, 500.0, 5.0)


def test_a_ship_lies_at_the_nearest_quay() -> None:
    assert put(0, 115, by_the_canal()) == (0, 500.0, 15.0)
    # In the southern half: 130 - 101 = 29 m to the quay, 101 - 40 = 61 m to the street.
    assert put(0, 101, by_the_canal()) == (0, 500.0, 29.0)


def test_an_island_without_a_street_is_on_no_street() -> None:
    # A ring of water round (0, 80), wider than the rule lets pass.
    moat = Point(0, 80).buffer(20).difference(Point(0, 80).buffer(10))
    network = by_the_canal(Water([moat]))
    edge, _, access = put(0, 80, network)
    assert edge == -1
    assert np.isnan(access)
    assert put(0, 45, network) == (2, 500.0, 5.0)


def test_water_as_narrow_as_the_drawing_is_rough_parts_nothing() -> None:
    for width, edge in ((WET_M, 0), (WET_M + 0.5, 2)):
        ditch = Water([box(-500, 100, 500, 100 + width)])
        assert put(0, 95, by_the_canal(ditch))[0] == edge


def test_two_waters_on_one_way_are_counted_together() -> None:
    ditches = Water([box(-500, 100, 500, 102), box(-500, 104, 500, 106)])
    assert put(0, 95, by_the_canal(ditches))[0] == 2


def laid_over(areas: list[shapely.Geometry], begin: Point, end: Point) -> float:
    """Metres of a way over water that it does not begin in, as GEOS lays one over the other."""
    way = LineString([begin, end])
    return float(sum(way.intersection(each).length for each in areas if not each.intersects(begin)))


def shores(rng: np.random.Generator) -> list[shapely.Geometry]:
    """Waters with coves and islands, some of them over each other, and one of several parts."""
    turn = np.linspace(0, 2 * np.pi, 30, endpoint=False)
    found: list[shapely.Geometry] = []
    for x, y in rng.uniform(0, 600, (12, 2)):
        far = rng.uniform(30, 110, len(turn))
        shore = shapely.Polygon(np.column_stack([x + far * np.cos(turn), y + far * np.sin(turn)]))
        found.append(shore.difference(Point(x, y).buffer(rng.uniform(5, 25))))
    return [*found[:-2], shapely.MultiPolygon([box(700, 0, 740, 40), box(760, 0, 800, 40)])]


def test_water_between_is_what_geos_lays_over_each_other() -> None:
    rng = np.random.default_rng(20)
    areas = shores(rng)
    ends = shapely.points(rng.uniform(-50, 850, (2, 3_000, 2)))
    metres = np.array([laid_over(areas, *pair) for pair in ends.T])
    assert 500 < (metres > WET_M).sum() < 2_500
    assert Water(areas).between(*ends).tolist() == (metres > WET_M).tolist()


def test_each_place_is_on_the_nearest_street_that_no_water_parts_from_it() -> None:
    rng = np.random.default_rng(21)
    areas = shores(rng)
    corners = rng.uniform(-200, 1_000, (31, 2))
    lines = [LineString(pair) for pair in zip(corners, corners[1:], strict=False)]
    places, network = rng.uniform(-50, 850, (300, 2)), chain_of(lines, Water(areas))
    found = snap(network, gpd.GeoSeries.from_xy(*places.T, crs=RD_NEW))
    for place, edge, access in zip(places, found["edge"], found["access_m"], strict=True):
        point = Point(place)
        ways = [line.interpolate(line.project(point)) for line in lines]
        dry = {spot.distance(point): number for number, spot in reversed([*enumerate(ways)])
               if spot.distance(point) <= MAX_ACCESS_M
               and laid_over(areas, point, spot) <= WET_M}  # fmt: skip
        assert edge == (dry[min(dry)] if dry else -1)
        assert not dry or access == pytest.approx(min(dry))
    assert (found["edge"] < 0).any()


def test_a_way_through_corners_and_along_a_bank_is_counted_once() -> None:
    # A square on its point: through two corners 20 m of water, through one corner none.
    square = Water([shapely.Polygon([(0, -10), (10, 0), (0, 10), (-10, 0)])])
    begin, end = shapely.points([(-30, 0), (-30, 10)]), shapely.points([(30, 0), (30, 10)])
    assert square.between(begin, end).tolist() == [True, False]
    # Into the water by a corner and no further: 10 m of it.
    assert square.between(begin[:1], shapely.points([(0, 0)])).tolist() == [True]
    assert square.between(begin[:1], shapely.points([(-8, 0)])).tolist() == [False]


def test_the_farthest_street_on_the_own_bank_is_as_far_as_any(monkeypatch) -> None:
    # The street lies 55 m off: with less than that allowed there is none on this bank.
    monkeypatch.setattr("geo.network.graph.MAX_ACCESS_M", 50.0)
    assert put(0, 95, by_the_canal())[0] == -1


@pytest.mark.slow
@pytest.mark.parametrize("city", CITIES)
def test_no_shipped_place_is_joined_to_a_street_across_water(city: str) -> None:
    network = load_network(city)
    areas = gpd.read_parquet(DATA / "water.parquet")
    areas = areas[areas["city"].eq(city)]
    for table in ("hubs", "partners", "meeting_places", "stops"):
        rows = gpd.read_parquet(DATA / f"{table}.parquet")
        rows = rows[rows["city"].eq(city) & rows.geometry.notna()].reset_index(drop=True)
        found = snap(network, rows.geometry)
        rows, found = rows[found["edge"].ge(0)], found[found["edge"].ge(0)]
        spots = shapely.line_interpolate_point(network.geometry[found["edge"]], found["along_m"])
        both = zip(rows.geometry, spots, strict=True)
        ways = gpd.GeoDataFrame({"id": rows["id"]}, geometry=list(map(_way, both)), crs=RD_NEW)
        afloat = set(rows.sjoin(areas[["geometry"]])["id"])
        wet = ways.overlay(areas[["geometry"]], how="intersection", keep_geom_type=True)
        wet = wet[~wet["id"].isin(afloat)]
        assert not (wet.length.groupby(wet["id"]).sum() > WET_M).any(), table


def _way(ends: tuple[Point, Point]) -> LineString:
    return LineString(ends)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "name", "city"),
    [
        # On its own pond beside the Museumpark; the nearest street is across the pond.
        ("partners", "Nieuwe Instituut", "Rotterdam"),
        # On the northern bank of the IJ; the nearest street is on the other side of a dock.
        ("meeting_places", "Hangar", "Amsterdam"),
    ],
)
def test_places_at_the_water_that_were_joined_across_it(table: str, name: str, city: str) -> None:
    rows = gpd.read_parquet(DATA / f"{table}.parquet")
    place = rows[rows["name"].str.contains(name) & rows["city"].eq(city)].geometry.iloc[[0]]
    network = load_network(city)
    dry = snap(network, place).iloc[0]
    wet = snap(network_of(city, _edges(network)), place).iloc[0]
    assert dry["edge"] != wet["edge"]
    assert wet["access_m"] < dry["access_m"] < MAX_ACCESS_M


def _edges(network: StreetNetwork) -> pd.DataFrame:
    walk, cycle = (network.travel[mode].pace * network.length for mode in ("walk", "cycle"))
    return pd.DataFrame(
        {
            **{"u": network.u, "v": network.v, "length_m": network.length},
            **{"seconds_walk": walk, "seconds_cycle": cycle, "mode": network.kind},
            "geometry": network.geometry,
        }
    )
