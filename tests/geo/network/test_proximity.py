"""Distances: hand-worked on the toy city, equal to networkx on both, and what cannot be said."""

from __future__ import annotations

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.data.errors import ArgumentError
from geo.data.travel_modes import MODES, SPEED
from geo.network.graph import StreetNetwork, load_network, network_of
from geo.network.proximity import (
    distance_matrix,
    nearest,
    nearest_each,
    next_stage_links,
    route,
    routes,
    within,
)
from geo.toy.city import toy_dataset
from geo.toy.street_grid import toy_edges, toy_network

WALK = SPEED["walk"]
CENTIMETRE = 0.01


def places(*rows: tuple, accuracy: float = 0.0, **columns: list) -> gpd.GeoDataFrame:
    """Rows of (id, x, y) or (id, None, None)."""
    points = [None if x is None else shapely.Point(x, y) for _, x, y in rows]
    frame = {"id": [row[0] for row in rows], "accuracy_m": accuracy, **columns}
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(points, crs=28992))


# -- by hand ---------------------------------------------------------------------------------
# id, origin, target, mode, metres, seconds. A street of 100 m: 75 s on foot, 24 s by bicycle.
BY_HAND = {
    "along one street": ((20, 0), (80, 0), "walk", 60, 45),
    "one street, the other way": ((80, 0), (20, 0), "walk", 60, 45),
    "access at both ends": ((20, -8), (80, 12), "walk", 80, 60),
    "ferry rather than bridge": ((0, 0), (0, 100), "walk", 100, 60),
    "ferry, from half a street away": ((50, 0), (50, 100), "walk", 200, 37.5 + 60 + 37.5),
    "bridge": ((300, 0), (300, 100), "walk", 100, 75),
    "bridge, though it is no place to be put on": ((200, 0), (200, 100), "walk", 300, 225),
    "ferry by bicycle takes its own time": ((0, 0), (0, 100), "cycle", 100, 60),
    "bicycle over the bridge": ((300, 0), (300, 100), "cycle", 100, 24),
    # (50,0) to (50,100): by ferry 200 m, 12 + 60 + 12 = 84 s. By bridge it is far longer.
    "bicycle by ferry": ((50, 0), (50, 100), "cycle", 200, 84),
    # (150,0) to (150,100): ferry 150+100+150: 36+60+24+37.5 pushed; bridge the mirror with
    # 36+24+24+37.5 pushed = 121.5 s.
    "bicycle pushed on the footpath": ((150, 0), (150, 100), "cycle", 400, 121.5),
    "on foot over the steps": ((110, 200), (190, 200), "walk", 80, 60),
    # 9 to 10 by bicycle: 8, 4, 5, push to 6, 7, 11, 10: seven streets, one pushed.
    "bicycle round the steps": ((100, 200), (200, 200), "cycle", 700, 6 * 24 + 75),
    "access is walked also by who cycles": ((0, -16), (100, 0), "cycle", 116, 12 + 24),
}


@pytest.mark.parametrize("case", BY_HAND)
def test_distance_worked_out_by_hand(case: str) -> None:
    start, end, mode, metres, seconds = BY_HAND[case]
    row = nearest(toy_network(), places(("o", *start)), places(("t", *end)), mode).iloc[0]
    assert row["reason"] == "ok"
    assert row["metres"] == pytest.approx(metres)
    assert row["minutes"] == pytest.approx(seconds / 60)
    way = route(toy_network(), shapely.Point(start), shapely.Point(end), mode)
    assert (way.metres, way.minutes) == pytest.approx((metres, seconds / 60))
    assert way.line.length == pytest.approx(metres)
    assert (way.line.coords[0], way.line.coords[-1]) == (start, end)


def test_straight_and_access_stand_beside_the_distance() -> None:
    row = nearest(toy_network(), places(("o", 20, -8)), places(("t", 80, 12))).iloc[0]
    assert row["access_m"] == pytest.approx(20)
    assert row["straight_m"] == pytest.approx(np.hypot(60, 20))


def test_the_soonest_is_not_always_the_shortest() -> None:
    # From (0,0): "a" lies 90 m along the quay (67.5 s), "b" 100 m across by ferry (60 s).
    row = nearest(toy_network(), places(("o", 0, 0)), places(("a", 90, 0), ("b", 0, 100))).iloc[0]
    assert (row["target_id"], row["metres"]) == ("b", 100)


def test_places_at_one_spot_are_no_distance_apart() -> None:
    row = nearest(toy_network(), places(("o", 20, -30)), places(("t", 20, -30))).iloc[0]
    assert (row["metres"], row["minutes"], row["reason"]) == (0, 0, "ok")


def test_two_places_opposite_each_other_are_their_access_legs_apart() -> None:
    row = nearest(toy_network(), places(("o", 20, -30)), places(("t", 20, 30))).iloc[0]
    assert row["metres"] == pytest.approx(60)


def test_of_targets_equally_soon_the_first_is_taken() -> None:
    targets = places(("b", 60, 0), ("a", 40, 0), ("c", 60, 0))
    assert nearest(toy_network(), places(("o", 50, 0)), targets)["target_id"].item() in ("b", "a")
    twice = places(("b", 60, 0), ("a", 60, 0))
    assert nearest(toy_network(), places(("o", 50, 0)), twice)["target_id"].item() == "b"


def test_round_a_loop_the_shorter_side_is_taken() -> None:
    loop = shapely.LineString([(0, 0), (0, -40), (-40, -40), (-40, 0), (0, 0)])
    extra = pd.DataFrame([{**toy_edges().iloc[0].to_dict(), "v": 0, "geometry": loop}])
    extra = extra.assign(length_m=160.0, seconds_walk=120.0, seconds_cycle=38.4)
    network = network_of("Toy", pd.concat([toy_edges(), extra], ignore_index=True))
    for spot, metres in (((-40, -10), 50), ((0, -10), 10), ((-40, -40), 80), ((-30, 0), 30)):
        row = nearest(network, places(("o", *spot)), places(("t", 0, 0))).iloc[0]
        assert row["metres"] == pytest.approx(metres)
    both = nearest(network, places(("o", -40, -10)), places(("t", 0, -10))).iloc[0]
    assert both["metres"] == pytest.approx(60)


# -- what cannot be said ---------------------------------------------------------------------


def reasons(table: pd.DataFrame) -> list[str]:
    return table["reason"].tolist()


def test_a_distance_below_the_accuracy_of_its_ends_is_withheld() -> None:
    network, origin = toy_network(), places(("o", 0, 0), accuracy=30)
    near = nearest(network, origin, places(("t", 59, 0), accuracy=30)).iloc[0]
    assert near["reason"] == "too_coarse"
    assert pd.isna(near["metres"])
    assert pd.isna(near["minutes"])
    assert pd.isna(near["straight_m"])
    assert near["metres_raw"] == pytest.approx(59)
    assert reasons(nearest(network, origin, places(("t", 60, 0), accuracy=30))) == ["ok"]


def test_an_origin_without_place_says_so() -> None:
    table = nearest(toy_network(), places(("o", None, None), ("p", 0, 0)), places(("t", 9, 0)))
    assert reasons(table) == ["no_place", "ok"]
    assert table["origin_id"].tolist() == ["o", "p"]
    assert table["target_id"].isna().tolist() == [True, False]


def test_without_targets_with_a_place_there_is_no_target() -> None:
    origin = places(("o", 0, 0))
    assert reasons(nearest(toy_network(), origin, places())) == ["no_target"]
    assert reasons(nearest(toy_network(), origin, places(("t", None, None)))) == ["no_target"]


def test_what_lies_far_from_every_street_is_unreachable() -> None:
    near, far = places(("n", 0, 0)), places(("f", 0, -2000))
    assert reasons(nearest(toy_network(), far, near)) == ["unreachable"]
    assert reasons(nearest(toy_network(), near, far)) == ["unreachable"]


def test_a_street_that_leads_nowhere_is_passed_over_for_one_that_does() -> None:
    # Without bridge and ferry the quay at y=0 (3 streets) is cut off from the north (8 streets).
    edges = toy_edges()
    crossing = edges["mode"].isin(["ferry", "bridge"])
    network = network_of("Toy", edges[~crossing].reset_index(drop=True))
    row = nearest(network, places(("o", 20, 0)), places(("t", 20, 100))).iloc[0]
    assert row["access_m"] == pytest.approx(100)


def test_no_origins_give_no_rows() -> None:
    table = nearest(toy_network(), places(), places(("t", 0, 0)))
    assert len(table) == 0
    assert "reason" in table


def test_frames_given_are_left_as_they_were() -> None:
    origins, targets = places(("o", 0, 0)), places(("t", 50, 0))
    copies = origins.copy(), targets.copy()
    nearest(toy_network(), origins, targets)
    pd.testing.assert_frame_equal(origins, copies[0])
    pd.testing.assert_frame_equal(targets, copies[1])


def test_frames_in_two_coordinate_systems_are_refused() -> None:
    degrees = places(("t", 4, 52)).set_crs(4326, allow_override=True)
    with pytest.raises(ArgumentError):
        nearest(toy_network(), places(("o", 0, 0)), degrees)


# -- others, k, bands ------------------------------------------------------------------------


def nearest_others(
    origins: gpd.GeoDataFrame, targets: gpd.GeoDataFrame, apart: str
) -> pd.DataFrame:
    """The nearest target of each origin that has another value in a column."""
    rows = [origins.iloc[[i]] for i in range(len(origins))]
    others = [targets[targets[apart].ne(row[apart].iloc[0])] for row in rows]
    network = toy_network()
    return pd.concat([nearest(network, *both) for both in zip(rows, others, strict=True)])


def test_own_building_is_passed_over() -> None:
    origins = places(("o", 0, 0), ("p", 90, 0), hub_id=["h1", "h2"])
    targets = places(("mine", 0, 0), ("next", 50, 0), ("far", 200, 0), hub_id=["h1", "h2", None])
    table = nearest_others(origins, targets, "hub_id")
    assert table["target_id"].tolist() == ["next", "mine"]
    assert table["metres"].tolist() == pytest.approx([50, 90])


def test_nearest_other_hub() -> None:
    hubs = places(("a", 0, 0), ("b", 30, 0), ("c", 100, 0))
    table = nearest_others(hubs, hubs, "id")
    assert table["target_id"].tolist() == ["b", "a", "b"]
    assert table["metres"].tolist() == pytest.approx([30, 30, 70])


def test_alone_there_is_nothing_apart() -> None:
    hub = places(("a", 0, 0))
    assert reasons(nearest_others(hub, hub, "id")) == ["no_target"]


@pytest.mark.parametrize("n", [1, 5])
def test_nearest_of_every_kind(n: int) -> None:
    # One origin takes one search from it, many origins one search a kind: the answer is the same.
    origins = places(*[(f"o{i}", 10.0 * i, 0) for i in range(n)])
    targets = places(
        ("a", 100, 0), ("b", 60, 0), ("c", 300, 0), chain=["x", "x", "y"], stage=["m", "m", "d"]
    )
    table = nearest_each(toy_network(), origins, targets, ["chain", "stage"])
    assert len(table) == 2 * n
    first = table[table["origin_id"].eq("o0")]
    assert first["target_id"].tolist() == ["b", "c"]
    assert first["metres"].tolist() == pytest.approx([60, 300])
    assert first["chain"].tolist() == ["x", "y"]


def test_k_nearest_in_order() -> None:
    targets = places(("a", 100, 0), ("b", 60, 0), ("c", 300, 0))
    origins = places(("o", 0, 0), ("q", None, None))
    _, minutes = distance_matrix(toy_network(), origins, targets)
    assert targets["id"].iloc[np.argsort(minutes[0])[:2]].tolist() == ["b", "a"]
    assert not np.isfinite(minutes[1]).any()
    assert reasons(nearest(toy_network(), origins, targets)) == ["ok", "no_place"]


def test_within_keeps_the_limit_itself_and_orders_by_distance() -> None:
    targets = places(("a", 100, 0), ("b", 60, 0), ("c", 100.5, 0), ("d", 0, 100))
    table = within(toy_network(), places(("o", 0, 0)), targets, 100)
    assert table["target_id"].tolist() == ["b", "a", "d"]
    assert table["metres"].tolist() == pytest.approx([60, 100, 100])


def test_bands_count_each_target_once() -> None:
    targets = places(
        ("a", 0, 0), ("b", 250, 0), ("c", 251, 0), ("d", 300, 100), ("e", 300, 200), ("f", 1, 0)
    )
    targets["accuracy_m"] = [0, 0, 0, 0, 0, 50]
    # d: 300 + 100 over the bridge; or ferry 100 + 300: also 400. e: 500 by either.
    table = within(toy_network(), places(("o", 0, 0), ("p", None, None)), targets, 1000)
    assert set(table["origin_id"]) == {"o"}
    assert table["reason"].value_counts().to_dict() == {"ok": 5, "too_coarse": 1}
    bands = pd.cut(table["metres"], [0, 250, 500, 1000], include_lowest=True)
    assert bands.value_counts(sort=False).tolist() == [2, 3, 0]


def test_matrix_is_the_same_from_either_side() -> None:
    few, many = places(("o", 20, -5)), places(("a", 100, 0), ("b", 0, 100), ("c", None, None))
    metres, minutes = distance_matrix(toy_network(), few, many)
    assert metres.tolist() == [pytest.approx([85, 125, np.inf])]
    turned = distance_matrix(toy_network(), many, few)
    np.testing.assert_allclose(turned[0].T, metres)
    np.testing.assert_allclose(turned[1].T, minutes)


def test_matrix_leaves_out_what_lies_beyond_the_limit() -> None:
    targets = places(("a", 80, 0), ("b", 81, 0))
    metres, _ = distance_matrix(toy_network(), places(("o", 0, 0)), targets, limit_min=1.0)
    assert metres.tolist() == [pytest.approx([80, np.inf])]


# -- networkx --------------------------------------------------------------------------------


def by_networkx(
    network: StreetNetwork, mode: str, points: np.ndarray, starts: list[int]
) -> dict[tuple[int, int], tuple[float, float]]:
    """Seconds and metres between points, with a graph and a snap of their own.

    Each point is cut into a networkx MultiGraph as a node on its edge, tied to a node for itself.
    """
    travel = network.travel[mode]
    index = shapely.STRtree(network.geometry[travel.to_snap])
    graph = nx.MultiGraph()
    on_edge: dict[int, list[tuple[float, int]]] = {}
    for i, point in enumerate(points):
        edge = int(travel.to_snap[index.nearest(point)])
        line = network.geometry[edge]
        on_edge.setdefault(edge, []).append((line.project(point), i))
        leg = line.distance(point)
        graph.add_edge(("place", i), ("spot", i), seconds=leg / WALK, metres=leg)
    for edge, pace in enumerate(travel.pace.tolist()):
        if not np.isfinite(pace):
            continue
        cuts = [(0.0, int(network.u[edge]))]
        cuts += [(along, ("spot", i)) for along, i in sorted(on_edge.get(edge, []))]
        cuts += [(float(network.length[edge]), int(network.v[edge]))]
        for (a, here), (b, there) in zip(cuts, cuts[1:], strict=False):
            graph.add_edge(here, there, seconds=max(b - a, 0) * pace, metres=max(b - a, 0))
    found = {}
    for start in starts:
        far, ways = nx.single_source_dijkstra(graph, ("place", start), weight="seconds")
        for end in range(len(points)):
            if ("place", end) in far:
                way = ways["place", end]
                steps = zip(way, way[1:], strict=False)
                quickest = [min(graph[a][b].values(), key=lambda e: e["seconds"]) for a, b in steps]
                metres = sum(step["metres"] for step in quickest)
                found[start, end] = far["place", end], metres
            straight = over_the_yard(network, graph, points, start, end)
            found[start, end] = min(found.get((start, end), (np.inf, np.inf)), straight)
    return found


def over_the_yard(
    network: StreetNetwork, graph: nx.MultiGraph, points: np.ndarray, start: int, end: int
) -> tuple[float, float]:
    """Seconds and metres straight on, where a place is off the street and the other is nearer."""
    metres = points[start].distance(points[end])
    to_street = [graph["place", i]["spot", i][0]["metres"] for i in (start, end)]
    dry = not network.water.between(points[[start]], points[[end]])[0]
    if dry and any(leg > 50 and metres <= leg for leg in to_street):
        return metres / WALK, metres
    return np.inf, np.inf


def piece_of(network: StreetNetwork, centre: tuple[float, float], radius: float) -> StreetNetwork:
    near = np.flatnonzero(shapely.dwithin(network.geometry, shapely.Point(centre), radius))
    ends, node = np.unique([network.u[near], network.v[near]], return_inverse=True)
    node = node.reshape(2, -1)
    assert len(ends) < network.n_nodes
    frame = pd.DataFrame({"u": node[0], "v": node[1], "length_m": network.length[near]})
    for mode in MODES:
        frame[f"seconds_{mode}"] = network.travel[mode].pace[near] * network.length[near]
    frame["mode"], frame["geometry"] = network.kind[near], network.geometry[near]
    return network_of(network.city, frame)


SAMPLES = {"Rotterdam": (92700, 436400), "Amsterdam": (121900, 488200)}  # a river in the middle


@pytest.mark.slow
@pytest.mark.parametrize("city", ["Toy", *SAMPLES])
@pytest.mark.parametrize("mode", MODES)
def test_equal_to_networkx_to_the_centimetre(city: str, mode: str) -> None:
    rng = np.random.default_rng(8)
    if city == "Toy":
        network, xy = toy_network(), rng.uniform([-40, -40], [340, 240], (60, 2))
    else:
        network = piece_of(load_network(city), SAMPLES[city], 900)
        xy = rng.uniform(-800, 800, (60, 2)) + SAMPLES[city]
    points = shapely.points(xy)
    frame = gpd.GeoDataFrame({"id": np.arange(60)}, geometry=points, crs=28992)
    origins, targets = frame[:20], frame[20:]
    expected = by_networkx(network, mode, points, list(range(20)))
    metres, minutes = distance_matrix(network, origins, targets, mode)
    first = nearest(network, origins, targets, mode)
    for o in range(20):
        reached = [expected.get((o, t), (np.inf, np.inf)) for t in range(20, 60)]
        seconds, length = np.array(reached).T
        np.testing.assert_allclose(minutes[o] * 60, seconds, atol=CENTIMETRE / 5)
        np.testing.assert_allclose(metres[o], length, atol=CENTIMETRE)
        best = int(seconds.argmin())
        assert first["target_id"][o] == 20 + best
        assert first["metres"][o] == pytest.approx(length[best], abs=CENTIMETRE)
        assert first["minutes"][o] * 60 == pytest.approx(seconds[best], abs=CENTIMETRE / 5)


# -- the next stage --------------------------------------------------------------------------


def toy_links(chain: str, mode: str = "walk") -> pd.DataFrame:
    from geo.data.chains import stage_shares

    toy = toy_dataset()
    shares = stage_shares(toy.tenants, toy.chain_model)
    stages = toy.chain_model.stage_line
    return next_stage_links(toy.hubs, shares, toy.partners, stages, toy_network(), chain, mode)


def test_next_stage_of_fashion_in_the_toy_city() -> None:
    links = toy_links("fashion").set_index(["hub_id", "stage"])
    # h1 conceives: h2 makes, one street on. h2 and h3 make: h1 distributes, one and two streets.
    # h1 distributes: shop p2 stands across the ferry.
    expected = {
        ("h1", "conceive"): ("h2", "hub", 100, 75),
        ("h2", "make"): ("h1", "hub", 100, 75),
        ("h3", "make"): ("h1", "hub", 200, 150),
        ("h1", "distribute"): ("p2", "partner", 100, 60),
    }
    assert set(links.index) == set(expected)
    for row, (target, kind, metres, seconds) in expected.items():
        found = links.loc[row]
        assert (found["target_id"], found["target_kind"], found["reason"]) == (target, kind, "ok")
        assert found["metres"] == pytest.approx(metres)
        assert found["minutes"] == pytest.approx(seconds / 60)
    assert links["hub_name"].tolist()[0] == "Pand 1"
    assert links.loc[("h1", "distribute"), "target_name"] == "Winkel"


def test_a_building_that_holds_the_next_stage_is_no_distance_away() -> None:
    links = toy_links("music").set_index(["hub_id", "stage"])
    house = links.loc[("h5", "make")]
    assert (house["reason"], house["metres"], house["target_id"]) == ("in_house", 0.0, "h5")
    assert links.loc[("h5", "distribute"), "metres"] == pytest.approx(100)  # h6, the footpath


def test_a_hub_without_place_says_so_and_a_chain_without_supplier_too() -> None:
    links = toy_links("architecture")
    assert links[["hub_id", "reason"]].values.tolist() == [["h12", "no_place"]]


def test_a_chain_that_nobody_is_in_gives_an_empty_table() -> None:
    links = toy_links("publishing")
    assert len(links) == 0
    assert {"hub_id", "target_name", "metres", "reason"} <= set(links.columns)


def test_ways_of_the_links_run_from_hub_to_supplier() -> None:
    toy = toy_dataset()
    links = toy_links("fashion")
    drawn = routes(toy_network(), toy.hubs, toy.partners, links)
    assert drawn.crs.to_epsg() == 28992
    assert len(drawn) == len(links)
    np.testing.assert_allclose(drawn.geometry.length, drawn["metres"])
    ferry = drawn[drawn["target_id"].eq("p2")].geometry.item()
    assert list(ferry.coords) == [(0, 0), (0, 100)]


def test_links_without_target_have_no_way() -> None:
    toy = toy_dataset()
    drawn = routes(toy_network(), toy.hubs, toy.partners, toy_links("architecture"))
    assert len(drawn) == 0
