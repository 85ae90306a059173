"""Who is who and who is there: rules on small tables, and what the step made of the real rows."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point

from data.prepare.hubs import leases
from data.prepare.organisations import cores, one, with_organisations
from data.prepare.presence import moved, outside_hubs, with_presence
from geo.data.chains import stage_shares
from geo.data.folders import DATA
from geo.data.row_kinds import organisations, there
from geo.data.selection import Filters, select
from geo.data.store import load_dataset

RD = "EPSG:28992"
HUBS = gpd.GeoDataFrame(
    {"id": ["huis", "plan", "weg"], "name": ["Het Huis", "Plan", "Weg"], "city": "Rotterdam",
     "status": ["active", "planned", "ended"], "accuracy_m": [15.0, 15.0, 15.0]},
    geometry=[Point(0, 0), Point(5000, 0), Point(9000, 0)], crs=RD,
)  # fmt: skip


def tenants(*rows: tuple[object, ...]) -> pd.DataFrame:
    """Rows of id, hub, label, kind, last year."""
    frame = pd.DataFrame(rows, columns=["id", "hub_id", "label", "row_kind", "year_to"])
    return frame.assign(
        year_to=frame["year_to"].astype("Int64"), city="Rotterdam", chain="music", stage="public"
    )


def partners(*rows: tuple[object, ...]) -> gpd.GeoDataFrame:
    """Rows of id, name, set, date, place east."""
    frame = pd.DataFrame(rows, columns=["id", "name", "dataset", "source_date", "x"])
    return gpd.GeoDataFrame(
        frame.assign(city="Rotterdam", chain="music", stage="public", likely_open=True,
                     accuracy_m=15.0),
        geometry=[Point(x, 0) for x in frame["x"]], crs=RD,
    )  # fmt: skip


@pytest.fixture
def no_hand_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules alone, without what a person decided of the real rows."""
    empty = {
        "departures": ["table", "id", "label", "presence", "year", "basis"],
        "organisations": ["table", "id", "organisation", "why"],
    }
    for module in ("presence", "organisations"):
        monkeypatch.setattr(
            f"data.prepare.{module}.read_hand_table",
            lambda name: pd.DataFrame(columns=empty[name], dtype="str"),
        )


@pytest.mark.usefixtures("no_hand_tables")
def test_who_left_and_who_is_planned_follows_from_years_and_houses() -> None:
    rows = tenants(
        ("a", "huis", "Blijft", "organisation", None),
        ("b", "huis", "Ging", "organisation", 2025),  # before the year of the tables, 2026
        ("c", "huis", "Gaat", "organisation", 2026),
        ("d", "plan", "Komt", "organisation", None),
        ("e", "weg", "Was", "organisation", None),
    )
    found = with_presence(rows, HUBS)["presence"].tolist()
    assert found == ["present", "left", "present", "planned", "left"]


@pytest.mark.usefixtures("no_hand_tables")
def test_one_organisation_has_the_id_of_its_first_row() -> None:
    rows = tenants(
        ("a", "huis", "Stichting Het Huis", "organisation", None),  # the house itself
        ("b", "huis", "zaal van het huis", "programme", None),
        ("c", "huis", "Band", "organisation", None),
        ("d", "plan", "Band", "organisation", None),  # elsewhere, in the same chain
        ("e", "huis", "makers", "group", None),
        ("f", "huis", "zelfstandige (muziek)", "organisation", None),
        ("g", "plan", "zelfstandige (muziek)", "organisation", None),  # nobody says who
    )
    outside = partners(("p", "Band", "list", "2020", 100), ("q", "Ander", "list", "2020", 100))
    found, others = with_organisations(HUBS, rows, outside)
    assert found["organisation"].fillna("").tolist() == ["huis", "huis", "c", "c", "", "f", "g"]
    assert others["organisation"].tolist() == ["c", "q"]


def test_the_same_name_of_another_trade_elsewhere_is_another() -> None:
    club = {"table": "partners", "chain": "music", "geometry": Point(0, 0), "accuracy_m": 15.0}
    gallery = {**club, "chain": "visual_art", "geometry": Point(1000, 0)}
    assert not one(club, gallery)
    assert one(club, {**gallery, "geometry": Point(200, 0)})  # at the same place
    assert one(club, {**gallery, "chain": "music"})


def test_every_name_an_organisation_is_called_by_counts() -> None:
    assert frozenset({"bird"}) in cores("BIRD (Jazz)")
    assert cores("Werkplaats / Kade") >= {frozenset({"werkplaats"}), frozenset({"kade"})}


def test_a_partner_that_is_a_tenant_stands_among_the_tenants_only() -> None:
    rows = tenants(
        ("a", "huis", "Band", "organisation", None), ("b", "huis", "Oud", "organisation", 2020)
    ).assign(presence=["present", "left"], organisation=["a", "b"])
    outside = partners(
        ("p", "Band", "list", "2020", 900),  # the same work within a terrain of 1,000 m
        ("q", "Band", "list", "2020", 1100),  # another place of the same organisation
        ("r", "Oud", "list", "2019", 100),  # older than its leaving of the house
        ("s", "Oud", "list", "2021", 100),  # seen after it
    ).assign(organisation=["a", "a", "b", "b"])
    kept, twins = outside_hubs(outside, rows, HUBS)
    assert twins.values.tolist() == [["p", "a"]]
    assert kept["id"].tolist() == ["q", "r", "s"]
    assert kept["likely_open"].tolist() == [True, False, True]


def test_of_two_sets_the_newer_place_is_where_it_is_now() -> None:
    outside = partners(
        ("p", "Band", "list", "2017", 0), ("q", "Band", "map", "2026", 5000),
        ("r", "Winkel", "list", "2017", 0), ("s", "Winkel", "list", "2026", 5000),  # two branches
    ).assign(organisation=["a", "a", "b", "b"])  # fmt: skip
    assert moved(outside)["likely_open"].tolist() == [False, True, True, True]


def test_leases_are_those_of_the_terms_written_down() -> None:
    ids = pd.Series(["acta", "ruigoord", "kunst-en-complex", "nobody-knows"])
    found = leases(ids)
    assert found["tenure"].tolist() == ["permanent", "temporary", "temporary", "unknown"]
    assert found["lease_end"].fillna(0).tolist() == [0, 2027, 2025, 0]


# --- the shipped rows ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made() -> tuple[pd.DataFrame, gpd.GeoDataFrame]:
    people = pd.read_parquet(DATA / "tenants.parquet")
    return people, gpd.read_parquet(DATA / "partners.parquet")


def test_no_organisation_is_counted_twice_at_one_place(made) -> None:
    people, outside = made
    now = people[there(people) & organisations(people)]
    assert not now.duplicated(["hub_id", "organisation"]).any()
    open_now = outside[outside["likely_open"]]
    # One that does the same at several places, by one source: branches.
    twice = open_now[open_now.duplicated(["organisation", "chain", "stage"], keep=False)]
    assert set(twice["name"].str.split(" ").str[0]) <= {"Denham", "Theater", "Codarts"}
    # Codarts: its seat among the partners, departments in two houses.
    both = set(now["organisation"]) & set(open_now["organisation"])
    assert both <= set(people.loc[people["label"].eq("Codarts"), "organisation"])


@pytest.mark.parametrize(
    ("label", "presence"),
    [
        ("Cirque du Soleil", "left"),  # early nineties, by its source
        ("MC Theater", "left"),
        ("Pixelbar", "left"),  # Keilewerf 1 burnt down in 2023
        ("Tiny House Academy", "planned"),  # a candidate of the plan of 2017
        ("NEXT architects", "present"),
    ],
)
def test_known_tenants_are_there_left_or_planned(made, label: str, presence: str) -> None:
    people, _ = made
    assert people.loc[people["label"].eq(label), "presence"].tolist() == [presence]


@pytest.mark.parametrize(
    ("name", "closed"),
    [
        ("Stedelijk Museum Bureau Amsterdam", 2016),
        ("Nederlands Fotomuseum", 2025),
        ("Museum Boijmans Van Beuningen", 2019),
    ],
)
def test_museums_that_closed_or_moved_are_not_open(made, name: str, closed: int) -> None:
    _, outside = made
    row = outside.set_index("name").loc[name]
    assert (row["likely_open"], row["closed"]) == (False, closed)


@pytest.mark.parametrize(
    ("label", "chain", "stage"),
    [
        ("Buro Spelen", "visual_art", "conceive;make"),  # a: an artist's studio
        ("OKKEHOUT", "crafts", "conceive;make"),  # b: maker of own designs
        ("loodzetdrukkerij in het Veem", "publishing", "make"),  # c: a printer
        ("MVRDV", "architecture", "conceive"),  # d
        ("Conny Janssen Danst", "performing_arts", "make"),  # f: a company
        ("gastateliers Duende", "visual_art", "support"),  # g, in Rotterdam
        ("gastatelier Plantage Dok", "visual_art", "support"),  # g, in Amsterdam
        ("Maaklokaal Wijkpaleis", "crafts", "support"),  # h, in Rotterdam
        ("De Openbare WerkPlaats", "crafts", "support"),  # h, in Amsterdam
        ("Aloha Bar-Restaurant", "food", "support"),  # k, in Rotterdam
        ("Pllek", "food", "support"),  # k, with a theatre hall, in Amsterdam
        ("Denim City Store", "fashion", "public"),  # m
        ("Denoism", "fashion", "public"),  # m
        ("KunstWest", "visual_art", "distribute"),  # n
        ("Lingotto", "architecture", "distribute"),
    ],
)
def test_the_hard_cases_are_coded_alike(made, label: str, chain: str, stage: str) -> None:
    people, _ = made
    found = people.loc[people["label"].eq(label), ["chain", "stage"]].drop_duplicates()
    assert found.values.tolist() == [[chain, stage]]


def test_who_is_not_there_is_on_no_map_and_in_no_share() -> None:
    data = load_dataset()
    chosen = select(data, Filters())
    assert set(chosen.tenants["presence"]) == {"present"}
    told = chosen.left_out.set_index(["table", "reason"])["n"]
    assert told["tenants", "left"] > 50
    assert told["tenants", "planned"] > 0
    every = stage_shares(data.tenants, data.chain_model)
    assert len(chosen.shares) < len(every)
    # With a year it may have been there: MC Theater left in 2018.
    labels = set(select(data, Filters(year=2015)).tenants["label"])
    assert "MC Theater" in labels
    assert "Tiny House Academy" not in labels


def test_a_filter_keeps_houses_whose_lease_is_known_to_end() -> None:
    found = select(load_dataset(), Filters(ends_before=2028))
    ids = {*found.hubs["id"], *found.hubs_without_place["id"]}
    # Of the ten ends known: Bonte Zwaan (2035) and B.a.d (2038) end later.
    assert "ruigoord" in ids
    assert "kunst-en-complex" in ids
    assert not {"de-bonte-zwaan", "stichting-bad", "acta"} & ids
    assert len(ids) == 8
