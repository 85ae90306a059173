"""The intake report, the rejected rows as files, the map layer and the template."""

from __future__ import annotations

import csv
import io
import re

import openpyxl
import pytest
from intakes import read_here
from openpyxl.worksheet.worksheet import Worksheet

from geo.data.chains import load_chain_model
from geo.data.folders import ROOT
from geo.intake.model.records import Notice
from geo.intake.model.result import Intake
from layers.files.intake_report import (
    rejected_csv,
    rejected_xlsx,
    report_html,
    report_xlsx,
    rows_table,
    table_csv,
    with_meanings,
    with_words,
)
from layers.files.template_workbook import template_xlsx
from layers.map.own_layer import own_layer
from layers.sentences.intake_notices import notice_words
from layers.words.palette import palette
from layers.words.text import LANGUAGES, table

FILES = ROOT / "tests" / "geo" / "intake" / "cases"
RULES = ROOT / "tests" / "geo" / "intake" / "rules"


def read(file: str) -> Intake:
    return read_here(file, (FILES / file).read_bytes())


def sheet(content: bytes, at: int = 0) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[at]


@pytest.mark.slow
def test_every_notice_of_every_rule_reads_as_a_whole_sentence() -> None:
    for path in sorted(RULES.glob("*/*/broken.*")):
        for notice in read_here(path.name, path.read_bytes()).notices:
            for lang in LANGUAGES:
                words = notice_words(notice, lang)
                assert not re.search(r"\{\w+\}", words), words
                assert "()" not in words and "  " not in words, (path, words)


def test_a_value_with_braces_stays_a_value() -> None:
    notice = Notice("place_not_a_number", "rejected", value="{rows} {{7*7}}", rows=(1,), n=1)
    assert "{rows} {{7*7}}" in notice_words(notice, "nl")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_rejected_rows_name_row_column_value_reason_and_remedy(lang: str) -> None:
    rows = list(sheet(rejected_xlsx(read("17-null-island.csv"), lang)).values)
    assert len(rows) == 1 + 4
    row, line, column, value, reason, remedy = rows[4][:6]
    assert (row, line, column, value) == (7, 8, "lon / lat", "onbekend / onbekend")
    assert reason == table()["intake.place_not_a_number.reason"][lang]
    assert remedy == table()["intake.place_not_a_number.remedy"][lang]


def test_rows_that_wait_for_a_yes_are_in_the_list_until_it_comes() -> None:
    intake = read("05-swapped-two-of-six.csv")
    assert len(list(sheet(rejected_xlsx(intake, "nl")).values)) == 1 + 2
    agreed = intake.accept(p.key for p in intake.proposals)
    assert len(list(sheet(rejected_xlsx(agreed, "nl")).values)) == 1


def test_workbook_holds_summary_notices_rows_proposals_and_changes() -> None:
    book = openpyxl.load_workbook(io.BytesIO(report_xlsx(read("46-sbi-notations.csv"), "nl")))
    assert book.sheetnames == [
        "Samenvatting", "Meldingen", "Afgewezen rijen", "Voorstellen", "Hersteld", "Kolommen"
    ]  # fmt: skip
    summary = {row[0]: row[1] for row in book["Samenvatting"].values}
    assert (summary["Rijen in het bestand"], summary["Op de kaart"]) == (14, 14)
    assert len(summary["Vingerafdruk (SHA-256)"]) == 64
    changes = {row[0]: (row[2], row[3]) for row in book["Hersteld"].values}
    assert changes[9] == ("74.10.1;59.11", "74101;5911")


def test_no_cell_of_a_report_is_a_formula() -> None:
    content = b"naam;x;y\n=1+1;121230;490467\n@SUM(1);;\n-5;;\n"
    intake = read_here("=cmd.csv", content)
    for made in (report_xlsx(intake, "nl"), rejected_xlsx(intake, "nl")):
        for page in openpyxl.load_workbook(io.BytesIO(made)):
            assert {cell.data_type for row in page for cell in row} <= {"s", "n", "inlineStr"}
    cells = list(
        csv.reader(io.StringIO(rejected_csv(intake, "nl").decode("utf-8-sig")), delimiter=";")
    )
    assert "'@SUM(1)" in cells[1]


def test_page_escapes_what_comes_from_the_file() -> None:
    content = b"naam;x;y\n<script>alert(1)</script>;0;0\nB;121230;490467\n"
    page = report_html(read_here("<img src=x>.csv", content), "nl").decode()
    assert "<script" not in page and "<img" not in page
    assert "&lt;script&gt;" in page


def test_all_rows_come_out_as_they_went_in() -> None:
    intake = read("110-html-and-js-names.csv")
    text = table_csv(rows_table(intake), "nl").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert len(rows) == 12
    assert rows[0]["naam"] == "<script>window.__ketenkaart_xss=1</script>"
    # A backtick and a plus are harmless; a cell is a formula only when it begins with a sign.
    assert rows[2]["naam"] == "`+(window.__ketenkaart_xss=3)+`"


def test_layer_draws_coarse_places_as_rings_and_is_never_made_up() -> None:
    content = b"naam;postcode;plaats;x;y\nGrof;3013;Rotterdam;;\nFijn;;;121230;490467\n"
    layer = own_layer(read_here("a.csv", content), "nl")
    assert layer.frame["shape"].tolist() == ["ring", "circle"]
    assert not layer.frame["synthetic"].any()
    card = dict(layer.card["own:1"])
    assert "a.csv" in card["Eigen gegevens"]
    assert [entry.count for entry in layer.legend] == [1, 1]


@pytest.mark.slow
def test_screen_is_spared_and_files_are_whole() -> None:
    lines = "\n".join(f"Rij {i};{121_000 + i % 5000};{487_000 + i // 10}" for i in range(7000))
    intake = read_here("a.csv", ("naam;x;y\n" + lines).encode())
    assert len(own_layer(intake, "nl").frame) == 3000
    assert len(own_layer(intake, "nl", most=None).frame) == 7000


def test_a_crowd_on_one_spot_is_not_drawn_whole() -> None:
    lines = "\n".join(f"Rij {i};3013;Rotterdam" for i in range(120))
    intake = read_here("a.csv", ("naam;postcode;plaats\n" + lines).encode())
    assert intake.n_on_map == 120
    assert len(own_layer(intake, "nl").frame) == 50
    assert len(own_layer(intake, "nl", most=None).frame) == 120


@pytest.mark.parametrize("lang", LANGUAGES)
def test_template_is_read_back_by_its_own_headings(lang: str) -> None:
    content = template_xlsx(palette(load_chain_model(), lang), lang)
    intake = read_here("sjabloon.xlsx", content)
    assert (intake.n_rows, intake.n_on_map) == (2, 2)
    assert intake.rows["kk_entity"].tolist() == ["hubs", "tenants"]
    assert intake.rows["kk_kvk"].iloc[1] == "01234567"
    assert intake.rows["kk_chain"].iloc[1] != "unknown"
    roles = next(iter(intake.columns.values()))
    assert {"name", "kind", "sector", "hub", "x", "y", "sbi", "year_from", "count"} <= set(roles)


def test_template_has_drop_downs() -> None:
    page = sheet(template_xlsx(palette(load_chain_model(), "nl"), "nl"))
    assert len(page.data_validations.dataValidation) == 3


def test_a_row_placed_by_its_address_is_an_open_ring_however_near() -> None:
    # A known door: within 35 m, and still not the place that somebody gave.
    content = b"naam;adres;plaats;x;y\nA;Overtoom 301;Amsterdam;;\nB;;Amsterdam;121230;490467\n"
    layer = own_layer(read_here("a.csv", content), "nl")
    assert dict(zip(layer.frame["label"], layer.frame["shape"], strict=True)) == {
        "A": "ring",
        "B": "circle",
    }
    assert [entry.count for entry in layer.legend] == [1, 1]


def test_files_of_own_rows_say_what_our_codes_mean_and_read_back_without_them() -> None:
    content = b"naam;keten;adres;plaats\nZaal;muziek;Overtoom 301;Amsterdam\n"
    intake = read_here("zalen.csv", content)
    made = with_meanings(rows_table(intake), "nl")
    (row,) = made.to_dict("records")
    assert (row["kk_placed_by"], row["kk_placed_by_in_woorden"]) == (
        "partner_address",
        "bekend adres",
    )
    (shown,) = with_words(rows_table(intake), "nl").to_dict("records")
    assert shown["geplaatst door *"] == "bekend adres"
    assert shown["is een *"] == "gebouw (hub)"
    again = read_here("terug.csv", table_csv(made, "nl"))
    own = [c for c in again.rows.columns if not c.startswith("kk_") and c != "geometry"]
    assert own == ["naam", "keten", "adres", "plaats"]
    assert again.rows["kk_placed_by"].tolist() == ["given_coordinate"]


def test_the_sheet_of_changes_says_in_words_what_was_done() -> None:
    content = b"naam;x;y;postcode\nZaal;121230;490467;1031-ks\n"
    report = report_xlsx(read_here("zalen.csv", content), "nl")
    book = openpyxl.load_workbook(io.BytesIO(report))
    head, row = book["Hersteld"].iter_rows(values_only=True)
    told = dict(zip(head, row, strict=True))
    assert told["Wat er is gedaan"] == "postcode gelijk geschreven"
    assert told["Code"] == "postcode_notation"
