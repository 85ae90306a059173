"""The intake report as a workbook and as a page, and the rejected rows as files of their own."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from html import escape

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from geo.intake.model.records import OUTLINE
from geo.intake.model.result import PREFIX, Intake, Proposal, Rejection
from geo.intake.values.amounts import plain_numbers
from geo.own.rows import HUB_CHOICE
from layers.files.data_export import MOST_CELL, csv_cell
from layers.sentences.intake_notices import (
    count_words,
    decided_words,
    frame_words,
    level_words,
    notice_remedy,
    notice_words,
    own_columns,
    reason_words,
    remedy_words,
    role_words,
)
from layers.words import style
from layers.words.code_words import coded_columns, meaning, meanings
from layers.words.numbers import file_size
from layers.words.plain_text import cell_text, is_missing
from layers.words.text import text

Rows = list[list[object]]
WIDEST = 60
NARROWEST = 10
ROWS_FOR_WIDTH = 100
MOST_HTML_ROWS = 1000


def summary(intake: Intake, lang: str) -> Rows:
    """Return what is known of the file and its rows as (heading, value)."""
    source = intake.source
    layers = ", ".join(f"{name} ({n})" if name else str(n) for name, n in intake.layers.items())
    pairs: list[tuple[str, object]] = [
        ("report_file", source.name),
        ("report_hash", source.sha256),
        ("report_date", source.read_on),
        ("report_size", file_size(source.size, lang)),
        ("report_kind", source.kind),
        ("report_crs", frame_words(intake.crs, lang)),
        ("report_encoding", intake.encoding),
        ("report_layers", layers),
        ("report_decided", decided_words(intake, lang)),
        ("report_rows", intake.n_rows),
        ("report_on", intake.n_on_map),
        ("report_off", intake.n_off_map),
    ]
    return [[text(f"intake.{key}", lang), value] for key, value in pairs if value != ""]


def notice_rows(intake: Intake, lang: str) -> Rows:
    """Return every notice as level, sentence, remedy and code."""
    return [
        [level_words(x.level, lang), notice_words(x, lang), notice_remedy(x, lang), x.code]
        for x in intake.notices
    ]


def off_map(intake: Intake) -> list[Rejection | Proposal]:
    """Return why each row that is not on the map is not there: one entry a row, in row order."""
    waiting = [p for p in intake.open_proposals if p.target == "location"]
    return sorted([*intake.rejections, *waiting], key=lambda x: x.row)


def rejected_table(intake: Intake, lang: str) -> pd.DataFrame:
    """Return the rows that are not on the map: where, what stood there, why, what to do.

    Returns
    -------
    DataFrame
        One row each; headings in the language, then the planner's own columns.
    """
    found = off_map(intake)
    own = own_columns(intake)
    rows = [
        [x.row, x.line, x.column, x.value, reason_words(x, lang), remedy_words(x.code, lang)]
        for x in found
    ]
    names = ("row", "line", "column", "value", "reason", "remedy")
    table = pd.DataFrame(rows, columns=[text(f"intake.col_{name}", lang) for name in names])
    cells = intake.rows.loc[[x.row for x in found], own].reset_index(drop=True)
    cells.columns = [c if c not in table.columns else f"{c} (2)" for c in own]
    return pd.concat([table, pd.DataFrame(cells)], axis=1)


def proposal_rows(intake: Intake, lang: str) -> Rows:
    """Return every proposal with what became of it."""
    return [
        [
            p.row,
            p.line,
            p.column,
            p.value,
            role_words(p.target, lang),
            p.suggestion,
            reason_words(p, lang),
            text("common.yes" if p.key in intake.accepted else "common.no", lang),
        ]
        for p in intake.proposals
    ]


def column_rows(intake: Intake, lang: str) -> Rows:
    """Return which column was taken for what."""
    return [
        [layer, role_words(role, lang), column]
        for layer, roles in intake.columns.items()
        for role, column in roles.items()
    ]


def _tables(intake: Intake, lang: str) -> dict[str, tuple[list[str], Rows]]:
    """Return every table of the report: headings and rows."""

    def heads(*names: str) -> list[str]:
        return [text(f"intake.col_{name}", lang) for name in names]

    rejected = rejected_table(intake, lang)
    changes: Rows = [
        [c.row, c.column, c.value, c.becomes, text(f"intake.{c.code}.change", lang), c.code]
        for c in intake.changes
    ]
    asked = ("row", "line", "column", "value", "what", "suggestion", "reason", "accepted")
    return {
        "sheet_notices": (heads("level", "message", "remedy", "code"), notice_rows(intake, lang)),
        "sheet_rejected": ([str(c) for c in rejected.columns], rejected.to_numpy().tolist()),
        "sheet_proposals": (heads(*asked), proposal_rows(intake, lang)),
        "sheet_changes": (heads("row", "column", "value", "becomes", "change", "code"), changes),
        "sheet_columns": (heads("layer", "role", "column"), column_rows(intake, lang)),
    }


def report_xlsx(intake: Intake, lang: str) -> bytes:
    """Return the report as a workbook: summary, notices, rejected rows, proposals, mended cells.

    Text from the file stays text: nothing in a cell is a formula.
    """
    book = Workbook(write_only=True)
    _fill(book.create_sheet(text("intake.sheet_summary", lang)), [], summary(intake, lang))
    for key, (names, rows) in _tables(intake, lang).items():
        _fill(book.create_sheet(text(f"intake.{key}", lang)), names, rows)
    return _saved(book)


def rejected_xlsx(intake: Intake, lang: str) -> bytes:
    """Return the rows that are not on the map as a workbook, to mend and bring again."""
    return table_xlsx(rejected_table(intake, lang), text("intake.sheet_rejected", lang))


def rejected_csv(intake: Intake, lang: str) -> bytes:
    """Return the rows that are not on the map as CSV for a Dutch Excel."""
    return table_csv(rejected_table(intake, lang), lang)


def rows_table(intake: Intake, choices: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return all rows as a table: the planner's columns, the recognised values, and the place.

    Parameters
    ----------
    intake : Intake
    choices : mapping, optional
        What was chosen for rows that the shipped data hold too, by "<row>:<shipped id>", and the
        building of a tenant, by "hub:<row>".
    """
    rows = pd.DataFrame(
        intake.rows.drop(columns=["geometry", f"{PREFIX}{OUTLINE}"], errors="ignore")
    )
    points = intake.rows.geometry
    made = rows.assign(**{f"{PREFIX}x_rd": points.x.round(2), f"{PREFIX}y_rd": points.y.round(2)})
    if not choices:
        return made
    pairs = {p: c for p, c in choices.items() if not p.startswith(HUB_CHOICE)}
    words = {int(pair.partition(":")[0]): f"{choice} {pair}" for pair, choice in pairs.items()}
    hubs = [choices.get(f"{HUB_CHOICE}{row}") for row in made.index]
    chosen = {f"{PREFIX}choice": [words.get(row) for row in made.index], f"{PREFIX}hub_id": hubs}
    return made.assign(**{name: cells for name, cells in chosen.items() if any(cells)})


def with_meanings(table: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Put beside each code of ours what it means, for files: a program reads the code."""
    made = table.copy()
    for name, words in meanings(table, map(str, table.columns), lang).items():
        at = list(made.columns).index(name) + 1
        made.insert(at, text("export.in_words", lang, name=name), words)
    return made


def with_words(table: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Return a table of rows for a reader: our own columns named, their codes in words."""
    bare = [c for c in table.columns if not (c == f"{PREFIX}layer" and table[c].eq("").all())]
    told = {
        name: [meaning(name, code, lang) or code for code in table[name]]
        for name in coded_columns(map(str, bare))
    }
    ours = {c: c.removeprefix(PREFIX) for c in bare if str(c).startswith(PREFIX)}
    names = {c: f"{role_words(role, lang)} *" for c, role in ours.items()}
    return table[bare].assign(**told).rename(columns=names)


def table_xlsx(table: pd.DataFrame, title: str) -> bytes:
    """Return a table as a workbook with one sheet."""
    book = Workbook(write_only=True)
    columns = [_numbers_of(table.iloc[:, i].tolist()) for i in range(table.shape[1])]
    rows: Rows = [list(row) for row in zip(*columns, strict=True)]
    _fill(book.create_sheet(title), [str(c) for c in table.columns], rows)
    return _saved(book)


def _numbers_of(cells: list[object]) -> list[object]:
    """Return the numbers that a CSV held as text as numbers; anything else stays as it is."""
    if not all(isinstance(cell, str) or is_missing(cell) for cell in cells):
        return cells
    return plain_numbers([None if is_missing(cell) else cell for cell in cells]) or cells


def table_csv(table: pd.DataFrame, lang: str) -> bytes:
    """Return a table as CSV: UTF-8 with a mark, semicolons, decimal commas."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow([csv_cell(str(c), lang) for c in table.columns])
    for row in table.itertuples(index=False, name=None):
        writer.writerow(["" if is_missing(cell) else csv_cell(_bare(cell), lang) for cell in row])
    return stream.getvalue().encode("utf-8-sig")


def _bare(cell: object) -> object:
    """Return a number of numpy as Python's own."""
    return cell.item() if hasattr(cell, "item") else cell


def _fill(sheet: WriteOnlyWorksheet, names: Sequence[str], rows: Rows) -> None:
    widths = _widths([list(names), *rows[:ROWS_FOR_WIDTH]] if names else rows)
    for i, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(i)].width = width
    if names:
        sheet.freeze_panes = "A2"
        sheet.append([_cell(sheet, name, bold=True) for name in names])
    for row in rows:
        sheet.append(
            [_cell(sheet, value, bold=not names and i == 0) for i, value in enumerate(row)]
        )


def _widths(rows: Iterable[Sequence[object]]) -> list[int]:
    longest: dict[int, int] = {}
    for row in rows:
        for i, value in enumerate(row):
            longest[i] = max(longest.get(i, NARROWEST), len(cell_text(value)) + 2)
    return [min(longest[i], WIDEST) for i in sorted(longest)]


def _cell(sheet: WriteOnlyWorksheet, value: object, bold: bool = False) -> WriteOnlyCell | None:
    """Make a cell that says what the value says and never calculates."""
    if is_missing(value):
        return None
    bare = _bare(value)
    number = isinstance(bare, int | float) and not isinstance(bare, bool)
    cell = WriteOnlyCell(sheet, bare if number else cell_text(bare)[:MOST_CELL])
    if not number:
        cell.data_type = "s"
        cell.quotePrefix = cell_text(bare).startswith(("=", "+", "-", "@"))
    cell.font = Font(bold=bold)
    return cell


def _saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


CSS = f"""
body {{ font: 15px/1.45 {style.FONT_STACK}; color: {style.INK}; margin: 2rem auto;
  max-width: 72rem }}
h1, h2 {{ color: {style.TITLE} }} table {{ border-collapse: collapse; margin: .5rem 0 1.5rem }}
th, td {{ text-align: left; vertical-align: top; padding: .25rem .7rem;
  border-bottom: 1px solid {style.STREET} }}
th {{ border-bottom: 2px solid {style.TITLE} }}
"""


def report_html(intake: Intake, lang: str) -> bytes:
    """Return the report as one HTML page without scripts; text from the file is escaped.

    Tables of more than a thousand rows are cut: the workbook holds them whole.
    """
    title = escape(f"{text('intake.report_title', lang)}: {intake.source.name}")
    parts = [f"<h1>{title}</h1>", f"<p><strong>{escape(count_words(intake, lang))}</strong></p>"]
    parts.append(_html_table([], summary(intake, lang)))
    for key, (names, rows) in _tables(intake, lang).items():
        if rows:
            parts.append(f"<h2>{escape(text(f'intake.{key}', lang))}</h2>")
            parts.append(_html_table(names, rows[:MOST_HTML_ROWS]))
    head = f'<meta charset="utf-8"><title>{title}</title><style>{CSS}</style>'
    page = f'<!doctype html><html lang="{lang}"><head>{head}</head><body>{"".join(parts)}</body>'
    return (page + "</html>").encode()


def _html_table(names: Sequence[str], rows: Rows) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell_text(cell))}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    return f"<table>{f'<tr>{head}</tr>' if head else ''}{body}</table>"
