"""Text tables of which nothing but blanks divides the columns, each at its own place in a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from geo.intake.readers.grid import DASHES
from geo.intake.readers.wide import refuse_wide

WITHIN = 6
"""Lines that may stand above the headings: a title and blanks."""
SAMPLE = 200
FEWEST_LINES = 2
GAP = re.compile(r"\S {2,}(?=\S)")
DIVIDED = re.compile(r"[;,\t|^~{<\[\"]")
"""What divides or holds cells in other kinds of text: headings hold none of it here."""
WIDEST, MOST_COLUMNS = 4_000, 200
Span = tuple[int, int]


def by_position(lines: Sequence[str], name: str = "") -> tuple[int, list[list[str]]] | None:
    """Cut lines at the places where all of them are blank; None when they are no such table.

    A line of dashes below the headings says where columns are; else the blanks do, and then most
    lines have a gap of two or more.

    Parameters
    ----------
    lines : sequence of str
    name : str
        Of the file, for a refusal.

    Returns
    -------
    int
        Position of the headings; what stands above them is cut as one cell a line.
    list of list of str
        The cells of every line.

    Examples
    --------
    >>> by_position(["naam      x       y", "Loods A   121230  490467", "Kade      122590  485228"])
    (0, [['naam', 'x', 'y'], ['Loods A', '121230', '490467'], ['Kade', '122590', '485228']])
    >>> by_position(["naam;x", "A;1"]) is None, by_position(["Loods A", "Loods B"]) is None
    (True, True)
    """
    filled = [i for i, line in enumerate(lines[:SAMPLE]) if line.strip()]
    for at in filled[:WITHIN]:
        if DIVIDED.search(lines[at]) or "\t" in lines[at]:
            return None
        below = [lines[i][:WIDEST] for i in filled if i > at]
        spans = _ruled(below) or _aligned(lines[at][:WIDEST], below)
        if 1 < len(spans) <= MOST_COLUMNS:
            refuse_wide(len(spans), len(spans) * len(lines), name)
            cells = [[line] if i < at else _cut(line, spans) for i, line in enumerate(lines)]
            return at, cells
    return None


def _ruled(below: list[str]) -> list[Span]:
    """Return the columns that a line of dashes right below the headings draws."""
    rule = below[0].rstrip() if below else ""
    if not rule or not (DASHES | {" "}).issuperset(rule) or len(rule.split()) < FEWEST_LINES:
        return []
    return [found.span() for found in re.finditer(r"\S+", rule)]


def _aligned(heading: str, below: list[str]) -> list[Span]:
    """Return the runs of places that headings or rows fill, where they make a table."""
    if not GAP.search(heading.strip()):
        return []
    rows = [line for line in below if GAP.search(line.strip())]
    if len(rows) < FEWEST_LINES or len(rows) * 2 < len(below):
        return []
    filled: set[int] = set()
    for line in (heading, *rows):
        filled.update(i for i, sign in enumerate(line) if sign != " ")
    starts = sorted(i for i in filled if i - 1 not in filled)
    ends = sorted(i + 1 for i in filled if i + 1 not in filled)
    spans: list[Span] = []
    for start, end in zip(starts, ends, strict=True):
        # What has no heading of its own belongs to the column before it: a second word of a name.
        if spans and not heading[start:end].strip():
            spans[-1] = spans[-1][0], end
        else:
            spans.append((start, end))
    return spans if len(spans) > 1 and _holds(rows, spans) else []


def _holds(rows: list[str], spans: list[Span]) -> bool:
    """Say whether most rows fill most columns, as in a table and not in a letter."""
    n = sum(bool(row[start:end].strip()) for row in rows for start, end in spans)
    return n * 3 >= 2 * len(rows) * len(spans)


def _cut(line: str, spans: list[Span]) -> list[str]:
    """Cut a line where columns begin; a footnote that runs over a beginning stays whole."""
    starts = [0, *(start for start, _ in spans[1:]), max(len(line), spans[-1][1])]
    over = any(
        line[at - 1 : at + 1].strip() and " " not in line[at - 1 : at + 1] for at in starts[1:-1]
    )
    if over:
        return [line.strip()]
    return [line[a:b].strip() for a, b in pairwise(starts)]
