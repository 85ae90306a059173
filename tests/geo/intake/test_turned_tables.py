"""Tables that lie on their side: set upright where that is sure, told where it is not."""

from __future__ import annotations

import io

import openpyxl
import pytest
from intakes import read_here

from geo.intake.model.result import Intake

SIDE = [
    ["Naam", "Loods Noord", "De Kade", "Werkhal"],
    ["Adres", "Overtoom 301", "Weena 5", ""],
    ["Plaats", "Amsterdam", "Rotterdam", "Rotterdam"],
    ["X", "121236", "92800", "onbekend"],
    ["Y", "490100", "436500", ""],
]


def as_csv(rows: list[list[str]], mark: str = ";") -> Intake:
    return read_here("a.csv", "\n".join(map(mark.join, rows)).encode())


def as_sheet(rows: list[list[str]]) -> Intake:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append([int(cell) if cell.isdigit() else cell or None for cell in row])
    book.save(stream)
    return read_here("a.xlsx", stream.getvalue())


def codes(intake: Intake) -> set[str]:
    return {notice.code for notice in intake.notices}


@pytest.mark.parametrize("read", [as_csv, as_sheet])
@pytest.mark.parametrize("above", [[], [["Panden 2025", "", "", ""]]])
def test_a_column_becomes_a_row(read: object, above: list[list[str]]) -> None:
    intake = read([*above, *SIDE])  # type: ignore[operator]
    assert intake.rows["kk_name"].tolist() == ["Loods Noord", "De Kade", "Werkhal"]
    assert intake.rows["kk_line"].tolist() == [2, 3, 4]
    assert (intake.rows.geometry.iloc[0].x, intake.rows.geometry.iloc[1].y) == (121236, 436500)
    assert [(r.row, r.line) for r in intake.rejections] == [(3, 4)]
    assert codes(intake) >= {"table_turned"}


def test_two_fields_are_enough_when_there_is_nothing_else() -> None:
    intake = as_csv([["naam", "Loods", "Kade"], ["adres", "Overtoom 301", "Overtoom 5"]])
    assert intake.rows["kk_name"].tolist() == ["Loods", "Kade"]


def test_where_it_may_be_either_way_it_is_read_as_it_stands_and_told() -> None:
    intake = as_csv([["naam", "A", "B"], ["adres", "C", "D"], ["hond", "E", "F"], ["k", "G", "H"]])
    assert "table_perhaps_turned" in codes(intake)
    assert intake.n_rows == 3


@pytest.mark.parametrize(
    "rows",
    [
        [["naam", "soort"], ["Pand", "hub"], ["Adres", "x"], ["Plaats", "y"]],
        [["soort", "kleur"], ["pand", "rood"], ["gebouw", "groen"], ["complex", "geel"]],
        [["soort", "kleur"], ["huurder", "rood"], ["pand", "geel"], ["locatie", "groen"]],
        [["naam", "x", "y"], ["adres", "121236", "490100"], ["plaats", "120400", "487600"]],
        [["naam"], ["adres"], ["plaats"], ["postcode"]],
    ],
)
def test_an_upright_table_stays_upright(rows: list[list[str]]) -> None:
    assert not codes(as_csv(rows)) & {"table_turned", "table_perhaps_turned"}
