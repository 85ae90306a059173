"""The app by Streamlit's AppTest: a page at an address, with what its session holds already."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from geo.data.folders import ROOT

PATIENCE_S = 180  # a page that is drawn while others keep the processors busy
FIRST = "kaart"
# AppTest looks through every installed package for parts of pages, anew for each session: a seventh
# of a second of processor. Nothing is installed while tests run.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


def opened(
    page: str = FIRST, /, session: Mapping[str, object] | None = None, **query: str
) -> AppTest:
    """A page as its address opens it; `session` is what the planner had in hand."""
    test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=PATIENCE_S)
    for name, value in query.items():
        test.query_params[name] = value
    for name, value in (session or {}).items():
        test.session_state[name] = value
    return test.run() if page == FIRST else turned_to(test, page)


def turned_to(test: AppTest, page: str) -> AppTest:
    """The same session on another page."""
    return test.switch_page(f"pages/{page}.py").run()


def said(test: AppTest) -> str:
    """All words on a page but those of its controls and tables, a part a line."""
    parts = [
        *test.markdown, *test.caption, *test.info, *test.warning, *test.success, *test.error,
        *test.text,
    ]  # fmt: skip
    html = [str(part.proto.body) for part in test.get("html")]
    return "\n".join([*(str(part.value) for part in parts), *html])


def counts_of_the_map(test: AppTest) -> str:
    """How many are on the map, as the line above it says."""
    (counts,) = re.findall(r"</h1> <span>(.*?)</span>", said(test))
    return str(counts)
