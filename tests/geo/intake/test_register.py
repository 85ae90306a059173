"""A business register is told by its columns, confirmed or corrected, and guarded ever after."""

from __future__ import annotations

import geopandas as gpd
import pytest
from intakes import read_here

from geo.intake.process.mapping import load_mapping, save_mapping
from geo.intake.process.pipeline import Options
from geo.own.rows import OwnRows, with_own
from geo.project.package import from_bytes, to_bytes
from geo.project.project import Project
from geo.toy.city import toy_dataset

HUB = str(toy_dataset().hubs["name"].iloc[0])
FIRMS = [f"Bedrijf {i};{10_000_000 + i};90031;{HUB};Amsterdam" for i in range(4)]
TABLE = "\n".join(["handelsnaam;kvk-nummer;sbi;pand;plaats", *FIRMS]).encode()


def is_register(content: bytes, options: Options | None = None) -> bool:
    values = read_here("lijst.csv", content, options).values
    return "register" in values and bool(values["register"].all())


def test_numbers_of_the_register_tell_it() -> None:
    assert is_register(TABLE)
    assert not is_register(b"naam;plaats\nLoods;Amsterdam\n")


def test_a_column_that_is_mostly_empty_tells_nothing() -> None:
    lines = [f"Loods {i};;Amsterdam" for i in range(3)]
    table = "\n".join(["naam;kvk;plaats", *lines, "Pand;12345678;Amsterdam"])
    assert not is_register(table.encode())


@pytest.mark.parametrize(("n", "expected"), [(49, False), (50, True)])
def test_a_long_list_of_firms_by_activity_is_a_register(n: int, expected: bool) -> None:
    lines = [f"Firma {i};9003;{121000 + i};487000" for i in range(n)]
    assert is_register("\n".join(["naam;sbi;x;y", *lines]).encode()) is expected


def test_the_planner_has_the_last_word() -> None:
    assert not is_register(TABLE, Options(register="no"))
    assert is_register(b"naam;plaats\nLoods;Amsterdam\n", Options(register="yes"))


def test_the_choice_is_saved_with_the_columns() -> None:
    assert load_mapping(save_mapping({"name": "naam"}, "tenants", "no")).register == "no"
    older = b'{"kind": "ketenkaart-kolommen", "version": 1, "columns": {"name": "naam"}}'
    assert load_mapping(older).register == ""
    assert load_mapping(save_mapping({}, "", "perhaps")).register == ""


def outcomes(values: gpd.GeoDataFrame) -> dict[str, int]:
    counts = with_own(toy_dataset(), [OwnRows("r.csv", "ab" * 32, "2026-01-01", values)]).counts
    return dict(zip(counts["outcome"], counts["n"], strict=True))


def test_four_firms_of_a_register_in_one_building_are_withheld() -> None:
    assert outcomes(read_here("r.csv", TABLE).values) == {"small_number": 4}
    open_list = read_here("r.csv", TABLE, Options(register="no"))
    assert outcomes(open_list.values) == {"takes_part": 4}


def test_a_project_keeps_what_is_of_a_register() -> None:
    project = Project("Proef", {"tenants": read_here("r.csv", TABLE).rows})
    again = from_bytes(to_bytes(project), "proef.gpkg")
    rows = again.tables["tenants"]
    assert rows["kk_register"].tolist() == [True] * 4
    ours = rows[[name for name in rows if name.startswith("kk_") or name == "geometry"]]
    plain = ours.rename(columns=lambda name: name.removeprefix("kk_"))
    assert outcomes(plain.assign(entity="tenants")) == {"small_number": 4}
