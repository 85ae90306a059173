"""Four buildings, written in as many other ways as planners and their programs think of."""

# ruff: noqa: E501 - what is made stands as it is

from __future__ import annotations

import io
import json
from collections.abc import Sequence

import pandas as pd
import pytest
import shapely
from archives import zipped
from intakes import read_here
from pyproj import Transformer

pytestmark = pytest.mark.slow

HUBS = (
    ("Loods Noorderkruid", 121_230.5, 490_467.0),
    ("De Wibautkamer", 122_590.5, 485_228.0),
    ("Keileloods 7", 89_689.5, 436_371.5),
    ("Zoë's Drukwerkplaats", 92_190.0, 438_231.0),
)


def there(epsg: int) -> list[tuple[str, float, float]]:
    moved = Transformer.from_crs(28992, epsg, always_xy=True)
    return [(name, *moved.transform(x, y)) for name, x, y in HUBS]


DEGREES = there(4326)


def csv(
    head: Sequence[str], rows: Sequence[Sequence[object]], mark: str = ";", to: str = "utf-8",
    end: str = "\n",
) -> bytes:  # fmt: skip
    lines = [mark.join(head), *(mark.join(map(str, row)) for row in rows)]
    return (end.join(lines) + end).encode(to)


def pairs(head: str, form: str, rows: Sequence[tuple[str, float, float]] = DEGREES) -> bytes:
    """A table whose places stand in one column, each as ``form`` writes them."""
    return csv(["naam", head], [(name, form.format(x=x, y=y)) for name, x, y in rows])


def comma(number: float, digits: int = 6) -> str:
    return f"{number:.{digits}f}".replace(".", ",")


def thousands(number: float, sign: str) -> str:
    return f"{int(number):,}".replace(",", sign)


def angle(value: float, marks: str, letter: str) -> str:
    minutes = (value - int(value)) * 60
    seconds = (minutes - int(minutes)) * 60
    one, two, three = marks
    return f"{int(value)}{one}{int(minutes)}{two}{seconds:.3f}{three}{letter}"


def angles(head: Sequence[str], marks: str, letters: str = "NE") -> bytes:
    rows = [(n, angle(y, marks, letters[0]), angle(x, marks, letters[1])) for n, x, y in DEGREES]
    return csv(["naam", *head], rows, "\t")


def features(rows: Sequence[tuple[str, float, float]], system: str = "") -> bytes:
    named = {"crs": {"type": "name", "properties": {"name": system}}} if system else {}
    made = [
        {
            "type": "Feature",
            "properties": {"naam": name},
            "geometry": {"type": "Point", "coordinates": place},
        }
        for name, *place in rows
    ]
    return json.dumps({"type": "FeatureCollection", **named, "features": made}).encode()


def records(of: object) -> bytes:
    return json.dumps(of).encode()


def without_index() -> bytes:
    """A shapefile of points of which only the geometries and the system came along."""
    import shapefile

    shp = io.BytesIO()
    with shapefile.Writer(shp=shp, shx=io.BytesIO(), dbf=io.BytesIO()) as writer:
        writer.field("naam")
        for name, x, y in HUBS:
            writer.point(x, y)
            writer.record(name)
    return zipped({"hubs.shp": shp.getvalue()})


XY, LATLON = ["naam", "x", "y"], ["naam", "lat", "lon"]
TURNED = [(name, y, x) for name, x, y in DEGREES]
PLACES: dict[str, tuple[str, bytes]] = {
    # ---- encodings and delimiters
    "UTF-16, big end first, no mark": ("a.csv", csv(XY, HUBS, to="utf-16-be")),
    "UTF-32": ("a.csv", csv(XY, HUBS, to="utf-32")),
    "code page 850": ("a.csv", csv(XY, HUBS, to="cp850")),
    "an old Mac": ("a.csv", csv(XY, HUBS, to="mac_roman", end="\r")),
    "Latin-9 with pipes": ("a.csv", csv(XY, HUBS, "|", "iso-8859-15")),
    "carets": ("a.csv", csv(XY, HUBS, "^")),
    "tildes": ("a.csv", csv(XY, HUBS, "~")),
    "two semicolons": ("a.csv", csv(XY, HUBS, ";;")),
    "a comma and a blank": ("a.csv", csv(XY, HUBS, ", ")),
    "curly quotes round cells": (
        "a.csv",
        csv(["“naam”", "“x”", "“y”"], [[f"“{cell}”" for cell in row] for row in HUBS]),
    ),
    "single quotes and tabs": (
        "a.tsv",
        csv(
            ["'naam'", "'x'", "'y'"],
            [["'" + str(cell).replace("'", "''") + "'" for cell in row] for row in HUBS],
            "\t",
        ),
    ),
    "an end of file of DOS": ("a.csv", csv(XY, HUBS) + b"\x1a"),
    "headings once more, in capitals": (
        "a.csv",
        csv(XY, HUBS[:2]) + csv([name.upper() for name in XY], HUBS[2:]),
    ),
    # ---- notations of numbers
    "dots for thousands": (
        "a.csv",
        csv(XY, [(n, thousands(x, ".") + ",5", thousands(y, ".") + ",0") for n, x, y in HUBS]),
    ),
    "apostrophes for thousands": (
        "a.csv",
        csv(XY, [(n, thousands(x, "'"), thousands(y, "'")) for n, x, y in HUBS]),
    ),
    "metres behind the number": ("a.csv", csv(XY, [(n, f"{x} m", f"{y} m") for n, x, y in HUBS])),
    "degrees with a sign": (
        "a.csv",
        csv(LATLON, [(n, f"{y:.6f}°", f"{x:.6f}°") for n, x, y in DEGREES]),
    ),
    "primes": ("a.tsv", angles(["latitude", "longitude"], "°′″", "NO")),
    "curly marks": ("a.tsv", angles(["NB", "OL"], "°’”")),
    "colons": ("a.tsv", angles(["lat", "lon"], ":: ", "  ")),
    "letters in front": (
        "a.csv",
        csv(LATLON, [(n, f"N{y:.6f}", f"E{x:.6f}") for n, x, y in DEGREES]),
    ),
    # ---- headings, other languages and systems
    "longitude under latitude": (
        "a.csv",
        csv(
            ["naam", "breedtegraad", "lengtegraad"],
            [(n, comma(x), comma(y)) for n, x, y in DEGREES],
        ),
    ),
    "English": ("a.csv", csv(["Building name", "Easting", "Northing"], HUBS, ",")),
    "French": ("a.csv", csv(["nom", "latitude", "longitude"], TURNED)),
    "German": ("a.csv", csv(["Bezeichnung", "Breitengrad", "Längengrad"], TURNED)),
    "Spanish": ("a.csv", csv(["nombre", "latitud", "longitud"], TURNED)),
    "as JSON was flattened": ("a.csv", csv(["naam", "location.lat", "location.lng"], TURNED)),
    "system behind the axis": ("a.csv", csv(["naam", "WGS84_Y", "WGS84_X"], TURNED)),
    "UTM in its heading": ("a.csv", csv(["naam", "UTM31N_E", "UTM31N_N"], there(25831))),
    "Mercator without a word": ("a.csv", csv(XY, there(3857))),
    "LAEA in its heading": (
        "a.csv",
        csv(["naam", "ETRS89-LAEA x", "ETRS89-LAEA y"], there(3035)),
    ),
    "RD from before 1970": (
        "a.csv",
        csv(["naam", "x_rd_oud", "y_rd_oud"], [(n, x - 155_000, y - 463_000) for n, x, y in HUBS]),
    ),
    "a place beside zeros": (
        "a.csv",
        csv(["naam", "lat", "lon", "rd_x", "rd_y"], [(n, 0, 0, x, y) for n, x, y in HUBS]),
    ),
    # ---- one cell
    "in brackets": ("a.csv", pairs("gps", "({y:.6f}, {x:.6f})")),
    "with a stroke": ("a.csv", pairs("coördinaten", "{y:.6f} / {x:.6f}")),
    "with words": ("a.csv", pairs("locatie", "lat: {y:.6f}, lng: {x:.6f}")),
    "a link to a map": ("a.csv", pairs("kaart", "https://maps.google.com/?q={y:.6f},{x:.6f}")),
    "a link with a zoom": (
        "a.csv",
        pairs("kaart", "https://www.google.nl/maps/@{y:.6f},{x:.6f},17z"),
    ),
    "a geo address": ("a.csv", pairs("geo", "geo:{y:.6f},{x:.6f}")),
    "RD with its axes": ("a.csv", pairs("locatie", "X: {x:.1f} Y: {y:.1f}", HUBS)),
    "WKT of a database": ("a.csv", pairs("geom", "SRID=28992;POINT({x} {y})", HUBS)),
    "WKT with a height": ("a.csv", pairs("shape", "POINT Z ({x} {y} 3.2)", HUBS)),
    "WKT in small letters, turned": ("a.csv", pairs("geometry", "point({y} {x})")),
    "WKT of several points": ("a.csv", pairs("geometry", "MULTIPOINT(({x} {y}))")),
    "Oracle": (
        "a.csv",
        pairs("geo", "SDO_GEOMETRY(2001, 28992, SDO_POINT_TYPE({x}, {y}, NULL), NULL, NULL)", HUBS),
    ),
    "WKB in hexadecimals": (
        "a.csv",
        csv(["naam", "geometrie"], [(n, shapely.Point(x, y).wkb_hex) for n, x, y in HUBS]),
    ),
    # ---- JSON
    "labelled ETRS89, in RD": ("a.geojson", features(HUBS, "urn:ogc:def:crs:EPSG::4258")),
    "labelled Mercator, in degrees": ("a.geojson", features(DEGREES, "EPSG:3857")),
    "latitude first": ("a.geojson", features(TURNED)),
    "JSON in UTF-16": ("a.geojson", features(DEGREES).decode().encode("utf-16")),
    "what Overpass answers": (
        "a.json",
        records(
            {"elements": [{"type": "node", "id": 1, "lat": y, "lon": x} for _, x, y in DEGREES]}
        ),
    ),
    "a table by its columns": (
        "a.json",
        records(dict(zip(XY, map(list, zip(*HUBS, strict=True)), strict=True))),
    ),
    "columns and data": ("a.json", records({"columns": XY, "data": HUBS})),
    "a list of lists": ("a.json", records([XY, *HUBS])),
    "a point in each record": (
        "a.json",
        records(
            {"value": [{"naam": "A", "geo_point_2d": {"lat": y, "lon": x}} for _, x, y in DEGREES]}
        ),
    ),
    "decimal commas in JSON": (
        "a.json",
        records([{"lat": comma(y), "lng": comma(x)} for _, x, y in DEGREES]),
    ),
    "a bare collection": (
        "a.geojson",
        records(
            {
                "type": "GeometryCollection",
                "geometries": [{"type": "Point", "coordinates": [x, y]} for _, x, y in DEGREES],
            }
        ),
    ),
    # ---- archives
    "a table beside its read-me": (
        "a.zip",
        zipped(
            {"lees mij.txt": b"Dit zijn de hubs.\nTwee regels.", "data/hubs.csv": csv(XY, HUBS)}
        ),
    ),
    "geometries without their index": ("a.zip", without_index()),
}


@pytest.mark.parametrize("name", PLACES)
def test_the_four_are_found(name: str) -> None:
    intake = read_here(*PLACES[name])
    assert (intake.n_rows, intake.n_on_map) == (4, 4)
    for place, (_, x, y) in zip(intake.rows.geometry, HUBS, strict=True):
        assert place.distance(shapely.Point(x, y)) < 2
    if "Zoë" in str(intake.rows.get("naam", pd.Series([""])).tolist()):
        assert intake.rows["kk_name"].iloc[3] == HUBS[3][0]


COLUMNS: dict[str, tuple[str, list[str], str, list[float]]] = {
    "months in words": (
        "jaar", ["1 januari 2015", "maart 2010", "15 mrt 2012", "dec. 2019"],
        "kk_year_from", [2015, 2010, 2012, 2019],
    ),
    "months in German": (
        "Jahr", ["1. Januar 2015", "März 2010", "Mai 2012", "31.12.2019"],
        "kk_year_from", [2015, 2010, 2012, 2019],
    ),
    "days packed": (
        "ingangsdatum", ["20150101", "20101231", "20120501", "20190101"],
        "kk_year_from", [2015, 2010, 2012, 2019],
    ),
    "days packed, day first": (
        "ingangsdatum", ["01012015", "31122010", "1052012", "20122019"],
        "kk_year_from", [2015, 2010, 2012, 2019],
    ),
    "midnight here, in world time": (
        "startdatum", ["2014-12-31T23:00:00Z", "2009-12-31T23:00:00.000Z", "2012-05-31T22:00:00Z",
                       "2018-12-31T23:00:00Z"],
        "kk_year_from", [2015, 2010, 2012, 2019],
    ),
    "since": (
        "jaar", ["sinds 2015", "vanaf 2010", "medio 2012", "begin 2019"],
        "kk_year_from", [2015, 2010, 2012, 2019],
    ),
    "dots and commas": (
        "oppervlakte", ["1.250,5", "2.400,0", "980,25", "12.000,0"],
        "kk_floor_area_m2", [1250.5, 2400, 980.25, 12_000],
    ),
    "commas and dots": (
        "bvo m2", ["1,250.5", "2,400.0", "980.25", "12,000.0"],
        "kk_floor_area_m2", [1250.5, 2400, 980.25, 12_000],
    ),
    "blanks": (
        "opp. m2", ["1 250", "2 400", "980", "12 000"],
        "kk_floor_area_m2", [1250, 2400, 980, 12_000],
    ),
    "units": (
        "VVO", ["1250 m2", "2400 m²", "980m2", "ca. 12.000 m²"],
        "kk_floor_area_m2", [1250, 2400, 980, 12_000],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", COLUMNS)
def test_the_column_is_understood(name: str) -> None:
    head, cells, column, expected = COLUMNS[name]
    rows = [(*hub, cell) for hub, cell in zip(HUBS, cells, strict=True)]
    intake = read_here("a.csv", csv([*XY, head], rows))
    assert intake.rows[column].tolist() == pytest.approx(expected)


def test_the_street_is_found_by_its_abbreviation() -> None:
    rows = ["Prinsengr. 263;A'dam", "Nieuwe Binnenwg 200;R'dam", "Wm de Zwijgerln 20;Amsterdam"]
    intake = read_here("a.csv", "\n".join(["adres;plaats", *rows]).encode())
    assert intake.n_on_map == 3
    assert intake.rows["kk_in_city"].tolist() == ["Amsterdam", "Rotterdam", "Amsterdam"]


@pytest.mark.parametrize(("lat", "lon"), [(48.86, 2.35), (40.71, -74.01), (12.11, -68.93)])
def test_what_lies_abroad_stays_in_the_table_with_its_reason(lat: float, lon: float) -> None:
    intake = read_here("a.csv", csv(LATLON, [("A", lat, lon)]))
    assert (intake.n_rows, intake.n_on_map) == (1, 0)
    assert [row.code for row in intake.rejections] == ["place_abroad"]
