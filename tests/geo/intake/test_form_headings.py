"""Headings as planners write them: buildings by "Pand", questions of a form, units and systems."""

from __future__ import annotations

import pytest
from intakes import read_here
from shapely import Point

from geo.intake.model.result import Intake

WAAG = (121_882, 487_380)


def read(text: str, name: str = "a.csv") -> Intake:
    return read_here(name, text.encode())


def roles(intake: Intake) -> dict[str, str]:
    (found,) = intake.columns.values()
    return found


@pytest.mark.parametrize("heading", ["Pand", "Naam gebouw", "Gebouwnaam", "Verzamelgebouw"])
def test_a_building_gives_its_rows_their_name_where_nothing_else_does(heading: str) -> None:
    lines = [
        f"{heading};Eigenaar;soort pand;sbi;kvk;x;y;Oppervlakte BVO",
        "De Waag;Gemeente;broedplaats;9003;34123450;121882;487380;1.250",
        "De Hal;Ymere;atelier;9003;34123451;119789;488841;2 500 m²",
    ]
    intake = read("\n".join(lines))
    assert intake.rows["kk_name"].tolist() == ["De Waag", "De Hal"]
    assert intake.rows["kk_entity"].tolist() == ["hubs", "hubs"]
    assert roles(intake)["kind"] == "soort pand"
    assert intake.rows["kk_floor_area_m2"].tolist() == [1250.0, 2500.0]


def test_buildings_that_repeat_are_those_that_tenants_are_in() -> None:
    intake = read("gebouw;gebruiker;sbi;x;y\n" + "Hal;A;9003;119789;488841\n" * 2
                  + "Waag;B;7410;121882;487380\n")  # fmt: skip
    assert (roles(intake)["hub"], roles(intake)["name"]) == ("gebouw", "gebruiker")
    assert set(intake.rows["kk_entity"]) == {"tenants"}


def test_a_form_asks_for_what_its_questions_say_and_its_time_is_no_name() -> None:
    intake = read(
        '"Tijdstempel","Wat is de naam van de plek?","Waar is het? (adres)","Welke stad?"\n'
        '"2024/01/02 3:04:05 PM CET","Loods","Overtoom 301","Amsterdam"\n'
    )
    assert intake.rows["kk_name"].tolist() == ["Loods"]
    assert intake.rows["kk_placed_by"].tolist() == ["partner_address"]
    nameless = read('"Tijdstempel","x","y"\n"2024/01/02 3:04:05",121882,487380\n')
    assert "name" not in roles(nameless)


def test_east_and_north_in_one_letter_are_coordinates_beside_a_system() -> None:
    # De Waag in UTM zone 31, as PROJ's own program gives it.
    intake = read("naam;E (UTM31N);N (UTM31N)\nWaag;629402.4;5804258.9\n")
    assert intake.rows.geometry.iloc[0].distance(Point(WAAG)) < 2
    assert roles(intake) == {"name": "naam", "x": "E (UTM31N)", "y": "N (UTM31N)"}
    counted = read("naam;x;y;N\nHal;119789;488841;12\n")
    assert roles(counted)["count"] == "N"


def test_an_angle_with_minutes_is_as_fine_as_its_minutes() -> None:
    fine = "naam;breedte;lengte\nA;N52°23.998';E4°53.150'\nB;52.37°;4.90°\n"
    assert "coordinates_rounded" not in {notice.code for notice in read(fine).notices}
    coarse = read("naam;breedte;lengte\nA;N52°23';E4°53'\nB;N52°22';E4°54'\n")
    assert "coordinates_rounded" in {notice.code for notice in coarse.notices}


@pytest.mark.parametrize("empty", ["nan", "NaN", "NULL", "None"])
def test_what_a_program_writes_for_an_empty_cell_is_no_wrong_number(empty: str) -> None:
    intake = read(f"naam;x;y\nWaag;{empty};{empty}\nHal;119789;488841\n")
    assert [each.code for each in intake.rejections] == ["place_missing"]
    assert empty not in {notice.value for notice in intake.notices}


def test_an_address_over_two_lines_of_a_cell_is_found() -> None:
    intake = read('naam,adres\nWORM,"Boomgaardsstraat 71\n3012 XA Rotterdam"\n')
    assert intake.rows["kk_placed_by"].tolist() == ["street"]


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("naam;straat;nr;plaats", "A;Overtoom;301;020"),
        ("id;adres;nr.;plaats", "7;Overtoom;301;A'dam"),
    ],
)
def test_nr_behind_a_street_is_its_house_number(head: str, row: str) -> None:
    intake = read_here("a.csv", f"{head}\n{row}\n".encode())
    assert intake.rows["kk_house_number"].tolist() == ["301"]
    assert intake.rows["kk_placed_by"].tolist() == ["partner_address"]


def test_nr_behind_a_whole_address_is_a_number_of_the_row() -> None:
    intake = read_here("a.csv", b"naam;adres;nr;plaats\nA;Overtoom 301;7;Amsterdam\n")
    assert intake.rows["kk_id"].tolist() == ["7"]


def test_years_beside_a_known_heading_are_headings() -> None:
    intake = read_here("a.csv", b"pand;2010;2015;2020\nOT301;12;14;20\nDe Ceuvel;5;7;9\n")
    assert intake.rows["2015"].tolist() == ["14", "7"]
    assert intake.n_rows == 2


def test_units_below_the_headings_are_no_row() -> None:
    content = b"naam;x;y;oppervlakte\n;(RD);(RD);[m2]\nA;121236;490100;1.250\n"
    intake = read_here("a.csv", content)
    assert (intake.n_rows, intake.n_on_map) == (1, 1)
    assert "header_repeated" in {n.code for n in intake.notices}
