"""Looks of the cells of an OpenDocument sheet, streamed (OpenDocument 1.3, part 3, 9 and 16.29)."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import IO, Any

from lxml import etree

from geo.intake.readers.content import ZIP_FAULTS, opened_zip
from geo.intake.readers.workbook_looks import LONGEST_FORMAT, Look, SheetLooks, coordinate
from geo.intake.readers.xlsx_looks import FAULTS
from geo.intake.values.cells import ShortDate

SPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
TABLE, OFFICE, STYLE, NUMBER = (SPACE % s for s in ("table", "office", "style", "datastyle"))
ERROR = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
HIDDEN = ("collapse", "filter")
MOST_PARENTS = 10
ROWS = re.compile(
    rb"""number-rows-repeated=["'](\d{3,30})["'][^<>]*>\s*(?:<[^<>]*table-cell(?:\s[^<>]*)?/>\s*)*"""
    rb"""<[^<>]*table-cell\s[^<>]*value-type="""
)
CELLS = re.compile(
    rb"""number-columns-repeated=["'](\d{3,30})["'][^<>]*value-type=|"""
    rb"""value-type=[^<>]*number-columns-repeated=["'](\d{3,30})["']"""
)
"""A row, or a cell, that stands for hundreds and is not empty."""
STYLE_TAGS = (f"{NUMBER}number-style", f"{NUMBER}date-style", f"{STYLE}style")


def repeated(content: bytes) -> int:
    """Count rows and cells that are written once for many: one line can stand for a million.

    Programs write equal ones so; of an honest list few are equal.
    """
    try:
        text = opened_zip(content).read("content.xml")
    except (*ZIP_FAULTS, KeyError):
        return 0
    rows = sum(int(found[1]) for found in ROWS.finditer(text))
    return rows + sum(int(found[1] or found[2]) for found in CELLS.finditer(text))


@dataclass
class Styles:
    """Looks by data style, and what each cell style takes its look from.

    Attributes
    ----------
    looks : dict
        By the name of a number or date style.
    data, parents : dict
        Name of a cell style to that of its data style, and to that of its parent.
    """

    looks: dict[str, Look | None] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)

    def take(self, node: Any) -> None:
        """Remember a style of a sheet's file."""
        name, tag = node.get(f"{STYLE}name", ""), etree.QName(node).localname
        if tag == "number-style":
            self.looks[name] = _zeros(node)
        elif tag == "date-style":
            self.looks[name] = _short_date(node)
        elif data := node.get(f"{STYLE}data-style-name"):
            self.data[name] = data
        elif parent := node.get(f"{STYLE}parent-style-name"):
            self.parents[name] = parent

    def look(self, name: str) -> Look | None:
        """Return the look of a cell style, its own or of a style it is made from."""
        for _ in range(MOST_PARENTS):
            if name in self.data:
                return self.looks.get(self.data[name])
            name = self.parents.get(name, "")
        return None


def _zeros(node: Any) -> Look | None:
    numbers = node.findall(f"{NUMBER}number")
    if len(numbers) != 1 or len(node) != 1 or numbers[0].get(f"{NUMBER}grouping") == "true":
        return None
    whole = numbers[0].get(f"{NUMBER}decimal-places", "0") == "0"
    digits = int(numbers[0].get(f"{NUMBER}min-integer-digits", "1"))
    return Look("zeros", digits) if whole and 1 < digits <= LONGEST_FORMAT else None


def _short_date(node: Any) -> Look | None:
    shown = {etree.QName(part).localname for part in node} - {"text"}
    by_parts = {
        frozenset(["day", "month"]): "day_month",
        frozenset(["month", "year"]): "month_year",
    }
    shows = by_parts.get(frozenset(shown))
    return Look(shows) if shows else None


def read_looks(content: bytes) -> dict[str, SheetLooks]:
    """Read the marks of every sheet by its name; none when the file is not in order."""
    reader = _Reader()
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            for path in ("styles.xml", "content.xml"):
                if path in archive.namelist():
                    with archive.open(path) as stream:
                        reader.read(stream)
    except (*FAULTS, TypeError):
        return {}
    return reader.sheets


@dataclass
class _Reader:
    """What was read so far.

    Attributes
    ----------
    sheets : dict
    styles : Styles
    marks : SheetLooks
        Of the sheet that is being read.
    columns : list of (int, str)
        Position before which each default cell style of its columns ends.
    row : int
    """

    sheets: dict[str, SheetLooks] = field(default_factory=dict)
    styles: Styles = field(default_factory=Styles)
    marks: SheetLooks = field(default_factory=SheetLooks)
    columns: list[tuple[int, str]] = field(default_factory=list)
    row: int = 0

    def read(self, stream: IO[bytes]) -> None:
        """Read the styles and then the rows of one part of the file."""
        for event, node in etree.iterparse(
            stream,
            events=("start", "end"),
            tag=[*STYLE_TAGS, *(f"{TABLE}{tag}" for tag in ("table", "table-column", "table-row"))],
            resolve_entities=False,
            no_network=True,
            huge_tree=True,
        ):
            if event == "start":
                if node.tag == f"{TABLE}table":
                    self.marks, self.columns, self.row = SheetLooks(), [], 0
                    self.sheets[str(node.get(f"{TABLE}name"))] = self.marks
            elif node.tag == f"{TABLE}table-column":
                self._take_column(node)
            elif node.tag == f"{TABLE}table-row":
                self._take_row(node)
                node.clear()
            elif node.tag in STYLE_TAGS:
                self.styles.take(node)

    def _take_column(self, node: Any) -> None:
        begin = self.columns[-1][0] if self.columns else 0
        end = begin + int(node.get(f"{TABLE}number-columns-repeated", "1"))
        self.columns.append((end, node.get(f"{TABLE}default-cell-style-name", "")))

    def _take_row(self, node: Any) -> None:
        column, filled = 0, False
        for cell in node:
            if cell.get(f"{OFFICE}value-type") or cell.get(f"{TABLE}formula"):
                filled = True
                self._take_cell(column, cell, node.get(f"{TABLE}default-cell-style-name"))
            column += int(cell.get(f"{TABLE}number-columns-repeated", "1"))
        repeated = int(node.get(f"{TABLE}number-rows-repeated", "1"))
        if filled and node.get(f"{TABLE}visibility") in HIDDEN:
            self.marks.hidden += repeated
        self.row += repeated

    def _take_cell(self, column: int, cell: Any, of_row: str | None) -> None:
        """Note an error, a formula without an outcome, or a value that shows something else."""
        if cell.get(ERROR) == "error":
            self.marks.errors.append(coordinate(self.row, column))
        elif not cell.get(f"{OFFICE}value-type"):
            self.marks.formulas.append(coordinate(self.row, column))
        elif look := self.styles.look(
            cell.get(f"{TABLE}style-name") or of_row or self._of_column(column)
        ):
            self.marks.show(self.row, column, _shown(cell, look))

    def _of_column(self, column: int) -> str:
        return next((style for end, style in self.columns if column < end), "")


def _shown(cell: Any, look: Look) -> str | ShortDate | None:
    number, day = cell.get(f"{OFFICE}value"), cell.get(f"{OFFICE}date-value")
    try:
        if look.shows == "zeros":
            return look.of(float(number)) if number else None
        return ShortDate(date.fromisoformat(day[:10]), look.shows) if day else None
    except ValueError:
        return None
