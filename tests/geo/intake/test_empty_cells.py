"""An empty cell is no fault of any other kind: each rule stays silent on cells that hold nothing.

The clean file of every rule gets rows in which one cell is empty, each column and each way of
leaving a cell empty in turn, also in the columns that the rule reads but its file lacks.
"""

from __future__ import annotations

import csv
import importlib
import inspect
import io
import json
import pkgutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from intakes import read_here

from geo.intake import rules
from geo.intake.rules.rule import Rule
from geo.intake.values.column_names import headings, role_of

FIXTURES = Path(__file__).parent / "rules"
EMPTY = ("", " ", "\u00a0", "-", "n.v.t.", "onbekend")
APART = "kleurcode"  # a heading without a role: keeps rows apart that are else the same
# Two rules are about a half place: one where nothing stands, one where a word does.
X, Y = 1, 2  # columns of the coordinates in their clean files of five rows
SPEAKS = {"place_half": ("", " ", "\u00a0"), "place_not_a_number": ("-", "n.v.t.", "onbekend")}


def roles_read() -> dict[str, tuple[str, ...]]:
    """Code of each rule that works on a draft to the roles it names."""
    found = {}
    for module in pkgutil.walk_packages(rules.__path__, "geo.intake.rules."):
        content = importlib.import_module(module.name)
        for _, thing in inspect.getmembers(content, inspect.isclass):
            own = thing.__module__ == content.__name__ and hasattr(thing, "code")
            if own and issubclass(thing, Rule):
                found[thing.code] = getattr(thing, "roles", ())
    return found


ROLES = roles_read()
Table = list[list[Any]]


def with_empty(table: Table, roles: Sequence[str]) -> Table:
    """The table with a row for every empty cell there can be."""
    head, first, *rest = table
    lacking = [role for role in roles if role not in map(role_of, map(str, head))]
    head = [*head, *(headings()[role][0] for role in lacking), APART]
    n = len(table[0])
    rows = [[*row, *([None] * (n - len(row))), *([None] * len(lacking))] for row in (first, *rest)]
    for column in range(len(head) - 1):
        for nothing in EMPTY:
            rows.append([*rows[0][:column], nothing, *rows[0][column + 1 :]])
    return [head, *([*row, f"kleur {i}"] for i, row in enumerate(rows))]


def csv_with(content: bytes, roles: Sequence[str]) -> bytes:
    words = content.decode("utf-8-sig")
    sign = ";" if ";" in words.splitlines()[0] else ","
    table = with_empty(list(csv.reader(io.StringIO(words), delimiter=sign)), roles)
    stream = io.StringIO()
    csv.writer(stream, delimiter=sign).writerows(table)
    return stream.getvalue().encode()


def xlsx_with(content: bytes, roles: Sequence[str]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    before = [list(row) for row in sheet.iter_rows(values_only=True)]
    for i, row in enumerate(with_empty(before, roles), start=1):
        for j, cell in enumerate(row, start=1):
            sheet.cell(i, j).value = cell or None
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def geojson_with(content: bytes, roles: Sequence[str]) -> bytes:
    made = json.loads(content)
    first = made["features"][0]
    head = list(first["properties"])
    table = with_empty([head, [first["properties"][name] for name in head]], roles)
    for row in table[2:]:
        properties = {
            name: cell if cell not in EMPTY else None
            for name, cell in zip(table[0], row, strict=True)
        }
        made["features"].append({**first, "properties": properties})
    return json.dumps(made).encode()


WRITERS = {".csv": csv_with, ".xlsx": xlsx_with, ".geojson": geojson_with}


def with_cells() -> list[Path]:
    every = sorted(FIXTURES.glob("*/*/clean.*"))
    return [path for path in every if path.suffix in WRITERS and path.parent.name in ROLES]


@pytest.mark.parametrize("path", with_cells(), ids=lambda path: path.parent.name)
def test_a_rule_says_nothing_of_empty_cells(path: Path) -> None:
    code = path.parent.name
    content = WRITERS[path.suffix](path.read_bytes(), ROLES[code])
    found = read_here(path.name, content)
    assert found.refused is None
    assert found.n_rows > 6
    told = {notice.code: notice.rows for notice in found.notices}
    expected = tuple(
        5 + column * len(EMPTY) + EMPTY.index(nothing) + 1
        for column in (X, Y)
        for nothing in SPEAKS.get(code, ())
    )
    assert told.get(code, ()) == expected


def test_every_rule_of_a_column_has_a_clean_file_of_cells() -> None:
    tried = {path.parent.name for path in with_cells()}
    assert {code for code, roles in ROLES.items() if roles} - tried == set()
