"""A window that is loaded anew says what of it is lost, and offers the project."""

from __future__ import annotations

import pytest
from app_pages import opened, said
from intakes import read_here

from geo.intake.process.pipeline import Options
from layers.view.scenes import scene
from layers.words.text import text
from pages.own.file import KEPT, OwnFile
from pages.session.scene_list import SCENES

pytestmark = pytest.mark.slow

LIST = b"soort;naam;plaats;x;y\nbroedplaats;Mijn Loods;Amsterdam;122000;489500\n"
OWN = OwnFile("a.csv", LIST, Options(), read_here("a.csv", LIST))
HELD = {KEPT: OWN, SCENES: (scene("Kop", "", "kaart", ""),)}


@pytest.mark.parametrize(
    ("held", "told"),
    [
        ({}, []),
        ({KEPT: OWN}, ["file"]),
        ({SCENES: HELD[SCENES]}, ["scenes"]),
        (HELD, ["file", "scenes"]),
    ],
)
def test_a_reload_says_what_is_lost(held: dict[str, object], told: list[str]) -> None:
    before = opened("bronnen", held)
    assert not before.exception
    assert text("own.lost", "nl") not in said(before)
    # A reload keeps the address of the window and nothing else.
    address = dict(before.query_params.items())
    after = opened("bronnen", **address)
    assert not after.exception
    for kind in ("file", "scenes"):
        assert (text(f"own.lost_{kind}", "nl") in said(after)) == (kind in told)
    assert (text("own.lost_keep", "nl") in said(after)) == bool(told)


def test_it_is_said_until_it_was_seen() -> None:
    page = opened("bronnen", venster="file")
    assert text("own.lost_file", "nl") in said(page.run())
    assert page.query_params["venster"] == "file"
    next(b for b in page.button if b.label == text("own.lost_seen", "nl")).click().run()
    assert text("own.lost_file", "nl") not in said(page)
    assert "venster" not in page.run().query_params


def test_a_file_that_is_back_is_not_lost() -> None:
    assert text("own.lost_file", "nl") not in said(opened("bronnen", {KEPT: OWN}, venster="file"))


def test_links_that_the_app_gives_do_not_tell_what_the_window_holds() -> None:
    page = opened("kaart", HELD)
    assert page.query_params["venster"] == "file.scenes"
    assert "venster" not in "".join(str(part.value) for part in page.code)
