"""The looks of the cells of a workbook, read by what fits its kind."""

from __future__ import annotations

from collections.abc import Mapping

from geo.intake import ods_marks, xls_marks, xlsb_marks, xlsx_marks
from geo.intake.content import kind_of
from geo.intake.workbook_marks import SheetMarks


def cell_marks(content: bytes) -> Mapping[str, SheetMarks]:
    """Read the looks of the cells of a workbook, by sheet; nothing where that cannot be done.

    The other reader is less particular: what it reads is then read without the looks.
    """
    readers = {
        "xlsx": xlsx_marks.read_marks,
        "xlsb": xlsb_marks.read_marks,
        "ods": ods_marks.read_marks,
        "xls": xls_marks.read_marks,
    }
    read = readers.get(kind_of(content))
    return read(content) if read else {}
