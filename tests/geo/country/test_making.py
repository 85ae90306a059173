"""A register becomes a folder: what is kept, what is left out and why."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from registers import made, register_rows, squares

from geo.country.country_answers import area_quotients, withheld
from geo.country.folder import REGISTER, REJECTED, open_folder, read_areas
from geo.country.making import make_folder
from geo.country.register_file import open_register
from geo.data.chains import load_chain_model
from geo.data.errors import DataError

MODEL = load_chain_model()
GOOD = "1;71111;121230,5;490467\n2;5920;121000;490000\n"


def told_of(tmp_path: Path, text: str | bytes, head: str = "id;sbi;x;y\n") -> tuple[list, list]:
    """Kept rows and rejected ones of a CSV."""
    file = tmp_path / "register.csv"
    file.write_bytes(text if isinstance(text, bytes) else (head + text).encode())
    make_folder(open_register(file), tmp_path / "land", MODEL)
    folder = open_folder(tmp_path / "land")
    parts = [pd.read_parquet(each) for each in folder.files()]
    kept = pd.concat(parts).sort_values("row")[["row", "id", "x", "y"]].to_numpy().tolist()
    with (folder.path / REJECTED).open(encoding="utf-8-sig", newline="") as stream:
        return kept, list(csv.reader(stream, delimiter=";"))[1:]


def test_a_row_that_cannot_count_is_left_out_with_its_reason(tmp_path: Path) -> None:
    kept, rejected = told_of(
        tmp_path,
        GOOD
        + "3;71111;;\n1;71111;121000;490000\n;71111;121000;490000\n4;71111;5;490000\n"
        + "=5;71111;9;9\n6;71111\n",
    )
    assert [row[:2] for row in kept] == [[1, "1"], [2, "2"]]
    assert kept[0][2:] == [121230.5, 490467.0]
    assert [(row[0], row[1], row[3]) for row in rejected] == [
        ("3", "3", "no_place"),
        ("4", "1", "twice"),
        ("5", "", "no_id"),
        ("6", "4", "outside"),
        ("7", "'=5", "outside"),
        ("", "6;71111", "torn"),
    ]


def test_degrees_other_marks_and_other_encodings(tmp_path: Path) -> None:
    western = (
        "Vestigingsnummer,Straße,SBI-code,Longitude,Latitude\n7,é,71111,4.8910066,52.4009993\n"
    )
    kept, rejected = told_of(tmp_path, western.encode("latin-1"))
    # The toren of the NDSM, as in the tests of coordinate systems.
    assert np.round(kept[0][2:], 1).tolist() == [121230.5, 490467.0]
    assert rejected == []


def test_parquet_gives_what_csv_gives(tmp_path: Path) -> None:
    rows = register_rows(50)
    rows.to_parquet(tmp_path / "register.parquet")
    file = open_register(tmp_path / "register.parquet")
    make_folder(file, tmp_path / "other", MODEL, squares())
    (tmp_path / "csv").mkdir()
    one, other = made(tmp_path / "csv", rows), open_folder(tmp_path / "other")
    assert one.sizes == other.sizes
    assert one.mixes.equals(other.mixes)


def test_a_number_in_a_later_piece_is_known_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo.country.register_file.BLOCK", 1_000)
    rows = register_rows(200)
    twice = pd.concat([rows, rows.tail(3), rows.head(2)])
    folder = made(tmp_path, twice)
    assert folder.told.rejected == {"twice": 5}
    assert (folder.told.read, folder.rows) == (205, 200)


def test_codes_that_are_not_known_count_as_unknown(tmp_path: Path) -> None:
    rows = register_rows(20).assign(**{"SBI-code": ["", "99999", "71111", "0111"] * 5})
    folder = made(tmp_path, rows)
    assert folder.told.without_code == 10
    assert folder.sizes[0] == 15  # the fourth is a code of the list, in no chain of the model


@pytest.mark.parametrize(
    ("head", "text", "code"),
    [
        ("a;b;c\n", "1;2;3\n", "country_column"),
        ("id;sbi;x;y\n", "1;71111;1;1\n", "country_no_place"),
    ],
)
def test_a_file_that_cannot_be_a_register_is_refused(
    tmp_path: Path, head: str, text: str, code: str
) -> None:
    with pytest.raises(DataError) as fault:
        told_of(tmp_path, text, head)
    assert fault.value.code == code
    assert not (tmp_path / "land").exists()


def test_only_a_folder_of_its_own_is_replaced(tmp_path: Path) -> None:
    told_of(tmp_path, GOOD)
    told_of(tmp_path, GOOD)
    (tmp_path / "land" / REGISTER).unlink()
    with pytest.raises(DataError) as fault:
        told_of(tmp_path, GOOD)
    assert fault.value.code == "country_folder_taken"


def test_a_folder_with_a_part_gone_is_not_opened(tmp_path: Path) -> None:
    folder = made(tmp_path, register_rows(50))
    folder.files()[0].unlink()
    with pytest.raises(DataError) as fault:
        open_folder(folder.path)
    assert fault.value.code == "country_folder_broken"


def test_boundaries_of_any_system_with_dutch_headings(tmp_path: Path) -> None:
    given = squares().rename(columns={"code": "statcode", "name": "statnaam"}).to_crs(4326)
    given.iloc[::-1].to_file(tmp_path / "gemeenten.geojson")
    areas = read_areas(tmp_path / "gemeenten.geojson")
    assert areas["name"].tolist() == ["West", "Midden", "Oost", "Ver"]
    assert areas.area.round(-3).tolist() == [1_000_000.0] * 4
    given.assign(statcode="A").to_file(tmp_path / "gemeenten.geojson")
    with pytest.raises(DataError) as fault:
        read_areas(tmp_path / "gemeenten.geojson")
    assert fault.value.code == "country_area_twice"


def test_areas_are_no_file_of_points(tmp_path: Path) -> None:
    points = squares().set_geometry(squares().centroid)
    points.to_file(tmp_path / "points.geojson")
    with pytest.raises(DataError) as fault:
        read_areas(tmp_path / "points.geojson")
    assert fault.value.code == "country_no_outlines"


def test_areas_are_no_table_without_places(tmp_path: Path) -> None:
    register_rows(3).to_csv(tmp_path / "table.csv", index=False)
    with pytest.raises(DataError) as fault:
        read_areas(tmp_path / "table.csv")
    assert fault.value.code == "country_no_outlines"


@pytest.mark.parametrize("read", [open_register, read_areas])
def test_a_file_that_is_not_there_or_is_something_else(
    tmp_path: Path, read: Callable[[Path], object]
) -> None:
    with pytest.raises(DataError) as fault:
        read(tmp_path / "none.parquet")
    assert fault.value.code == "country_no_file"
    (tmp_path / "odd.parquet").write_bytes(b"PAR1 and nothing that follows from it")
    with pytest.raises(DataError) as fault:
        read(tmp_path / "odd.parquet")
    assert fault.value.code == "country_unreadable"


def test_no_small_number_can_be_read_or_worked_out() -> None:
    rng = np.random.default_rng(5)
    table = rng.poisson(6, (40, 7)).astype(float)
    gone = withheld(table)
    assert gone[(table > 0) & (table < 5)].all()
    for lines, hidden in ((table, gone), (table.T, gone.T)):
        for line, away in zip(lines, hidden, strict=True):
            if away.any() and not away[line > 0].all():
                assert away.sum() >= 2
                assert line[away].sum() >= 5
    assert not withheld(np.full((3, 3), 9.0)).any()


def test_what_is_withheld_has_no_quotient() -> None:
    # The 2 goes, and so that it does not follow from the totals a rectangle round it.
    table = pd.DataFrame(
        {"music": [2.0, 10.0, 60.0, 40.0], "design": [20.0, 30.0, 50.0, 60.0], "crafts": 99.0},
        index=list("ABCD"),
    )
    counts = table.rename_axis("area").melt(var_name="chain", value_name="n", ignore_index=False)
    found = area_quotients(counts.reset_index().assign(stage="make"))
    gone = found[found["verdict"].eq("withheld")]
    told = gone[["area", "chain"]].agg("/".join, axis=1)
    assert sorted(told) == ["A/design", "A/music", "B/design", "B/music"]
    assert gone[["x", "lq", "low", "high"]].isna().all(axis=None)
    shown = found.set_index(["area", "chain"]).loc[("C", "music")]
    assert shown["lq"] == pytest.approx((60 / 209) / (112 / 668))
