"""The rooms of the house: who may import whom, and how the code is written."""

from __future__ import annotations

import ast
import csv
import re
from pathlib import Path

import pytest

from layers.text import FOLDER, table

ROOT = Path(__file__).parents[1]
FORBIDDEN = {
    "geo": {"streamlit", "folium", "streamlit_folium", "branca", "layers", "pages", "app"},
    "layers": {"streamlit", "streamlit_folium", "pages", "app"},
    "data": {"streamlit", "folium", "streamlit_folium", "pages", "app"},
}
ROOMS = ("geo", "layers", "pages", "data")
LONGEST = 60


def modules(*rooms: str) -> list[Path]:
    return sorted(path for room in rooms for path in (ROOT / room).rglob("*.py"))


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("room", FORBIDDEN)
def test_arrows_go_one_way(room: str) -> None:
    against = {
        str(path.relative_to(ROOT)): sorted(imported(path) & FORBIDDEN[room])
        for path in modules(room)
        if imported(path) & FORBIDDEN[room]
    }
    assert against == {}


def public_functions(path: Path) -> list[ast.FunctionDef]:
    """Functions of the module, and methods of its public classes."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    public = [n for n in tree.body if isinstance(n, ast.ClassDef) and n.name[0] != "_"]
    bodies = [tree.body, *(node.body for node in public)]
    found = [node for body in bodies for node in body if isinstance(node, ast.FunctionDef)]
    return [node for node in found if not node.name.startswith("_")]


def functions(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def body_lines(function: ast.FunctionDef) -> int:
    start = function.body[0]
    if isinstance(start, ast.Expr) and isinstance(start.value, ast.Constant):
        start = function.body[1] if len(function.body) > 1 else start
    return (function.end_lineno or 0) - start.lineno + 1


def test_no_function_is_longer_than_sixty_lines() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{function.name} {body_lines(function)}"
        for path in [*modules(*ROOMS), ROOT / "app.py"]
        for function in functions(path)
        if body_lines(function) > LONGEST
    ]
    assert long == []


def test_every_public_function_says_what_it_does() -> None:
    silent = [
        f"{path.relative_to(ROOT)}:{function.name}"
        for path in modules("geo", "layers", "pages")
        for function in public_functions(path)
        if not ast.get_docstring(function)
    ]
    assert silent == []


def test_files_are_named_after_the_domain() -> None:
    vague = re.compile(r"util|helper|common|misc|stuff")
    assert [p.name for p in modules(*ROOMS) if vague.search(p.stem)] == []


def test_nothing_swallows_every_exception() -> None:
    for path in modules(*ROOMS):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                name = node.type.id if isinstance(node.type, ast.Name) else ""
                assert node.type is not None, path
                assert name not in ("Exception", "BaseException"), path


CALL = re.compile(r"""\b(?:t|text)\(\s*f?["']([a-z_]+\.[A-Za-z_.0-9]+)["']""")


def test_every_text_that_is_asked_for_is_in_the_table() -> None:
    asked = {
        key for path in modules("pages", "layers") for key in CALL.findall(path.read_text("utf-8"))
    }
    assert len(asked) > 80
    assert sorted(asked - set(table())) == []


# A code of a fault is the first argument of what makes faults, or the name of a pandera check.
FAULT = re.compile(
    r'(?:DataErrors?|ArgumentError|KetenkaartError|_rows?(?:_faults)?)\(\s*"([a-z_0-9]+)"'
)
CHECK = re.compile(r'error="([a-z_0-9]+)"')


def test_every_fault_in_geo_has_a_sentence() -> None:
    sources = [path.read_text("utf-8") for path in modules(*ROOMS)]
    raised = {
        code for source in sources for code in [*FAULT.findall(source), *CHECK.findall(source)]
    }
    assert {"file_missing", "place_contradicts", "look_unknown", "year_range"} <= raised
    assert sorted(f"error.{c}" for c in raised if f"error.{c}" not in table()) == []


def test_every_sentence_of_a_fault_can_be_raised() -> None:
    sources = "".join(path.read_text("utf-8") for path in modules(*ROOMS))
    with (FOLDER / "errors.csv").open(encoding="utf-8", newline="") as stream:
        codes = [row["key"].removeprefix("error.") for row in csv.DictReader(stream)]
    assert len(codes) > 30
    assert [code for code in codes if f'"{code}"' not in sources] == []


def test_text_files_are_plain_tables() -> None:
    for path in FOLDER.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            assert {len(row) for row in csv.reader(stream)} == {3}, path.name
