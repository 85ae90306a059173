"""What the papers name is there: files, folders, and commands of the script."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from geo.data.folders import ROOT

PAPERS = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").glob("*.md")]
)
OLD = {"CHANGELOG.md"}  # tells of what was
PLACE = re.compile(r"`([\w.-]+(?:/[\w.*-]+)+/?|[\w-]+\.(?:py|md|toml|txt|lock|yml|csv|json))`")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")
COMMAND = re.compile(r"(?:\./|bash )ketenkaart (\w+)")
MADE = ("out/", "broken.", "clean.")


def found(place: str, paper: Path) -> bool:
    """Whether a place is there, seen from the root or from the folder of the paper."""
    return any(any(start.glob(place.rstrip("/"))) for start in (ROOT, paper.parent))


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_files_and_folders_that_a_paper_names_are_there(paper: Path) -> None:
    words = paper.read_text(encoding="utf-8")
    named = set(PLACE.findall(words)) if paper.name not in OLD else set()
    # A word with a full stop may be a name inside a file (`LICENSE.txt`); those in folders are not.
    places = {place for place in named if "/" in place and not place.startswith(MADE)}
    assert sorted(place for place in places if not found(place, paper)) == []
    assert [link for link in LINK.findall(words) if not (paper.parent / link).exists()] == []


def test_every_name_of_the_code_that_a_paper_names_is_in_it() -> None:
    named = {
        name
        for paper in [ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
        for name in re.findall(
            r"`([A-Z][a-z]+[A-Z]\w+|[A-Z]{3,}_[A-Z_]+|[a-z]+_of)`", paper.read_text("utf-8")
        )
    }
    rooms = ("geo", "layers", "pages", "data/prepare")
    code = "".join(p.read_text("utf-8") for room in rooms for p in (ROOT / room).rglob("*.py"))
    assert len(named) > 10
    assert sorted(name for name in named if not re.search(rf"\b{name}\b", code)) == []


def test_every_test_that_a_paper_names_is_there() -> None:
    named = {
        name
        for paper in PAPERS
        for name in re.findall(r"(?:\*|::)(test_\w+)", paper.read_text("utf-8"))
    }
    code = "".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert len(named) > 20
    assert sorted(name for name in named if f"def {name}(" not in code) == []


def test_every_test_file_that_is_named_anywhere_is_there() -> None:
    tops = ("geo", "layers", "pages", "data", "tests", "benchmarks", "docs")
    files = [p for top in tops for kind in ("*.py", "*.md") for p in (ROOT / top).rglob(kind)]
    named = {
        (path, name)
        for path in files
        for name in re.findall(r"\btests/[a-z_0-9/]+\.py", path.read_text(encoding="utf-8"))
    }
    assert len(named) > 20
    assert [f"{path}: {name}" for path, name in named if not (ROOT / name).exists()] == []


def test_no_merge_is_left_half_done() -> None:
    kinds = {".py", ".md", ".toml", ".csv", ".txt", ".js", ".css", ".sh", ".yml", ".json", ""}
    tops = ("geo", "layers", "pages", "data", "tests", "docs", "benchmarks", "static/ketenkaart")
    files = [path for top in tops for path in (ROOT / top).rglob("*")] + list(ROOT.glob("*"))
    mark = re.compile(rb"^(?:<{7} |>{7} |={7}$)", re.MULTILINE)
    read = [path for path in files if path.suffix in kinds and path.is_file()]
    assert len(read) > 500
    assert [str(path) for path in read if mark.search(path.read_bytes())] == []


def test_every_command_that_a_paper_names_is_one() -> None:
    script = (ROOT / "ketenkaart").read_text(encoding="utf-8")
    known = set(re.findall(r"^  (\w+)\)$", script, re.MULTILINE))
    asked = {word for paper in PAPERS for word in COMMAND.findall(paper.read_text("utf-8"))}
    assert {"run", "check", "test"} <= asked <= known


def test_every_command_is_explained_by_the_script_itself() -> None:
    script = (ROOT / "ketenkaart").read_text(encoding="utf-8")
    known = set(re.findall(r"^  (\w+)\)$", script, re.MULTILINE))
    told = subprocess.run(
        ["bash", str(ROOT / "ketenkaart")], capture_output=True, text=True, check=False
    )
    assert {word for word in known if f"./ketenkaart {word}" not in told.stdout} == set()
