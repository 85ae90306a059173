"""Own rows beside the shipped ones: who takes part, who does not and why, and what they become."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from faults import dataset_faults

from geo.data.chains import load_chain_model
from geo.data.selection import Filters, select
from geo.own.meanings import stages_of
from geo.own.rows import Joined, OwnRows, with_own
from geo.toy.city import toy_dataset

pytestmark = pytest.mark.slow

DAM = (121_393, 487_354)  # Dam square, Amsterdam, in RD
UTRECHT = (136_800, 455_900)


def own(*rows: dict, choices: dict[str, str] | None = None, name: str = "lijst.csv") -> OwnRows:
    """Rows as an intake gives them; ``at`` is the place, ``in_city`` the city it lies in."""
    table = pd.DataFrame([{k: v for k, v in row.items() if k != "at"} for row in rows])
    points = [shapely.Point(row["at"]) if row.get("at") else None for row in rows]
    values = gpd.GeoDataFrame(table, geometry=points, crs=28992)
    values.index = pd.RangeIndex(1, len(rows) + 1)
    return OwnRows(name, "0123456789abcdef" * 4, "2026-03-01", values, choices or {})


def outcomes(joined: Joined) -> dict[tuple[str, str], int]:
    return {(row.table, row.outcome): row.n for row in joined.counts.itertuples()}


def faults(joined: Joined) -> list:
    """What the load check says; that no shipped row may have ``origin`` own is the point of it."""
    hubs = joined.dataset.hubs
    as_listed = hubs.assign(origin=hubs["origin"].replace("own", "hub_list"))
    return list(dataset_faults(replace(joined.dataset, hubs=as_listed)))


def hub(**more) -> dict:
    at = {"at": DAM, "in_city": "Amsterdam", "placed_by": "given_coordinate", "accuracy_m": 0.0}
    return {"entity": "hubs", "name": "Mijn Loods", **at, **more}


def tenant(**more) -> dict:
    return {"entity": "tenants", "name": "Atelier Zus", "hub": "De Ceuvel", **more}


def test_rows_of_every_kind_pass_the_checks_of_the_shipped_data(shipped):
    place = {"at": DAM, "in_city": "Amsterdam", "placed_by": "postcode6", "accuracy_m": 377.0}
    rows = own(
        hub(kind="Broedplaats", status="gepland", year_from=2027, sector="mode", chain="fashion"),
        tenant(sector="muziek", chain="music", stage="maken", year_from=2015, year_to=2019),
        tenant(hub="Mijn Loods", city="Amsterdam", sbi="71111", chain="architecture"),
        {"entity": "partners", "name": "Galerie X", "kind": "galerie", "chain": "visual_art",
         "stage": "publiek", **place},
        {"entity": "meeting_places", "name": "Café Zo", "kind": "café", **place},
    )  # fmt: skip
    joined = with_own(shipped, [rows])
    assert faults(joined) == []
    assert joined.n == 5
    data = joined.dataset
    loods = data.hubs[data.hubs["own"]].iloc[0]
    assert (loods["kind"], loods["status"], loods["opened"]) == ("broedplaats", "planned", 2027)
    assert (loods["chains"], loods["precision"], loods["district"]) == (
        "fashion",
        "address",
        "Centrum",
    )
    mine = data.tenants[data.tenants["own"]]
    assert mine["hub_id"].tolist() == ["de-ceuvel", loods["id"]]
    assert mine["stage"].tolist() == ["make", "conceive"]
    assert mine["chain_basis"].tolist() == ["source", "inferred"]
    assert mine["city"].tolist() == ["Amsterdam", "Amsterdam"]
    partner = data.partners[data.partners["own"]].iloc[0]
    assert (partner["category"], partner["stage"], partner["precision"]) == (
        "gallery",
        "public",
        "postcode6",
    )
    assert data.meeting_places[data.meeting_places["own"]]["category"].tolist() == ["cafe"]


def test_what_does_not_take_part_is_counted_with_its_reason(shipped):
    rows = own(
        hub(),
        hub(name="Werkspoor", at=UTRECHT, in_city=""),
        tenant(),
        tenant(hub="Een gebouw dat niemand kent"),
        tenant(hub="Mijn Lood"),
        hub(name="Bureau Europa", city="Maastricht", at=None, in_city=""),
    )
    joined = with_own(shipped, [rows])
    assert outcomes(joined) == {
        ("hubs", "outside"): 2,
        ("hubs", "takes_part"): 1,
        ("tenants", "no_building"): 2,
        ("tenants", "takes_part"): 1,
    }
    assert joined.counts["n"].sum() == 6
    assert len(joined.dataset.hubs) == len(shipped.hubs) + 1


def test_a_name_that_is_only_alike_needs_the_planners_word(shipped):
    rows = own(tenant(hub="Ceuvel"), choices={"hub:1": "de-ceuvel"})
    assert with_own(shipped, [rows]).dataset.tenants.iloc[-1]["hub_id"] == "de-ceuvel"


def test_two_own_buildings_of_one_name_are_not_guessed_between(shipped):
    rows = own(hub(), hub(), tenant(hub="Mijn Loods"))
    assert outcomes(with_own(shipped, [rows]))[("tenants", "several_buildings")] == 1


@pytest.mark.parametrize(
    ("choice", "hubs_more", "lives_in"),
    [("both", 1, "de-ceuvel"), ("keep_shipped", 0, "de-ceuvel"), ("keep_own", 0, "own")],
)
def test_of_two_that_are_one_the_planner_says_which_counts(shipped, choice, hubs_more, lives_in):
    rows = own(hub(name="Ceuvel, De"), choices={"1:de-ceuvel": choice})
    joined = with_own(shipped, [rows])
    assert len(joined.dataset.hubs) - len(shipped.hubs) == hubs_more
    before = shipped.tenants[shipped.tenants["hub_id"].eq("de-ceuvel")]["id"]
    assert len(before)
    after = joined.dataset.tenants.set_index("id").loc[before, "hub_id"]
    assert after.str.split("-").str[0].eq(lives_in.split("-", maxsplit=1)[0]).all()
    assert len(joined.dataset.tenants) == len(shipped.tenants)
    assert faults(joined) == []


def test_tenants_of_an_own_building_that_is_a_shipped_one_live_in_the_shipped_one(shipped):
    rows = own(
        hub(name="Mijn Ceuvel"), tenant(hub="Mijn Ceuvel"), choices={"1:de-ceuvel": "keep_shipped"}
    )
    joined = with_own(shipped, [rows])
    assert joined.dataset.tenants.iloc[-1]["hub_id"] == "de-ceuvel"
    assert outcomes(joined)[("hubs", "double")] == 1


def test_shipped_rows_stay_what_they_were(shipped):
    joined = with_own(shipped, [own(hub(), tenant())])
    for name in ("hubs", "tenants", "partners", "meeting_places"):
        frame = getattr(joined.dataset, name)
        old = frame[~frame["own"]].drop(columns="own").reset_index(drop=True)
        pd.testing.assert_frame_equal(pd.DataFrame(old), pd.DataFrame(getattr(shipped, name)))
        assert "own" not in getattr(shipped, name)


def test_the_key_tells_other_rows_other_names_and_other_choices_apart(shipped):
    brought = own(tenant())
    moved = replace(brought, values=brought.values.assign(name="Atelier Broer"))
    choices = replace(brought, choices={"hub:1": "ndsm-kunststad"})
    keys = {
        with_own(shipped, [each]).dataset.key
        for each in (brought, own(tenant()), moved, choices, replace(brought, name="b.csv"))
    }
    assert len(keys) == 4
    assert shipped.key not in keys


def test_every_file_is_a_resource_with_hash_date_and_number(shipped):
    joined = with_own(shipped, [own(hub(), tenant(), tenant(name="Ander"))])
    made = [r for r in joined.dataset.package["resources"] if r.get("own")]
    assert {(r["table"], r["rows"], r["date"], r["title"]) for r in made} == {
        ("hubs", 1, "2026-03-01", "lijst.csv"),
        ("tenants", 2, "2026-03-01", "lijst.csv"),
    }
    assert all(r["hash"] == "sha256:" + "0123456789abcdef" * 4 for r in made)


def test_rows_without_anything_give_the_shipped_data_itself(shipped):
    assert with_own(shipped, []).dataset is shipped


def test_a_row_of_several_tenants_is_a_total_and_no_named_tenant(shipped):
    joined = with_own(shipped, [own(tenant(count=12))])
    row = joined.dataset.tenants.iloc[-1]
    assert (bool(row["is_total"]), row["count"]) == (True, 12)
    assert row["id"] not in set(select(joined.dataset, Filters()).tenants["id"])


def test_four_rows_of_a_register_in_one_building_are_withheld_five_are_not(shipped):
    four = own(*(tenant(name=f"Bedrijf {i}", register=True, chain="music") for i in range(4)))
    assert outcomes(with_own(shipped, [four])) == {("tenants", "small_number"): 4}
    five = own(*(tenant(name=f"Bedrijf {i}", register=True, chain="music") for i in range(5)))
    joined = with_own(shipped, [five])
    assert outcomes(joined) == {("tenants", "takes_part"): 5}
    assert joined.dataset.tenants["register"].sum() == 5


def test_movement_of_a_tenant_list_with_dates_is_taken_over():
    toy = toy_dataset()
    name = str(toy.hubs["name"].iloc[0])
    rows = own(
        tenant(hub=name, year_from=2015, year_to=2020, starter="ja", next_place="Eigen pand"),
        tenant(hub=name, year_from=2016, starter="nee", previous_hub="Thuis"),
    )
    mine = with_own(toy, [rows]).dataset.tenants.iloc[-2:]
    assert mine["starter"].tolist() == [True, False]
    assert mine["next_place"].iloc[0] == "Eigen pand"
    assert mine["previous_hub"].iloc[1] == "Thuis"
    assert mine["year_to"].tolist() == [2020, pd.NA]


def test_an_outline_takes_part_with_a_point_on_it(shipped):
    x, y = DAM
    square = shapely.box(x, y, x + 40, y + 20)
    rows = own(hub())
    values = rows.values.set_geometry(gpd.GeoSeries([square], index=[1], crs=28992))
    joined = with_own(shipped, [replace(rows, values=values)])
    assert square.contains(joined.dataset.hubs.geometry.iloc[-1])


@pytest.mark.parametrize(
    ("words", "sbi", "stage"),
    [
        ("Maken", None, "make"),
        ("bedenken en maken", None, "conceive;make"),
        ("PUBLIEK", "71111", "public"),
        ("iets anders", "71111", "conceive"),
        (None, None, "unknown"),
    ],
)
def test_stages_in_words(words, sbi, stage):
    assert stages_of(words, sbi, load_chain_model()) == stage
