"""What docstrings and comments call by name is there: a name in backticks leads somewhere.

A name with full stops leads to a module, a member of one, or a member of what stands in the same
file; a bare name stands there itself.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from functools import cache
from pathlib import Path

import pytest
from source_trees import nodes_of, tree_of

from geo.data.folders import ROOT

PATHS = [
    path
    for room in ("geo", "layers", "pages", "data/prepare", "tests", "benchmarks")
    for path in sorted((ROOT / room).rglob("*.py"))
]
NAME = re.compile(r"(?<!`)`([A-Za-z_][\w.]*)(?:\(\))?`(?!`)")
FILES = re.compile(r".*\.(?:py|toml|csv|json|md|txt)")


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def names_in(path: Path) -> frozenset[str]:
    """Every name that a file uses or makes, those in texts included."""
    found: set[str] = set()
    for node in nodes_of(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.alias):
            found.add(node.name.rpartition(".")[2])
        elif isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found |= {node.value} if node.value.isidentifier() else set()
    return frozenset(found)


def words_of(path: Path) -> list[str]:
    """Docstrings and comments of a file."""
    source = path.read_text(encoding="utf-8")
    nodes = [n.value for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Expr)]
    said = [n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return [*said, *(token.string for token in tokens if token.type == tokenize.COMMENT)]


def leads_somewhere(name: str, path: Path, modules: dict[str, Path]) -> bool:
    if name.partition(".")[0] in names_in(path) or FILES.fullmatch(name):
        return True
    module = name
    while module and module not in modules:
        module = module.rpartition(".")[0]
    member = name.removeprefix(module).strip(".").partition(".")[0]
    return bool(module) and (not member or member in names_in(modules[module]))


@pytest.mark.slow
def test_names_in_docstrings_and_comments_are_there() -> None:
    modules = {module_of(path): path for path in PATHS}
    named = {
        (path, name) for path in PATHS for word in words_of(path) for name in NAME.findall(word)
    }
    lost = [
        f"{path.relative_to(ROOT)}: {name}"
        for path, name in named
        if not leads_somewhere(name, path, modules)
    ]
    assert len(named) > 200
    assert sorted(lost) == []
