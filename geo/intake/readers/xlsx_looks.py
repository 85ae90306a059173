"""Looks of the cells of an xlsx workbook, from its styles and sheets (ECMA-376, part 1, 18.3)."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping
from datetime import date
from io import BytesIO

from lxml import etree

from geo.intake.readers.content import ZIP_FAULTS
from geo.intake.readers.workbook_looks import (
    BUILT_IN,
    Look,
    SheetLooks,
    column_at,
    coordinate,
    day_zero,
    looks_of,
)

BOOK = "xl/workbook.xml"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
TRUE = ("1", "true")
HIDDEN_ROW = re.compile(rb"""<(?:\w+:)?row\s[^<>]*\bhidden=["'](?:1|true)["']""")
SAID = re.compile(rb"""(\w+)=["']([^"'>]*)["']""")
PLACE = re.compile(r"(?P<column>[A-Za-z]{1,3})(?P<row>\d{1,7})")
VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)<")
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
FAULTS = (*ZIP_FAULTS, etree.LxmlError, KeyError)
"""What a workbook that is only half in order makes the parser raise."""


def read_looks(content: bytes) -> dict[str, SheetLooks]:
    """Read the marks of every sheet by its name; none when the workbook is not in order."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            looks = _looks(archive)
            sheets, start = _sheets(archive)
            return {name: _sheet(archive, path, looks, start) for name, path in sheets.items()}
    except FAULTS:
        return {}


def _sheets(archive: zipfile.ZipFile) -> tuple[dict[str, str], date]:
    """Return the path of each sheet, and the day the workbook counts from."""
    root = etree.fromstring(archive.read(BOOK))
    properties = root.find("{*}workbookPr")
    late = properties is not None and properties.get("date1904") in TRUE
    paths = _targets(archive)
    sheets = {
        str(node.get("name")): paths[node.get(RELATION) or node.get(STRICT_RELATION)]
        for node in root.iterfind("{*}sheets/{*}sheet")
    }
    return sheets, day_zero(late)


def _targets(archive: zipfile.ZipFile) -> dict[str, str]:
    root = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    return {
        str(node.get("Id")): posixpath.normpath(
            posixpath.join("/xl", str(node.get("Target")))
        ).lstrip("/")
        for node in root
    }


def _looks(archive: zipfile.ZipFile) -> dict[str, Look]:
    """Return the looks by the number of the style, as cells name it."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    root = etree.fromstring(archive.read("xl/styles.xml"))
    patterns = {
        **BUILT_IN,
        **{
            int(node.get("numFmtId", "-1")): node.get("formatCode", "")
            for node in root.iterfind("{*}numFmts/{*}numFmt")
        },
    }
    styles = [int(node.get("numFmtId", "0")) for node in root.iterfind("{*}cellXfs/{*}xf")]
    looks = looks_of(patterns.get(style, "") for style in styles)
    return {str(i): look for i, look in looks.items()}


def _sheet(
    archive: zipfile.ZipFile, path: str, looks: Mapping[str, Look], start: date
) -> SheetLooks:
    """Look for the odd cells in the text of a sheet.

    No pattern goes past the next element or cell, so that one without an end costs nothing more.
    A register has millions of cells, and few are odd or none. Taking the sheet apart as XML takes
    ten times as long as passing over its text, in which programs write a cell in one way only.
    """
    marks = SheetLooks()
    if path not in archive.namelist():
        return marks
    content = archive.read(path)
    marks.hidden = len(HIDDEN_ROW.findall(content))
    for cell in _odd_cells(looks).finditer(content):
        said = {name.decode(): value.decode() for name, value in SAID.findall(cell["said"])}
        place = PLACE.fullmatch(said.get("r", ""))
        if place:
            where = int(place["row"]) - 1, column_at(place["column"])
            _mark(marks, where, said, cell["inner"] or b"", looks.get(said.get("s", "")), start)
    return marks


def _odd_cells(looks: Mapping[str, Look]) -> re.Pattern[bytes]:
    """Return what finds errors, formulas and cells of a style that shows more than the value."""
    styles = "|".join(looks) or "-"
    odd = rf"""[^<>]*(?:\bt=["']e["']|\bs=["'](?:{styles})["'])|[^<>]*>\s*<(?:\w+:)?f[\s/>]"""
    whole = r"(?P<said>[^<>]*?)(?:/>|>(?P<inner>(?:(?!<(?:\w+:)?c[\s>]).)*?)</(?:\w+:)?c\s*>)"
    return re.compile(rf"<(?:\w+:)?c\s(?={odd}){whole}".encode(), re.S)


def _mark(  # noqa: PLR0913 - what there is to know of a cell
    marks: SheetLooks,
    where: tuple[int, int],
    said: Mapping[str, str],
    inner: bytes,
    look: Look | None,
    start: date,
) -> None:
    """Note an error, a formula without an outcome, or a number that shows more than its value."""
    kind, found = said.get("t"), VALUE.search(inner)
    value = found[1].decode("ascii", "replace").strip() if found else ""
    if kind == "e":
        marks.errors.append(coordinate(*where))
    elif not value and kind != "str" and FORMULA.search(inner):
        marks.formulas.append(coordinate(*where))
    elif look is not None and kind in (None, "n"):
        try:
            marks.show_number(where, look, float(value), start)
        except ValueError:
            return
