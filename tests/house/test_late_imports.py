"""What is slow to load is loaded by whom needs it, not by the first page."""

from __future__ import annotations

import subprocess
import sys

import pytest

from geo.data.folders import ROOT

# Each takes about half a second or more of a start.
LATE = ("scipy.stats", "sklearn.cluster", "matplotlib.pyplot", "typst", "pptx", "docx")

# And what the server begins with, and the first page asks for, needs none of these.
LATER = (*LATE, "matplotlib", "sklearn", "scipy.sparse.csgraph")


@pytest.mark.parametrize(
    ("asked", "late"),
    [
        ("pages.views.page_views", LATE),
        ("pages.app.launch, pages.sections.fact_sheet_panel", LATER),
    ],
)
def test_what_is_slow_is_not_loaded(asked: str, late: tuple[str, ...]) -> None:
    ask = f"import sys, {asked}; print([n for n in {late} if n in sys.modules])"
    told = subprocess.run(  # in a process of its own: tests beside this one load them all
        [sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[]"
