"""Looks of the cells of an old workbook (xls), read with xlrd, which keeps the formats."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Mapping

import xlrd

from geo.intake.readers.workbook_looks import (
    BUILT_IN,
    Look,
    SheetLooks,
    coordinate,
    day_zero,
    looks_of,
)

FAULTS = (
    xlrd.XLRDError,
    xlrd.compdoc.CompDocError,
    struct.error,
    AssertionError,
    UnicodeError,
    IndexError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
)
"""What xlrd raises on a workbook that is only half in order."""


def read_looks(content: bytes) -> dict[str, SheetLooks]:
    """Read the marks of every sheet by its name; none when the workbook is not in order."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = xlrd.open_workbook(
                file_contents=content, formatting_info=True, logfile=io.StringIO()
            )
            looks = _looks(book)
            return {sheet.name: _sheet(book, sheet, looks) for sheet in book.sheets()}
    except FAULTS:
        return {}


def _looks(book: xlrd.Book) -> dict[int, Look]:
    """Return the looks by the number of the style that cells name."""
    known = {key: each.format_str for key, each in book.format_map.items() if each}
    keys = [style.format_key for style in book.xf_list]
    return looks_of(known.get(key, BUILT_IN.get(key, "")) for key in keys)


def _sheet(book: xlrd.Book, sheet: xlrd.sheet.Sheet, looks: Mapping[int, Look]) -> SheetLooks:
    marks = SheetLooks()
    start = day_zero(bool(book.datemode))
    for row in range(sheet.nrows):
        info = sheet.rowinfo_map.get(row)
        marks.hidden += bool(info and info.hidden)
        for column, kind in enumerate(sheet.row_types(row)):
            if kind == xlrd.XL_CELL_ERROR:
                marks.errors.append(coordinate(row, column))
            elif kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
                look = looks.get(sheet.cell_xf_index(row, column))
                marks.show_number((row, column), look, sheet.cell_value(row, column), start)
    return marks
