"""Numbers of a CSV are numbers in the workbook that leaves; codes stay text."""

from __future__ import annotations

import io

import openpyxl
import pytest
from intakes import read_here

from geo.intake.process.pipeline import Options
from layers.files.intake_report import rows_table, table_csv, table_xlsx, with_words

CONTENT = (
    "naam;x;y;prijs;aantal;kvk;code;tel\n"
    "Loods;121230,5;490467;12,5;3;12345678;0162;'+31 20 1234567\n"
    "'=Hal;122590,5;485228;8;;23456789;9003;'-5\n"
)


def test_numbers_leave_as_numbers_and_codes_as_text() -> None:
    intake = read_here("a.csv", CONTENT.encode())
    book = openpyxl.load_workbook(io.BytesIO(table_xlsx(rows_table(intake), "rijen")))
    heads, *rows = list(book.active.iter_rows(values_only=True))
    first = dict(zip(heads, rows[0], strict=True))
    assert (first["x"], first["y"], first["prijs"], first["aantal"]) == (121230.5, 490467, 12.5, 3)
    # A zero in front makes the whole column one of codes.
    assert first["code"] == "0162"
    assert dict(zip(heads, rows[1], strict=True))["code"] == "9003"


def test_an_apostrophe_against_formulas_is_taken_off_and_put_back() -> None:
    intake = read_here("a.csv", CONTENT.encode())
    assert intake.rows["kk_name"].tolist() == ["Loods", "=Hal"]
    assert intake.rows["tel"].tolist() == ["+31 20 1234567", "-5"]
    again = read_here("b.csv", table_csv(with_words(rows_table(intake), "nl"), "nl"))
    assert again.rows["naam"].tolist() == ["Loods", "=Hal"]


@pytest.mark.parametrize("words", [False, True])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_round_trip_adds_no_columns_and_keeps_places_and_kinds(form: str, words: bool) -> None:
    # Two places that were agreed to, and rows that the planner called partners.
    content = b"naam;lat;lon;code\nLoods;524009993;48910066;0162\nHal;52.353.996;4.911.494;9003\n"
    first = read_here("a.csv", content, Options(entity="partners"))
    first = first.accept(p.key for p in first.proposals)
    table = rows_table(first)
    table = with_words(table, "nl") if words else table
    made = table_csv(table, "nl") if form == "csv" else table_xlsx(table, "rijen")
    again = read_here(f"b.{form}", made)
    assert list(again.rows.columns[:4]) == list(first.rows.columns[:4])
    own = [c for c in again.rows.columns if not c.startswith("kk_") and c != "geometry"]
    assert own == ["naam", "lat", "lon", "code"]
    assert again.rows["code"].tolist() == ["0162", "9003"]
    assert again.rows["kk_entity"].tolist() == ["partners"] * 2
    far = [a.distance(b) for a, b in zip(first.rows.geometry, again.rows.geometry, strict=True)]
    assert max(far) < 0.01
