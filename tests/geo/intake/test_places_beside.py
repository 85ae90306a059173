"""Several columns with places: each row is read from the one that holds it."""

from __future__ import annotations

import json

import pytest
from intakes import read_here
from shapely import Point

# The same place in RD and in degrees, by the Kadaster's own transformation (RDNAPTRANS).
HERE = {"x": "121230.5", "y": "490467.0", "lat": "52.4009993", "lon": "4.8910066"}
PLACE = Point(121_230.5, 490_467.0)
WHOLE = "Heel;122590.5;485228.0;52.353997;4.911495"


@pytest.mark.parametrize("broken", ["", "onbekend", "0", "9999", "#N/B"])
@pytest.mark.parametrize("pair", [("x", "y"), ("lat", "lon")])
def test_what_is_no_place_in_one_pair_is_read_from_the_other(
    pair: tuple[str, str], broken: str
) -> None:
    row = {**HERE, **dict.fromkeys(pair, broken)}
    lines = ["naam;x;y;lat;lon", WHOLE, ";".join(["Half", *row.values()])]
    intake = read_here("a.csv", "\n".join(lines).encode())
    assert intake.n_on_map == 2
    assert intake.rows.geometry.iloc[1].distance(PLACE) < 1
    told = {n.code: n.rows for n in intake.notices}
    assert told.get("place_from_other") == ((2,) if "x" in pair else None)


def test_half_a_pair_is_no_place_where_the_other_is_whole() -> None:
    lines = ["naam;x;y;lat;lon", WHOLE, "Half;121230.5;;52.4009993;4.8910066"]
    intake = read_here("a.csv", "\n".join(lines).encode())
    assert intake.rows.geometry.iloc[1].distance(PLACE) < 1


def test_an_empty_geometry_of_a_map_file_is_completed_from_its_columns() -> None:
    features = [
        {"type": "Feature", "properties": {"naam": "A", **HERE}, "geometry": None},
        {
            "type": "Feature",
            # A geometry that is there counts, whatever the columns say.
            "properties": {"naam": "B", "x": "90000", "y": "437000"},
            "geometry": {"type": "Point", "coordinates": [4.911495, 52.353997]},
        },
    ]
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    intake = read_here("a.geojson", content)
    assert [p.distance(PLACE) < 1 for p in intake.rows.geometry] == [True, False]
    assert intake.rows.geometry.iloc[1].distance(Point(122_590.5, 485_228.0)) < 1


def test_the_own_town_chooses_between_places_that_disagree() -> None:
    lines = [
        "naam;plaats;x;y;lat;lon",
        "A;Amsterdam;92800;436500;52.4009993;4.8910066",
        "B;Rotterdam;92800;436500;52.4009993;4.8910066",
    ]
    intake = read_here("a.csv", "\n".join(lines).encode())
    assert intake.n_on_map == 0
    agreed = intake.accept(p.key for p in intake.proposals)
    assert agreed.rows.geometry.iloc[0].distance(PLACE) < 1
    assert agreed.rows.geometry.iloc[1].distance(Point(92_800, 436_500)) < 1


def test_an_outline_agrees_with_a_point_in_it() -> None:
    lines = [
        "naam;x;y;wkt",
        'A;121230;490467;"POLYGON((121100 490300,121400 490300,121400 490600,121100 490300))"',
    ]
    intake = read_here("a.csv", "\n".join(lines).encode())
    assert (intake.n_on_map, len(intake.proposals)) == (1, 0)
