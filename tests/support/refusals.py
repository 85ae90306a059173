"""Every refusal of a file with its cause, and a file that has that cause.

The sentence and what to do stand in `layers/words/texts/intake.csv`; `docs/refusals.md` shows all
four beside each other and is made from here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from archives import zipped
from hostile_uploads import UPLOADS

from geo.data.folders import ROOT

RULES = ROOT / "tests" / "geo" / "intake" / "rules"
APART = "tests/geo/data/test_reading_apart.py"
HERE = "tests/geo/intake/test_refusals.py"
HEAVY = f"{HERE}::test_work_that_is_too_much_names_what_probably_made_it_so"
SHEET = "::test_a_sheet_of_too_many_cells_says_where_to_look"
SANDBOX = "tests/geo/intake/test_sandbox.py"
OUTLINE = "tests/geo/intake/test_plan_outline.py"


@dataclass(frozen=True)
class Refusal:
    """Why a file is refused.

    Attributes
    ----------
    cause : str
    name : str
        Of a file that has the cause; "" when no file by itself has it.
    make : callable
        The bytes of that file.
    test : str
        Where it is tested instead.
    hostile : bool
        To be read in a process of its own.
    """

    cause: str
    name: str = ""
    make: Callable[[], bytes] = bytes
    test: str = ""
    hostile: bool = False


def _file(cause: str, path: str) -> Refusal:
    where = RULES / path
    return Refusal(cause, where.name, where.read_bytes)


def _hostile(cause: str, name: str) -> Refusal:
    file, make, _ = UPLOADS[name]
    return Refusal(cause, file, make, hostile=True)


def _bytes(content: bytes) -> Callable[[], bytes]:
    return lambda: content


def _kinds() -> Mapping[str, Refusal]:
    """What holds no rows that can be read, by what it is."""
    begins = {
        "pdf": ("a PDF", "a.pdf", b"%PDF-1.7\n"),
        "image": ("a picture", "a.png", b"\x89PNG\r\n\x1a\n"),
        "rtf": ("a text document in RTF", "a.rtf", b"{\\rtf1 naam}"),
        "rar": ("packed as RAR", "a.rar", b"Rar!\x1a\x07\x00"),
        "7z": ("packed as 7z", "a.7z", b"7z\xbc\xaf\x27\x1c\x00\x04"),
        "gzip": ("packed as gzip", "a.csv.gz", b"\x1f\x8b\x08\x00"),
        "loose_shp": ("one part of a shapefile", "a.shp", b"\x00\x00\x27\x0a" + bytes(96)),
        "program": ("a program", "a.exe", b"MZ\x90\x00\x03"),
        "arrow": ("an Arrow or Feather file", "a.feather", b"ARROW1\x00\x00"),
        "xml_2003": ("a workbook in XML of 2003", "a.xls", b'<?xml version="1.0"?><Workbook/>'),
        "slk": ("a table in SYLK", "a.slk", b"ID;PWXL;N;E\nC;Y1;X1;K1\n"),
        "ole": ("an old Office file without a workbook", "a.mpp", _old_office()),
        "xml": ("XML of an unknown kind", "a.xml", b'<?xml version="1.0"?><planning/>'),
        "access": ("a database of Access", "a.accdb", b"\x00\x01\x00\x00Standard ACE DB\x00"),
        "calendar": ("a calendar", "a.ics", b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"),
        "contacts": ("a list of contacts", "a.vcf", b"BEGIN:VCARD\r\nVERSION:3.0\r\n"),
        "cad": ("a CAD drawing", "a.dxf", b"  0\r\nSECTION\r\n  2\r\nENTITIES\r\n"),
        "lock": ("what Office keeps beside an open file", "~$a.xlsx", b"\x03Jan" + b" " * 161),
        "loose_dbf": ("the table of a shapefile alone", "a.dbf", _dbf()),
        "mail": (
            "an e-mail",
            "a.eml",
            b"From: a@b.nl\nTo: c@d.nl\nSubject: De lijst\n\nHierbij.\n",
        ),
        "map_project": ("a project of QGIS", "a.qgs", b"<!DOCTYPE qgis SYSTEM><qgis/>"),
        "mapinfo": ("a layer of MapInfo", "a.mif", b'Version 300\nCharset "Neutral"\n'),
        "media": ("sound or film", "a.mp4", b"\x00\x00\x00\x18ftypmp42"),
        "osm": ("a file of OpenStreetMap", "a.osm", b'<osm version="0.6"/>'),
        "packed": ("packed as bzip2 or xz", "a.csv.bz2", b"BZh91AY&SY"),
        "service_error": ("the error of a service", "a.xml", b"<ows:ExceptionReport/>"),
        "shape_part": ("the system of a shapefile alone", "a.prj", b'PROJCS["RD_New",GEOGCS[]]'),
        "shortcut": ("a shortcut", "a.url", b"[InternetShortcut]\r\nURL=http://a.nl\r\n"),
        "sql": ("a database in SQL", "a.sql", b"-- export\nCREATE TABLE hubs (naam text);\n"),
        "statistics": ("data of SPSS", "a.sav", b"$FL2@(#) IBM SPSS STATISTICS"),
        "text": (
            "a letter",
            "a.txt",
            b"Geachte heer,\n\nHierbij de lijst die u vroeg.\n\nGroet, Jan\n",
        ),
        "yaml": ("a list in YAML", "a.yml", b"- naam: Loods\n  x: 121230\n  y: 490467\n"),
        "binary": ("bytes of an unknown kind", "a.dat", bytes(range(32)) * 9),
    }
    found = {kind: Refusal(cause, name, _bytes(b)) for kind, (cause, name, b) in begins.items()}
    within = {
        "docx": ("a text document of Word", "a.docx", "word/document.xml"),
        "pptx": ("a presentation of PowerPoint", "a.pptx", "ppt/presentation.xml"),
        "geodatabase": ("a File Geodatabase of ArcGIS", "a.zip", "a.gdb/a00000001.gdbtable"),
        "power_bi": ("a report of Power BI", "a.pbix", "DataModel"),
        "numbers": ("a sheet of Apple Numbers", "a.numbers", "index/document.iwa"),
    }
    found |= {
        kind: Refusal(cause, n, partial(zipped, {m: b""})) for kind, (cause, n, m) in within.items()
    }
    return {f"kind.{kind}": refusal for kind, refusal in found.items()}


def _old_office() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)


def _dbf() -> bytes:
    """By hand: a head of 32 bytes, one column of 32 and its end are 65; no rows."""
    head = b"\x03\x7c\x01\x02" + bytes(4) + b"\x41\x00\x0a\x00" + bytes(20)
    return head + b"NAAM" + bytes(28) + b"\r"


def _damages() -> Mapping[str, Refusal]:
    """What is damaged, by what it was."""
    cut = b"SQLite format 3\x00" + bytes(40)
    return {
        "damage.zip": _file("a zip or workbook that breaks off", "file/file_damaged/broken.xlsx"),
        "damage.database": Refusal("a GeoPackage without a whole row", "a.gpkg", _bytes(cut)),
        "damage.workbook": _hostile(
            "an old workbook that breaks off", "an old workbook of its first bytes"
        ),
        "damage.shapefile": _hostile("a shapefile whose parts lie", "rings without end"),
        "damage.xml": Refusal(
            "a KML that breaks off before its first place", "a.kml", _bytes(b"<kml><Document>")
        ),
        "damage.map_file": Refusal("a Parquet that breaks off", "a.parquet", _bytes(b"PAR1" * 3)),
    }


REFUSALS: Mapping[str, Refusal] = {
    "no_rows": _file("a table with headings alone", "file/no_rows/broken.csv"),
    "file_too_large": Refusal(
        "more than 200 MB",
        test="tests/geo/intake/test_rules.py::test_a_file_above_the_limit_is_refused",
    ),
    **_kinds(),
    **_damages(),
    "archive_bomb": _file("a small zip that unpacks very large", "archive/archive_bomb/broken.zip"),
    "archive_crowded": _hostile(
        "a zip of more files than anybody packs", "a directory that says too little"
    ),
    "archive_path": _file("a name that leads out of the zip", "archive/archive_path/broken.zip"),
    "archive_in_archive": Refusal(
        "a zip in a zip", "a.zip", partial(zipped, {"b.zip": zipped({"a": b""})})
    ),
    "no_map_in_archive": Refusal(
        "a zip of other things", "a.zip", partial(zipped, {"a.pdf": b"%PDF"})
    ),
    "shapefile_incomplete": Refusal(
        "a shapefile without its .shp", "a.zip", partial(zipped, {"a.dbf": b"", "a.prj": b""})
    ),
    "file_locked": _file("a password", "archive/file_locked/broken.zip"),
    "web_page": _file("a web page under another name", "file/web_page/broken.xlsx"),
    "virtual_file": _file("data that stand elsewhere", "file/virtual_file/broken.geojson"),
    "xml_entities": _file("definitions in XML", "file/xml_entities/broken.kml"),
    "json_nesting": _file("brackets nested too deep", "file/json_nesting/broken.geojson"),
    "json_broken": Refusal("a comma or quote too few", "a.geojson", _bytes(b'{"type": }')),
    "json_unknown": Refusal("JSON without places or rows", "a.json", _bytes(b'{"a": {"b": 2}}')),
    "json_topology": Refusal(
        "TopoJSON", "a.json", _bytes(b'{"type": "Topology", "objects": {}, "arcs": []}')
    ),
    "not_a_geopackage": _file("a database of another kind", "file/not_a_geopackage/broken.gpkg"),
    "shape_nesting": _hostile("a geometry nested too deep", "nested collections"),
    "table_too_large": _hostile("a default that every row repeats", "a default in every row"),
    "only_views": _hostile("views alone", "only a view"),
    "only_links": Refusal(
        "links to files elsewhere",
        "a.kml",
        _bytes(
            b'<kml xmlns="http://www.opengis.net/kml/2.2"><NetworkLink><Link><href>'
            b"http://a.nl/b.kml</href></Link></NetworkLink></kml>"
        ),
    ),
    "outline_none": Refusal(
        "a file for a plan area without an area",
        test=f"{OUTLINE}::test_a_file_without_an_area_is_refused",
    ),
    "outline_many": Refusal(
        "a file for a plan area with a whole map",
        test=f"{OUTLINE}::test_a_whole_map_of_areas_is_refused",
    ),
    "outline_apart": Refusal(
        "a plan area in pieces", test=f"{OUTLINE}::test_an_area_in_pieces_is_refused"
    ),
    "outline_elsewhere": Refusal(
        "a plan area elsewhere", test=f"{OUTLINE}::test_an_area_elsewhere_is_refused"
    ),
    "too_many_cells": Refusal("a sheet of more cells than are read", test=f"{HERE}{SHEET}"),
    "too_many_rows": _hostile("more rows than are read at once", "records without end"),
    "too_many_layers": _hostile(
        "a map of more kinds of features than anybody has",
        "a kind of its own for every feature",
    ),
    "too_many_columns": _hostile("more columns than a sheet of Excel has", "a million columns"),
    "cell_too_long": _hostile("a line without an end", "one line of 30 MB"),
    "took_too_long": Refusal(
        "work without end", test=f"{SANDBOX}::test_a_file_that_takes_too_long_is_ended"
    ),
    "heavy.workbook": _hostile("a sheet used to its last corner", "a cell in the last corner"),
    "heavy.table": Refusal("a table that takes too much memory", test=HEAVY),
    "heavy.map": Refusal("a map that takes too much memory", test=HEAVY),
    "not_readable": Refusal(
        "a fault of ours", test=f"{SANDBOX}::test_an_answer_that_is_no_answer_is_a_refusal"
    ),
    "no_room_to_read": Refusal(
        "a full disk",
        test=f"{APART}::test_without_room_for_its_folder_nothing_is_read_and_that_is_told",
    ),
    "reading_starved": Refusal(
        "a server that is too busy",
        test=f"{APART}::test_what_goes_too_far_is_ended_with_its_reason",
    ),
    "reading_busy": Refusal(
        "too many files of others",
        test=f"{APART}::test_the_line_is_first_come_first_served_and_tells_places",
    ),
}
