"""Files of every kind near the most that is read: answered or refused, in what time and memory.

``python -m benchmarks.large_files [NAME...]`` makes each file, or those that are named, reads it
as an upload is read, in a process of its own, and says: its size, the answer or the refusal with
its remedy, processor seconds and seconds on the clock, and the most memory of the reading process
and of this one above what it had before.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests" / "support")]

from measured import MEGABYTE, Measured  # noqa: E402 - found by the path above

from geo.intake.process.sandbox import read_upload  # noqa: E402
from layers.sentences.intake_notices import notice_remedy, notice_words  # noqa: E402

HEAD = ("naam", "plaats", "sector", "jaar_van", "kvk", "x", "y")
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
WORDS = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
SHEET = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{SHEET}"/>'
    "</manifest:manifest>"
)
LANG = "nl"


def rows(n: int) -> list[tuple[str, str, str, int, int, float, float]]:
    """Tenants spread over Amsterdam."""
    dice = np.random.default_rng(1)
    x, y = dice.integers(115_000, 127_000, n), dice.integers(480_000, 492_000, n)
    return [
        (f"Plek {i}", "Amsterdam", "mode", 2000 + i % 25, 10_000_000 + i, float(x[i]), float(y[i]))
        for i in range(n)
    ]


def frame(n: int) -> gpd.GeoDataFrame:
    """The same as a layer of points in RD."""
    made = gpd.GeoDataFrame.from_records(rows(n), columns=list(HEAD))
    return made.drop(columns=["x", "y"]).set_geometry(gpd.points_from_xy(made.x, made.y), crs=28992)


def degrees(n: int) -> list[tuple[str, float, float]]:
    """Names with longitude and latitude."""
    points = frame(n)[["naam", "geometry"]].to_crs(4326)
    return list(zip(points["naam"], points.geometry.x, points.geometry.y, strict=True))


def table(n: int) -> bytes:
    """A list in text."""
    lines = [";".join(HEAD), *(";".join(map(str, row)) for row in rows(n))]
    return "\n".join(lines).encode()


def workbook(n: int) -> bytes:
    """A list in a workbook."""
    book, stream = openpyxl.Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet("Register")
    sheet.append(HEAD)
    for row in rows(n):
        sheet.append(row)
    book.save(stream)
    return stream.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, str):
        inner = f'office:value-type="string"><text:p>{value}</text:p>'
    else:
        inner = f'office:value-type="float" office:value="{value}"><text:p>{value}</text:p>'
    return f"<table:table-cell {inner}</table:table-cell>"


def open_sheet(n: int) -> bytes:
    """A list in an OpenDocument sheet."""
    lines = "".join(
        f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in [HEAD, *rows(n)]
    )
    content = (
        f'<office:document-content xmlns:table="{TABLE}" xmlns:office="{OFFICE}"'
        f' xmlns:text="{WORDS}" office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="A">{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", SHEET, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", content)
    return stream.getvalue()


def marks(n: int) -> bytes:
    """Placemarks of KML."""
    found = "".join(
        f"<Placemark><name>{name}</name><ExtendedData><Data name='sector'><value>mode</value>"
        f"</Data></ExtendedData><Point><coordinates>{x:.6f},{y:.6f}</coordinates></Point></Placemark>"
        for name, x, y in degrees(n)
    )
    return (
        f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{found}</Document></kml>'.encode()
    )


def waypoints(n: int) -> bytes:
    """Waypoints of GPX."""
    found = "".join(
        f'<wpt lat="{y:.6f}" lon="{x:.6f}"><name>{name}</name><desc>mode</desc></wpt>'
        for name, x, y in degrees(n)
    )
    return f'<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1">{found}</gpx>'.encode()


def members(n: int) -> bytes:
    """Features of GML."""
    found = "".join(
        f"<gml:featureMember><a:pand><a:naam>{name}</a:naam><a:sector>mode</a:sector><a:plek>"
        f'<gml:Point srsName="EPSG:28992"><gml:pos>{x} {y}</gml:pos></gml:Point></a:plek>'
        "</a:pand></gml:featureMember>"
        for name, _, _, _, _, x, y in rows(n)
    )
    head = 'xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:a="http://a.nl"'
    return f"<gml:FeatureCollection {head}>{found}</gml:FeatureCollection>".encode()


def layer(ending: str) -> Callable[[int], bytes]:
    """A layer as GDAL or Arrow writes it; a shapefile as a zip of its parts."""

    def made(n: int) -> bytes:
        with tempfile.TemporaryDirectory() as within:
            path = Path(within) / f"panden.{ending}"
            if ending == "parquet":
                frame(n).to_parquet(path)
            else:
                frame(n).to_file(path, engine="pyogrio")
            if ending != "shp":
                return path.read_bytes()
            stream = io.BytesIO()
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
                for part in sorted(Path(within).iterdir()):
                    archive.write(part, part.name)
            return stream.getvalue()

    return made


def geojson(n: int) -> bytes:
    """Features of GeoJSON, in degrees."""
    return frame(n).to_crs(4326).to_json(drop_id=True).encode()


FILES: dict[str, tuple[Callable[[int], bytes], tuple[int, ...]]] = {
    "csv": (table, (200_000, 500_000, 1_000_000)),
    "xlsx": (workbook, (200_000, 400_000)),
    "ods": (open_sheet, (100_000, 200_000)),
    "geojson": (geojson, (300_000, 500_000)),
    "kml": (marks, (200_000, 500_000)),
    "gpx": (waypoints, (200_000, 500_000)),
    "gml": (members, (200_000, 500_000)),
    "gpkg": (layer("gpkg"), (500_000, 600_000)),
    "zip": (layer("shp"), (500_000, 600_000)),
    "parquet": (layer("parquet"), (500_000, 600_000)),
    "fgb": (layer("fgb"), (500_000, 600_000)),
}


def _memory(what: str) -> float:
    """Megabytes of this process, now or at most."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(what))


def measure(ending: str, n: int) -> None:
    """Read one file and say what came of it."""
    content = FILES[ending][0](n)
    Path("/proc/self/clear_refs").write_text("5")  # the most memory counts from here
    Measured.seconds, Measured.memory = 0.0, 0
    before, began = _memory("VmRSS"), time.monotonic()
    intake = read_upload(f"panden.{ending}", content)
    clock, most = time.monotonic() - began, _memory("VmHWM") - before
    if intake.refused:
        what = f"{notice_words(intake.refused, LANG)} {notice_remedy(intake.refused, LANG)}"
    else:
        what = f"{intake.n_on_map} of {intake.n_rows} on the map"
    print(
        f"{ending} {n:,} rows, {len(content) / MEGABYTE:.0f} MB: {what}\n"
        f"   {Measured.seconds:.1f} s of processor, {clock:.1f} s,"
        f" {Measured.memory / MEGABYTE:.0f} MB, here {most:.0f} MB more",
        flush=True,
    )


def main(words: list[str]) -> None:
    """Measure as the command line says."""
    subprocess.Popen = Measured  # type: ignore[misc]
    read_upload("a.csv", b"naam;x;y\nA;121230;490467\n")
    for ending in words or FILES:
        for n in FILES[ending][1]:
            measure(ending, n)


if __name__ == "__main__":
    main(sys.argv[1:])
