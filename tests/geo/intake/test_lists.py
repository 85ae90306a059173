"""Lists as they are kept in offices: two tables on a sheet, vacant rooms, blocks, all in a cell."""

from __future__ import annotations

import io
from collections.abc import Sequence

import openpyxl
import pytest
from intakes import read_here

from geo.intake.model.result import Intake


def sheet(*rows: Sequence[object]) -> Intake:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(list(row))
    book.save(stream)
    return read_here("a.xlsx", stream.getvalue())


def table(text: str) -> Intake:
    return read_here("a.csv", text.encode())


def told(intake: Intake, code: str) -> dict[str, str]:
    return dict(next(n.params for n in intake.notices if n.code == code))


HUBS = [["Naam", "Adres", "Plaats"], ["OT301", "Overtoom 301", "Amsterdam"]]
TENANTS = [["Huurder", "Pand", "Sector", "Sinds"], ["Cavia", "OT301", "Film", "2015"]]


@pytest.mark.parametrize("title", [[], [["Huurders"]]])
def test_a_second_table_is_left_out_and_told(title: list[list[str]]) -> None:
    intake = sheet(*HUBS, [], *title, *TENANTS)
    assert intake.rows["kk_name"].tolist() == ["OT301"]
    lines = f"{4}–{5 + len(title)}"
    words = "Huurder, Pand, Sector, Sinds"
    assert told(intake, "second_table") == {"lines": lines, "columns": words}


def test_a_row_of_words_that_are_headings_is_a_row() -> None:
    intake = sheet(*HUBS, ["Pand", "Weena 5", "Rotterdam"], [], ["Adres", "Weena 7", "Rotterdam"])
    assert intake.rows["kk_name"].tolist() == ["OT301", "Pand", "Adres"]


def test_the_same_table_once_more_is_still_joined() -> None:
    intake = sheet(*HUBS, [], *HUBS[:1], ["Dok", "Plantage Doklaan 8", "Amsterdam"])
    assert intake.rows["kk_name"].tolist() == ["OT301", "Dok"]


@pytest.mark.parametrize("word", ["leegstand", "- vrij -", "Te huur", "(vacant)", "ONVERHUURD"])
def test_a_vacant_room_is_no_tenant(word: str) -> None:
    intake = table(f"unit;huurder;status\n1;Studio A;vrij\n2;{word};\n3;Vrij Werk;\n")
    assert intake.rows["kk_name"].tolist() == ["Studio A", "Vrij Werk"]
    assert told(intake, "vacant_rows") == {"lines": "3"}


BLOCK = "Naam: {}\nAdres: {}\nPlaats: Amsterdam\n"


@pytest.mark.parametrize("between", ["", "\n", "\n\n"])
@pytest.mark.parametrize("mark", ["", "* ", "• "])
def test_blocks_of_fields_are_rows(between: str, mark: str) -> None:
    pairs = [("OT301", "Overtoom 301"), ("Dok", "Plantage Doklaan 8")]
    text = between.join(BLOCK.format(*pair) for pair in pairs)
    text = "\n".join(mark + line if line else "" for line in text.split("\n")[:-1])
    intake = table(text)
    assert intake.rows["kk_name"].tolist() == ["OT301", "Dok"]
    assert intake.n_on_map == 2
    assert intake.rows["kk_line"].tolist() == [1, 4 + len(between)]


def test_a_field_that_a_block_lacks_is_empty() -> None:
    intake = table("Naam: A\nAdres: Weena 5\nTelefoon: 010\n\nNaam: B\nAdres: Weena 7\n")
    assert intake.rows["Telefoon"].fillna("").tolist() == ["010", ""]


@pytest.mark.parametrize(
    ("cell", "address", "postcode", "city"),
    [
        ("Overtoom 301, 1054 HW Amsterdam", "Overtoom 301", "1054 HW", "Amsterdam"),
        ("Overtoom 301 1054hw", "Overtoom 301", "1054 HW", None),
        ("Overtoom 301, A'dam", "Overtoom 301", None, "Amsterdam"),
        ("Domplein 1, 3512 JC Utrecht", "Domplein 1", "3512 JC", "Utrecht"),
        ("Overtoom 301, achter", "Overtoom 301, achter", None, None),
        ("Weena 1012, 3012 AA, Rotterdam, Nederland", "Weena 1012", "3012 AA", "Rotterdam"),
    ],
)
def test_postcode_and_town_are_taken_out_of_an_address(
    cell: str, address: str, postcode: str | None, city: str | None
) -> None:
    rows = sheet(["Naam", "Adres"], ["A", cell]).rows
    found = [rows[f"kk_{role}"].iloc[0] if f"kk_{role}" in rows else None for role in ROLES]
    assert [value if isinstance(value, str) else None for value in found] == [
        address,
        postcode,
        city,
    ]


ROLES = ("address", "postcode", "city")


def test_what_stands_in_a_column_of_its_own_counts() -> None:
    intake = sheet(["Naam", "Adres", "Plaats"], ["A", "Weena 5, 3012 AA Rotterdam", "Amsterdam"])
    assert intake.rows["kk_city"].tolist() == ["Amsterdam"]


def test_a_list_of_one_column_is_not_cut_at_its_commas() -> None:
    intake = table("adres\nOvertoom 301, 1054 HW Amsterdam\nWeena 5, 3012 AA Rotterdam\n")
    assert intake.rows["kk_address"].tolist() == ["Overtoom 301", "Weena 5"]
    assert intake.n_on_map == 2


def test_a_first_row_with_a_postcode_is_no_heading() -> None:
    intake = table("OT301;Overtoom 301;1054 HW;Amsterdam\nHal;Pretorialaan 141;3072 EL;Rotterdam\n")
    assert intake.rows["kk_name"].tolist() == ["OT301", "Hal"]
    assert intake.rows["kk_address"].tolist() == ["Overtoom 301", "Pretorialaan 141"]
    assert "header_missing" in {n.code for n in intake.notices}


def test_an_address_that_a_formula_left_empty_is_made_of_its_parts() -> None:
    intake = sheet(["Naam", "Adres", "Straat", "Nr"], ["A", None, "Overtoom", 301])
    assert intake.rows["kk_address"].tolist() == ["Overtoom 301"]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("Caf&eacute;", "Café"),
        ("<b>Caf&eacute;</b>", "<b>Caf&eacute;</b>"),
        ("Atelier &lt;echt&gt; &amp; Zn", "Atelier &lt;echt&gt; &amp; Zn"),
        ("R&amp;D", "R&D"),
        ("R&D", "R&D"),
        ("A <3 B", "A <3 B"),
        ("Studio&notes", "Studio&notes"),
    ],
)
def test_names_are_what_a_page_would_show(cell: str, shown: str) -> None:
    assert sheet(["Naam", "X", "Y"], [cell, 121230, 490467]).rows["kk_name"].tolist() == [shown]


def test_an_address_loses_its_tags() -> None:
    intake = sheet(["Naam", "Adres"], ["A", "<p>Weena&nbsp;5<br/>3012 AA Rotterdam</p>"])
    assert intake.rows["kk_address"].tolist() == ["Weena 5"]
    assert intake.rows["kk_postcode"].tolist() == ["3012 AA"]


def test_a_table_of_a_wiki_is_told_for_what_it_is() -> None:
    refused = read_here("a.txt", b'{| class="wikitable"\n! Naam !! Adres\n|}\n').refused
    assert refused is not None
    assert (refused.code, refused.params["kind"]) == ("kind_unsupported", "text")
