"""*Maak hier een … van*: one menu on every page with a view, and files of what is shown there."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from app_pages import opened, said
from streamlit.testing.v1 import AppTest

from layers.words.text import text
from pages.sections import make_here
from pages.views.page_views import PAGES

pytestmark = pytest.mark.slow

MENU = "make_here.kind."


def asked(test: AppTest, kind: str) -> AppTest:
    (menu,) = (each for each in test.selectbox if str(each.key).startswith(MENU))
    menu.select(kind).run()
    return test.button(key=make_here.MAKE).click().run()


def made(test: AppTest) -> bytes:
    assert not test.exception
    content = test.session_state["make_here.made"][1]
    assert isinstance(content, bytes)
    return content


def test_pages_without_a_view_make_nothing_of_it() -> None:
    assert {make_here.page_of(path) for path in ("bronnen", "project", "uitvoer")} == {""}
    assert make_here.page_of("") == "kaart"
    assert {make_here.page_of(path) for path in PAGES} == set(PAGES)


def test_a_figure_is_offered_where_the_page_has_one() -> None:
    test = opened("ketens", stad="Rotterdam", toon="music")
    assert b"<svg" in made(asked(test, "figure_svg"))
    others = opened(stad="Rotterdam")
    assert "figure_svg" not in [*others.selectbox(key=f"{MENU}False").options]


def test_the_rows_are_those_of_the_view_of_now() -> None:
    test = opened(stad="Rotterdam", keten="fashion", lagen="hubs")
    with zipfile.ZipFile(io.BytesIO(made(asked(test, "csv")))) as archive:
        name = next(each for each in archive.namelist() if "hubs" in each)
        rows = csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig")), delimiter=";")
        cities = {row["city"] for row in rows}
    assert cities == {"Rotterdam"}


def test_where_a_figure_has_too_few_the_menu_says_so() -> None:
    test = opened("vergelijken", panden="a-lab")
    asked(test, "figure_svg")
    assert made(test) == b""
    assert text("uitvoer.too_few", "nl") in said(test)
