"""Missing stages on the toy city, every expected value worked out by hand from its drawing.

Fashion: h1 conceives and distributes, h2 and h3 make, the shop (public) stands on h5's corner,
100 m from h1 by ferry. Visual art: h9 and h10 make, the gallery (distribute) is 200 m from h10 and
300 from h9, the museum (public) 300 m from h10 and 400 from h9; nobody conceives.
"""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from shapely import box

from geo.answers.broken_links import (
    BrokenLinks,
    Places,
    area_places,
    broken_links,
    cluster_places,
    hub_places,
)
from geo.answers.surroundings import surroundings
from geo.data.errors import ArgumentError
from geo.data.selection import Filters, Selection, select
from geo.data.store import Dataset
from geo.network.proximity import routes
from geo.toy.city import toy_dataset
from geo.toy.street_grid import toy_network

CITY = "Amsterdam"


@pytest.fixture(scope="module")
def toy() -> Dataset:
    """The toy city with h9, h10 and the museum in its one neighbourhood and district."""
    plain = toy_dataset()
    hubs, partners = plain.hubs.copy(), plain.partners.copy()
    for frame, inside in ((hubs, ("h9", "h10")), (partners, ("p3",))):
        for column in ("neighbourhood_code", "district_code"):
            frame[column] = [("A" if name in inside else None) for name in frame["id"]]
    return replace(plain, hubs=hubs, partners=partners)


def coarse(toy: Dataset, *names: str) -> Dataset:
    accuracy = toy.hubs["accuracy_m"].mask(toy.hubs["id"].isin(names), 300.0)
    return replace(toy, hubs=toy.hubs.assign(accuracy_m=accuracy))


def found(toy: Dataset, chain: str, band_m: int = 250, places: Places | None = None) -> BrokenLinks:
    chosen = select(toy, Filters())
    around = {CITY: surroundings(toy, toy_network(), CITY)}
    return broken_links(toy, chosen, around, places or hub_places(chosen), [chain], band_m)[0]


def in_area(toy: Dataset, kind: str = "neighbourhood") -> Places:
    return area_places(select(toy, Filters()), toy.neighbourhoods, kind)


def gaps(links: BrokenLinks) -> list[list[object]]:
    columns = ["place_id", "stage", "target_id", "metres", "reason"]
    rows = links.missing[columns].astype(object)
    return rows.where(rows.notna(), None).values.tolist()


def test_the_one_missing_stage_of_a_hub_with_its_supplier_and_minutes(toy: Dataset) -> None:
    links = found(toy, "fashion")
    assert gaps(links) == [["h3", "public", "p2", 300.0, "ok"]]
    assert links.missing["target_kind"].tolist() == ["partner"]
    # 200 m at 4.8 km/h is 150 s, the ferry 60 s.
    assert links.missing["minutes"].tolist() == pytest.approx([3.5])
    assert links.places.loc["h1", "missing"] == ()
    assert links.places["n_tenants"].to_dict() == {"h1": 2, "h2": 1, "h3": 1}


def test_a_supplier_farther_than_an_hour_is_named_and_marked(
    toy: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("surroundings", "broken_links"):
        # The shop is 3.5 minutes from h3.
        monkeypatch.setattr(f"geo.answers.{module}.LIMIT_MIN", 3.0)
    links = found(toy, "fashion")
    assert gaps(links) == [["h3", "public", "p2", 300.0, "far"]]
    assert links.missing["minutes"].tolist() == pytest.approx([3.5])
    assert links.missing["target_name"].tolist() == ["Winkel"]


@pytest.mark.slow
def test_all_chains_at_once_say_what_each_says_alone(toy: Dataset) -> None:
    chosen = select(toy, Filters())
    around = {CITY: surroundings(toy, toy_network(), CITY)}
    chains = ["visual_art", "fashion", "publishing", "music"]
    together = broken_links(toy, chosen, around, hub_places(chosen), chains, 250)
    assert [each.chain for each in together] == chains
    for each in together:
        alone = found(toy, each.chain)
        assert each.left_out == alone.left_out
        for name in ("places", "missing", "rows"):
            assert_frame_equal(getattr(each, name), getattr(alone, name), check_dtype=False)


def test_a_wider_band_mends_the_link(toy: Dataset) -> None:
    links = found(toy, "fashion", 500)
    assert links.missing.empty
    assert links.places["n_missing"].tolist() == [0, 0, 0]


def test_fewer_missing_first_then_nearest_and_nobody_last(toy: Dataset) -> None:
    assert gaps(found(toy, "visual_art")) == [
        ["h10", "public", "p3", 300.0, "ok"],
        ["h10", "conceive", None, None, "no_target"],
        ["h9", "distribute", "p1", 300.0, "ok"],
        ["h9", "public", "p3", 400.0, "ok"],
        ["h9", "conceive", None, None, "no_target"],
    ]


def test_under_two_tenants_is_too_few_to_say_and_stands_last(toy: Dataset) -> None:
    more = toy.tenants[toy.tenants["id"].eq("t7")].assign(id="t99")
    assert more["hub_id"].tolist() == ["h9"]
    links = found(replace(toy, tenants=pd.concat([toy.tenants, more])), "visual_art")
    assert links.places["few"].to_dict() == {"h9": False, "h10": True}
    assert links.missing["place_id"].tolist() == ["h9"] * 3 + ["h10"] * 2


def test_places_without_a_tenant_of_the_chain_are_counted_and_not_listed(toy: Dataset) -> None:
    # Ten hubs on the map, h11 has ended, h12 has no place.
    assert found(toy, "fashion").left_out == {"too_coarse": 0, "no_place": 1, "no_tenants": 7}
    nobody = found(toy, "publishing")
    assert nobody.places.empty
    assert nobody.missing.empty
    assert nobody.left_out["no_tenants"] == 10


def test_the_rows_behind_a_present_stage(toy: Dataset) -> None:
    rows = found(toy, "fashion").rows
    of_h1 = rows[rows["place_id"].eq("h1")].set_index("id")
    assert of_h1["stage"].to_dict() == {
        "t1": "conceive", "t4": "distribute", "h2": "make", "h3": "make", "p2": "public",
    }  # fmt: skip
    assert of_h1.loc[["t1", "h2", "h3", "p2"], "metres"].tolist() == [0, 100, 200, 100]


@pytest.mark.parametrize("kind", ["neighbourhood", "district"])
def test_an_area_has_what_lies_inside_and_what_is_near_its_hubs(toy: Dataset, kind: str) -> None:
    links = found(toy, "visual_art", places=in_area(toy, kind))
    place = f"{CITY}:A"
    assert links.places.at[place, "present"] == ("make", "distribute", "public")
    assert gaps(links) == [[place, "conceive", None, None, "no_target"]]
    assert links.places.loc[place, ["n_hubs", "n_tenants", "few"]].tolist() == [2, 2, False]
    inside = links.rows[links.rows["id"].eq("p3")]
    assert inside["metres"].isna().all()


def test_a_hub_at_a_four_digit_postcode_is_in_a_district_but_in_no_neighbourhood(
    toy: Dataset,
) -> None:
    precision = toy.hubs["precision"].mask(toy.hubs["id"].eq("h10"), "postcode4")
    moved = replace(toy, hubs=toy.hubs.assign(precision=precision))
    assert in_area(moved).hubs["id"].tolist() == ["h9"]
    assert in_area(moved, "district").hubs["id"].tolist() == ["h9", "h10"]


def test_a_cluster_has_the_partners_within_its_hull(toy: Dataset) -> None:
    hull = box(250, 50, 350, 150)  # round the museum alone
    clusters = gpd.GeoDataFrame(
        {"cluster": ["Amsterdam-1"], "city": [CITY], "hub_ids": [("h9", "h10")]},
        geometry=[hull],
        crs=28992,
    )
    places = cluster_places(select(toy, Filters()), clusters)
    links = found(toy, "visual_art", places=places)
    assert links.places.at["Amsterdam-1", "missing"] == ("conceive",)
    assert places.left_out == 9


def test_a_coarse_hub_takes_no_part_but_counts_for_its_area(toy: Dataset) -> None:
    rough = coarse(toy, "h10")
    assert list(found(rough, "visual_art").places.index) == ["h9"]
    links = found(rough, "visual_art", places=in_area(rough))
    place = f"{CITY}:A"
    # Only h10 lies within 250 m of the gallery: it can no longer be told; from h9 it is 300 m.
    assert gaps(links) == [
        [place, "distribute", "p1", 300.0, "ok"],
        [place, "conceive", None, None, "no_target"],
    ]
    assert links.missing["undecided"].tolist() == [1, 0]
    assert links.missing["hub_id"].tolist()[0] == "h9"
    assert links.places.loc[place, ["n_coarse", "n_tenants"]].tolist() == [1, 2]
    assert links.left_out["too_coarse"] == 1


def test_an_area_of_coarse_hubs_only_says_so(toy: Dataset) -> None:
    rough = coarse(toy, "h9", "h10")
    links = found(rough, "visual_art", places=in_area(rough))
    reasons = links.missing.set_index("stage")["reason"].to_dict()
    assert reasons == {"distribute": "all_coarse", "conceive": "no_target"}


def test_the_way_to_the_supplier_can_be_drawn(toy: Dataset) -> None:
    chosen: Selection = select(toy, Filters())
    missing = found(toy, "fashion").missing
    drawn = routes(toy_network(), chosen.hubs, chosen.partners, missing)
    assert drawn.geometry.iloc[0].wkt == "LINESTRING (200 0, 100 0, 0 0, 0 100)"


@pytest.mark.parametrize(("chain", "band_m"), [("fashion", 300), ("nonsense", 250)])
def test_an_unknown_band_or_chain_is_refused(toy: Dataset, chain: str, band_m: int) -> None:
    with pytest.raises(ArgumentError):
        found(toy, chain, band_m)


def test_the_rows_behind_an_area_by_hand(toy: Dataset) -> None:
    rows = found(toy, "visual_art", places=in_area(toy)).rows
    told = rows[["stage", "table", "id", "label", "metres", "minutes"]].astype(object)
    # The makers stand there as tenants, not once more as hubs that are near each other; the
    # museum lies inside; the gallery 200 m from h10, along steps and a street: 150 s.
    assert list(told.where(told.notna(), None).itertuples(index=False, name=None)) == [
        ("public", "partners", "p3", "Museum", None, None),
        ("make", "tenants", "t7", "Schilder", 0, 0),
        ("make", "tenants", "t8", "Beeldhouwer", 0, 0),
        ("distribute", "partners", "p1", "Galerie", 200, 2.5),
    ]


def test_a_stage_beside_the_line_makes_nothing_present(toy: Dataset) -> None:
    stage = toy.partners["stage"].mask(toy.partners["id"].eq("p2"), "public;support")
    links = found(replace(toy, partners=toy.partners.assign(stage=stage)), "fashion")
    assert links.places.loc["h1", ["n_missing", "missing"]].tolist() == [0, ()]
    assert links.places.at["h1", "present"] == ("conceive", "make", "distribute", "public")
    assert set(links.rows["stage"]) == {"conceive", "make", "distribute", "public"}


def test_a_coarse_supplier_is_undecided_only_where_it_may_lie_within_the_band(
    toy: Dataset,
) -> None:
    # The gallery within 300 m of where it is drawn: 200 m from h10, and 300 from h9.
    accuracy = toy.partners["accuracy_m"].mask(toy.partners["id"].eq("p1"), 300.0)
    links = found(replace(toy, partners=toy.partners.assign(accuracy_m=accuracy)), "visual_art")
    rows = links.missing.set_index(["place_id", "stage"])
    assert rows.loc[[("h10", "distribute"), ("h9", "distribute")], "undecided"].tolist() == [1, 0]
    assert rows.at[("h10", "distribute"), "reason"] == "too_coarse"
    assert rows.at[("h9", "distribute"), "metres"] == 300
    assert rows["undecided"].sum() == 1
