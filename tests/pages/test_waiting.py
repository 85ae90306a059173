"""Thousands of own rows are worked through with a word that says so, and few without."""

from __future__ import annotations

import threading

import pytest
from app_pages import opened
from intakes import read_here

from geo.intake.process.pipeline import Options
from pages.own import waiting
from pages.own.file import KEPT, OwnFile
from pages.session import planner
from pages.widgets import city_maps

pytestmark = pytest.mark.slow
LIST = b"soort;naam;plaats;x;y\nbroedplaats;Mijn Loods;Amsterdam;122000;489500\n"
SAID = '<p role="status">Uw eigen rijen (1) worden doorgerekend …</p>'


def words_over_the_page(monkeypatch: pytest.MonkeyPatch, switched_on: bool) -> tuple[bool, bool]:
    """Whether the word stood while the map was drawn, and whether it does when the page is done."""
    said, drawing = threading.Event(), city_maps.draw
    status = waiting.status_html

    def asked(words: str) -> str:
        said.set()
        return status(words)

    def slowly(*what: object, **how: object) -> object:
        heard.append(said.wait(10 if switched_on else 0))
        return drawing(*what, **how)

    heard: list[bool] = []
    monkeypatch.setattr(waiting, "status_html", asked)
    monkeypatch.setattr(city_maps, "draw", slowly)
    session = {KEPT: OwnFile("a.csv", LIST, Options(), read_here("a.csv", LIST))}
    test = opened(session=session, **{planner.OWN: "1" if switched_on else ""})
    assert not test.exception
    return any(heard), SAID in [each.value for each in test.html]


def test_many_own_rows_say_that_they_are_worked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "MANY", 1)
    monkeypatch.setattr(waiting, "AFTER_S", 0.01)
    assert words_over_the_page(monkeypatch, True) == (True, False)


def test_a_page_that_is_there_at_once_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "MANY", 1)
    monkeypatch.setattr(waiting, "AFTER_S", 600.0)
    assert words_over_the_page(monkeypatch, False) == (False, False)


def test_few_rows_say_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "AFTER_S", 0.0)
    monkeypatch.setattr(waiting, "status_html", None)  # whoever asks for the word fails
    session = {KEPT: OwnFile("a.csv", LIST, Options(), read_here("a.csv", LIST))}
    assert not opened(session=session, **{planner.OWN: "1"}).exception
