"""Years, house numbers, codes and places in the ways in which people write them."""

from __future__ import annotations

import pytest
from intakes import read_here

from geo.intake.model.result import Intake
from geo.intake.values.years import UNITS


def column(heading: str, *cells: str) -> Intake:
    lines = [f"r{i}\t{cell}" for i, cell in enumerate(cells)]
    return read_here("a.tsv", "\n".join([f"naam\t{heading}", *lines]).encode())


def values(intake: Intake, role: str) -> list[object]:
    cells = intake.rows[f"kk_{role}"]
    return [None if missing else cell for cell, missing in zip(cells, cells.isna(), strict=True)]


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        ("20150301", 2015),
        ("2.014", 2014),
        ("41640,0", 2014),
        ("maart 2015", 2015),
        ("Q3 2016", 2016),
        ("tweeduizend en drie", 2003),
        ("twintig veertien", 2014),
        ("negentienhonderd negenennegentig", 1999),
        ("negentien vijfentachtig", 1985),
        ("ooit", None),
        ("3014", None),
    ],
)
def test_years(cell: str, year: int | None) -> None:
    assert values(column("sinds", cell), "year_from") == [year]


@pytest.mark.parametrize(
    ("cell", "year"),
    [("begin jaren 90", "1990"), ("jaren '80", "1980"), ("1-2-05", "2005"), ("'14", "2014")],
)
def test_years_that_are_a_guess_are_asked(cell: str, year: str) -> None:
    intake = column("sinds", cell)
    assert values(intake, "year_from") == [None]
    assert [(p.code, p.suggestion) for p in intake.proposals] == [("year_guess", year)]


def test_dutch_numbers_up_to_ninety_nine() -> None:
    assert sorted(UNITS.values()) == list(range(1, 100))
    assert (UNITS["achtenzeventig"], UNITS["tweeendertig"], UNITS["negentig"]) == (78, 32, 90)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1-mrt", "1-3"),
        ("3/jan", "3-1"),
        ("mei-30", "5-30"),
        ("12-okt-25", "12-10"),
        ("1-3-2025", "1-3"),
        ("2025-03-01 00:00:00", "1-3"),
        ("44986", "1-3"),
        ("7-9", "7-9"),
        ("2 hs", "2 hs"),
        ("1204", "1204"),
    ],
)
def test_house_numbers_that_were_taken_for_dates(cell: str, number: str) -> None:
    assert values(column("huisnummer", cell), "house_number") == [number]


def test_a_date_at_the_end_of_an_address() -> None:
    intake = column("adres", "Weena 1-mrt", "Overtoom mei-30", "Weena 12", "Plein 1940-1945 7")
    expected = ["Weena 1-3", "Overtoom 5-30", "Weena 12", "Plein 1940-1945 7"]
    assert values(intake, "address") == expected
    assert "house_number_date" in {n.code for n in intake.notices}


@pytest.mark.parametrize(
    ("cell", "code"), [("90,03", "9003"), ("90.03", "9003"), ("9003, 7410", "9003;7410")]
)
def test_activity_codes(cell: str, code: str) -> None:
    assert values(column("sbi", cell), "sbi") == [code]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("KvK 12345678", "12345678"),
        ("KvK-nr: 1234567", "01234567"),
        ("12345678.0", "12345678"),
        ("1,2345678E+07", "12345678"),
        ("12.345.678", "12345678"),
        ("1,23E+07", None),  # rounded: no number of the register
        ("012345678", "012345678"),
    ],
)
def test_numbers_of_the_register(cell: str, number: str | None) -> None:
    assert values(column("kvk", cell), "kvk") == [number]


@pytest.mark.parametrize(
    "cell",
    [
        "121230.5 490467",
        "121230,5 490467,0",
        "x: 121230.5 y: 490467",
        "lat: 52.4009993 lon: 4.8910066",
        "Lon=4.8910066; Lat=52.4009993",
        "52.4009993N 4.8910066E",
        "geo:52.4009993,4.8910066",
        "[4.8910066, 52.4009993]",
    ],
)
def test_a_place_in_one_cell(cell: str) -> None:
    (point,) = column("coordinaten", cell).rows.geometry
    assert (abs(point.x - 121230.5) < 1, abs(point.y - 490467.0) < 1) == (True, True)


def test_what_a_program_writes_for_nothing_is_no_name_and_stands_in_no_reason() -> None:
    rows = "naam;x;y\nnan;nan;NaN\nB;NULL;490467\nNobel;121230;490467\n"
    intake = read_here("a.csv", rows.encode())
    assert intake.rows["kk_name"].isna().tolist() == [True, False, False]
    reasons = {r.row: (r.code, r.value) for r in intake.rejections}
    assert reasons == {1: ("place_missing", "– / –"), 2: ("place_half", "– / 490467")}


def test_a_formula_written_out_is_named_as_the_cause() -> None:
    rows = "naam;x;y\nA;=B2*1000;=C2\nB;#VERW!;490467\nC;#3;490467\nD;121230;490467\n"
    intake = read_here("a.csv", rows.encode())
    assert [(r.row, r.code) for r in intake.rejections] == [
        (1, "place_formula"),
        (2, "place_formula"),
        (3, "place_not_a_number"),
    ]
