"""What the code imports is pinned, and what is pinned is imported."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest
from source_trees import nodes_of, tree_of

from geo.data.folders import ROOT

OWN = {"app", "benchmarks", "data", "geo", "layers", "pages", "tests"}
# Import name → package name, where they differ.
PACKAGES = {
    "PIL": "pillow", "sklearn": "scikit-learn", "streamlit_folium": "streamlit-folium",
    "pptx": "python-pptx", "docx": "python-docx", "shapefile": "pyshp",
    "axe_playwright_python": "axe-playwright-python",
    "dask_geopandas": "dask-geopandas", "duckdb_extension_spatial": "duckdb-extension-spatial",
    "fast_hdbscan": "fast-hdbscan",
    "python_calamine": "python-calamine", "yaml": "pyyaml", "cosmic_ray": "cosmic-ray",
}  # fmt: skip
# Imported late, told when they are not there, and pinned for the tests.
OPTIONAL = {"dask", "dask-geopandas", "distributed"}
PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[a-z,]+\])?==([0-9][0-9A-Za-z.]*)$")


def pinned(path: Path) -> dict[str, str]:
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    lines = [line for line in lines if line and not line.startswith(("#", "-r"))]
    found = {line: PIN.match(line) for line in lines}
    assert all(found.values()), [line for line, pin in found.items() if not pin]
    return {pin.group(1).lower(): pin.group(2) for pin in found.values() if pin}


def imported(*rooms: str) -> set[str]:
    names: set[str] = set()
    paths = [path for room in rooms for path in (ROOT / room).rglob("*.py")]
    for path in [*paths, *([ROOT / "app.py"] if "pages" in rooms else [])]:
        for node in nodes_of(tree_of(path)):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
            elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "import_module":
                text = node.args[0]
                names |= {text.value.split(".")[0]} if isinstance(text, ast.Constant) else set()
    return {PACKAGES.get(n, n).lower() for n in names - OWN - set(sys.stdlib_module_names)}


def test_the_app_imports_what_is_pinned_and_nothing_is_pinned_in_vain() -> None:
    pins = set(pinned(ROOT / "requirements.txt"))
    used = imported("geo", "layers", "pages") - OPTIONAL
    # geopandas reads its Parquet tables by pyarrow and its files by pyogrio; Streamlit signs people
    # in by authlib, which asks the provider by httpx.
    assert used <= pins
    assert set(pinned(ROOT / "tests" / "requirements.txt")) >= OPTIONAL
    assert pins - used <= {"authlib", "httpx", "pyarrow", "pyogrio"}


@pytest.mark.slow
def test_the_tests_import_what_is_pinned() -> None:
    lists = (
        "requirements.txt",
        "tests/requirements.txt",
        "benchmarks/requirements.txt",
        "benchmarks/noding_requirements.txt",
        "benchmarks/peers_requirements.txt",
    )
    pins = {name for path in lists for name in pinned(ROOT / path)}
    files = {path.stem for path in (ROOT / "tests").rglob("*.py")}
    assert imported("tests", "benchmarks") - files <= pins


def test_making_the_data_needs_no_more_than_it_says() -> None:
    pins = set(pinned(ROOT / "requirements.txt"))
    assert imported("data") <= pins
