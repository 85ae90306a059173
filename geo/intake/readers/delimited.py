"""Text tables: encoding, delimiter and quotes found out, then cut into cells."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from geo.intake.model.draft import Facts
from geo.intake.model.limits import (
    LONGEST_CELL,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_LINES,
    MAX_ROWS,
)
from geo.intake.model.refusal import FileRefused
from geo.intake.readers.aligned_columns import by_position
from geo.intake.readers.block_records import FIELD, block_records
from geo.intake.readers.cut_shapes import HIDDEN, hidden_letters, shown_letters, with_shapes
from geo.intake.readers.double_marks import PAIRS, SINGLE, double_mark, even_by_tabs
from geo.intake.readers.wide import refuse_wide
from geo.intake.values.column_names import is_known

csv.field_size_limit(LONGEST_CELL)

DELIMITERS = (";", "\t", ",", "|", "^", "~")
"""What divides cells, the likeliest first; the last two are of old exports of databases."""
SAMPLE_LINES = 200
HINTS = re.compile(r"(?im)^\s*\"?sep=(?:.|\\t)\"?[\s;,]*?\r?$")
"""What Excel reads as the delimiter, further down: the first line of a file that was added."""
WITHIN_SINGLE = {
    mark: re.compile(
        rf"(?:^|{re.escape(mark)})\s*'[^'\n]*{re.escape(mark)}[^'\n]*'\s*(?:$|{re.escape(mark)})"
    )
    for mark in DELIMITERS
}
"""A cell in single quotes that holds the delimiter."""
CURLY_CELL = re.compile(r"\s*[“„][^“”\n]*”\s*[;,\t|]")
STRAIGHT = str.maketrans("“”„", '"' * 3)
"""Headings in the quotes of a word processor, and what they were meant to be."""
GUARDS = "=+-@\t"
GUARD = re.compile(f"'[{re.escape(GUARDS)}]")
GUARDED = re.compile(rf"(?m)(?:^|[;,\t|\"]){GUARD.pattern}")
"""An apostrophe in front of what a spreadsheet would take for a formula."""
FIXED_HEAD = 20_000
"""Signs in which a table that is aligned by blanks shows it."""
SHAPES = re.compile(
    r"\bSRID\s*=|\b(?:MULTI)?(?:POINT|LINESTRING|POLYGON)\s{0,3}(?:Z|M|ZM)?\s{0,3}\(", re.I
)
"""A geometry in text, in which delimiters stand as well."""
SHAPE_WORDS = ("SRID", "POINT", "LINESTRING", "POLYGON")
"""Words of which every geometry in text has one: looked for first, for that takes no time."""
SAYING = re.compile(r"[^\W_]")
"""What every table has somewhere: a letter or a digit."""
BETWEEN = " \t;,|"
"""All that a blank row is made of."""
MAX_ABOVE = 100
"""Lines above the headings, at most."""
LONGEST_FIELD_LINES = 25
"""Line breaks in one quoted cell; more means that a quote was never closed."""


@dataclass(frozen=True)
class Cut:
    """Rows of cells with the line each began on."""

    rows: list[list[str]]
    lines: list[int]
    delimiter: str
    facts: Facts


def cut(text: str, name: str = "") -> Cut:
    """Cut a text table into cells.

    Parameters
    ----------
    text : str
    name : str
        File name; ``.tsv`` makes a tab likelier.

    Returns
    -------
    Cut
        Every row, blank ones too.

    Raises
    ------
    FileRefused
        ``too_many_rows``, ``too_many_columns`` or ``cell_too_long``.

    Examples
    --------
    >>> found = cut("sep=;\\nnaam;x\\nA;1,5\\n")
    >>> found.rows, found.lines, found.delimiter
    ([['naam', 'x'], ['A', '1,5']], [2, 3], ';')
    """
    _refuse_floods(text, name)
    if CURLY_CELL.match(text):
        text = text.translate(STRAIGHT)
    if otherwise := _fixed(text, name) or _blocks(text):
        return otherwise
    first, _, rest = text.partition("\n")
    told = re.fullmatch(r"\s*\"?sep\s*=\s*(\S|\\t|\t)\"?[\s;,]*", first, re.I)
    skipped = 1 if told else 0
    body = HINTS.sub("", rest if told else text)
    if "&" in body and ";" in body:
        body = hidden_letters(body)
    mark = told.group(1).replace("\\t", "\t") if told else ""
    body, double = _single_marks(body) if not told else (body, "")
    if double:
        mark = SINGLE if double in PAIRS else "\t"
    elif not mark or mark not in body.partition("\n")[0]:
        # The hint says nothing of a table that was saved again with another delimiter.
        mark = delimiter_of(body, name)
    quote = quote_of(body, mark)
    if quote == "'":
        mark = mark if told or double else delimiter_of(body, name, quote)
    rows, lines, facts = _in_cells(body, mark, quote, name)
    if inner := _within_quotes(rows):
        mark, rows = inner
        facts = {**facts, "lines_quoted": {}}
    if any(f"'{sign}" in body for sign in GUARDS) and GUARDED.search(body):
        # Our own files, and those of others, keep a cell from being a formula so.
        rows = [[cell[1:] if GUARD.match(cell) else cell for cell in row] for row in rows]
    if HIDDEN in body:
        rows = shown_letters(rows)
    if _has_shapes(body):
        rows = with_shapes(rows, mark)
    if mark == ",":
        rows, joined = with_decimals(rows)
        facts = {**facts, **joined}
    if double:
        facts = {**facts, "double_delimiter": {"value": double}}
    return Cut(rows, [line + skipped for line in lines], mark if mark != SINGLE else double, facts)


def _single_marks(body: str) -> tuple[str, str]:
    """Write one sign where two, or several tabs, divide the cells; returns them as they were."""
    sample = [line.rstrip("\r\n") for line in islice(_lines(body), SAMPLE_LINES)]
    if double := double_mark(sample, "".join(DELIMITERS)):
        return body.replace(double, SINGLE), double
    if "\t" in body and even_by_tabs(sample):
        return re.sub("\t+", "\t", body), "\t\t"
    return body, ""


def _has_shapes(body: str) -> bool:
    upper = body.upper()
    return any(word in upper for word in SHAPE_WORDS) and SHAPES.search(body) is not None


def _fixed(text: str, name: str) -> Cut | None:
    """Cut a table that is aligned by blanks; None when it is another."""
    head = text[:FIXED_HEAD]
    if "  " not in head and "--" not in head:
        return None
    lines = [line.rstrip("\r\n") for line in _lines(text)]
    if len(lines) > MAX_LINES or (found := by_position(lines, name)) is None:
        return None
    at, rows = found
    told = {"columns": ", ".join(filter(None, rows[at]))[:200]}
    return Cut(rows, list(range(1, len(rows) + 1)), " ", {"fixed_width": told})


def _blocks(text: str) -> Cut | None:
    """Cut records that are written as blocks of fields; None when the text is another."""
    if not FIELD.match(text.lstrip("\n\r").partition("\n")[0].rstrip()):
        return None
    if (found := block_records([line.rstrip("\r\n") for line in _lines(text)])) is None:
        return None
    rows, lines = found
    return Cut(rows, lines, ":", {"records_in_blocks": {"columns": ", ".join(rows[0])[:200]}})


def _refuse_floods(text: str, name: str) -> None:
    """Refuse what is no table at a glance: one endless line, or lines without end."""
    if not SAYING.search(text):
        raise FileRefused("no_rows", file=name)
    breaks = text.count("\n")
    if breaks > 4 * MAX_LINES:
        raise FileRefused("too_many_rows", file=name, limit=str(MAX_LINES))
    # Without quotes a line is a row. Above the headings may stand some more.
    if breaks > MAX_ROWS and '"' not in text:
        filled = sum(1 for line in text.split("\n") if line.strip(BETWEEN))
        if filled > MAX_ROWS + MAX_ABOVE:
            raise FileRefused("too_many_rows", file=name, limit=str(MAX_ROWS))
    at = 0
    while len(text) - at > 2 * LONGEST_CELL:
        found = max(text.rfind(mark, at, at + 2 * LONGEST_CELL) for mark in "\n\r")
        if found < at:
            raise FileRefused("cell_too_long", file=name)
        at = found + 1


def _in_cells(
    body: str, mark: str, quote: str, name: str
) -> tuple[list[list[str]], list[int], Facts]:
    """Cut a text whose delimiter and quotes are known."""
    try:
        if quote == "'":
            rows, lines = _read(body, mark, csv.QUOTE_MINIMAL, name, quote)
            return rows, lines, {"single_quotes": {}}
        return _parse(body, mark, name)
    except csv.Error as error:
        raise FileRefused("cell_too_long", file=name) from error


def _within_quotes(rows: list[list[str]]) -> tuple[str, list[list[str]]] | None:
    """Cut lines that were quoted as a whole once more; None when they were not.

    Examples
    --------
    >>> _within_quotes([["naam,x", ""], ["A,1", ""]])
    (',', [['naam', 'x'], ['A', '1']])
    """
    filled = [row for row in rows if any(row)]
    if len(filled) < 2 or any(any(row[1:]) for row in filled):  # noqa: PLR2004
        return None
    texts = [row[0] if row else "" for row in rows]
    if any("\n" in text for text in texts):
        return None
    joined = "\n".join(texts)
    mark = delimiter_of(joined)
    again = [next(csv.reader([text], delimiter=mark), []) for text in texts]
    wide = [row for row in again if len(row) > 1]
    return (mark, again) if len(wide) == len(filled) else None


def with_decimals(rows: list[list[str]]) -> tuple[list[list[str]], Facts]:
    """Join numbers that a decimal comma cut in two, where commas divide the cells as well.

    Only when most rows are wider than the headings by as many cells as they have such numbers;
    numbers are joined from the right, where coordinates stand.

    Examples
    --------
    >>> with_decimals([["naam", "x", "y"], ["A", "121230", "5", "490467", "0"]])[0][1]
    ['A', '121230,5', '490467,0']
    """
    width = len(rows[0]) if rows else 0
    wide = [row for row in rows[1:] if len(row) > width]
    if len(wide) * 2 <= len(rows) - 1 or not wide:
        return rows, {}
    made = [rows[0], *(_joined(row, width) for row in rows[1:])]
    if sum(len(row) == width for row in made[1:]) * 2 <= len(made) - 1:
        return rows, {}
    return made, {"decimal_comma_cut": {"value": ",".join(wide[0])[:80]}}


def _joined(row: list[str], width: int) -> list[str]:
    made = list(row)
    i = len(made) - 1
    while i > 0 and len(made) > width:
        if re.fullmatch(r"\d{1,12}", made[i]) and re.fullmatch(r"\s*-?\d{1,7}", made[i - 1]):
            made[i - 1 : i + 1] = [f"{made[i - 1]},{made[i]}"]
            i -= 1
        i -= 1
    return made


def quote_of(text: str, mark: str) -> str:
    """Return the sign that stands round cells: a single quote only where it surely does.

    Where every heading stands in single quotes, or where cells in them hold the delimiter, so that
    the table is even with them and uneven without. A name such as 't Hoekje opens and never closes.

    Examples
    --------
    >>> quote_of("'naam';'x'\\n'A';'1'", ";"), quote_of("naam;x\\n't Hoekje;1", ";")
    ("'", '"')
    """
    sample = [line.rstrip("\r\n") for line in islice(_lines(text), SAMPLE_LINES)]
    filled = [line for line in sample if line.strip()]
    if not any("'" in line for line in filled):
        return '"'
    headings = _single(filled[0]) or (filled[0], mark)
    if _single(filled[0]) and sum(_single(line) is not None for line in filled) > len(filled) / 2:
        return "'"
    plain, single = _evenness(sample, headings[1]), _evenness(sample, headings[1], "'")
    within = sum(bool(WITHIN_SINGLE[headings[1]].search(line)) for line in filled)
    return "'" if within and single > plain else '"'


def _single(line: str) -> tuple[str, str] | None:
    """Return a line of which every cell stands in single quotes, and its delimiter."""
    for mark in DELIMITERS:
        cell = r"\s*'(?:[^']|'')*'\s*"
        if re.fullmatch(f"{cell}(?:{re.escape(mark)}{cell})+", line):
            return line, mark
    return None


def delimiter_of(text: str, name: str = "", quote: str = '"') -> str:
    """Return the delimiter that cuts the first lines into the most even rows.

    Examples
    --------
    >>> delimiter_of("naam;x;y\\nA, B;1,5;2,5"), delimiter_of("naam,x\\nA,1"), delimiter_of("naam")
    (';', ',', ';')
    """
    sample = list(islice(_lines(text), SAMPLE_LINES))
    scores = {mark: _evenness(sample, mark, quote) for mark in DELIMITERS}
    if name.lower().endswith((".tsv", ".tab")) and scores["\t"] > (0.0, 0):
        return "\t"
    best = max(DELIMITERS, key=lambda mark: scores[mark])
    if _is_one_column(sample, best):
        return ";"
    return best if scores[best] > (0.0, 0) else ";"


def _is_one_column(sample: list[str], mark: str) -> bool:
    """Say whether one known heading stands alone above lines that only happen to have the mark."""
    first = next((line.strip().strip('"') for line in sample if line.strip()), "")
    if mark in first or ";" in "".join(sample) or not is_known(first):
        return False
    heads = (sum(is_known(cell.strip()) for cell in line.split(mark)) for line in sample)
    return all(known < 2 for known in heads)  # noqa: PLR2004


def _evenness(sample: list[str], mark: str, quote: str = '"') -> tuple[float, int]:
    """Return how many rows have the commonest width above one, and that width."""
    rows = csv.reader(sample, delimiter=mark, quotechar=quote)
    try:
        widths = [len(row) for row in rows if any(row)]
    except csv.Error:  # a cell longer than any: not with this delimiter
        return 0.0, 0
    wide = Counter(width for width in widths if width > 1)
    if not wide:
        return 0.0, 0
    width, n = max(wide.items(), key=lambda item: (item[1], item[0]))
    # A little more for being wide: a decimal comma makes a narrow table as even as the real one.
    return round(n / len(widths), 1), width


def _lines(text: str) -> io.StringIO:
    """Lines that end in \\n, \\r or \\r\\n only: a name may hold any other separator."""
    return io.StringIO(text, newline="")


def _parse(text: str, mark: str, name: str) -> tuple[list[list[str]], list[int], Facts]:
    try:
        rows, lines = _read(text, mark, csv.QUOTE_MINIMAL, name)
        broken = any(cell.count("\n") > LONGEST_FIELD_LINES for row in rows for cell in row)
    except csv.Error:
        rows, lines, broken = [], [], True
    if broken or _open_end(text, rows):
        again, at = _read(text, mark, csv.QUOTE_NONE, name)
        bare = [[cell.strip().strip('"').replace('""', '"') for cell in row] for row in again]
        return bare, at, {"quote_open": {}}
    return rows, lines, {}


def _open_end(text: str, rows: list[list[str]]) -> bool:
    """Say whether the last cell runs on to the end of the file over several lines."""
    last = rows[-1][-1] if rows and rows[-1] else ""
    return last.count("\n") > 1 and text.count('"') % 2 == 1


def _read(
    text: str, mark: str, quoting: Literal[0, 3], name: str, quote: str = '"'
) -> tuple[list[list[str]], list[int]]:
    reader = csv.reader(
        _lines(text),
        delimiter=mark,
        quoting=quoting,
        quotechar=quote,
        skipinitialspace=quote == "'",
    )
    rows, lines, cells, before = [], [], 0, 0
    for row in reader:
        rows.append(row)
        lines.append(before + 1)
        before = reader.line_num
        cells += len(row)
        if len(row) > MAX_COLUMNS:
            raise FileRefused("too_many_columns", file=name, limit=str(MAX_COLUMNS))
        if cells > MAX_CELLS or len(rows) > MAX_LINES:
            raise FileRefused("too_many_rows", file=name, limit=str(MAX_LINES))
        refuse_wide(cells // len(rows), cells, name)
    return rows, lines
