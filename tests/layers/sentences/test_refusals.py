"""Refusals name their cause, and a remedy in the words of Excel or QGIS: words written by hand.

The table of all of them is held by `tests/geo/intake/test_refusals.py`.
"""

from __future__ import annotations

import sqlite3

import pytest
from archives import zipped
from intakes import read_here

from layers.sentences.intake_notices import notice_remedy, notice_words
from layers.words.text import table


def database() -> bytes:
    made = sqlite3.connect(":memory:")
    made.execute("CREATE TABLE hubs (naam TEXT)")
    return made.serialize()


DEEP = b'{"type": "Feature", "properties": {"a": ' + b"[" * 200 + b"]" * 200 + b"}}"
# What is brought; the cause in the message; the words of a program, or of a place, in the remedy.
TABLE = {
    "pdf": (b"%PDF-1.7 ...", "PDF", "Excel"),
    "picture": (b"\x89PNG\r\n\x1a\n....", "afbeelding", "kaartlaag"),
    "word": (zipped({"word/document.xml": b"<w/>"}), "Word", "Excel"),
    "slides": (zipped({"ppt/presentation.xml": b"<p/>"}), "PowerPoint", "Excel"),
    "rar": (b"Rar!\x1a\x07\x00...", ".rar", "Uitpakken"),
    "gzip": (b"\x1f\x8b\x08\x00....", ".gz", "Uitpakken"),
    "loose shp": (b"\x00\x00\x27\x0a" + bytes(100), ".shp", ".dbf"),
    "feather": (b"ARROW1\x00\x00....", "Arrow", "QGIS"),
    "sylk": (b"ID;PWXL;N;E\r\n", "SYLK", "Excel"),
    "excel xml": (b"<?xml version='1.0'?><Workbook/>", "2003", "Excel"),
    "odd xml": (b"<?xml version='1.0'?><iets/>", "XML", "Excel"),
    "bytes": (bytes(range(1, 32)) * 9, "geen tekst", "QGIS"),
    "web page": (b"<html><table></table></html>", "webpagina", "Excel"),
    "cut workbook": (
        zipped({"xl/workbook.xml": b"<workbook/>"})[:-30],
        "breekt af",
        "Openen en herstellen",
    ),  # fmt: skip
    "cut geopackage": (database()[:5000], "breekt af", "QGIS"),
    "database": (database(), "SQLite", "QGIS"),
    "shapefile": (zipped({"a.shp": bytes(30), "a.shx": b"", "a.dbf": b""}), "shapefile", "QGIS"),
    "half shapefile": (zipped({"a.dbf": b"x", "a.prj": b"x"}), ".shp", ".shx"),
    "kml": (b"<kml><Placemark><name>A", "XML", "QGIS"),
    "topojson": (b'{"type": "Topology", "objects": {}}', "TopoJSON", "QGIS"),
    "broken json": (b'{"type": "FeatureCollection", "features": [}', "regel 1", "QGIS"),
    "deep json": (DEEP, "te diep", "QGIS"),
    "headings only": (b"naam;x;y\n", "geen enkele rij", "Excel"),
    "zip in zip": (zipped({"b.zip": zipped({"a.csv": b"naam\nA\n"})}), "weer een zip", "zip"),
    "other zip": (zipped({"a.exe": b"MZ"}), "a.exe", "shapefile"),
}


@pytest.mark.parametrize("what", TABLE)
def test_a_refusal_names_its_cause_and_what_to_do(what: str) -> None:
    content, cause, remedy = TABLE[what]
    refused = read_here("mijn bestand", content).refused
    assert refused is not None
    assert cause in notice_words(refused, "nl")
    assert remedy in notice_remedy(refused, "nl")
    assert "mijn bestand" in notice_words(refused, "nl")
    for lang in ("nl", "en"):
        assert notice_words(refused, lang) != notice_remedy(refused, lang)


def test_no_refusal_says_only_that_it_could_not_be_read() -> None:
    said = [t for key, t in table().items() if key.startswith(("intake.", "error."))]
    generic = ("kon niet worden gelezen", "could not be read")
    assert not [t for t in said if t["nl"].count(generic[0]) or t["en"].count(generic[1])]
