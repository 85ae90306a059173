"""A system that a heading names is believed, unless the numbers cannot be of it."""

from __future__ import annotations

import pytest
from intakes import read_here
from pyproj import Transformer
from shapely import Point

PLACE = Point(121_230.5, 490_467.0)
# Degrees on Bessel's ellipsoid, by the projection alone: no shift of datum.
LON, LAT = Transformer.from_crs("EPSG:28992", "EPSG:4289", always_xy=True).transform(
    PLACE.x, PLACE.y
)
OLD = (PLACE.x - 155_000, PLACE.y - 463_000)


def read(one: str, other: str, pair: tuple[float, float]):
    a, b = (f"{number:.8f}" for number in pair)
    return read_here("a.csv", f"naam;{one};{other}\nA;{a};{b}\nB;{a};{b}\n".encode())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x_rd_oud", "y_rd_oud"),
        ("x_oud", "y_oud"),
        ("X (RD oud)", "Y (RD oud)"),
        ("RD-oud x", "RD-oud y"),
        ("x_28991", "y_28991"),
        ("x EPSG:28991", "y EPSG:28991"),
    ],
)
def test_rd_old_by_its_heading(one: str, other: str) -> None:
    intake = read(one, other, OLD)
    assert intake.n_on_map == 2
    assert intake.rows.geometry.iloc[0].distance(PLACE) < 0.1
    assert intake.crs == "EPSG:28991"
    assert "crs_named" in {n.code for n in intake.notices}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("lon_bessel", "lat_bessel"),
        ("lon (Bessel)", "lat (Bessel)"),
        ("lengtegraad bessel", "breedtegraad bessel"),
        ("lon_4289", "lat_4289"),
        ("longitude EPSG:4289", "latitude EPSG:4289"),
    ],
)
def test_degrees_on_bessels_ellipsoid_by_their_heading(one: str, other: str) -> None:
    intake = read(one, other, (LON, LAT))
    # Taken for WGS 84 they would lie some hundred metres off.
    assert intake.rows.geometry.iloc[0].distance(PLACE) < 0.1
    assert intake.crs == "EPSG:4289"


@pytest.mark.parametrize(
    ("one", "other"), [("x_oud", "y_oud"), ("x_rd_oud", "y_rd_oud"), ("x_28991", "y_28991")]
)
def test_numbers_that_cannot_be_of_it_overrule_the_heading(one: str, other: str) -> None:
    intake = read(one, other, (PLACE.x, PLACE.y))
    assert intake.rows.geometry.iloc[0].distance(PLACE) < 0.1
    assert "crs_label_overruled" in {n.code for n in intake.notices}


def test_an_old_place_beside_the_present_one_is_no_place() -> None:
    content = b"naam;x;y;x_oud;y_oud\nA;121230.5;490467;92800;436500\n"
    intake = read_here("a.csv", content)
    assert intake.rows.geometry.iloc[0].distance(PLACE) < 0.1
    assert not intake.proposals


def test_the_number_before_a_geometry_in_a_cell_is_its_system() -> None:
    cell = f'"SRID=28991;POINT({OLD[0]} {OLD[1]})"'
    intake = read_here("a.csv", f"naam;geom\nA;{cell}\nB;{cell}\n".encode())
    assert intake.rows.geometry.iloc[0].distance(PLACE) < 0.1


def test_rows_without_the_named_system_are_read_from_the_other_columns() -> None:
    content = (
        f"naam;x_rd_oud;y_rd_oud;lat;lon\nA;{OLD[0]};{OLD[1]};;\nB;{OLD[0]};{OLD[1]};;\n"
        "C;;;52.4009993;4.8910066\n"
    )
    intake = read_here("a.csv", content.encode())
    assert [p.distance(PLACE) < 1 for p in intake.rows.geometry] == [True] * 3
