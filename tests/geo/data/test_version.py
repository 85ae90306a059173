"""One version: the project file names it, and everything else reads it there."""

from __future__ import annotations

import re
from pathlib import Path

from geo.data.folders import ROOT
from geo.data.version import app_version


def test_the_version_is_read_from_the_project_file(tmp_path: Path) -> None:
    project = tmp_path / "pyproject.toml"
    project.write_text('[project]\nversion = "7.8.9"\n', encoding="utf-8")
    assert app_version(project) == "7.8.9"


def test_no_other_file_of_the_app_names_it() -> None:
    named = re.compile(rf'["\']{re.escape(app_version())}["\']')
    doctests = re.compile(r"^ *(?:>>>|\.\.\.) .*$", re.MULTILINE)
    sources = [path for room in ("geo", "layers", "pages") for path in (ROOT / room).rglob("*.py")]
    told = [p.name for p in sources if named.search(doctests.sub("", p.read_text("utf-8")))]
    assert told == []


def test_the_newest_changes_are_those_of_this_version() -> None:
    heading = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert heading and heading[1] == app_version()
