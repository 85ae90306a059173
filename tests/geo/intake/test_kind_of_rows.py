"""What the rows of a table are taken for, and by what."""

from __future__ import annotations

import pytest
from intakes import read_here

from geo.intake.process.pipeline import Options

HOUSES = ["Kade Atelier Zilvermeeuw", "De Lakenloods", "Werkhal Oostmoer", "Ketelhuis Duinroos"]
# A column that by itself made tenants of a list of buildings.
COLUMNS = {
    "sbi": ["9003", "7410", "1413", "5911"],
    "kvk": ["12345678", "23456789", "34567890", "45678901"],
    "sector": ["muziek", "film", "mode", "muziek"],
    "hub": ["ja", "nee", "ja", "ja"],
    "vestigingsnummer": ["000012345678", "000023456789", "000034567890", "000045678901"],
    "hub ": HOUSES,
    "Hub": ["H-1", "H-2", "H-3", "H-4"],
}


def decided(text: str, name: str = "a.csv", **options: str) -> tuple[str, str]:
    return read_here(name, text.encode(), Options(**options)).decided  # type: ignore[arg-type]


def houses(column: str, cells: list[str], heading: str = "naam") -> str:
    rows = [
        f"{h};{c};{121_236 + i};490100" for i, (h, c) in enumerate(zip(HOUSES, cells, strict=True))
    ]
    return "\n".join([f"{heading};{column.strip()};x;y", *rows])


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("heading", ["naam", "Naam pand", "Broedplaats"])
def test_one_column_makes_no_tenants_of_buildings(column: str, heading: str) -> None:
    assert decided(houses(column, COLUMNS[column], heading))[0] == "hubs"


def test_all_such_columns_in_a_list_of_broedplaatsen_still_are_buildings() -> None:
    names = ("sbi", "kvk", "sector")
    rows = [
        ";".join([h, *(COLUMNS[n][i] for n in names), "121236", "490100"])
        for i, h in enumerate(HOUSES)
    ]
    text = "\n".join([f"naam broedplaats;{';'.join(names)};x;y", *rows])
    assert decided(text) == ("hubs", "heading")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("naam;pand\nAtelier Zus;De Lakenloods\nStudio Zo;De Lakenloods\n", "hub_column"),
        ("Huurder;adres\nZus;Weena 5\nZo;Weena 5\n", "heading"),
        ("handelsnaam;kvk;sbi\nZus;12345678;9003\nZo;23456789;7410\n", "heading"),
        ("naam;sbi;adres\nZus B.V.;9003;Weena 5\nZo & Zn;7410;Weena 5\n", "firms"),
        ("naam;komt van;adres\nZus;De Ceuvel;Weena 5\nZo;NDSM;Weena 5\n", "codes"),
    ],
)
def test_tenants_are_told_by_what_only_they_have(text: str, why: str) -> None:
    assert decided(text) == ("tenants", why)


def test_a_long_list_with_codes_is_a_register() -> None:
    rows = "\n".join(f"Naam {i};{10_000_000 + i};9003;121236;490100" for i in range(60))
    assert decided(f"naam;kvk;sbi;x;y\n{rows}\n") == ("tenants", "register")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("huurders_2025.csv", "tenants"),
        ("Broedplaatsen Amsterdam.csv", "hubs"),
        ("partners.csv", "partners"),
        ("horeca-2025.csv", "meeting_places"),
    ],
)
def test_the_name_of_the_file_speaks_where_nothing_else_does(name: str, kind: str) -> None:
    assert decided("naam;x;y\nZus;121236;490100\nZo;121236;490200\n", name) == (kind, "file")


def test_the_planner_has_the_last_word() -> None:
    text = houses("sbi", COLUMNS["sbi"])
    assert decided(text, entity="tenants") == ("tenants", "said")
    assert (
        read_here("a.csv", text.encode(), Options(entity="partners")).rows["kk_entity"].tolist()
        == ["partners"] * 4
    )


def test_rows_that_say_it_themselves_need_no_decision() -> None:
    text = "naam;soort;x;y\nA;gebouw;121236;490100\nB;huurder;121236;490100\n"
    assert decided(text) == ("", "column")
