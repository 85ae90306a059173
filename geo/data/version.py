"""The version of the app, as `pyproject.toml` has it: no other file names it."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from geo.data.folders import ROOT


@cache
def app_version(project: Path = ROOT / "pyproject.toml") -> str:
    """Return the version that maps and files are marked with.

    Examples
    --------
    >>> app_version().count(".")
    2
    """
    with project.open("rb") as stream:
        return str(tomllib.load(stream)["project"]["version"])
