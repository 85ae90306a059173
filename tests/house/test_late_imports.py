"""What is slow to load is loaded by whom needs it, not by the first page."""

from __future__ import annotations

import subprocess
import sys

from geo.data.folders import ROOT

# Each takes about half a second or more of a start.
LATE = ("scipy.stats", "sklearn.cluster", "matplotlib.pyplot", "typst", "pptx", "docx")


def test_the_views_of_all_pages_load_nothing_that_is_slow() -> None:
    ask = f"import sys, pages.views.page_views; print([n for n in {LATE} if n in sys.modules])"
    told = subprocess.run(  # in a process of its own: tests beside this one load them all
        [sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[]"
