"""After a session nothing of a planner's own rows is left in the server."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from app_pages import opened, turned_to
from left_behind import held_by

from geo.answers.what_if import Scenario
from geo.data.store import Dataset
from geo.intake.process.pipeline import Options
from geo.intake.process.sandbox import read_upload
from layers.files.file_kinds import view_file
from layers.view.scenes import scene
from layers.view.state import ViewState
from pages.own.file import KEPT, OwnFile
from pages.session import server
from pages.session.answers import answering_for
from pages.session.scene_list import SCENES
from pages.views import scene_views, wat_als_view

# Put together here, so that no constant of this file holds the word itself.
HALVES = ("Zonne", "dauwloods")


def brought() -> OwnFile:
    """Rows as the server gets them: what remembers words of a file has ended with its process."""
    word = "".join(HALVES)
    content = (
        "soort;naam;hub;plaats;sector;schakel;jaar van;x;y\n"
        f"broedplaats;{word};;Amsterdam;mode;;2010;122000;489500\n"
        f"huurder;Atelier {word};{word};;mode;maken;2015;;\n"
    ).encode()
    return OwnFile(f"{word}.csv", content, Options(), read_upload(f"{word}.csv", content))


def session() -> None:
    """A planner's session with own rows, on the pages that work most out of them."""
    test = opened("kaart", {KEPT: brought()}, stad="Amsterdam", eigen="1", ik="fashion.make")
    assert not test.exception
    assert held_by("".join(HALVES))  # or the search would find nothing ever
    for page in ("schakels", "waar", "ketens", "vergelijken"):
        assert not turned_to(test, page).exception


@pytest.mark.slow
def test_nothing_of_it_is_held_when_the_session_is_gone() -> None:
    session()
    assert held_by("".join(HALVES)) == []


def scenario() -> None:
    """A planner's session without own rows, in which places of *Wat als* have names.

    It is answered, ranked and drawn on paper, as a scene of its own too.
    """
    word = "".join(HALVES)
    asked = f"heet=Plan {word}!nieuw=122000,489500,fashion.make.3,Kade {word}"
    query = f"watals={quote(asked)}&stad=Amsterdam&keten=fashion"
    scenes = (scene(f"Kop {word}", f"Let op {word}", "wat_als", query),)
    test = opened("wat_als", {SCENES: scenes}, stad="Amsterdam", keten="fashion", watals=asked)
    assert not test.exception
    assert held_by(word)
    data, state = server.shipped(), ViewState(cities=("Amsterdam",), chains=("fashion",))
    view = wat_als_view.map_of(data, state, {"watals": asked}, "2026-11-29")
    assert word in view.title
    view_file("png", view)
    assert not turned_to(test, "presentatie").exception
    assert scene_views.queue().result(scene_views.shown(scenes[0])).map.light
    assert not turned_to(test, "uitvoer").exception


@pytest.mark.slow
def test_nothing_of_a_scenario_or_a_scene_is_held_when_the_session_is_gone() -> None:
    scenario()
    assert held_by("".join(HALVES)) == []


def test_answers_to_a_scenario_with_a_name_stay_in_the_session() -> None:
    asked = []

    @server.shared(2)
    def told(_data: Dataset, what: Scenario) -> str:
        asked.append(what)
        return what.name

    data, own, other = server.shipped(), {}, {}
    named, bare = Scenario("Plan"), Scenario(removed=("ot301",))
    for answers in (own, own, other):
        with answering_for(answers):
            assert (told(data, named), told(data, bare)) == ("Plan", "")
    # The named one was asked anew for the other planner; of the bare one there is one answer.
    assert asked == [named, bare, named]
    assert len(own) == len(other) == 1


def test_answers_of_own_rows_are_kept_with_them_and_the_last_only() -> None:
    from dataclasses import replace

    asked = []

    @server.shared(2)
    def told(_data: Dataset, number: int) -> int:
        asked.append(number)
        return number

    data = replace(server.shipped(), key="own")
    for number in (1, 1, 2, 3, 1):
        assert told(data, number) == number
    # 1 was found again once, and forgotten when there were two others.
    assert asked == [1, 2, 3, 1]
    assert server.shipped().answers == {}
