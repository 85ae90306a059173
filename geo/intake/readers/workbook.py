"""Workbooks (xlsx, xls, xlsb, ods): visible sheets with a table, merged cells filled downwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO
from typing import Any

import python_calamine as calamine

from geo.intake.model.draft import Facts, Layer
from geo.intake.model.limits import LONGEST_CELL, MAX_CELLS, MAX_LAYERS
from geo.intake.model.refusal import FileRefused
from geo.intake.readers.alike_layers import of_one_kind, with_counts
from geo.intake.readers.cell_looks import cell_looks
from geo.intake.readers.grid import HEADER_WITHIN, to_table
from geo.intake.readers.ods_looks import repeated
from geo.intake.readers.turned_tables import TURNED
from geo.intake.readers.workbook_looks import SheetLooks
from geo.intake.values.cells import text_of
from geo.intake.values.column_names import is_known

Cells = list[list[Any]]
Range = tuple[tuple[int, int], tuple[int, int]]
PANIC = "PanicException"
"""What Rust raises where a file leads it astray; no ordinary exception, and nowhere to import."""
MOST_REPEATED = 50_000
"""Rows and cells that an OpenDocument sheet may have without writing them out."""
WIDE = 3
"""Columns a cell is merged over to be a heading within the table."""


def read_workbook(name: str, content: bytes, chosen: Sequence[str] = ()) -> list[Layer]:
    """Read the chosen sheets of a workbook, hidden ones too.

    None chosen means the fullest sheet that is shown, and those with the same headings.

    Raises
    ------
    FileRefused
        ``file_damaged``, ``file_locked``, ``no_rows``, ``too_many_layers``, ``too_many_cells``,
        ``takes_too_much`` or ``cell_too_long``.
    """
    with _PanicIsDamage(name):
        return _read(name, content, chosen)


class _TooLongError(Exception):
    """A cell holds more than Excel lets anybody type, by far."""


class _PanicIsDamage:
    """Turns a panic of the reading library into a refusal; all else goes its way."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type | None, error: BaseException | None, _: object) -> None:
        if kind is not None and kind.__name__ == PANIC:
            raise FileRefused("file_damaged", file=self._name, damage="workbook") from error


def _read(name: str, content: bytes, chosen: Sequence[str]) -> list[Layer]:
    if repeated(content) > MOST_REPEATED:
        raise FileRefused("takes_too_much", heavy="workbook")
    book = _open(name, content)
    sheets = {meta.name: meta for meta in book.sheets_metadata}
    hidden = [n for n, meta in sheets.items() if meta.visible != calamine.SheetVisibleEnum.Visible]
    if len(sheets) > MAX_LAYERS:
        raise FileRefused("too_many_layers", file=name, count=len(sheets), limit=MAX_LAYERS)
    wanted = (
        [n for n in sheets if n in chosen] if chosen else [n for n in sheets if n not in hidden]
    )
    marks = cell_looks(content)
    layers = [layer for n in wanted if (layer := _read_sheet(name, book, n, marks.get(n)))]
    if not layers:
        raise FileRefused("no_rows", file=name)
    kept = layers if chosen else of_one_kind(layers)
    facts = _about_sheets(layers, kept, [n for n in hidden if n not in chosen], book)
    first = kept[0]
    return [_with_facts(first, facts), *kept[1:]]


def _open(name: str, content: bytes) -> calamine.CalamineWorkbook:
    try:
        return calamine.CalamineWorkbook.from_filelike(BytesIO(content))
    except calamine.PasswordError as error:
        raise FileRefused("file_locked", file=name) from error
    except (calamine.CalamineError, ValueError, OSError) as error:
        raise FileRefused("file_damaged", file=name, damage="workbook") from error


def _read_sheet(
    name: str, book: calamine.CalamineWorkbook, sheet_name: str, marks: SheetLooks | None
) -> Layer | None:
    try:
        sheet = book.get_sheet_by_name(sheet_name)
    except (calamine.CalamineError, ValueError, OSError):
        # A chart sheet, or one that the workbook names and does not hold.
        return None
    if sheet.start is None:
        return None
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        raise FileRefused("too_many_cells", file=name, sheet=sheet_name)
    try:
        cells = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    except _TooLongError as error:
        raise FileRefused("cell_too_long", file=name) from error
    facts = marks.put_in(cells) if marks else {}
    ranges = sheet.merged_cell_ranges or []
    lines = [i + 1 for i in range(len(cells))]
    sections = _sections(cells, ranges)
    facts = {**facts, **_fill_down(cells, ranges)}
    if sections:
        facts["section_rows"] = {"lines": ", ".join(str(i + 1) for i in sections[:10])}
    apart = set(sections)
    kept = [i for i in range(len(cells)) if i not in apart]
    table = to_table([cells[i] for i in kept], [lines[i] for i in kept])
    if table is None:
        return None
    if TURNED in table.facts:
        # Lines are columns now: what is known of rows says nothing of them.
        facts = {code: said for code, said in facts.items() if code != "formula_rows"}
    return Layer(sheet_name, table.frame, table.lines, facts={**facts, **table.facts})


def _cell(value: Any) -> Any:
    """Return a cell as text, number, yes or no, date, or None."""
    if value == "" or value is None:
        return None
    if isinstance(value, str) and len(value) > LONGEST_CELL:
        raise _TooLongError
    return str(value) if isinstance(value, timedelta) else value


def _fill_down(cells: Cells, ranges: Sequence[Range]) -> Facts:
    """Repeat a value merged over several rows in each of them (in ``cells``, which are ours)."""
    filled = []
    # Ranges never lie over each other: together they have no more rows than there are cells.
    left_over = sum(map(len, cells)) + len(ranges)
    for (top, left), (bottom, _) in ranges:
        left_over -= max(0, min(bottom, len(cells)) - top)
        if left_over < 0:
            break
        value = cells[top][left] if top < len(cells) and left < len(cells[top]) else None
        if value is None or bottom == top:
            continue
        for row in cells[top + 1 : bottom + 1]:
            if left < len(row) and row[left] is None and any(c is not None for c in row):
                row[left] = value
                filled.append(text_of(value) or "")
    return {"merged_cells": {"n": str(len(filled)), "value": filled[0]}} if filled else {}


def _sections(cells: Cells, ranges: Sequence[Range]) -> list[int]:
    """Rows that hold one cell only, merged over the columns: a heading within the table."""
    if not ranges:
        return []
    first = cells[:HEADER_WITHIN]
    known = [i for i, row in enumerate(first) if sum(is_known(text_of(c)) for c in row) > 1]
    start = known[0] if known else 0
    return [
        top
        for (top, left), (bottom, right) in sorted(ranges)
        if top == bottom
        and right - left + 1 >= WIDE
        and start < top < len(cells)
        and sum(c is not None for c in cells[top]) == 1
    ]


def _about_sheets(
    layers: list[Layer], kept: list[Layer], hidden: list[str], book: calamine.CalamineWorkbook
) -> Facts:
    facts: dict[str, dict[str, str]] = {}
    others = [x for x in layers if all(x is not y for y in kept)]
    if len(kept) > 1:
        facts["several_sheets"] = {"sheets": with_counts(kept)}
    if others:
        facts["sheets_left_out"] = {"sheets": with_counts(others)}
    filled = [n for n in hidden if _height(book, n)]
    if filled:
        words = ", ".join(f"{n} ({_height(book, n)})" for n in filled)
        facts["hidden_sheets"] = {"sheets": words}
    return facts


def _height(book: calamine.CalamineWorkbook, sheet_name: str) -> int:
    """Rows below the heading of a sheet; 0 when it is empty or is no sheet of cells."""
    try:
        return max(0, book.get_sheet_by_name(sheet_name).height - 1)
    except (calamine.CalamineError, ValueError, OSError):
        return 0


def _with_facts(layer: Layer, facts: Facts) -> Layer:
    return Layer(layer.name, layer.table, layer.lines, facts={**layer.facts, **facts})
