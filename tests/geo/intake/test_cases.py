"""Every file of the collection of cases ends as its row in ``cases.csv`` says."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pandas as pd
import pytest
from intakes import read_here
from register import register
from shapely import Point, box

from geo.intake.model.result import LOCATION, PREFIX, Intake
from geo.intake.process.mapping import layer_names

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
FILES = HERE / "cases"
with (HERE / "cases.csv").open(encoding="utf-8", newline="") as stream:
    CASES = {r["file"]: r for r in csv.DictReader(stream) if not r["file"].endswith(".py")}

# What must be told about a file, from the descriptions that go with the collection.
TOLD = {
    "01-rd-labelled-wgs84.geojson": {"crs_label_overruled"},
    "02-wgs84-labelled-rd.geojson": {"crs_label_overruled"},
    "03-swapped-latlon.csv": {"axes_swapped"},
    "05-swapped-two-of-six.csv": {"axes_swapped_row"},
    "14-rd-without-crs-member.geojson": {"crs_missing"},
    "16-two-decimals.csv": {"coordinates_rounded"},
    "17-null-island.csv": {"place_placeholder", "place_missing", "place_not_a_number"},
    "18-water-and-outside.csv": {"outside_cities", "in_water"},
    "22-lost-decimal-point.csv": {"lost_point"},
    "28-scientific-notation.csv": {"coordinates_rounded"},
    "36-duplicate-headers.csv": {"header_twice"},
    "43-year-notations.xlsx": {"year_notation", "year_guess"},
    "45-house-number-became-date.xlsx": {"house_number_date"},
    "46-sbi-notations.csv": {"sbi_notation", "sbi_ambiguous", "sbi_unlisted"},
    "51-really-xlsx.csv": {"kind_differs", "several_sheets"},
    "53-html-table.xlsx": {"web_page"},
    "55-xlsx-bomb.xlsx": {"archive_bomb"},
    "60-empty.xlsx": {"no_rows"},
    "64-geometrycollection.geojson": {"geometry_to_point"},
    "65-polygon-hubs.geojson": {"geometry_to_point"},
    "68-huge-coordinates.geojson": {"place_impossible"},
    "69-empty-featurecollection.geojson": {"no_rows"},
    "74-remote-disguised.geojson": {"virtual_file"},
    "76-deep-nesting.geojson": {"json_nesting"},
    "81-wal-mode.gpkg": {"wal_mode"},
    "85-rd-new-numbers-tagged-rd-old.gpkg": {"crs_label_overruled"},
    "87-plain-sqlite.gpkg": {"not_a_geopackage"},
    "89-truncated.gpkg": {"file_damaged"},
    "94-two-shapefiles.zip": {"several_layers"},
    "95-lying-cpg.zip": {"cpg_overruled"},
    "99-zip-bomb.zip": {"archive_bomb"},
    "103-no-map-file.zip": {"no_map_in_archive"},
    "122-unknown-sectors.csv": {"sector_vague", "sector_unlisted"},
}


def read(file: str) -> Intake:
    return read_here(file, (FILES / file).read_bytes())


def settled(file: str) -> Intake:
    """Read a file and agree to every place that is proposed."""
    intake = read(file)
    return intake.accept(p.key for p in intake.proposals if p.target == LOCATION)


def by_name(intake: Intake, name: str) -> list[Point]:
    found = intake.rows[intake.rows[f"{PREFIX}name"].eq(name)]
    return list(found.geometry)


@pytest.mark.parametrize("file", sorted(set(CASES)))
def test_file_ends_as_it_should(file: str) -> None:
    case, intake = CASES[file], settled(file)
    assert {notice.code for notice in intake.notices} >= TOLD.get(file, set())
    if case["handling"] == "reject_file":
        assert intake.refused is not None
        assert intake.n_on_map == 0
        return
    counts = (intake.n_rows, intake.n_on_map, intake.n_off_map)
    expected = tuple(int(case[f"rows_{k}"]) for k in ("in_file", "on_map", "not_on_map"))
    assert counts == expected
    assert intake.crs == case["crs_expected"].split()[0].rstrip(";")
    for check in json.loads(case["check_points"]):
        expected_point = Point(check["rd_x"], check["rd_y"])
        near = [p for p in by_name(intake, check["row"]) if p is not None]
        assert near, check["row"]
        assert min(p.distance(expected_point) for p in near) <= check["tol_m"] * 2**0.5
    if case["delimiter_expected"]:
        assert intake.delimiter == {"tab": "\t"}.get(
            case["delimiter_expected"], case["delimiter_expected"]
        )


@pytest.mark.parametrize("file", sorted(f for f, c in CASES.items() if c["handling"] == "auto"))
def test_what_needs_no_word_gets_none_but_notes(file: str) -> None:
    levels = {(n.level, n.code) for n in read(file).notices}
    # Several codes in a cell are split: that is told, though nothing was wrong.
    assert {code for level, code in levels if level != "note"} <= {"sbi_notation"}


@pytest.mark.parametrize("file", sorted(set(CASES)))
def test_every_row_is_on_the_map_or_has_a_reason(file: str) -> None:
    intake = read(file)
    off = set(intake.rows.index[intake.rows.geometry.isna()])
    reasons = {r.row for r in intake.rejections}
    asked = {p.row for p in intake.proposals if p.target == LOCATION}
    assert off == reasons | asked
    assert not reasons & asked


def test_swapped_rows_are_the_third_and_the_fifth() -> None:
    intake = read("05-swapped-two-of-six.csv")
    assert [p.row for p in intake.open_proposals] == [3, 5]
    assert (intake.n_on_map, intake.n_off_map) == (4, 2)


def test_each_placeless_row_has_its_own_reason() -> None:
    found = {r.row: r.code for r in read("17-null-island.csv").rejections}
    assert found == {
        4: "place_placeholder",
        5: "place_missing",
        6: "place_placeholder",
        7: "place_not_a_number",
    }


def test_rounding_is_said_in_metres_and_kept_with_the_rows() -> None:
    intake = read("16-two-decimals.csv")
    # Half a hundredth of a degree: 556 m north-south and 345 m east-west at 52 degrees.
    assert intake.rows["kk_accuracy_m"].between(600, 700).all()


def test_outside_the_cities_is_in_no_city() -> None:
    rows = read("18-water-and-outside.csv").rows
    assert rows["kk_in_city"].tolist() == [
        "Amsterdam",
        "Rotterdam",
        "Amsterdam",
        "Rotterdam",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("file", "names"),
    [
        (
            "29-cp1252-semicolon.csv",
            [
                "Café Étage IJburg",
                "Zoë's Drukwerkplaats",
                "Loods Noorderkruid",
                "Atelier ’t Hoekje €uro",
            ],
        ),
        ("95-lying-cpg.zip", ["Café Étage IJburg", "Zoë's Drukwerkplaats", "Loods Noorderkruid"]),
        (
            "96-no-cpg-latin1.zip",
            ["Café Étage IJburg", "Zoë's Drukwerkplaats", "Loods Noorderkruid"],
        ),
        ("31-utf16-tab.csv", ["Café Étage IJburg", "Zoë's Drukwerkplaats", "Kaap Fotowerk"]),
    ],
)
def test_names_are_right_letter_for_letter(file: str, names: list[str]) -> None:
    assert sorted(read(file).rows["kk_name"]) == sorted(names)


def test_empty_columns_and_rows_are_no_columns_and_rows() -> None:
    rows = read("34-trailing-empty-columns.tsv").rows
    own = [c for c in rows.columns if not c.startswith(PREFIX) and c != "geometry"]
    assert own == ["naam", "plaats", "adres", "x", "y"]


def test_second_pair_of_coordinates_is_kept_beside_the_first() -> None:
    rows = read("36-duplicate-headers.csv").rows
    assert rows["x_2"].tolist() == ["121000"] * 3
    assert rows["adres_2"].tolist() == ["Postbus 1"] * 3


def test_years_in_nine_notations() -> None:
    intake = read("43-year-notations.xlsx")
    years = intake.rows["kk_year_from"].tolist()
    assert years[:7] == [2014, 2014, 2018, 2014, 2014, 2010, 2015]
    assert pd.isna(years[7]) and pd.isna(years[8])
    assert [(p.row, p.suggestion) for p in intake.proposals] == [(8, "2014")]
    assert intake.rows["Sinds"].iloc[5] == "ca. 2010"


def test_dates_of_1904_workbooks() -> None:
    assert read("44-mac-1904.xlsx").rows["Start"].tolist() == ["2016-09-01", "2020-02-29"]


def test_house_numbers_are_no_dates_anywhere() -> None:
    rows = read("45-house-number-became-date.xlsx").rows
    expected = ["1-3", "14-12", "131", "7-9", "5-30", "2 hs"]
    assert rows["Huisnummer"].astype(str).tolist() == expected
    assert rows["kk_house_number"].tolist() == expected
    assert rows["kk_address"].iloc[0] == "Werfkade 1-3"


def test_sbi_in_fourteen_notations() -> None:
    intake = read("46-sbi-notations.csv")
    codes = [None if pd.isna(c) else c for c in intake.rows["kk_sbi"]]
    assert codes == [
        *("9003", "9003", "90031", "90031", "7410", None, "0162", "7410"),
        *("74101;5911", "90031", None, None, "9003", "74102"),
    ]
    assert [(p.row, p.suggestion) for p in intake.proposals] == [(6, "0162")]
    assert len(intake.rows) == 14


def test_point_of_an_outline_lies_on_it() -> None:
    points = read("65-polygon-hubs.geojson").rows.geometry.tolist()
    courtyard = box(122520, 485220, 122580, 485400)
    assert any(box(122499, 485199, 122601, 485301).contains(p) for p in points)
    assert not any(courtyard.contains(p) for p in points)


def test_names_in_curly_braces_stay_text() -> None:
    names = read("114-curly-brace-names.csv").rows["kk_name"].tolist()
    assert names[0] == "{{ 7*7 }}"
    assert names[-1] == "50% {korting}"


def test_columns_that_differ_in_case_only_are_all_kept() -> None:
    rows = read("79-fid-and-case-columns.geojson").rows
    assert rows["Naam"].fillna("-").tolist() == ["dubbel", "-", "y"]
    assert rows["NAAM"].fillna("-").tolist() == ["driedubbel", "x", "-"]
    assert rows["fid"].tolist() == [1, 1, 2.5]


def test_nested_properties_are_readable() -> None:
    rows = read("77-nested-properties.geojson").rows
    assert rows["sbi"].tolist() == ["9003, 7410", "1413"]
    assert rows["adres"].tolist() == ["Werfkade 12", "Vierhavenspoor 7"]


def test_unknown_sectors_are_counted() -> None:
    chains = read("122-unknown-sectors.csv").rows["kk_chain"]
    assert chains[:3].tolist() == ["music"] * 3
    assert chains[3:7].tolist() == ["unknown"] * 4
    # Rows 9 and 10; row 11 waits for the planner, row 12 says a number.
    assert chains.eq("film_media").sum() == 2
    assert chains.value_counts().sum() == 14


def test_two_hubs_of_one_name_stay_two() -> None:
    rows = read("120-same-point.csv").rows
    assert rows["kk_entity"].tolist() == ["hubs", "hubs", "tenants", "tenants", "tenants", "hubs"]
    assert rows["kk_in_city"].tolist() == ["Amsterdam"] * 5 + ["Rotterdam"]


def test_a_register_keeps_every_row() -> None:
    intake = read_here("register.csv", register(5_000))
    assert (intake.n_rows, intake.n_on_map, intake.n_off_map) == (5_000, 5_000, 0)
    assert intake.rows["kk_in_city"].ne("").any()


# Asked by a choice above the tabs or of a column, of which these tell; the others row by row.
ASKED_ELSEWHERE = {
    "36-duplicate-headers.csv": "header_twice",
    "94-two-shapefiles.zip": "several_layers",
}


@pytest.mark.parametrize("file", [f for f, c in CASES.items() if c["handling"] == "ask_user"])
def test_what_is_to_be_asked_is_asked(file: str) -> None:
    intake = read(file)
    if file in ASKED_ELSEWHERE:
        assert ASKED_ELSEWHERE[file] in {notice.code for notice in intake.notices}
        assert len(layer_names(intake)) > 1 or any(c.endswith("_2") for c in intake.rows)
        return
    # Nothing of it counts before the planner says so.
    assert len(intake.open_proposals) == int(CASES[file]["rows_on_map"]) - intake.n_on_map > 0
