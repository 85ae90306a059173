"""How large functions and classes may be: what a reader can hold in mind at once.

That no function is over sixty lines stands with the architecture.
"""

from __future__ import annotations

import ast
from statistics import median

from source_trees import nodes_of, tree_of

from geo.data.folders import ROOT

MEDIAN_LINES = 9  # of all functions, docstrings included
LONGEST_CLASS = 250
PATHS = [
    *(path for room in ("geo", "layers", "pages", "data") for path in (ROOT / room).rglob("*.py")),
    ROOT / "app.py",
]


def lines_of(kind: type[ast.ClassDef] | type[ast.FunctionDef]) -> dict[str, int]:
    """Lines of every class or function, by place and name."""
    return {
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}": (node.end_lineno or 0)
        - node.lineno
        + 1
        for path in PATHS
        for node in nodes_of(tree_of(path))
        if isinstance(node, kind)
    }


def test_most_functions_are_short() -> None:
    lines = lines_of(ast.FunctionDef)
    assert len(lines) > 2_000
    assert median(lines.values()) <= MEDIAN_LINES


def test_no_class_is_longer_than_250_lines() -> None:
    assert {name: n for name, n in lines_of(ast.ClassDef).items() if n > LONGEST_CLASS} == {}
