"""Nothing in the product is there for nobody: what only tests use stands with the tests."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest
from vulture import Vulture

from geo.data.folders import ROOT

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["vulture"]
ALLOWED = Path(__file__).with_name("vulture_allow.py")


def unused(*paths: str) -> list[str]:
    """What vulture finds unused: "file:line what name"."""
    found = Vulture()
    found.scavenge([str(ROOT / path) for path in paths])
    return [
        f"{item.filename.relative_to(ROOT)}:{item.first_lineno} {item.typ} {item.name}"
        for item in found.get_unused_code(min_confidence=SETTINGS["min_confidence"])
    ]


@pytest.mark.slow
def test_nothing_is_unused() -> None:
    assert unused(*SETTINGS["paths"]) == []


@pytest.mark.slow
def test_what_is_allowed_would_be_found_without_the_list() -> None:
    allowed = {
        node.attr
        for node in ast.walk(ast.parse(ALLOWED.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
    }
    own = [path for path in SETTINGS["paths"] if not path.endswith(ALLOWED.name)]
    assert allowed - {line.rpartition(" ")[2] for line in unused(*own)} == set()
