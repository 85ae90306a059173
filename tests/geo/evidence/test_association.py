"""Points, matrices, local quotients, curves and areas behind *Nabijheid*."""

from __future__ import annotations

from dataclasses import replace
from math import comb
from xml.etree import ElementTree

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from geo.data.coarseness import COARSE
from geo.data.errors import ArgumentError
from geo.data.selection import Filters, Selection, select
from geo.data.store import Dataset
from geo.evidence.area_counts import (
    SECTORS,
    business_share,
    chain_quotients,
    hot_spots,
    neighbourhood_tenants,
    sector_quotients,
)
from geo.evidence.association import (
    CityPoints,
    association_curve,
    between_matrix,
    city_points,
    house_matrix,
    in_family,
    local_places,
    tally,
    told_pairs,
)
from geo.evidence.colocation import find_neighbours, local_table, read_mixes
from geo.evidence.cross_k import cross_k
from geo.toy.city import toy_dataset
from layers.figures.curve_chart import axis_top, curve_svg
from layers.figures.matrix_chart import SIGNS, UNSURE, fill_of, matrix_svg
from layers.sentences.nearness_words import pairs_words
from layers.words.text import text


def test_the_rows_of_neighbours_account_for_every_point() -> None:
    rng = np.random.default_rng(7)
    xy = np.vstack([rng.integers(0, 4, (30, 2)) * 100.0, rng.uniform(0, 400, (25, 2))])
    near = find_neighbours(xy)
    alone = (near.size[near.place] == 1).sum()
    assert len(near.member) + alone == len(xy)
    # Every lone point has a nearest neighbour, alone or in a house.
    found = set(near.lone) | set(near.lone_near_house)
    assert found == set(np.flatnonzero(near.size[near.place] == 1))


def test_shares_of_mixes_sum_to_the_number_of_points() -> None:
    mixes = read_mixes(pd.Series(["a", "b;a", "c;b;a", "c"]))
    assert mixes.sizes.sum() == pytest.approx(4)
    assert dict(zip(mixes.names, mixes.sizes, strict=True)) == pytest.approx(
        {"a": 1 + 1 / 2 + 1 / 3, "b": 1 / 2 + 1 / 3, "c": 1 / 3 + 1}
    )


def test_as_many_points_as_categories_are_asked_for() -> None:
    with pytest.raises(ArgumentError):
        local_table(np.zeros((3, 2)), pd.Series(["a", "b"]), "a", "b")


def test_the_local_p_is_hypergeometric_by_hand() -> None:
    # A house with one A and three B; sixteen others stand alone, two of them B. Without the A
    # there are 19 others with 5 B; all 3 neighbours are B: p = C(5,3)/C(19,3), doubled.
    alone = np.column_stack([np.arange(1, 17) * 1000.0, np.zeros(16)])
    xy = np.vstack([np.zeros((4, 2)), alone])
    cells = pd.Series(["A", "B", "B", "B", "B", "B"] + ["C"] * 14)
    row = local_table(xy, cells, "A", "B").iloc[0]
    assert (row["n_near"], row["b_near"]) == (3, 3)
    assert row["quotient"] == pytest.approx(1 / (5 / 19))
    assert row["p"] == pytest.approx(2 * comb(5, 3) / comb(19, 3))


def test_a_local_quotient_of_what_is_not_there_is_empty() -> None:
    assert local_table(np.zeros((2, 2)), pd.Series(["A", "A"]), "B", "A").empty


@pytest.mark.slow
def test_every_tenant_of_the_city_is_a_point_or_is_said_to_be_left_out(chosen: Selection) -> None:
    for city in ("Amsterdam", "Rotterdam"):
        points = city_points(chosen, city)
        tenants = points.rows["source"].eq("tenant").sum()
        reasons = ("coarse_tenants", "tenants_without_place", "no_organisation")
        out = sum(points.left_out[reason] for reason in reasons)
        assert tenants + out == chosen.tenants["city"].eq(city).sum()
        partners = points.rows["source"].eq("partner").sum()
        placed = chosen.partners["city"].eq(city).sum()
        assert partners + points.left_out["coarse_partners"] == placed
        assert not points.rows["precision"].isin(COARSE).any()
        assert points.left_out["published_totals"] > 0


def test_a_published_total_is_no_point() -> None:
    points = city_points(select(toy_dataset(), Filters()), "Amsterdam", partners=False)
    assert "huurders" not in set(points.rows["name"])
    assert points.left_out["published_totals"] == 1


def test_nothing_is_said_of_an_empty_city() -> None:
    points = city_points(select(toy_dataset(), Filters(cities=())), "Amsterdam")
    assert house_matrix(points).empty
    assert between_matrix(points).empty
    assert local_places(points, "stage", "make", "public").empty
    assert association_curve(points, "stage", ("make", "public"), 1.0).empty


def test_a_pair_with_too_few_has_no_local_verdict() -> None:
    points = city_points(select(toy_dataset(), Filters()), "Amsterdam")
    places = local_places(points, "stage", "make", "public")
    # Pand 2, 3, 5, 9 and 10.
    assert len(places) == 5
    assert set(places["verdict"]) == {"too_few"}


def test_the_overall_p_of_the_curve_is_small_as_often_as_it_should() -> None:
    small = 0
    for seed in range(50):
        rng = np.random.default_rng(seed)
        xy, cells = rng.uniform(0, 1000, (60, 2)), pd.Series(rng.choice(["a", "b"], 60))
        radii = np.arange(50.0, 501.0, 50.0)
        curve = cross_k(xy, cells, ("a", "b"), radii, 1e6, permutations=39, seed=seed)
        small += int(curve["p_overall"].iloc[0] <= 0.1)
    # Binomial(50, 0.1): above 12 has probability 0.001.
    assert small <= 12


def test_the_overall_p_finds_what_was_planted() -> None:
    rng = np.random.default_rng(4)
    a = rng.uniform(0, 5000, (40, 2))
    xy = np.vstack([a, a + rng.normal(0, 20, (40, 2)), rng.uniform(0, 5000, (40, 2))])
    cells = pd.Series(["a"] * 40 + ["b"] * 40 + ["c"] * 40)
    curve = cross_k(xy, cells, ("a", "b"), np.arange(50.0, 501.0, 50.0), 2.5e7, permutations=99)
    assert curve["p_overall"].iloc[0] == pytest.approx(0.01)
    assert (curve["k"] > curve["high"]).iloc[0]


def test_a_curve_of_a_kind_with_itself_is_refused() -> None:
    with pytest.raises(ArgumentError, match="pair"):
        cross_k(np.zeros((2, 2)), pd.Series(["a", "a"]), ("a", "a"), np.array([1.0]), 1.0)


def test_neighbourhoods_count_every_tenant_they_can(shipped: Dataset, chosen: Selection) -> None:
    for city in ("Amsterdam", "Rotterdam"):
        areas = neighbourhood_tenants(shipped, chosen, city)
        hubs = chosen.hubs[chosen.hubs["city"].eq(city) & chosen.hubs["precision"].ne("postcode4")]
        hubs = hubs[hubs["neighbourhood_code"].notna()]
        assert areas["value"].sum() == chosen.tenants["hub_id"].isin(hubs["id"]).sum()
        assert len(areas) == shipped.neighbourhoods["city"].eq(city).sum()


def test_small_neighbourhoods_take_no_part_in_shares(shipped: Dataset) -> None:
    areas = business_share(shipped, "Rotterdam", "culture_recreation")
    assert areas["n"].min() >= 50
    assert areas["value"].between(0, 1).all()
    assert business_share(shipped, "Amsterdam", "culture_recreation").empty


def test_hot_spots_of_few_areas_or_no_difference_say_nothing(shipped: Dataset) -> None:
    areas = business_share(shipped, "Rotterdam", "culture_recreation")
    few, answer = hot_spots(areas.head(10))
    assert set(few["verdict"]) == {"too_few"}
    assert answer is not None
    assert answer.too_few
    flat, nothing = hot_spots(areas.assign(value=0.5))
    assert set(flat["verdict"]) == {"too_few"}
    assert nothing is None


@pytest.mark.parametrize("sector", SECTORS)
def test_sector_quotients_of_districts_average_to_one(shipped: Dataset, sector: str) -> None:
    areas = sector_quotients(shipped, "Rotterdam", sector, "district")
    # Weighted by establishments the quotients of all parts of a whole average to 1.
    assert (areas["lq"] * areas["n"]).sum() / areas["n"].sum() == pytest.approx(1.0)
    assert areas["x"].sum() == shipped.neighbourhoods[f"businesses_{sector}"].dropna().sum()


def test_chain_quotients_count_every_placed_tenant_once(
    shipped: Dataset, chosen: Selection
) -> None:
    areas = chain_quotients(shipped, chosen, "Amsterdam", "music", "district")
    hubs = chosen.hubs[chosen.hubs["city"].eq("Amsterdam")]
    of_hubs = chosen.shares["hub_id"].isin(hubs.loc[hubs["district_code"].notna(), "id"])
    firms = chosen.tenants.loc[chosen.tenants["row_kind"].eq("organisation"), "id"]
    of_hubs &= chosen.shares["tenant_id"].isin(firms)
    music = chosen.shares["chain"].eq("music")
    assert areas["n"].sum() == pytest.approx(chosen.shares.loc[of_hubs, "weight"].sum())
    assert areas["x"].sum() == pytest.approx(chosen.shares.loc[of_hubs & music, "weight"].sum())
    assert (areas.loc[areas["expected"].lt(5), "verdict"] == "too_few").all()


def test_a_chain_nobody_is_in_is_too_few(shipped: Dataset, chosen: Selection) -> None:
    nobody = replace(chosen, shares=chosen.shares[chosen.shares["chain"].ne("music")])
    areas = chain_quotients(shipped, nobody, "Amsterdam", "music", "district")
    assert set(areas["verdict"]) == {"too_few"}


def test_a_test_of_kinds_leaves_out_what_is_no_creative_chain(
    shipped: Dataset, chosen: Selection
) -> None:
    ten = shipped.chain_model.ten
    for city in ("Amsterdam", "Rotterdam"):
        points = city_points(chosen, city)
        rows, family = points.rows, in_family(points, ten, "chain")
        creative = [bool(set(cell.split(";")) & set(ten)) for cell in rows["chain"]]
        assert len(family.rows) == sum(creative)
        assert family.left_out["no_family"] == len(rows) - sum(creative)
        codes = set(";".join(family.rows["chain"]).split(";"))
        assert codes <= set(ten)
        assert "unknown" not in set(in_family(points, ten, "stage").rows["stage"])


@pytest.mark.slow
def test_the_matrices_of_a_city_name_every_pair_once(shipped: Dataset, chosen: Selection) -> None:
    points = in_family(city_points(chosen, "Rotterdam"), shipped.chain_model.ten, "chain")
    kinds = len(set(";".join(points.rows["chain"]).split(";")))
    house, between = house_matrix(points, "chain"), between_matrix(points, "chain")
    assert len(house) == kinds * (kinds + 1) // 2
    assert len(between) == 3 * len(house)
    assert between["p"].nunique() == 1
    for matrix in (house, between):
        tested, out, unsure = tally(matrix)
        few = told_pairs(matrix)["verdict"].eq("too_few").sum()
        assert tested == len(house) - few
        assert 0 <= out <= tested
        assert 0 <= unsure <= tested


def test_many_points_are_put_together_in_cells_and_say_how_far_the_draws_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("geo.evidence.association.MANY_POINTS", 50)
    rng = np.random.default_rng(3)
    xy, told = rng.uniform(0, 2000, (200, 2)), []
    rows = gpd.GeoDataFrame(
        {"source": "tenant", "stage": rng.choice(["make", "public"], 200)},
        geometry=gpd.points_from_xy(*xy.T),
    )
    points = CityPoints("Amsterdam", rows, {})
    table = between_matrix(points, on_draws=lambda done, most: told.append((done, most)))
    assert set(table["cell_m"]) == {100.0}
    assert told[-1] == (999, 999)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    # By hand: within 250 m, a make in one cell and a public in another, by the middles of cells.
    middle, make = np.round(xy / 100) * 100, rows["stage"].eq("make").to_numpy()
    apart = np.hypot(*(middle[make][:, None] - middle[~make][None]).transpose(2, 0, 1))
    near = ((apart > 0) & (apart <= 250)).sum()
    row = table.set_index(["radius", "a", "b"]).loc[(250, "make", "public")]
    cells = len(np.unique(middle, axis=0))
    assert row["m"] == pytest.approx(near * cells / make.sum() / (~make).sum(), rel=1e-4)


def test_work_ends_where_the_listener_raises() -> None:
    points = city_points(select(toy_dataset(), Filters()), "Amsterdam")

    def stop(*_: int) -> None:
        raise KeyboardInterrupt

    for matrix in (house_matrix, between_matrix):
        with pytest.raises(KeyboardInterrupt):
            matrix(points, "stage", on_draws=stop)


def cell(verdict: str, ratio: float, q: float = 1.0) -> dict[str, object]:
    said = {"verdict": verdict, "borderline": False}
    return {"a": "x", "b": "x", "ratio": ratio, "q": q, "n_a": 9.0, **said}


@pytest.mark.parametrize("verdict", ["attracts", "no_difference"])
def test_what_lies_on_the_border_keeps_its_mark_with_a_question_beside_it(verdict: str) -> None:
    row = cell(verdict, 2.54) | {"borderline": True, "houses": 3}
    drawn = matrix_svg(pd.DataFrame([row]), ["x"], str, "Stad", "nl")
    words = [node.text for node in ElementTree.fromstring(drawn).iter() if node.text]
    assert SIGNS[verdict] + UNSURE in words
    said = pairs_words(pd.DataFrame([row]), "house", str, "nl")
    nothing = text("nabijheid.pairs_nothing", "nl")
    assert (nothing in said) == (verdict == "no_difference")
    assert "Op de grens" in said


@pytest.mark.parametrize("verdict", SIGNS)
def test_a_cell_says_its_verdict_in_sign_and_number(verdict: str) -> None:
    drawn = matrix_svg(pd.DataFrame([cell(verdict, 2.54)]), ["x"], str, "Stad", "nl")
    words = [node.text for node in ElementTree.fromstring(drawn).iter() if node.text]
    assert SIGNS[verdict] in words
    assert ("2,5" in words) == (verdict != "too_few")
    assert fill_of(2.54, verdict).upper() in drawn.upper()


def test_names_in_a_drawing_stay_text() -> None:
    evil = '<script>"&{{7*7}}'
    row = pd.DataFrame([cell("attracts", 3.0, 0.01)])
    tree = ElementTree.fromstring(matrix_svg(row, ["x"], lambda _: evil, evil, "nl"))
    assert evil in [node.text for node in tree.iter()]
    assert not [node for node in tree.iter() if "script" in str(node.tag)]
    curve = pd.DataFrame({"radius": [50.0, 100], "k": [1.0, 3], "expected": [1.0, 2]})
    curve = curve.assign(low=[0.5, 1], high=[2.0, 3])
    assert evil in [
        node.text for node in ElementTree.fromstring(curve_svg(curve, evil, "nl")).iter()
    ]


def test_curves_share_one_axis() -> None:
    rows = {"radius": [50.0], "expected": [1.0], "low": [0.5]}
    small = pd.DataFrame(rows | {"k": [1.0], "high": [1.5]})
    large = pd.DataFrame(rows | {"k": [6.3], "high": [2.0]})
    assert axis_top([small, large]) == 7
    assert axis_top([]) == 2
