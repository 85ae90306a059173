"""The ground within reach: hand-worked on the toy city."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.data.errors import ArgumentError
from geo.network.graph import StreetNetwork, load_network
from geo.network.journeys import journeys
from geo.network.reach import BUFFER_M, reaches
from geo.toy.street_grid import toy_network


def reach(network: StreetNetwork, point: shapely.Point, minutes: float) -> shapely.Geometry:
    places = gpd.GeoDataFrame({"id": [0]}, geometry=[point], crs=28992)
    return reaches(network, places, [minutes]).geometry.iloc[0]


def area_of(*streets: str) -> float:
    lines = shapely.from_wkt([f"LINESTRING ({street})" for street in streets])
    return shapely.union_all(shapely.buffer(lines, BUFFER_M, quad_segs=2)).area


# On foot 75 s is 100 m, so 1 minute 80 m; the ferry takes 1 minute.
@pytest.mark.parametrize(
    ("point", "minutes", "streets"),
    [
        ((150, 0), 1.0, ("70 0, 230 0",)),
        ((0, 0), 0.5, ("0 0, 40 0",)),
        # One minute left on the far bank after the ferry; two minutes on the near one.
        ((0, 0), 2.0, ("0 0, 160 0", "0 100, 80 100", "0 100, 0 180")),
        # Half a minute is left after the bridge; the ferry at x=0 is reached, its far bank not.
        ((200, 0), 3.0, ("0 0, 300 0, 300 100", "260 100, 300 100, 300 140")),
    ],
)
def test_ground_worked_out_by_hand(point: tuple, minutes: float, streets: tuple) -> None:
    ground = reach(toy_network(), shapely.Point(point), minutes)
    assert ground.area == pytest.approx(area_of(*streets), rel=0.002)


def test_nobody_gets_off_a_ferry_in_mid_water() -> None:
    ground = reach(toy_network(), shapely.Point(0, 0), 2.0)
    assert not ground.intersects(shapely.Point(0, 50))
    assert ground.contains(shapely.Point(0, 100))


def test_access_leg_costs_time_and_belongs_to_the_ground() -> None:
    ground = reach(toy_network(), shapely.Point(150, -40), 1.0)
    assert ground.contains(shapely.Point(150, -40))
    assert ground.contains(shapely.Point(190, 0))
    assert ground.bounds[2] == pytest.approx(190 + BUFFER_M)


def test_a_larger_ground_holds_the_smaller() -> None:
    places = gpd.GeoDataFrame({"id": ["a"]}, geometry=[shapely.Point(120, 7)], crs=28992)
    five, ten = reaches(toy_network(), places, [2, 1]).geometry.tolist()
    assert ten.buffer(1e-6).contains(five)
    assert ten.area > five.area


def test_places_without_point_have_no_ground_and_twins_have_the_same() -> None:
    points = [shapely.Point(10, 0), None, shapely.Point(10, 0)]
    places = gpd.GeoDataFrame({"id": ["a", "b", "c"]}, geometry=gpd.GeoSeries(points, crs=28992))
    found = reaches(toy_network(), places, [1, 2])
    assert found["id"].tolist() == ["a", "a", "c", "c"]
    assert found["minutes"].tolist() == [1, 2, 1, 2]
    assert np.all(found.geometry[:2].geom_equals(found.geometry[2:], align=False))


@pytest.mark.slow
def test_ground_of_a_real_city_lies_round_every_street_reached() -> None:
    """Against the streets that a limited Dijkstra reaches whole, each with a true round edge."""
    network = load_network("Amsterdam")
    place = gpd.GeoSeries([shapely.Point(121_900, 487_300)], crs=28992)
    put = journeys(network, place, "walk")
    seconds = put.tree_from(int(put.node[0]), 300.0)[0]
    steps = put.street_steps(seconds)
    arrived = seconds[steps.rows] + steps.seconds <= 300.0
    whole = shapely.union_all(network.geometry[steps.edge[arrived]])
    ground = reach(network, place.iloc[0], 5)
    assert arrived.sum() > 100
    assert ground.buffer(2.5).contains(whole.buffer(BUFFER_M, quad_segs=32))


def test_no_time_is_refused() -> None:
    with pytest.raises(ArgumentError):
        reach(toy_network(), shapely.Point(0, 0), 0)
