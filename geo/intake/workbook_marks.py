"""What a workbook shows beside its values: zeros in front, errors, formulas, hidden rows.

The fast reader gives values only. Small workbooks are opened a second time for the looks of their
cells; in large ones these are rare, and a second opening would take too long.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.utils.exceptions import InvalidFileException

from geo.intake.cells import ShortDate
from geo.intake.content import ZIP_FAULTS
from geo.intake.draft import Facts

SMALL = 2**20
"""Bytes (packed) up to which a workbook is opened again."""
SHOWN = 10


@dataclass(frozen=True)
class CellMarks:
    """Cells by sheet and (row, column) from 0 that are not what their value says.

    Attributes
    ----------
    texts : mapping
        What the cell shows: "0162" for the number 162 in format 0000.
    errors, formulas : mapping of sheet to coordinates
        Cells that hold an error, and formulas whose outcome was never stored.
    hidden : mapping of sheet to number
        Hidden rows.
    """

    texts: Mapping[str, Mapping[tuple[int, int], Any]] = field(default_factory=dict)
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    formulas: Mapping[str, list[str]] = field(default_factory=dict)
    hidden: Mapping[str, int] = field(default_factory=dict)

    def put_in(self, sheet: str, cells: list[list[Any]]) -> Facts:
        """Put what the cells show in ``cells`` and return the facts to tell."""
        for (row, column), text in self.texts.get(sheet, {}).items():
            if row < len(cells) and column < len(cells[row]):
                cells[row][column] = text
        facts: dict[str, dict[str, str]] = {}
        for code, found in (
            ("formula_errors", self.errors.get(sheet)),
            ("formulas_without_value", self.formulas.get(sheet)),
        ):
            if found:
                facts[code] = {"cells": ", ".join(found[:SHOWN]), "n": str(len(found))}
        if self.hidden.get(sheet):
            facts["hidden_rows"] = {"n": str(self.hidden[sheet])}
        return facts


def cell_marks(content: bytes) -> CellMarks:
    """Open a small xlsx again for the looks of its cells; nothing for other workbooks."""
    if len(content) > SMALL or not content.startswith(b"PK") or b"xl/workbook.xml" not in content:
        return CellMarks()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            formulas = openpyxl.load_workbook(BytesIO(content))
            outcomes = openpyxl.load_workbook(BytesIO(content), data_only=True)
    except (
        *ZIP_FAULTS,
        InvalidFileException,
        ParseError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
    ):
        # The other reader is less particular; what can be read is read without the looks.
        return CellMarks()
    return _gather(formulas, outcomes)


def _gather(formulas: openpyxl.Workbook, outcomes: openpyxl.Workbook) -> CellMarks:
    texts: dict[str, dict[tuple[int, int], Any]] = {}
    errors: dict[str, list[str]] = {}
    empty: dict[str, list[str]] = {}
    hidden: dict[str, int] = {}
    for sheet in formulas.worksheets:
        twin = outcomes[sheet.title]
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        texts[sheet.title] = {
            (cell.row - 1, cell.column - 1): shown
            for cell in cells
            if (shown := _shown(cell)) is not None
        }
        values = [(cell, twin[cell.coordinate]) for cell in cells]
        errors[sheet.title] = [c.coordinate for c, out in values if out.data_type == "e"]
        empty[sheet.title] = [
            c.coordinate for c, out in values if c.data_type == "f" and out.value is None
        ]
        hidden[sheet.title] = sum(bool(size.hidden) for size in sheet.row_dimensions.values())
    return CellMarks(texts, errors, empty, hidden)


def _shown(cell: Cell) -> Any:
    """Return what a cell shows where that differs from its value, else None."""
    value, pattern = cell.value, str(cell.number_format)
    if isinstance(value, int) and not isinstance(value, bool) and re.fullmatch("0{2,}", pattern):
        return str(value).zfill(len(pattern))
    if isinstance(value, datetime):
        bare = re.sub(r"\[[^\]]*\]|\\|;.*", "", pattern.lower())
        if "y" not in bare and "j" not in bare and "d" in bare and "h" not in bare:
            return ShortDate(value.date(), "day_month")
        if "d" not in bare and "m" in bare and "h" not in bare:
            return ShortDate(value.date(), "month_year")
    return None
