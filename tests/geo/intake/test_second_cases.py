"""Every file of the second collection of cases ends as it should: as its row, and here, say."""

from __future__ import annotations

import csv
from pathlib import Path

import geopandas as gpd
import pytest
from intakes import read_here

from geo.data.folders import ROOT
from geo.intake.model.result import Intake
from geo.intake.process.sandbox import read_upload
from geo.network.graph import load_network
from geo.network.proximity import distance_matrix
from layers.sentences.intake_notices import notice_words, reason_words

pytestmark = pytest.mark.slow

FILES = Path(__file__).parent / "second"
SHARED = ROOT.parent / "shared" / "cases" / "second"
with (FILES / "cases.csv").open(encoding="utf-8", newline="") as stream:
    CASES = {row["file"]: row for row in csv.DictReader(stream, delimiter=";")}


def read(file: str) -> Intake:
    return read_here(file, (FILES / file).read_bytes())


def spots(intake: Intake) -> list[tuple[float, float]]:
    return [(round(p.x), round(p.y)) for p in intake.rows.geometry if p is not None]


def told(intake: Intake) -> dict[str, int]:
    return {notice.code: notice.n for notice in intake.notices}


@pytest.mark.parametrize("file", list(CASES))
def test_rows_are_counted_as_the_collection_says(file: str) -> None:
    case, intake = CASES[file], read(file)
    assert (intake.n_rows, intake.n_on_map) == (int(case["rows_in_file"]), int(case["rows_on_map"]))


# Four outlines of forty metres about the same four places, and four pairs a hundred metres apart.
@pytest.mark.parametrize(
    ("file", "places"),
    [
        (
            "a3-geojson-polygon.csv",
            [(121236, 490100), (120400, 487600), (92800, 436500), (91000, 437300)],
        ),
        (
            "a15-geojson-multipoint.csv",
            [(122600, 485228), (120400, 487600), (92600, 437500), (91000, 437300)],
        ),
    ],
)
def test_a_geometry_in_a_cell_is_one_point_and_told_once(
    file: str, places: list[tuple[float, float]]
) -> None:
    intake = read(file)
    assert spots(intake) == places
    assert told(intake)["geometry_to_point"] == 4
    assert intake.rows["kk_outline"].notna().all()


@pytest.mark.parametrize(
    ("file", "rows"), [("c2-wkt-next-to-empty-latlon.csv", 4), ("c3-latlon-half-wkt-all.csv", 2)]
)
def test_the_whole_column_is_read_beside_the_broken_one(file: str, rows: int) -> None:
    intake = read(file)
    assert spots(intake) == [(121236, 490100), (120400, 487600), (92800, 436500), (91000, 437300)]
    assert told(intake)["place_from_other"] == rows
    assert "places_disagree" not in told(intake)


def test_midnight_here_in_world_time_is_the_year_it_was_here() -> None:
    for file, years in (
        ("f2-utc-midnight.geojson", [2015, 2010, 2015]),
        ("f4-utc-midnight.csv", [2015, 2015, 2015, 2015]),
    ):
        intake = read(file)
        assert intake.rows["kk_year_from"].dropna().tolist() == years
        # Once for each column of dates.
        columns = [n.column for n in intake.notices if n.code == "year_world_time"]
        assert len(columns) == len(set(columns)) == (2 if file.startswith("f4") else 1)
    assert read("f4-utc-midnight.csv").rows["kk_year_to"].dropna().tolist() == [2020, 2020]


def test_seconds_since_1970_are_proposed_as_a_date() -> None:
    # 1420066800 s is 2014-12-31T23:00Z (date -u -d @1420066800).
    (proposal,) = read("f2-utc-midnight.geojson").proposals
    assert (proposal.row, proposal.target, proposal.suggestion) == (4, "year_from", "2015")


def test_marks_headings_zeros_and_quotes_are_told_and_leave_the_rows_whole() -> None:
    for file, code in (
        ("h1-concat-bom.csv", "header_repeated"),
        ("h6-nul-padded.csv", "nul_bytes"),
        ("h8-single-quotes.csv", "single_quotes"),
    ):
        intake = read(file)
        assert code in told(intake)
        assert intake.rows["kk_name"].iloc[0] == "Kade Atelier Zilvermeeuw"
        assert intake.rows["kk_city"].isin(["Amsterdam", "Rotterdam"]).all()


def test_yes_and_no_are_no_towns_and_the_addresses_are_found_without() -> None:
    intake = read("e1-gemeente-ja.csv")
    assert told(intake)["heading_denied"] == 0  # of the file, not of rows
    assert "city" not in intake.columns[""]
    # A canal of Amsterdam with neither town nor postcode: Rotterdam has none of that name.
    assert intake.rows["kk_in_city"].tolist() == ["Amsterdam", "Rotterdam", "Amsterdam"]
    assert intake.rows["Gemeente"].tolist() == ["Ja", "Nee", "Ja"]


def test_rows_in_london_say_so_and_no_more() -> None:
    intake = read("l1-london-only.csv")
    assert set(told(intake)) == {"place_abroad"}
    reasons = {reason_words(row, "nl") for row in intake.rejections}
    assert reasons == {"ligt buiten Amsterdam en Rotterdam (bij Londen, 51,5 N 0,1 W)"}
    assert intake.rows["postcode"].tolist() == ["SE1 9XX", "SE16 4YY"]


def test_two_places_on_one_bank_are_near() -> None:
    rows = read("w1-wrong-bank.csv").rows
    places = gpd.GeoDataFrame({"id": ["a", "b"]}, geometry=list(rows.geometry), crs=rows.crs)
    metres, _ = distance_matrix(load_network("Rotterdam"), places, places)
    # 28.6 m by their coordinates (6 and 28 m); the street of their bank lies 58 m off.
    assert metres[0, 1] == pytest.approx(28.6, abs=0.1)


# What each is refused for; None is read. Too large to be kept here twice.
LARGE = {
    "wkb_nest.gpkg": "shape_nesting",
    "default_bomb_2GB.gpkg": "table_too_large",
    "generated2.gpkg": None,
    "set_filters_big.gpkg": None,
}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the collection of cases is not beside the project")
@pytest.mark.parametrize("file", list(LARGE))
def test_hostile_packages_are_refused_or_read(file: str) -> None:
    intake = read_upload(file, (SHARED / file).read_bytes())
    refused = intake.refused
    assert (refused.code if refused else None) == LARGE[file]
    if refused:
        assert "  " not in notice_words(refused, "nl")
    else:
        assert intake.n_rows == 12
