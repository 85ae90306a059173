"""The looks of the cells of a workbook, read by what fits its kind."""

from __future__ import annotations

from collections.abc import Mapping

from geo.intake.readers import ods_looks, xls_looks, xlsb_looks, xlsx_looks
from geo.intake.readers.content import kind_of
from geo.intake.readers.workbook_looks import SheetLooks


def cell_looks(content: bytes) -> Mapping[str, SheetLooks]:
    """Read the looks of the cells of a workbook, by sheet; nothing where that cannot be done.

    The other reader is less particular: what it reads is then read without the looks.
    """
    readers = {
        "xlsx": xlsx_looks.read_looks,
        "xlsb": xlsb_looks.read_looks,
        "ods": ods_looks.read_looks,
        "xls": xls_looks.read_looks,
    }
    read = readers.get(kind_of(content))
    return read(content) if read else {}
