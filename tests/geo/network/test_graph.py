"""The street graphs: noding on hand-drawn streets, the files as shipped, and snapping."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import Transformer

from geo.data.errors import ArgumentError, DataErrors
from geo.data.folders import DATA, ROOT
from geo.network.graph import StreetNetwork, load_network, network_of, snap
from geo.network.noding import (
    component_share,
    components,
    join_streets,
    join_vertices,
    merge_pass_through,
)
from geo.network.proximity import route
from geo.toy.street_grid import toy_edges, toy_network

SOURCE = ROOT.parent / "shared" / "data"
FROM_WGS84 = Transformer.from_crs(4326, 28992, always_xy=True)


@pytest.fixture(scope="module")
def rotterdam() -> StreetNetwork:
    return load_network("Rotterdam")


@pytest.fixture(scope="module")
def amsterdam() -> StreetNetwork:
    return load_network("Amsterdam")


def lines(*wkt: str) -> np.ndarray:
    return np.array(shapely.from_wkt([f"LINESTRING ({text})" for text in wkt]))


def joined(level: list[int], *wkt: str) -> gpd.GeoDataFrame:
    return join_streets(lines(*wkt), np.array(level))


def test_an_end_that_stops_half_a_metre_short_is_joined() -> None:
    edges = joined([0, 0], "0 0, 100 0", "40 0.5, 40 90")
    assert len(edges) == 3
    assert len(np.unique(components(edges))) == 1


def test_an_end_that_stops_sixty_centimetres_short_is_not_joined() -> None:
    edges = joined([0, 0], "0 0, 100 0", "40 0.6, 40 90")
    assert len(edges) == 2
    assert len(np.unique(components(edges))) == 2


def test_streets_at_ground_level_that_cross_make_a_junction() -> None:
    edges = joined([0, 0], "0 0, 100 0", "40 -50, 40 50")
    assert sorted(edges.geometry.length.round(6)) == [40, 50, 50, 60]
    assert len(np.unique(components(edges))) == 1


@pytest.mark.parametrize("level", [1, -1])
def test_a_street_does_not_cross_into_a_bridge_or_tunnel(level: int) -> None:
    edges = joined([level, 0], "0 0, 100 0", "40 -50, 40 50")
    assert len(edges) == 2
    assert len(np.unique(components(edges))) == 2


def test_two_streets_that_meet_below_a_bridge_do_not_climb_it() -> None:
    edges = joined([1, 0, 0], "0 0, 100 0", "40 -50, 40 0", "40 0, 40 50")
    assert len(np.unique(components(edges))) == 2


def test_a_stair_that_ends_on_a_bridge_and_nowhere_else_is_joined_to_it() -> None:
    edges = joined([1, 0], "0 0, 100 0", "40 -50, 40 0.3")
    assert len(edges) == 3


def test_a_bridge_is_joined_to_the_street_where_it_begins() -> None:
    edges = joined([0, 1, 0], "0 0, 100 0", "100.3 0, 200 0", "200 0, 300 0")
    assert len(np.unique(components(edges))) == 1
    assert len(edges) == 3


def test_no_length_is_lost_when_streets_are_cut() -> None:
    edges = joined([0, 0, 0], "0 0, 60 0, 60 80", "60 40, 130 40", "-5 20, 130 20")
    assert edges.geometry.length.sum() == pytest.approx(140 + 70 + 135)


def test_streets_that_share_a_rounded_vertex_are_joined_and_others_are_not() -> None:
    edges = join_vertices(lines("0 0, 50 0, 100 0", "50.3 0.2, 50 70", "80 0, 80 70"))
    assert len(edges) == 4
    assert len(np.unique(components(edges))) == 2


def test_pass_through_nodes_go_and_lengths_stay() -> None:
    edges = join_vertices(lines("0 0, 30 0", "30 0, 30 40", "30 40, 90 40", "90 40, 90 90, 0 90"))
    merged = merge_pass_through(edges.assign(kind="street"), "kind")
    assert len(merged) == 1
    assert merged.geometry.length.sum() == edges.geometry.length.sum() == 30 + 40 + 60 + 50 + 90


def test_edges_of_two_kinds_are_not_merged() -> None:
    edges = join_vertices(lines("0 0, 30 0", "30 0, 30 40")).assign(kind=["street", "path"])
    assert len(merge_pass_through(edges, "kind")) == 2


def test_a_ring_that_hangs_on_nothing_is_kept_whole() -> None:
    edges = join_vertices(lines("0 0, 9 0, 9 9", "9 9, 0 9, 0 0")).assign(kind="street")
    merged = merge_pass_through(edges, "kind")
    assert merged.geometry.length.sum() == 36
    assert merged.geometry.iloc[0].is_ring


def test_ring_with_one_side_street_keeps_its_junction() -> None:
    edges = join_vertices(lines("0 0, 9 0, 9 9, 0 9, 0 0", "9 9, 20 9")).assign(kind="street")
    merged = merge_pass_through(edges, "kind")
    assert sorted(merged.geometry.length) == [11, 36]
    assert len(np.unique(merged[["u", "v"]])) == 2


@pytest.mark.slow
@pytest.mark.parametrize(("city", "least"), [("Amsterdam", 0.974), ("Rotterdam", 0.983)])
def test_nearly_all_streets_hang_together(
    city: str, least: float, request: pytest.FixtureRequest
) -> None:
    network = request.getfixturevalue(city.lower())
    edges = gpd.GeoDataFrame({"u": network.u, "v": network.v}, geometry=network.geometry)
    assert component_share(edges)[1] >= least


@pytest.mark.slow
def test_lengths_in_the_files_are_those_of_the_geometry(
    amsterdam: StreetNetwork, rotterdam: StreetNetwork
) -> None:
    for network in (amsterdam, rotterdam):
        np.testing.assert_allclose(network.length, shapely.length(network.geometry), atol=1e-3)


@pytest.mark.slow
def test_edges_that_share_a_node_meet_there(rotterdam: StreetNetwork) -> None:
    ends = np.concatenate([shapely.get_point(rotterdam.geometry, at) for at in (0, -1)])
    xy = pd.DataFrame(shapely.get_coordinates(ends), columns=["x", "y"])
    at_node = xy.groupby(np.concatenate([rotterdam.u, rotterdam.v]))
    assert (at_node.max() - at_node.min()).to_numpy().max() < 0.005


def test_speeds_in_the_files(amsterdam: StreetNetwork, rotterdam: StreetNetwork) -> None:
    for network in (amsterdam, rotterdam):
        dry = network.kind != "ferry"
        walk, cycle = (3.6 / network.travel[mode].pace[dry] for mode in ("walk", "cycle"))
        np.testing.assert_allclose(walk, 4.8, rtol=1e-6)
        pushed = np.isclose(cycle, 4.8, rtol=1e-6)
        np.testing.assert_allclose(cycle[~pushed], 15, rtol=1e-6)
        assert pushed[network.kind[dry] == "path"].all()
        assert not pushed[np.isin(network.kind[dry], ["street", "cycleway"])].any()


def test_ferries_run_from_landing_to_landing_in_their_own_time(amsterdam: StreetNetwork) -> None:
    table = pd.read_csv(DATA / "ferries.csv", sep=";", encoding="utf-8-sig")
    ferry = np.flatnonzero(amsterdam.kind == "ferry")
    for mode in ("walk", "cycle"):
        travel = amsterdam.travel[mode]
        minutes = travel.pace[ferry] * amsterdam.length[ferry] / 60
        assert sorted(minutes.round(4)) == sorted(table["minutes"])
    # Distelweg and Houthaven ferry share water but no landing in it.
    touching = np.isin(np.concatenate([amsterdam.u, amsterdam.v]), amsterdam.v[ferry])
    assert touching.sum() > len(ferry)
    for edge in ferry:
        for node in (amsterdam.u[edge], amsterdam.v[edge]):
            at = np.flatnonzero((amsterdam.u == node) | (amsterdam.v == node))
            assert (amsterdam.kind[at] != "ferry").any(), "a landing must be on a street"


def way(network: StreetNetwork, start: tuple, end: tuple, mode: str = "walk"):
    found = route(network, shapely.Point(start), shapely.Point(end), mode)
    assert found is not None
    return found


# Two published figures a case: metres as measured before building, between ends not written down.
@pytest.mark.parametrize(
    ("start", "end", "metres", "tolerance"),
    [
        ((92690, 436340), (93300, 435840), 825, 0.05),  # Erasmusbrug, quay to quay
        ((91755, 435420), (91755, 434500), 1096, 0.05),  # Maastunnel, through the foot tube
        ((92560, 437450), (93126, 433591), 4644, 0.02),  # Coolsingel (town hall) to Zuidplein
        ((93250, 437080), (93697, 436537), 1278, 0.10),  # Stadsdriehoek to Noordereiland
    ],
)
def test_the_river_is_crossed_where_it_is_in_rotterdam(
    rotterdam: StreetNetwork, start: tuple, end: tuple, metres: float, tolerance: float
) -> None:
    found = way(rotterdam, start, end)
    assert found.metres == pytest.approx(metres, rel=tolerance)
    assert found.line.length == pytest.approx(found.metres, abs=0.5)
    assert found.minutes == pytest.approx(found.metres / 80)  # 4.8 km/h is 80 m a minute


def test_a_bicycle_takes_the_maastunnel_too(rotterdam: StreetNetwork) -> None:
    found = way(rotterdam, (91755, 435420), (91755, 434500), "cycle")
    assert found.metres < 1300


def test_from_eye_to_the_dam_by_ferry(amsterdam: StreetNetwork) -> None:
    eye = FROM_WGS84.transform(4.90105, 52.38437)
    dam = FROM_WGS84.transform(4.89270, 52.37310)
    found = way(amsterdam, eye, dam)
    assert found.metres == pytest.approx(1900, rel=0.15)
    ferry = amsterdam.geometry[amsterdam.kind == "ferry"]
    crossing = ferry[np.isclose(shapely.length(ferry), 299.8, atol=0.5)][0]
    assert found.line.buffer(0.01).contains(crossing)
    assert found.minutes == pytest.approx((found.metres - crossing.length) / 80 + 4)


def test_a_place_is_put_on_the_street_itself_not_on_its_end() -> None:
    found = snap(toy_network(), gpd.GeoSeries.from_xy([130, 100], [-7, 0], crs=28992))
    assert found["edge"].tolist() == [1, 0]  # of streets equally near the first in the file
    assert found["along_m"].tolist() == [30.0, 100.0]
    assert found["access_m"].tolist() == pytest.approx([7.0, 0.0])


def test_a_place_without_point_stays_without() -> None:
    points = gpd.GeoSeries([None, shapely.Point(), shapely.Point(10, 0)], crs=28992)
    assert snap(toy_network(), points)["edge"].tolist() == [-1, -1, 0]


def test_a_place_far_from_every_street_is_not_put_on_one() -> None:
    points = gpd.GeoSeries.from_xy([0, 0], [-500, -500.1], crs=28992)
    assert snap(toy_network(), points)["edge"].tolist() == [0, -1]


def test_nothing_is_put_on_a_ferry_a_bridge_or_a_piece_that_leads_nowhere() -> None:
    island = (
        toy_edges()
        .iloc[[0]]
        .assign(u=12, v=13, geometry=shapely.LineString([(150, 40), (150, 50)]), length_m=10)
    )
    network = network_of("Toy", pd.concat([toy_edges(), island], ignore_index=True))
    points = gpd.GeoSeries.from_xy([5, 295, 150], [45, 45, 45], crs=28992)
    found = snap(network, points)
    assert set(network.kind[found["edge"]]) == {"street"}
    assert found["access_m"].tolist() == [45.0, 45.0, 45.0]


def test_a_bicycle_is_not_put_on_steps() -> None:
    points = gpd.GeoSeries.from_xy([150], [205], crs=28992)
    network = toy_network()
    assert network.kind[snap(network, points, "walk")["edge"]].tolist() == ["steps"]
    assert network.kind[snap(network, points, "cycle")["edge"]].tolist() == ["street"]


def test_points_in_degrees_are_refused() -> None:
    with pytest.raises(ArgumentError) as caught:
        snap(toy_network(), gpd.GeoSeries.from_xy([4.9], [52.4], crs=4326))
    assert caught.value.params["argument"] == "crs"


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(ArgumentError):
        snap(toy_network(), gpd.GeoSeries.from_xy([1], [1], crs=28992), "fly")


def test_lines_are_refused_as_places() -> None:
    with pytest.raises(ArgumentError):
        snap(toy_network(), gpd.GeoSeries([shapely.LineString([(0, 0), (1, 1)])], crs=28992))


def test_of_parallel_streets_the_shorter_is_walked() -> None:
    around = (
        toy_edges()
        .iloc[[0]]
        .assign(
            geometry=shapely.from_wkt("LINESTRING (0 0, 50 -60, 100 0)"),
            length_m=156.2,
            seconds_walk=156.2 * 0.75,
        )
    )
    network = network_of("Toy", pd.concat([around, toy_edges()], ignore_index=True))
    assert way(network, (0, 0), (200, 0)).metres == 200


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataErrors, match="network_rotterdam.parquet"):
        load_network("Rotterdam", tmp_path)


def test_a_file_without_a_column_names_it(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(toy_edges(), crs=28992).drop(columns="seconds_cycle")
    frame.to_parquet(tmp_path / "network_toy.parquet")
    with pytest.raises(DataErrors) as caught:
        load_network("Toy", tmp_path)
    assert [e.params["column"] for e in caught.value.errors] == ["seconds_cycle"]


def test_an_edge_without_length_names_row_and_column(tmp_path: Path) -> None:
    edges = toy_edges()
    edges.loc[3, "length_m"] = 0.0
    gpd.GeoDataFrame(edges, crs=28992).to_parquet(tmp_path / "network_toy.parquet")
    with pytest.raises(DataErrors) as caught:
        load_network("Toy", tmp_path)
    assert caught.value.errors[0].params == {
        "file": "network_toy.parquet",
        "row": 3,
        "column": "length_m",
    }


@pytest.mark.slow
@pytest.mark.skipif(not SOURCE.exists(), reason="the source files are not shipped")
def test_the_step_repeats_itself_for_amsterdam(amsterdam: StreetNetwork) -> None:
    from data.prepare.networks import amsterdam as build
    from data.prepare.networks import in_order

    edges = in_order(build(SOURCE))
    assert np.array_equal(edges["u"], amsterdam.u)
    assert np.array_equal(edges["v"], amsterdam.v)
    assert shapely.equals_exact(edges.geometry.to_numpy(), amsterdam.geometry).all()
