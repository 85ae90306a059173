"""Looks of the cells of an xlsx workbook, streamed from its sheets (ECMA-376, part 1, 18.3)."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from io import BytesIO
from typing import IO, Any

from lxml import etree

from geo.intake.content import ZIP_FAULTS
from geo.intake.workbook_marks import (
    BUILT_IN,
    START_1900,
    START_1904,
    Look,
    SheetMarks,
    column_at,
    coordinate,
    look_of,
)

BOOK = "xl/workbook.xml"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
TRUE = ("1", "true")
FAULTS = (*ZIP_FAULTS, etree.LxmlError, KeyError)
"""What a workbook that is only half in order makes the parser raise."""


def read_marks(content: bytes) -> dict[str, SheetMarks]:
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
    return sheets, START_1904 if late else START_1900


def _targets(archive: zipfile.ZipFile) -> dict[str, str]:
    root = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    return {
        str(node.get("Id")): posixpath.normpath(
            posixpath.join("/xl", str(node.get("Target")))
        ).lstrip("/")
        for node in root
    }


def _looks(archive: zipfile.ZipFile) -> dict[str, Look]:
    """Return the looks by the number of the style that cells name; only those that matter."""
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
    found = {}
    for i, node in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        look = look_of(patterns.get(int(node.get("numFmtId", "0")), ""))
        if look is not None:
            found[str(i)] = look
    return found


def _sheet(
    archive: zipfile.ZipFile, path: str, looks: Mapping[str, Look], start: date
) -> SheetMarks:
    marks, at = SheetMarks(), -1
    if path not in archive.namelist() or not _odd_marks(looks).search(archive.read(path)):
        return marks
    odd_cells = _odd_cells(looks)
    with archive.open(path) as stream:
        for row in elements(stream, "row"):
            at = int(row.get("r", at + 2)) - 1
            marks.hidden += row.get("hidden") in TRUE
            for cell in odd_cells(row):
                _mark(marks, at, cell, looks, start)
    return marks


def _odd_marks(looks: Mapping[str, Look]) -> re.Pattern[bytes]:
    """Return what stands in the text of a sheet with anything odd; most large sheets have nothing.

    Looking for it takes a tenth of the time of taking the sheet apart.
    """
    styles = "|".join(looks) or "-"
    return re.compile(
        rf"""\st=["']e["']|\shidden=["'](?:1|true)["']|<(?:\w+:)?f[\s/>]|\ss=["'](?:{styles})["']""".encode()
    )


def elements(stream: IO[bytes], tag: str) -> Iterator[Any]:
    """Yield the elements of a name as they end, and forget each when it was looked at."""
    for _, node in etree.iterparse(
        stream, tag=f"{{*}}{tag}", resolve_entities=False, no_network=True, huge_tree=True
    ):
        yield node
        node.clear()
        while node.getprevious() is not None:
            del node.getparent()[0]


def _odd_cells(looks: Mapping[str, Look]) -> etree.XPath:
    """Return what finds the cells of a row that may be other than their value says.

    A register has millions of cells, of which few are odd: they are told apart within the parser.
    """
    styles = "|".join(looks)
    return etree.XPath(
        f"*[@t='e' or *[1][local-name()='f'] or contains('|{styles}|', concat('|', @s, '|'))]"
    )


def _mark(marks: SheetMarks, row: int, cell: Any, looks: Mapping[str, Look], start: date) -> None:
    """Note an error, a formula without an outcome, or a number that shows more than its value."""
    name, kind, value = cell.get("r"), cell.get("t"), cell.findtext("{*}v") or ""
    column = column_at(name) if name else cell.getparent().index(cell)
    look = looks.get(cell.get("s"))
    if kind == "e":
        marks.errors.append(coordinate(row, column))
    elif not value and kind != "str" and cell.find("{*}f") is not None:
        marks.formulas.append(coordinate(row, column))
    elif look is not None and kind in (None, "n"):
        try:
            marks.show(row, column, look.of(float(value), start))
        except ValueError:
            return
