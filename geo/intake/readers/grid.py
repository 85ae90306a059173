"""From a sheet of cells to a table: header found, titles, totals and blanks set apart."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from geo.intake.model.draft import Facts
from geo.intake.readers.turned_tables import TURNED, lies_on_its_side, turned
from geo.intake.values.cells import is_blank, is_nothing, number_of, text_of
from geo.intake.values.column_names import is_known, plain_name, role_of

Row = Sequence[Any]
HEADER_WITHIN = 40
SHOWN = 10
TOTALS = re.compile(
    r"\s*(?:sub[- ]?)?tota(?:al|len|l|ls)\b|\s*(?:eind|generaal|grand)[- ]?tota|\s*som\b|"
    r"\s*gemiddelde?\b|\s*aantal\s*:",
    re.I,
)
FOOTNOTE = re.compile(
    r"\s*(?:\*|bron\b|source\b|peildatum|noot|toelichting|opmerking|n\.?b\.?\s*:|©|let op)", re.I
)

LONGEST_HEADING = 200
APART = ("header_repeated", "total_rows", "footnotes", "vacant_rows")
"""Kinds of rows that are none of the table, by the code of the rule that tells them."""
VACANT = re.compile(
    r"\W*(?:leegstand|leegstaande?(?: unit| ruimte)?|staat leeg|vrij|te huur|vacant|onverhuurd|"
    r"niet verhuurd|nog te verhuren|beschikbaar|vacancy|to let|unlet)\W*",
    re.I,
)
RECORD = re.compile(r"[1-9]\d{3}\s?[A-Z]{2}|[^\s@]+@[^\s@]+\.\w+|(?:https?://|www\.)\S+")
FIRST_YEAR, LAST_YEAR = 1900, 2100
UNIT = re.compile(r"[(\[][^()\[\]]{1,40}[)\]]")
DASHES = frozenset("-=_─━═")
RULE = DASHES | frozenset(" \t|+:┼╪╂│")
"""What draws a line between rows: in Markdown, and in what databases print."""


@dataclass(frozen=True)
class Table:
    """Data rows with their headings.

    Attributes
    ----------
    frame : DataFrame
        Cells as found; index from 0.
    lines : ndarray of int
    facts : mapping
        What was set apart or renamed, by code of the rule that tells it.
    """

    frame: pd.DataFrame
    lines: np.ndarray
    facts: Facts


def to_table(rows: Sequence[Row], lines: Sequence[int]) -> Table | None:
    """Turn rows of cells into a table; None when there is no data row.

    Examples
    --------
    >>> rows = [["Hubs 2025"], [], ["naam", "x"], ["A", "1"], ["Totaal", "1"]]
    >>> table = to_table(rows, range(1, 6))
    >>> list(table.frame.columns), table.lines.tolist(), sorted(table.facts)
    (['naam', 'x'], [4], ['title_rows', 'total_rows'])
    """
    filled = [(row, line) for row, line in zip(rows, lines, strict=True) if _is_filled(row)]
    ruled = {line: None for row, line in filled if _is_ruled(row)}
    filled = [(row, line) for row, line in filled if line not in ruled]
    if not filled:
        return None
    filled, about = _upright(filled)
    at = header_at([row for row, _ in filled])
    names, facts = _named(filled, at)
    facts = {**facts, **about}
    if ruled:
        facts["ruled_lines"] = {"lines": numbers(ruled)}
    names, twice = unique_names(names)
    if twice:
        facts["header_twice"] = {"columns": ", ".join(twice)}
    kept, apart = _set_apart(filled[at + 1 :], names, filled[at][0] if at >= 0 else ())
    return _table(kept, names, {**facts, **apart}) if kept else None


def _upright(
    filled: list[tuple[Row, int]],
) -> tuple[list[tuple[Row, int]], dict[str, dict[str, str]]]:
    """Set a table upright that lies on its side, and tell so; tell as well where it may lie."""
    rows, lines = [row for row, _ in filled], [line for _, line in filled]
    side = lies_on_its_side(rows)
    if side != TURNED:
        return filled, {side: {}} if side else {}
    found = turned(rows, lines)
    about = {TURNED: {"columns": ", ".join(found.fields[:SHOWN])[:200]}}
    if found.titles:
        about["title_rows"] = {"lines": numbers(found.titles)}
    pairs = zip(found.rows, found.lines, strict=True)
    return [(row, line) for row, line in pairs if _is_filled(row)], about


def _named(filled: list[tuple[Row, int]], at: int) -> tuple[list[str], dict[str, dict[str, str]]]:
    """Return the headings, made up where there are none, and what is to be told about them."""
    width = max(_width(row) for row, _ in filled[max(at, 0) :])
    if at < 0:
        missing = {"header_missing": {"line": str(filled[0][1])}}
        return [f"kolom {i + 1}" for i in range(width)], missing
    facts: dict[str, dict[str, str]] = {}
    titles = filled[: at - 1] if at and _n_cells(filled[at - 1][0]) > 1 else filled[:at]
    if titles:
        facts["title_rows"] = {"lines": numbers(line for _, line in titles)}
    names = _headings(filled[at][0], filled[at - 1][0] if at else (), width)
    headed = _width(filled[at][0])
    long = [line for row, line in filled[at + 1 :] if _width(row) > headed]
    if long:
        beyond = ", ".join(names[headed:][:SHOWN])
        facts["cells_beyond_header"] = {"lines": numbers(long), "columns": beyond}
    return names, facts


def _table(
    data: list[tuple[Row, int]], names: list[str], facts: dict[str, dict[str, str]]
) -> Table:
    width = len(names)
    cells = [[*row[:width], *[None] * (width - len(row))] for row, _ in data]
    frame = pd.DataFrame(cells, columns=pd.Index(names, dtype=object), dtype=object)
    used = [name for name in names if not _is_blank_column(frame[name], name)]
    return Table(frame[used], np.array([line for _, line in data]), facts)


def _is_blank_column(cells: pd.Series, name: str) -> bool:
    return bool(re.fullmatch(r"kolom \d+", name)) and not any(text_of(cell) for cell in cells)


def _is_filled(row: Row) -> bool:
    return any(not is_blank(cell) for cell in row)


def _is_ruled(row: Row) -> bool:
    """Say whether every cell is dashes, and more of them than stand for "nothing here"."""
    texts = [cell for cell in row if not is_blank(cell)]
    if not all(isinstance(text, str) and RULE.issuperset(text) for text in texts):
        return False
    return any(sum(map(text.count, DASHES)) > 2 for text in texts)  # noqa: PLR2004


def _width(row: Row) -> int:
    for i in range(len(row), 0, -1):
        if not is_blank(row[i - 1]):
            return i
    return 0


def numbers(lines: Iterable[int]) -> str:
    """Return the first numbers of lines as words, and how many there are when they are many.

    Examples
    --------
    >>> numbers([3, 5])
    '3, 5'
    """
    found = [str(line) for line in lines]
    return ", ".join(found[:SHOWN]) + (f" … ({len(found)})" if len(found) > SHOWN else "")


def header_at(rows: Sequence[Row]) -> int:
    """Return the position of the header among filled rows; -1 when there is none.

    The row with most known headings wins; without any known, the first row that is as wide as the
    table and holds text only.

    Examples
    --------
    >>> header_at([["Overzicht 2025"], ["naam", "x", "y"], ["A", "1", "2"]])
    1
    >>> header_at([["A", "121230", "490467"], ["B", "122590", "485228"]])
    -1
    """
    first = rows[:HEADER_WITHIN]
    known = [sum(is_known(text_of(cell)) for cell in row) for row in first]
    best = max(known)
    if best > 0 and _is_heading([_year_as_text(cell) for cell in first[known.index(best)]]):
        return _first_of_tables(first, known)
    width = max(_width(row) for row in first)
    for i, row in enumerate(first):
        if sum(text_of(cell) is not None for cell in row) * 2 > width:
            return i if _is_heading(row) and not _is_record(row) else -1
    return 0


def _first_of_tables(first: Sequence[Row], known: Sequence[int]) -> int:
    """Return the row with most known headings, or one above it with rows of its own below it."""
    best = known.index(max(known))
    for at in range(best):
        of_table = known[at] > 1 and known[at] * 2 >= _n_cells(first[at])
        if of_table and any(not known[i] and _n_cells(first[i]) > 1 for i in range(at + 1, best)):
            return at
    return best


def _is_record(row: Row) -> bool:
    """Say whether a row without known headings holds what no heading does: a postcode, a link."""
    return any(RECORD.fullmatch(text) for cell in row if (text := text_of(cell)))


def _year_as_text(cell: Any) -> Any:
    """Return a year as a word: beside a known heading it heads a column of that year."""
    number = number_of(cell)
    return "jaar" if FIRST_YEAR <= number <= LAST_YEAR and number % 1 == 0 else cell


def _is_heading(row: Row) -> bool:
    """Say whether a row could be headings: text, and no cell that is a number."""
    texts = [cell for cell in row if text_of(cell) is not None]
    numbers = sum(not isinstance(c, str) or math.isfinite(number_of(c)) for c in texts)
    return numbers * 4 <= len(texts)


def _headings(row: Row, above: Row, width: int) -> list[str]:
    """Name every column; an empty heading takes the one above it (merged over two rows)."""
    own = [text_of(cell) for cell in row] + [None] * width
    # A title above the table fills one cell; a second heading row fills several.
    two_rows = sum(text_of(cell) is not None for cell in above) > 1
    higher = ([text_of(cell) for cell in above] if two_rows else []) + [None] * width
    names = [own[i] or higher[i] or f"kolom {i + 1}" for i in range(width)]
    return [re.sub(r"\s+", " ", name) for name in names]


def unique_names(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Number headings that stand twice; returns the names and those that stood twice.

    Examples
    --------
    >>> unique_names(["naam", "x", "y", "x", "y"])
    (['naam', 'x', 'y', 'x_2', 'y_2'], ['x', 'y'])
    """
    given = set(names)
    made: dict[str, None] = {}
    last: dict[str, int] = {}
    for name in names:
        if name not in made:
            made[name] = None
            continue
        n = last.get(name, 1) + 1
        while f"{name}_{n}" in made or f"{name}_{n}" in given:
            n += 1
        last[name] = n
        made[f"{name}_{n}"] = None
    return list(made), list(last)


def _set_apart(
    data: list[tuple[Row, int]], names: list[str], header: Row
) -> tuple[list[tuple[Row, int]], dict[str, dict[str, str]]]:
    """Set apart what is no data row: headings repeated, totals, notes below the table."""
    heading = [text_of(cell) for cell in header]
    own = {plain_name(name) for name in heading if name}
    apart: dict[str, list[int]] = {code: [] for code in APART}
    named = [role_of(name) == "name" for name in names]
    ends, second = _second_table(data, heading)
    data, kept = data[:ends], []
    last = next((i for i in range(len(data) - 1, -1, -1) if _n_cells(data[i][0]) > 1), -1)
    order: list[int] | None = None
    for i, (row, line) in enumerate(data):
        kind = _kind_of_row(row, heading, own, i > last and len(names) > 2)  # noqa: PLR2004
        kind = kind or ("vacant_rows" if _is_vacant(row, named) else "")
        if kind == "header_repeated":
            order = order_of(heading, [text_of(cell) for cell in row])
        if kind:
            apart[kind].append(line)
        else:
            kept.append((_ordered(row, order), line))
    told = {code: {"lines": numbers(found)} for code, found in apart.items() if found}
    return kept, {**told, **second}


def _second_table(
    data: list[tuple[Row, int]], heading: list[str | None]
) -> tuple[int, dict[str, dict[str, str]]]:
    """Return where a table with other headings begins below the first, and what to tell of it.

    Its headings stand behind a blank line or a title, and all but a few of them are known.
    """
    if sum(map(is_known, heading)) < 2:  # noqa: PLR2004
        return len(data), {}
    for i in range(1, len(data)):
        (above, before), (row, line) = data[i - 1], data[i]
        apart = line - before > 1 or _n_cells(above) == 1
        if not apart or not _heads_another(row, heading):
            continue
        start = i - 1 if _n_cells(above) == 1 and i > 1 else i
        words = ", ".join(text for cell in row if (text := text_of(cell)))
        lines = f"{data[start][1]}–{data[-1][1]}"
        return start, {"second_table": {"lines": lines, "columns": words[:200]}}
    return len(data), {}


def _heads_another(row: Row, heading: list[str | None]) -> bool:
    texts = [text for cell in row if (text := text_of(cell))]
    known = sum(map(is_known, texts))
    if known < 2 or known * 3 < 2 * len(texts):  # noqa: PLR2004
        return False
    return order_of(heading, [text_of(cell) for cell in row]) is None and _is_heading(row)


def _is_vacant(row: Row, named: Sequence[bool]) -> bool:
    """Say whether the name in a row is a word for nobody."""
    names = (cell for cell, is_name in zip(row, named, strict=False) if is_name)
    return any(VACANT.fullmatch(text) for cell in names if (text := text_of(cell)))


def _n_cells(row: Row) -> int:
    return sum(not is_blank(cell) for cell in row)


def _kind_of_row(row: Row, heading: list[str | None], own: set[str], below: bool) -> str:
    first = next((text_of(cell) or "" for cell in row if not is_blank(cell)), "")
    # Nearly every row is told by its first cell.
    if len(first) < LONGEST_HEADING and (plain_name(first) in own or UNIT.fullmatch(first)):
        texts = [text_of(cell) for cell in row]
        repeats = order_of(heading, texts) is not None or _in_brackets(heading, texts)
        if repeats and _n_cells(row) > 1:
            return "header_repeated"
    if TOTALS.match(first) and _is_sum(list(map(text_of, row)), first):
        return "total_rows"
    return "footnotes" if below and (FOOTNOTE.match(first) or " " in first) else ""


def _in_brackets(heading: Sequence[str | None], texts: Sequence[str | None]) -> bool:
    """Say whether a row goes on with the headings: cells in brackets, as units, or the same."""
    filled = [(text, name) for text, name in zip(texts, heading, strict=False) if text]
    units = [text for text, _ in filled if UNIT.fullmatch(text)]
    return bool(units) and all(UNIT.fullmatch(text) or text == name for text, name in filled)


def order_of(heading: Sequence[str | None], texts: Sequence[str | None]) -> list[int] | None:
    """Return where each heading stands in a row that repeats them all; None when it does not.

    A table that was added below may have the same columns in another order or spelling.

    Examples
    --------
    >>> order_of(["naam", "x", "y"], ["Naam", "Y", "X"]), order_of(["naam", "x"], ["A", "1"])
    ([0, 2, 1], None)
    """
    own = [plain_name(name) for name in heading if name]
    there = [plain_name(text) if text else "" for text in texts]
    if len(own) < 2 or sorted(own) != sorted(filter(None, there)):  # noqa: PLR2004
        return None
    left = list(range(len(there)))
    order = []
    for name in heading:
        at = next((i for i in left if name and there[i] == plain_name(name)), -1)
        order.append(at)
        left = [i for i in left if i != at]
    return order


def _ordered(row: Row, order: list[int] | None) -> Row:
    """Put the cells of a row in the order of the first headings."""
    if order is None or order == list(range(len(order))):
        return row
    return [row[i] if 0 <= i < len(row) else None for i in order] + list(row[len(order) :])


def _is_sum(texts: list[str | None], first: str) -> bool:
    """Say whether beside the word for a total there are numbers or nothing, as in no real row."""
    others = [text for text in texts if text and text != first]
    return len(others) * 2 <= len(texts) and all(
        is_nothing(text) or number_of(text) == number_of(text)
        for text in others  # noqa: PLR0124
    )


def headings_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Say whether two tables have the same headings, whatever their order and spelling."""
    return {plain_name(name) for name in one} == {plain_name(name) for name in other}
