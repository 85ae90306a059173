"""Marks of degrees, postcodes that are none, and words for what is missing."""

from __future__ import annotations

import json

import pytest
from intakes import read_here
from shapely import Point

from geo.intake.values.cells import degrees_of
from geo.intake.values.codes import postcode_text


@pytest.mark.parametrize("degree", "°º˚∘")
@pytest.mark.parametrize("minute", ["'", "′", "’", "‘", "´", "`", "ʹ"])
@pytest.mark.parametrize("second", ['"', "″", "”", "“", "''", "´´", "’’"])
def test_degrees_with_any_mark(degree: str, minute: str, second: str) -> None:
    # 52° 24' 3.6" is 52 + 24/60 + 3.6/3600.
    assert degrees_of(f"52{degree}24{minute}3,6{second}N") == (52.401, "lat")


@pytest.mark.parametrize("letters", ["SA", "SD", "SS", "sa", "sd", "ss"])
def test_letters_that_are_never_issued_make_no_postcode(letters: str) -> None:
    assert postcode_text(f"1012 {letters}") is None
    content = f"naam;postcode;x;y\nA;1012 {letters};121236;490100\n".encode()
    assert "postcode_odd" in {n.code for n in read_here("a.csv", content).notices}


def test_no_reason_says_nan() -> None:
    features = [
        {"type": "Feature", "properties": {"naam": "A"}, "geometry": g}
        for g in ({"type": "Point", "coordinates": [4.89, 52.4]}, None, {"type": "Point"})
    ]
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    intake = read_here("a.geojson", content)
    assert intake.rejections
    assert not [r for r in intake.rejections if "nan" in r.value]
    assert not [n for n in intake.notices if "nan" in n.value]


def test_a_whole_number_in_scientific_notation_is_read() -> None:
    content = b"naam;vestigingsnummer;kvk;x;y\nA;1,23456789012E+11;1,2345678E+07;121236;490100\n"
    rows = read_here("a.csv", content).rows
    assert rows["kk_branch_number"].tolist() == ["123456789012"]
    assert rows["kk_kvk"].tolist() == ["12345678"]
    assert rows.geometry.iloc[0].equals(Point(121_236, 490_100))


def test_a_rounded_number_is_not_used() -> None:
    rows = read_here("a.csv", b"naam;kvk;x;y\nA;1,2E+07;121236;490100\nB;12345678;1;2\n").rows
    assert rows["kk_kvk"].isna().tolist() == [True, False]
