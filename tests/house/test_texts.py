"""Every text of the tables is asked for, and every text that is asked for is there.

A key may be written out, or put together: ``t(f"kaart.file_{name}")`` asks for what begins with
``kaart.file_`` and goes on with a word that the code or the data has. So a text whose word nobody
writes any more is found too.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest
from source_trees import nodes_of, tree_of

from geo.data.folders import DATA, ROOT
from layers.words.text import table

ASKING = {"t", "text", "say"}
WORD = re.compile(r"\w+")
Pattern = tuple[str | None, ...]  # literal pieces, None where a value is filled in


@cache
def trees() -> dict[str, ast.Module]:
    rooms = ("geo", "layers", "pages", "data")
    paths = [path for room in rooms for path in (ROOT / room).rglob("*.py")]
    return {str(path.relative_to(ROOT)): tree_of(path) for path in paths}


def docstrings(tree: ast.Module) -> set[int]:
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef)
    bodies = [node.body for node in nodes_of(tree) if isinstance(node, holders)]
    return {id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)}


def constants() -> set[str]:
    """Texts written out in the product, docstrings apart."""
    found: set[str] = set()
    for tree in trees().values():
        skip = docstrings(tree)
        nodes = [n for n in nodes_of(tree) if isinstance(n, ast.Constant) and id(n) not in skip]
        found |= {node.value for node in nodes if isinstance(node.value, str)}
    return found


def words() -> set[str]:
    """Words that can be filled in: of texts, arguments and fields in the code, and of the data."""
    found = {word for value in constants() for word in WORD.findall(value)}
    for tree in trees().values():
        for node in nodes_of(tree):
            if isinstance(node, ast.keyword | ast.arg) and node.arg:
                found.add(node.arg)
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                found.add(node.target.id)
    tables = [*(DATA / "chain_model").glob("*.csv"), DATA / "datapackage.json"]
    tables += (ROOT / "geo").rglob("*.csv")
    for path in tables:
        found |= set(WORD.findall(path.read_text(encoding="utf-8-sig")))
    return found


def patterns(tree: ast.AST) -> Iterator[tuple[Pattern, bool]]:
    """Keys put together in a file, and whether they are given to a function that asks a text."""
    asked = {
        id(node.args[0])
        for node in nodes_of(tree)
        if isinstance(node, ast.Call) and node.args
        if ast.unparse(node.func).rpartition(".")[2] in ASKING
        if ast.unparse(node.func) != "st.text"  # writes on the page; asks no text
    }
    for node in nodes_of(tree):
        # `planner.worded("travel.")` gives the text of each option of a control.
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "worded":
            prefix = node.args[0]
            assert isinstance(prefix, ast.Constant), "what begins a key is written out"
            yield (str(prefix.value), None), True
        if isinstance(node, ast.JoinedStr):
            values = [v.value if isinstance(v, ast.Constant) else None for v in node.values]
            yield tuple(str(v) if v is not None else None for v in values), id(node) in asked


def fits(pattern: Pattern, key: str, known: set[str] | None = None) -> bool:
    """Say whether a key is a pattern filled in: with anything, or with ``known`` words only."""
    if not pattern:
        return not key
    first, rest = pattern[0], pattern[1:]
    if first is not None:
        return key.startswith(first) and fits(rest, key[len(first) :], known)
    return any(
        fits(rest, key[n:], known)
        for n in range(len(key) + 1)
        if known is None or set(WORD.findall(key[:n])) <= known
    )


def of_a_group(pattern: Pattern) -> bool:
    """Say whether a pattern begins with the group of its key, as ``kaart.`` in ``kaart.title``."""
    return bool(re.match(r"[a-z_]+\.", pattern[0] or "")) and None in pattern


@pytest.mark.slow
def test_every_text_is_asked_for() -> None:
    written, known = constants(), words()
    made = {p for tree in trees().values() for p, _ in patterns(tree) if of_a_group(p)}
    unused = [
        key
        for key in sorted(set(table()) - written)
        if not any(fits(pattern, key, known) for pattern in made)
    ]
    assert len(made) > 50
    assert unused == []


def test_every_text_that_is_put_together_can_be_found() -> None:
    keys = set(table())
    against = [
        f"{path}: {''.join(part or '…' for part in pattern)}"
        for path, tree in trees().items()
        for pattern, asked in patterns(tree)
        if asked and not any(fits(pattern, key) for key in keys)
    ]
    assert against == []
