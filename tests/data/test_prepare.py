"""The prepare step: its rules on small tables, and what it made of the real files."""

from __future__ import annotations

import doctest

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import Point, box

from data.prepare import hubs as hub_step
from data.prepare import quality, same_place, stops
from data.prepare.__main__ import prepare
from data.prepare.hubs import address_in_note
from data.prepare.raw import points_from_degrees, postcodes, read_hand_table, web_addresses
from data.prepare.tenants import marks
from data.prepare.write import rounded, write_table
from geo.data.coarseness import DERIVED, GIVEN
from geo.data.folders import DATA, ROOT
from geo.data.gazetteer import gazetteer_of
from geo.data.street_words import first_street

RAW = ROOT.parent / "shared" / "data"
LAYERS = ("hubs", "partners", "meeting_places", "districts", "neighbourhoods", "stops", "water",
          "rail", "parks", "outline", "art_architecture", "business_areas",
          "street_lines")  # fmt: skip
PLAIN = ("tenants", "policy_figures", "postcode6", "postcode4", "street_names", "address_ranges",
         "known_doors", "street_points")  # fmt: skip


@pytest.fixture(scope="module")
def made() -> dict[str, pd.DataFrame]:
    layers = {name: gpd.read_parquet(DATA / f"{name}.parquet") for name in LAYERS}
    return layers | {name: pd.read_parquet(DATA / f"{name}.parquet") for name in PLAIN}


def rd(lon: float, lat: float) -> Point:
    """Place a WGS84 coordinate in RD by the polynomial of Schreutelkamp and Strang van Hees (2001).

    Good to half a metre, and shares no code with pyproj.
    """
    p, q = 0.36 * (lat - 52.15517440), 0.36 * (lon - 5.38720621)
    x = (
        155000
        + 190094.945 * q
        - 11832.228 * p * q
        - 114.221 * p**2 * q
        - 32.391 * q**3
        - 0.705 * p
        - 2.340 * p**3 * q
        - 0.608 * p * q**3
        - 0.008 * q**2
        + 0.148 * p**2 * q**3
    )
    y = (463000 + 309056.544 * p + 3638.893 * q**2 + 73.077 * p**2 - 157.984 * p * q**2
         + 59.788 * p**3 + 0.433 * q - 6.439 * p**2 * q**2 - 0.032 * p * q + 0.092 * q**4
         - 0.054 * p * q**4)  # fmt: skip
    return Point(x, y)


# --- rules, on small tables ----------------------------------------------------------------------


@pytest.mark.parametrize("module", [hub_step, same_place, stops])
def test_examples_in_the_step_hold(module):
    found = doctest.testmod(module)
    assert found.attempted > 0
    assert found.failed == 0


@pytest.mark.parametrize(
    ("note", "address", "postcode"),
    [
        ("Adres: Overhoeksplein 1-5, 1031 KS (A'DAM Toren)", "Overhoeksplein 1-5", "1031 KS"),
        ("Adres: Atlantisplein 1, Amsterdam-Oost (voorheen X); TOTAAL uit bron", "Atlantisplein 1",
         None),
        ("Adres: Tolhuisweg / IJpromenade, Amsterdam-Noord; nummer niet in bron",
         "Tolhuisweg / IJpromenade", None),
        ("Adres: terrein Gas, o.a. Plein, Straat en Kade, 1014 (West)", "Plein, Straat en Kade",
         "1014"),
        ("nieuwe hub: De Tuin, Lange Dijk, Rotterdam-Kralingen (geen nummer)", "Lange Dijk", None),
        ("Adres niet in bron (drie torens)", None, None),
    ],
)  # fmt: skip
def test_address_and_postcode_in_a_note(note, address, postcode):
    assert address_in_note(note) == {"address": address, "postcode": postcode}


def test_what_notes_mark():
    raw = pd.DataFrame({
        "tenant": ["ateliers", "totaal: makers", "koks (naam niet genoemd)", "Jansen", "Bakker"],
        "activity": [None, "hout", "koken", "muziek", "meubels (op naam)"],
        "note": ["TOTAAL uit bron", None, "count=1 betekent ten minste een",
                 "sector toegekend op naam of algemene kennis, niet in bron",
                 "lage zekerheid, zelf nagaan"],
    })  # fmt: skip
    found = {name: column.tolist() for name, column in marks(raw).items()}
    assert found["is_total"] == [True, True, False, False, False]
    assert found["at_least"] == [False, False, True, False, False]
    assert found["chain_basis"] == ["source", "source", "source", "inferred", "inferred"]
    assert found["low_confidence"] == [False, False, False, False, True]


def test_web_addresses_keep_only_addresses():
    cells = pd.Series(["https://a.nl/x | http://b.nl", "public code index", "open.data.nl (kopie)",
                       None])  # fmt: skip
    assert web_addresses(cells).fillna("").tolist() == [
        "https://a.nl/x | http://b.nl", "", "https://open.data.nl", "",
    ]  # fmt: skip


def test_postcodes_are_written_one_way():
    cells = pd.Series(["1012ab", "1012 AB", "3012", "Weena", None])
    assert postcodes(cells).fillna("").tolist() == ["1012 AB", "1012 AB", "3012", "", ""]


def test_degrees_become_metres_and_half_a_coordinate_is_none():
    table = pd.DataFrame({"lon": ["4.8656917", "4.9"], "lat": ["52.3601583", None]})
    points = points_from_degrees(table)
    assert points.iloc[0].distance(rd(4.8656917, 52.3601583)) < 1
    assert points.iloc[1] is None


def partner(name: str, dataset: str, x: float, **values: object) -> dict[str, object]:
    usual = {"city": "Amsterdam", "precision": "address", "accuracy_m": 15.0, "likely_open": True,
             "source_date": "2020", "address": None, "postcode": None, "website": None,
             "opened": None, "osm_id": None, "wikidata": None}  # fmt: skip
    return {**usual, "id": f"{dataset}-{x}", "name": name, "dataset": dataset,
            "geometry": Point(x, 0), **values}  # fmt: skip


def once(*rows: dict[str, object]) -> pd.DataFrame:
    return same_place.merged(gpd.GeoDataFrame(list(rows), crs="EPSG:28992"))


def test_one_organisation_in_two_sets_stays_once_finest_first():
    kept = once(
        partner("Museum Het Huis", "list", 0, precision="postcode4", website="https://h.nl"),
        partner("Het Huis", "map", 200),
    )
    assert kept[["dataset", "also_in", "website"]].values.tolist() == [
        ["map", "list", "https://h.nl"]
    ]


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (partner("Het Huis", "map", 300), "too far"),
        (partner("De Schuur", "map", 0), "another name"),
        (partner("Het Huis", "list", 100), "the same set lists both"),
        (partner("Het Huis", "map", 100, likely_open=False), "closed"),
        (partner("Het Huis", "map", 100, city="Rotterdam"), "another city"),
    ],
)
def test_two_organisations_stay_two(other, why):
    assert len(once(partner("Het Huis", "list", 0), other)) == 2, why


def test_platforms_are_one_stop_and_far_ones_two():
    table = pd.DataFrame({
        "name": ["Dam", "Dam", "Dam", "Spui"], "city": "Amsterdam", "mode": "tram",
        "lines": ["4", "24, 2", None, "1"],
        "geometry": [Point(0, 0), Point(100, 0), Point(900, 0), Point(0, 0)],
    })  # fmt: skip
    found = stops.collapse(table)
    assert found[["name", "lines"]].fillna("").values.tolist() == [
        ["Dam", "2, 4, 24"], ["Dam", ""], ["Spui", "1"],
    ]  # fmt: skip
    assert found.geometry.tolist() == [Point(50, 0), Point(900, 0), Point(0, 0)]


def test_rounding_keeps_shared_borders_shared(tmp_path):
    shapes = gpd.GeoSeries([box(0, 0, 1.04, 1), box(1.04, 0, 2, 1)], crs="EPSG:28992")
    left, right = rounded(shapes)
    assert left.bounds[2] == right.bounds[0] == 1.0
    frame = gpd.GeoDataFrame({"n": [1, 2]}, geometry=shapes)
    write_table(frame, tmp_path / "a.parquet")
    assert frame.geometry.iloc[0].bounds[2] == 1.04  # the frame given is not changed
    assert [path.name for path in tmp_path.iterdir()] == ["a.parquet"]


# --- what it made of the real files --------------------------------------------------------------


def test_hubs_are_the_verified_ones_and_those_of_the_tenant_lists(made):
    # Amsterdam's list has 103, all verified; Rotterdam's 76 of which 3 not; 8 + 2 are new.
    hubs = made["hubs"]
    assert len(hubs) == 103 + (76 - 3) + (8 + 2)
    assert hubs["city"].value_counts().to_dict() == {
        "Amsterdam": 103 + 8 - 1, "Rotterdam": 73 + 2, "Zaanstad": 1,
    }  # fmt: skip
    assert hubs["origin"].eq("tenant_list").sum() == 10
    assert hubs["id"].is_unique
    assert not {"skar-gebouw-1991", "soundport", "ateliers-borgerstraat"} & set(hubs["id"])
    assert hubs["kind"].notna().all()


def test_tenants_are_all_there_with_totals_apart(made):
    tenants = made["tenants"]
    of_list = tenants["id"].str.split("-").str[0]
    # The second lists: 4 rows of Amsterdam, 50 of Rotterdam.
    assert of_list.value_counts().to_dict() == {"ams": 339, "rot": 271, "ams2": 4, "rot2": 50}
    assert tenants.loc[tenants["is_total"], "id"].str[:3].value_counts().to_dict() == {
        "ams": 39, "rot": 19,
    }  # fmt: skip
    assert tenants["at_least"].sum() == 22
    # 10 rows with the chain given by name or general knowledge, 4 with the activity read from it;
    # in the second lists 1 and 20.
    assert tenants["chain_basis"].eq("inferred").sum() == 10 + 4 + 1 + 20
    # 8 of low certainty, 3 more read from the name, 2 not confirmed; 8 in the second lists.
    assert tenants["low_confidence"].sum() == 8 + 3 + 2 + 8
    assert not (tenants["at_least"] & tenants["is_total"]).any()
    assert set(tenants["hub_id"]) <= set(made["hubs"]["id"])
    assert tenants["sbi"].dropna().str.fullmatch(r"\d{4,5}").all()
    assert tenants[["chain", "stage", "label", "count"]].notna().all(axis=None)


@pytest.mark.parametrize(
    ("hub", "lon", "lat", "within"),
    [
        ("ot301", 4.8656917, 52.3601583, 1),  # given
        ("de-waag", 4.9003, 52.3728, 30),  # a partner's address
        ("adam-toren", 4.9024, 52.3839, 60),
        ("volkskrantgebouw", 4.9126, 52.3537, 90),
        ("vrankrijk", 4.8894, 52.3721, 60),  # an observed postcode
        ("poortgebouw", 4.4958, 51.9103, 30),
        ("pakhuis-de-zwijger", 4.9220, 52.3767, 35),  # an outline
    ],
)
def test_known_buildings_stand_where_they_stand(made, hub, lon, lat, within):
    place = made["hubs"].set_index("id").geometry[hub]
    assert place.distance(rd(lon, lat)) <= within


@pytest.mark.parametrize(
    ("hub", "lon", "lat"),
    [
        ("acta", 4.82647, 52.34556),  # one use in a large building; this is another
        ("atelier-wg", 4.8704463, 52.3633344),  # range of house numbers
        ("van-nelle-ontwerpfabriek", 4.4336, 51.9233),  # street
    ],
)
def test_coarse_places_hold_the_true_place_in_their_radius(made, hub, lon, lat):
    row = made["hubs"].set_index("id").loc[hub]
    assert 15 < row.geometry.distance(rd(lon, lat)) <= row["accuracy_m"]


def test_places_found_in_pages_name_them_and_stand_by_their_street(made):
    found, hubs = read_hand_table("hub_places_3").set_index("id"), made["hubs"].set_index("id")
    assert found.index.is_unique
    assert set(found["use"]) <= {GIVEN, DERIVED, "address"}
    assert found[["why", "source_title"]].notna().all(axis=None)
    assert found["source_url"].str.fullmatch(r"https://\S+( \| https://\S+)*").all()
    assert found["source_date"].dropna().str.fullmatch(r"20\d\d(-\d\d){0,2}").all()
    rows = hubs.loc[found.index]
    assert rows["place_url"].eq(found["source_url"]).all()
    assert rows["place_basis"].eq("source").all()
    with_point = found[found["use"].ne("address")]
    assert with_point[["lon", "lat", "accuracy_m"]].notna().all(axis=None)
    assert found.drop(with_point.index)["address"].str.contains(r"\d").all()
    stated = hubs.loc[with_point.index, "accuracy_m"]
    assert stated.eq(with_point["accuracy_m"].astype(float)).all()
    lines, water = made["street_lines"].set_index(["city", "name"]), made["water"].union_all()
    known = 0
    for hub in hubs.loc[with_point.index].itertuples():
        name = first_street(hub.address) if pd.notna(hub.address) else None
        if (hub.city, name) not in lines.index:
            continue
        known += 1
        way = shapely.shortest_line(hub.geometry, lines.loc[[(hub.city, name)]].union_all())
        # Lines of Rotterdam have gaps, and a pumping station stands back from its dyke.
        assert way.length <= max(hub.accuracy_m + 30, 75), hub.Index
        assert way.intersection(water).length == 0, hub.Index  # on one bank
    assert known >= 16


@pytest.mark.parametrize("name", ["hubs", "partners", "meeting_places"])
def test_places_lie_in_their_city_and_agree_with_their_columns(made, name):
    table, outline = made[name], made["outline"].set_index("city").geometry
    placed = table[table.geometry.notna()]
    for city, rows in placed.groupby("city"):
        assert rows.within(outline[city].buffer(0.5)).all()
    assert table.geometry.isna().equals(table["precision"].eq("none"))
    assert table["accuracy_m"].isna().equals(table.geometry.isna())
    # A door is given (15 m), known (35 m), or as wide as its source or judge says of a large hall.
    assert placed.loc[placed["precision"].eq("address"), "accuracy_m"].between(15, 150).all()
    assert (placed.loc[~placed["precision"].eq("address"), "accuracy_m"] >= 50).all()
    assert placed["district_code"].notna().all()
    assert table.loc[table.geometry.isna(), "neighbourhood_code"].isna().all()


def test_the_hub_in_zaandam_stays_in_the_table_without_a_place(made):
    hub = made["hubs"].set_index("id").loc["de-hoop-zaandam"]
    assert (hub["city"], hub["precision"], hub.geometry) == ("Zaanstad", "none", None)


def test_district_and_neighbourhood_follow_from_the_point(made):
    hubs = made["hubs"].set_index("id")
    areas = made["neighbourhoods"].set_index("code")
    for _, hub in hubs[hubs.geometry.notna()].sample(20, random_state=1).iterrows():
        area = areas.loc[hub["neighbourhood_code"]]
        assert area.geometry.buffer(0.5).covers(hub.geometry)
        assert (area["name"], area["district"]) == (hub["neighbourhood"], hub["district"])


def test_partners_are_each_set_less_its_twins(made):
    partners = made["partners"]
    n = partners["dataset"].value_counts()
    # 77 museums and 73 galleries, one of them nameless and one a viewpoint, and 3 attractions.
    # Three are tenants at the same place: STRAAT, A'DAM VR Game Park, Fabrique des Lumières.
    assert n["osm_tourism"] == 77 + 73 - 1 - 1 + 3 - 3
    assert n["wikidata_rotterdam"] == 122 - 1  # Theater Walhalla is a house with its own row
    assert n["partners_rotterdam"] == 37 - 1  # the natural history museum is Wikidata's too
    assert n["makerspaces"] == 13 - 2  # the Fablab of Waag and Bouwkeet
    # One of books, eight of art and antiques, of which the IJ-Hallen are a tenant.
    assert n["markets_amsterdam"] == 9 - 1
    # Less Eye (OpenStreetMap's too) and three that are tenants: De Vlugt, Paradiso Noord, BIRD.
    assert n["partners_2"] == 116 - 1 - 3
    assert n["partners_3"] == 146 + 29
    assert partners["id"].is_unique
    assert partners["osm_id"].dropna().is_unique
    assert partners["wikidata"].dropna().is_unique
    assert not partners["category"].isin(["hotel", "hostel", "guest_house", "attraction"]).any()


def test_partners_past_and_present_are_told_apart(made):
    partners = made["partners"]
    wikidata = partners[partners["dataset"].eq("wikidata_rotterdam")]
    # 26 by the source, less Theater Walhalla (above) and Boijmans, shut for repair.
    assert wikidata["likely_open"].sum() == 26 - 1 - 1
    assert not (wikidata["closed"].notna() & wikidata["likely_open"]).any()
    perron = partners.set_index("name").loc["Perron"]
    assert (perron["closed"], perron["likely_open"]) == (2026, False)


@pytest.mark.parametrize(
    ("name", "chain", "stage"),
    [
        ("Eye Filmmuseum", "film_media", "public"),
        ("Arcam", "architecture", "public"),
        ("Stedelijk Museum Amsterdam", "visual_art", "public"),
        ("Anne Frank Huis", "other", "public"),
        ("KochxBos Gallery", "visual_art", "distribute"),
        ("De Doelen", "music", "public"),
        ("Chabot Museum", "visual_art", "public"),
    ],
)
def test_chain_of_known_partners(made, name, chain, stage):
    partners = made["partners"]
    row = partners[partners["name"].eq(name) & partners["likely_open"]]
    assert row[["chain", "stage"]].values.tolist() == [[chain, stage]]


def test_meeting_places_are_dated_and_none_is_closed_by_name(made):
    meeting = made["meeting_places"]
    # 626 places to eat and drink, 3 closed by name; 45 markets of which 9 are partners.
    assert meeting["dataset"].value_counts()["eat_drink"] == 626 - 3
    assert meeting["dataset"].value_counts()["markets_amsterdam"] == 45 - 9
    assert meeting["updated"].notna().all()


def test_neighbourhoods_carry_the_figures_of_their_city(made):
    areas = made["neighbourhoods"].set_index(["city", "name"])
    assert len(areas) == 481 + 91
    city_centre = areas.loc[("Rotterdam", "Stadsdriehoek")]
    assert (city_centre["residents"], city_centre["businesses"], city_centre["year"]) == (
        18050, 5475, 2022,
    )  # fmt: skip
    assert areas.loc["Amsterdam", "businesses"].isna().all()
    assert areas.loc["Amsterdam", "residents"].sum() == 870_355
    numbers = areas.select_dtypes("number")
    assert not (numbers < 0).any(axis=None)  # CBS writes "missing" as a large negative number


def test_stops_of_rotterdam_are_one_point_each(made):
    stop = made["stops"]
    assert stop["id"].is_unique
    counts = stop.groupby(["city", "mode"]).size()
    assert counts["Rotterdam", "train"] == 7
    assert counts["Amsterdam", "train"] == 10
    assert counts["Amsterdam", "ferry"] == 9
    plein = stop[stop["city"].eq("Rotterdam") & stop["name"].eq("Eendrachtsplein")]
    assert sorted(plein["mode"]) == ["metro", "stop"]
    assert (plein.distance(rd(4.47263, 51.91614)) < 150).all()
    metro = stop[stop["city"].eq("Rotterdam") & stop["mode"].eq("metro")].set_index("name")
    assert len(metro) == 39
    assert metro.loc["Beurs", "lines"] == "A, B, C, D, E"


def test_postcodes_and_streets_are_lookup_tables(made):
    four, six, street = made["postcode4"], made["postcode6"], made["street_names"]
    for table, key in ((four, "pc4"), (six, "pc6")):
        assert table[key].is_unique
    for table in (four, six, street):
        assert (table["accuracy_m"] > 0).all()
    assert not street.duplicated(["city", "name", "neighbourhood"]).any()
    assert 1000 not in set(four["pc4"])  # PO boxes only
    whole = street[street["neighbourhood"].isna()].set_index(["city", "name"])
    assert whole.index.is_unique
    dam = whole.loc[("Amsterdam", "Dam")]
    assert Point(dam["x"], dam["y"]).distance(rd(4.8931, 52.3731)) < 150
    assert whole.loc[("Amsterdam", "Zeedijk"), "accuracy_m"] < 420  # not that of another town
    # Lijnbaan of Rotterdam, in the middle of its length between Weena and Van Oldenbarneveltplaats.
    mall = whole.loc[("Rotterdam", "Lijnbaan")]
    assert Point(mall["x"], mall["y"]).distance(rd(4.4769, 51.9195)) < 250
    # A street under the Maas bears its name on one bank only.
    assert whole.loc[("Rotterdam", "'s-Gravendijkwal"), "y"] > 435_900


def test_a_long_street_has_a_part_in_every_neighbourhood_it_meets(made):
    street = made["street_names"].set_index(["city", "name"])
    dyke = street.loc[("Rotterdam", "Mathenesserdijk")].set_index("neighbourhood")
    areas = made["neighbourhoods"].set_index(["city", "name"]).geometry
    assert {"Tussendijken", "Spangen"} <= set(dyke.index.dropna())
    for name, part in dyke[dyke.index.notna()].iterrows():
        assert areas["Rotterdam", name].buffer(1).covers(Point(part["x"], part["y"]))
    whole = dyke.loc[dyke.index.isna(), "accuracy_m"].iloc[0]
    assert (dyke.loc[dyke.index.notna(), "accuracy_m"] < whole).all()


def test_known_doors_are_one_address_each_and_stand_in_a_city(made):
    doors = made["known_doors"]
    assert not doors.duplicated(["city", "street", "number"]).any()
    assert doors["city"].value_counts()["Amsterdam"] > 1300
    overtoom = doors[doors["street"].eq("Overtoom") & doors["number"].eq(301)].iloc[0]
    assert Point(overtoom["x"], overtoom["y"]).distance(rd(4.8656917, 52.3601583)) < 40


def test_ranges_hold_numbers_of_their_side(made):
    ranges = made["address_ranges"]
    assert (ranges["number_from"] <= ranges["number_to"]).all()
    for parity, rest in (("odd", 1), ("even", 0)):
        of_side = ranges[ranges["parity"].eq(parity)]
        assert (of_side[["number_from", "number_to"]] % 2 == rest).all(axis=None)
    assert ranges["postcode"].str.fullmatch(r"\d{4}[A-Z]{2}").all()


# --- how well places are --------------------------------------------------------------------------


def test_hubs_reach_the_bars_that_the_step_prints(made):
    hubs, tenants = made["hubs"], made["tenants"]
    reached = {words: n for words, n, _ in quality.bars(hubs)}
    assert reached["street or finer"] >= 145
    assert reached["within 250 m"] >= 118
    assert reached["at the door or a range of doors"] >= 70
    assert reached["within 100 m"] >= 80
    lacking = quality.beyond(hubs)
    assert lacking["together"].sum() == len(hubs) - reached["within 100 m"]
    assert quality.left_out(hubs, tenants, "Rotterdam") <= 30
    page = (DATA / "QUALITY.md").read_text(encoding="utf-8")
    assert all(f"- {line}" in page for line in quality.said(hubs, tenants))


def test_doors_left_out_are_found_again_within_the_stated_radius():
    page = (DATA / "QUALITY.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if " % |" in line]
    found = {(row[0], row[1]): row for row in rows}
    assert {way for _, way in found} >= {"door_range", "house_number", "postcode6", "street"}
    ways = [row for row in rows if len(row) == 7]
    alike = [row for row in rows if len(row) == 4 and int(row[2]) >= 100]
    assert len(alike) >= 6
    for row in (*ways, *alike):
        assert int(row[-1].removesuffix(" %")) >= (94 if row in alike else 88), row
    median, ninety = (int(found["Amsterdam", "door_range"][i]) for i in (3, 4))
    assert median <= 20
    assert ninety <= 100


def test_a_hub_is_told_by_what_its_sources_lack():
    hubs = pd.DataFrame({
        "city": ["Amsterdam", "Rotterdam", "Rotterdam", "Amsterdam", "Amsterdam", "Amsterdam"],
        "address": [None, "Kade", "Kade 7", "Kade 7", "Kade 9", "Kade 11"],
        "precision": ["none", "street", "street", "door_range", "address", "address"],
        "placed_by": ["none", "street", "street", "door_range", "derived_point", "address"],
        "accuracy_m": [None, 250.0, 250.0, 150.0, 120.0, 100.0],
    })  # fmt: skip
    lacking = quality.beyond(hubs)
    assert lacking["together"].tolist() == [1, 0, 1, 1, 1, 1]
    assert lacking["Amsterdam"].tolist() == [1, 0, 1, 0, 0, 1]
    assert lacking["Rotterdam"].tolist() == [0, 0, 0, 1, 1, 0]


def test_doors_are_counted_by_the_radius_that_was_stated():
    found = pd.DataFrame({"city": "Amsterdam", "error_m": [10.0, 70.0, 700.0],
                          "accuracy_m": [60.0, 60.0, 900.0]})  # fmt: skip
    assert quality.by_radius(found).to_dict("records") == [
        {"city": "Amsterdam", "radius": "0 to 60 m", "n": 2, "within": "50 %"},
        {"city": "Amsterdam", "radius": "over 500 m", "n": 1, "within": "100 %"},
    ]


def test_error_of_a_door_on_a_made_up_street():
    """Four doors of one range and the next, 10 m apart; number 5 is asked without itself."""
    ranges = pd.DataFrame({
        "city": "Amsterdam", "street": "Kade", "number_from": [1, 11], "number_to": [9, 19],
        "parity": "odd", "postcode": ["1000AA", "1000AB"], "x": [0, 50], "y": 0,
    })  # fmt: skip
    empty = {
        "known_doors": pd.DataFrame(columns=["city", "street", "number", "x", "y"]),
        "postcode6": pd.DataFrame(columns=["pc6", "accuracy_m", "x", "y"]),
        "postcode4": pd.DataFrame(columns=["pc4", "accuracy_m", "x", "y"]),
        "street_names": pd.DataFrame(columns=["city", "name", "neighbourhood", *"xy"]).assign(
            accuracy_m=0.0
        ),
    }  # fmt: skip
    areas = gpd.GeoDataFrame({"city": ["Amsterdam"], "name": ["A"]}, geometry=[box(-9, -9, 99, 9)])
    places = gazetteer_of({"address_ranges": ranges, **empty}, areas)
    doors = gpd.GeoDataFrame({
        "key": [("Amsterdam", "kade", 5), ("Amsterdam", "kade", 5), ("Amsterdam", "kade", 7)],
        "address": ["Kade 5", "Kade 5", "Kade 7"], "postcode": None, "dataset": ["a", "b", "a"],
    }, geometry=[Point(0, 3), Point(4, 0), Point(10, 100)])  # fmt: skip
    found = quality.errors(doors, places)
    told = {way: part["error_m"].tolist() for way, part in found.groupby("way")}
    # Number 5 stands at (0, 0), 7 at (10, 0); the two sets put 5 at 3-4-5. Between the middles of
    # the ranges is where both ways put them.
    both = [3.0, 4.0, 100.0]
    assert told == {"partner_address": [5.0], "door_range": both, "house_number": both}
    whole = quality.summary(found).set_index("way")
    assert whole.loc["door_range", ["n", "median_m"]].tolist() == [3, 4.0]
    assert whole.loc["door_range", "within"] == pytest.approx(2 / 3)


def test_parks_and_outline(made):
    parks, outline = made["parks"], made["outline"]
    assert set(parks["name"]) >= {"Vondelpark", "Kralingse Bos", "Zuiderpark", "Sloterpark"}
    assert parks["city"].value_counts().to_dict() == {"Amsterdam": 87, "Rotterdam": 2}
    # The Vondelpark is 47 ha, by the city's own account.
    assert parks.set_index("name").geometry["Vondelpark"].area / 1e4 == pytest.approx(47, abs=4)
    for city, shape in outline.set_index("city").geometry.items():
        districts = made["districts"][made["districts"]["city"].eq(city)]
        assert shape.area == pytest.approx(districts.area.sum(), rel=1e-4)


def test_text_is_missing_or_says_something(made):
    for name, table in made.items():
        for column in table.select_dtypes("str"):
            assert not table[column].isin(["", "nan", "None", "<NA>"]).any(), (name, column)


def test_the_files_are_small():
    files = [p for p in DATA.glob("*.parquet") if not p.name.startswith("network")]
    assert sum(path.stat().st_size for path in files) < 3_000_000


@pytest.mark.slow
@pytest.mark.skipif(not RAW.exists(), reason="the raw files are not beside the repository")
def test_a_rerun_writes_the_same_bytes(tmp_path):
    prepare(RAW, tmp_path)
    names = [f"{name}.parquet" for name in (*LAYERS, *PLAIN)] + [
        "sbi_codes.csv",
        "QUALITY.md",
        "coverage.csv",
    ]
    changed = [n for n in names if (tmp_path / n).read_bytes() != (DATA / n).read_bytes()]
    assert changed == []
    assert np.all([(tmp_path / name).stat().st_size > 0 for name in names])
