"""Every download on every page: made only when asked, and without running the page again."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from geo.data.folders import ROOT

PAGES = ROOT / "pages"
# Their content stands in the session, where a click on "make the file" put it.
MADE = {"content", "made[1]", "made[2]"}


def downloads() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(PAGES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("download_button"):
                yield f"{path.stem}:{node.lineno}", node


FOUND = dict(downloads())


def test_the_pages_offer_downloads() -> None:
    assert len(FOUND) >= 10


@pytest.mark.parametrize("where", FOUND)
def test_a_click_on_a_download_does_not_run_the_page(where: str) -> None:
    options = {option.arg: ast.unparse(option.value) for option in FOUND[where].keywords}
    assert options.get("on_click") == "'ignore'"


@pytest.mark.parametrize("where", FOUND)
def test_a_file_is_made_at_the_click_or_was_made_by_one(where: str) -> None:
    data = FOUND[where].args[1]
    is_maker = isinstance(data, ast.Call) and ast.unparse(data.func) == "partial"
    assert is_maker or ast.unparse(data) in MADE
