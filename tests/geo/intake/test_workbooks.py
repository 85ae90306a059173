"""One workbook as four programs keep it, and the looks of cells in large ones.

The files in ``workbooks`` were made by LibreOffice Calc (xls, ods, xlsx) and pyxlsbwriter (xlsb, in
which two number formats, an error and a hidden row were then put by hand).
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from archives import zipped
from intakes import read_here
from openpyxl.cell import WriteOnlyCell

from geo.intake.model.result import Intake
from geo.intake.readers.cell_looks import cell_looks
from geo.intake.readers.content import kind_of
from geo.intake.readers.workbook_looks import look_of

FILES = sorted((Path(__file__).parent / "workbooks").iterdir())
PLACES = {
    "Loods Noorderkruid": (121230.5, 490467.0),
    "Café Étage": (128484.5, 485304.5),
    "Keileloods 7": (89689.5, 436371.5),
    "Zoë's Drukwerkplaats": (92190.0, 438231.0),
}


def told(intake: Intake) -> dict[str, dict[str, str]]:
    return {notice.code: dict(notice.params) for notice in intake.notices}


@pytest.fixture(params=FILES, ids=lambda path: path.name)
def intake(request: pytest.FixtureRequest) -> Intake:
    return read_here(request.param.name, request.param.read_bytes())


def test_every_kind_of_workbook_gives_the_same_hubs(intake: Intake) -> None:
    rows = intake.rows.set_index("kk_name")
    assert {name: (p.x, p.y) for name, p in rows.geometry.items()} == PLACES


def test_a_zero_that_a_cell_shows_is_kept(intake: Intake) -> None:
    assert intake.rows["kk_sbi"].tolist() == ["0162", "9003", "1413", "1812"]
    assert not intake.proposals


def test_a_date_that_was_a_house_number_is_one_again(intake: Intake) -> None:
    assert intake.rows["kk_house_number"].tolist() == ["1-3", "14-12", "2 hs", "7-9"]


def test_years_are_read_from_dates_and_words(intake: Intake) -> None:
    assert intake.rows["kk_year_from"].fillna(0).tolist() == [2014, 2018, 2010, 0]


def test_hidden_rows_and_errors_are_told(intake: Intake) -> None:
    notices = told(intake)
    assert notices["hidden_rows"] == {"n": "1"}
    errors = {"cells": "E6", "n": "1"} if intake.source.kind == "xlsb" else None
    assert notices["formula_errors"] == (errors or {"cells": "H4, H5", "n": "2"})


def test_hidden_sheets_are_told(intake: Intake) -> None:
    if intake.source.kind != "xlsb":
        assert told(intake)["hidden_sheets"] == {"sheets": "Oud (1)"}


def large_workbook(rows: int) -> bytes:
    """A workbook above one megabyte with one odd cell of each sort at its end."""
    book, stream = openpyxl.Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet("Register")
    sheet.append(["naam", "sbi", "x", "y", "som"])
    for i in range(rows):
        sheet.append([f"Huurder {i:06d} {i * 7919 % 1000003}", 9003, 121000 + i % 977, 487000, i])
    zero = WriteOnlyCell(sheet, 162)
    zero.number_format = "0000"
    sheet.append(["Boerderij", zero, 121230, 490467, "=1/0"])
    sheet.row_dimensions[3].hidden = True
    book.save(stream)
    return stream.getvalue()


@pytest.mark.slow
def test_large_workbooks_are_looked_at_as_closely() -> None:
    content = large_workbook(40_000)
    assert len(content) > 2**20
    intake = read_here("register.xlsx", content)
    assert intake.rows["kk_sbi"].iloc[-1] == "0162"
    assert told(intake)["formulas_without_value"] == {"cells": "E40002", "n": "1"}


def test_a_workbook_in_plain_order_has_no_marks() -> None:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["naam"])
    book.save(stream)
    marks = cell_looks(stream.getvalue())["Sheet"]
    assert (marks.texts, marks.errors, marks.formulas, marks.hidden) == ({}, [], [], 0)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_half_a_workbook_is_no_trace(path: Path) -> None:
    content = path.read_bytes()
    for part in (0.3, 0.6, 0.9, 0.99):
        intake = read_here(path.name, content[: int(len(content) * part)])
        assert intake.n_on_map + intake.n_off_map == intake.n_rows


def test_styles_that_are_lost_leave_the_values() -> None:
    whole = (Path(__file__).parent / "workbooks" / "hubs.xlsx").read_bytes()
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            if name != "xl/styles.xml":
                new.writestr(name, old.read(name))
    assert read_here("hubs.xlsx", stream.getvalue()).n_on_map == len(PLACES)


@pytest.mark.parametrize(
    ("pattern", "shows"),
    [
        ("00000000", "zeros"),
        ("d-mmm", "day_month"),
        ("[$-413]d\\-mmm;@", "day_month"),
        ("mmm-yy", "month_year"),
        ("mm/jj", "month_year"),
    ],
)
def test_formats_that_show_something_else(pattern: str, shows: str) -> None:
    look = look_of(pattern)
    assert look is not None
    assert look.shows == shows


@pytest.mark.parametrize(
    "pattern", ["General", "0", "0.00", '0 "m"', "#,##0", "d-m-yyyy", "[h]:mm", "mm:ss", "h:mm"]
)
def test_formats_that_show_the_value(pattern: str) -> None:
    assert look_of(pattern) is None


def test_an_old_workbook_that_leads_its_reader_astray_is_damaged() -> None:
    content = bytearray((Path(__file__).parent / "workbooks" / "hubs.xls").read_bytes())
    # Where its list of sectors begins ([MS-CFB], 2.2): behind the end of the file.
    content[48] = 14
    refused = read_here("hubs.xls", bytes(content)).refused
    assert refused is not None
    assert (refused.code, refused.params["damage"]) == ("file_damaged", "workbook")


def test_an_open_document_that_somebody_packed_again_is_one() -> None:
    with zipfile.ZipFile(Path(__file__).parent / "workbooks" / "hubs.ods") as book:
        files = {name: book.read(name) for name in sorted(book.namelist())}
    assert kind_of(zipped(files)) == "ods"
