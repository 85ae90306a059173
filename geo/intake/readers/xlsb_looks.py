"""Looks of the cells of a binary workbook (xlsb), from its records ([MS-XLSB], 2.1.4 and 2.4)."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from io import BytesIO

from lxml import etree

from geo.intake.readers.content import ZIP_FAULTS
from geo.intake.readers.workbook_looks import (
    BUILT_IN,
    Look,
    SheetLooks,
    coordinate,
    day_zero,
    looks_of,
)

ROW, RK, ERROR, REAL, FORMULA_NUMBER, FORMULA_ERROR = 0, 2, 3, 5, 9, 11
"""Records of a sheet: a row, and cells by what they hold."""
FORMAT, STYLE, STYLES, STYLES_END, BOOK, SHEET = 44, 47, 617, 618, 153, 156
HIDDEN = 0x10
"""Bit of the twelfth byte of a row."""
FAULTS = (*ZIP_FAULTS, etree.LxmlError, KeyError, UnicodeError)


def records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the type and the content of the records of a part of the workbook.

    Examples
    --------
    >>> list(records(bytes([2, 1, 7, 0xE9, 4, 0])))
    [(2, b'\\x07'), (617, b'')]
    """
    at = 0
    while at < len(part):
        kind, at = _packed(part, at, 2)
        size, at = _packed(part, at, 4)
        yield kind, part[at : at + size]
        at += size


def _packed(part: bytes, at: int, most: int) -> tuple[int, int]:
    """Read a number of seven bits a byte, lowest first; the eighth says that more follow."""
    number = 0
    for i in range(most):
        number |= (part[at + i] & 0x7F) << (7 * i)
        if part[at + i] < 0x80:  # noqa: PLR2004
            return number, at + i + 1
    return number, at + most


def read_looks(content: bytes) -> dict[str, SheetLooks]:
    """Read the marks of every sheet by its name; none when the workbook is not in order."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            sheets, start = _sheets(archive)
            looks = _looks(archive)
            return {name: _sheet(archive.read(path), looks, start) for name, path in sheets.items()}
    except FAULTS:
        return {}


def _text(part: bytes, at: int) -> tuple[str, int]:
    (length,) = struct.unpack_from("<L", part, at)
    end = at + 4 + 2 * length
    return part[at + 4 : end].decode("utf-16-le"), end


def _sheets(archive: zipfile.ZipFile) -> tuple[dict[str, str], date]:
    """Return the path of each sheet, and the day the workbook counts from."""
    root = etree.fromstring(archive.read("xl/_rels/workbook.bin.rels"))
    paths = {node.get("Id"): str(node.get("Target")).lstrip("/") for node in root}
    sheets, start = {}, day_zero(False)
    for kind, record in records(archive.read("xl/workbook.bin")):
        if kind == BOOK:
            start = day_zero(bool(record[0] & 1))
        elif kind == SHEET:
            relation, at = _text(record, 8)
            sheets[_text(record, at)[0]] = f"xl/{paths[relation].removeprefix('xl/')}"
    return sheets, start


def _looks(archive: zipfile.ZipFile) -> dict[int, Look]:
    """Return the looks by the number of the style that cells name."""
    if "xl/styles.bin" not in archive.namelist():
        return {}
    patterns, styles, inside = dict(BUILT_IN), [], False
    for kind, record in records(archive.read("xl/styles.bin")):
        if kind == FORMAT:
            patterns[struct.unpack_from("<H", record)[0]] = _text(record, 2)[0]
        elif kind in (STYLES, STYLES_END):
            inside = kind == STYLES
        elif kind == STYLE and inside:
            styles.append(patterns.get(struct.unpack_from("<H", record, 2)[0], ""))
    return looks_of(styles)


def _sheet(part: bytes, looks: Mapping[int, Look], start: date) -> SheetLooks:
    marks, row = SheetLooks(), -1
    for kind, record in records(part):
        if kind == ROW:
            (row,) = struct.unpack_from("<L", record)
            marks.hidden += bool(record[11] & HIDDEN)
        elif kind in (ERROR, FORMULA_ERROR):
            marks.errors.append(coordinate(row, struct.unpack_from("<L", record)[0]))
        elif kind in (RK, REAL, FORMULA_NUMBER):
            column, style = struct.unpack_from("<LL", record)
            number = _number(kind, record)
            marks.show_number((row, column), looks.get(style & 0xFFFFFF), number, start)
    return marks


def _number(kind: int, record: bytes) -> float:
    """Read a number; the short form drops the last bits, or counts hundredths ([MS-XLSB] 2.5.122).

    Examples
    --------
    >>> _number(RK, bytes(8) + struct.pack("<L", 162 << 2 | 2))
    162.0
    """
    if kind != RK:
        return float(struct.unpack_from("<d", record, 8)[0])
    (bits,) = struct.unpack_from("<l", record, 8)
    whole = float(bits >> 2)
    number = whole if bits & 2 else struct.unpack("<d", bytes(4) + struct.pack("<l", bits & ~3))[0]
    return float(number / 100 if bits & 1 else number)
