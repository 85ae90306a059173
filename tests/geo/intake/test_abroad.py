"""Rows abroad, and headings that their cells deny."""

from __future__ import annotations

import pytest
from intakes import read_here

from geo.intake.meaning.abroad import foreign_postcode


def codes(text: str) -> set[str]:
    return {notice.code for notice in read_here("a.csv", text.encode()).notices}


@pytest.mark.parametrize(
    "place", ["40.7128;-74.0060", "-33.8688;151.2093", "35.6762;139.6503", "51.5072;-0.1276"]
)
def test_a_file_of_one_foreign_city_is_kept_apart(place: str) -> None:
    intake = read_here("a.csv", f"name;lat;lon\nA;{place}\nB;{place}\n".encode())
    assert (intake.n_rows, intake.n_on_map) == (2, 0)
    assert {row.code for row in intake.rejections} == {"place_abroad"}
    assert all(row.where for row in intake.rejections)


def test_a_row_far_away_among_rows_here_is_kept_apart_too() -> None:
    intake = read_here("a.csv", b"name;lat;lon\nA;52.4009;4.8910\nB;40.7128;-74.0060\n")
    assert [(r.row, r.code, r.where) for r in intake.rejections] == [
        (2, "place_abroad", "40.7;-74.0;new_york")
    ]


@pytest.mark.parametrize("text", ["SE1 9XX", "M1 1AE", "50667", "B-1000", "10001-1234", "K1A 0B1"])
def test_postcodes_of_other_countries(text: str) -> None:
    assert foreign_postcode(text)
    assert "postcode_odd" not in codes(f"naam;postcode;lat;lon\nA;{text};51.5052;-0.0931\n")


@pytest.mark.parametrize("text", ["1012 LK", "1O12 LK", "10I2 LK", "1012"])
def test_postcodes_of_this_country_are_none_of_those(text: str) -> None:
    assert not foreign_postcode(text)


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Gemeente", ["Ja", "Nee", "ja"]),
        ("Plaats", ["1012 LK", "3012 BR", "1013AA"]),
        ("Adres", ["Amsterdam", "Rotterdam", "Amsterdam"]),
        ("Adres", ["info@a.nl", "post@b.nl", "c@d.nl"]),
        ("Postcode", ["Noord", "West", "Centrum"]),
        ("KvK", ["ja", "nee", "ja"]),
        ("Sector", ["x", "x", "x"]),
    ],
)
def test_cells_that_deny_their_heading_decide(heading: str, cells: list[str]) -> None:
    rows = "\n".join(f"Loods {i};{c};121236;490100" for i, c in enumerate(cells))
    intake = read_here("a.csv", f"naam;{heading};x;y\n{rows}\n".encode())
    (told,) = [n for n in intake.notices if n.code == "heading_denied"]
    assert told.params["columns"] == heading
    assert intake.rows[heading].tolist() == cells


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Starter", ["Ja", "Nee", "Ja"]),
        ("Gemeente", ["Amsterdam", "", "Diemen"]),
        ("Adres", ["Weena 5", "Amsterdamsestraatweg 3", "Ja"]),
        ("Postcode", ["1012 LK", "onbekend", "Noord"]),
        ("Plaats", ["Ja", "Amsterdam", "Rotterdam"]),
    ],
)
def test_a_few_odd_cells_deny_nothing(heading: str, cells: list[str]) -> None:
    rows = "\n".join(f"Loods {i};{c};121236;490100" for i, c in enumerate(cells))
    assert "heading_denied" not in codes(f"naam;{heading};x;y\n{rows}\n")


def test_towns_are_found_under_another_heading() -> None:
    intake = read_here("a.csv", b"naam;Gemeente;Regio\nA;Ja;A'dam\nB;Nee;Rotterdam\n")
    assert intake.rows["kk_city"].tolist() == ["Amsterdam", "Rotterdam"]
    assert intake.columns[""]["city"] == "Regio"


def test_a_street_of_both_cities_alone_is_no_place() -> None:
    # Both cities have a Singel; without town or postcode nobody can tell.
    intake = read_here("a.csv", b"naam;adres\nA;Nieuwstraat 5\nB;Prinsengracht 263\n")
    assert intake.rows["kk_in_city"].tolist()[1] == "Amsterdam"
