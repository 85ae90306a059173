"""After a session nothing of a planner's own rows is left in the server."""

from __future__ import annotations

import pytest
from app_pages import opened, turned_to
from intakes import read_here
from left_behind import held_by

from geo.data.store import Dataset
from geo.intake.process.pipeline import Options
from pages.own.file import KEPT, OwnFile
from pages.session import server

# Put together here, so that no constant of this file holds the word itself.
HALVES = ("Zonne", "dauwloods")


def brought() -> OwnFile:
    word = "".join(HALVES)
    content = (
        "soort;naam;hub;plaats;sector;schakel;jaar van;x;y\n"
        f"broedplaats;{word};;Amsterdam;mode;;2010;122000;489500\n"
        f"huurder;Atelier {word};{word};;mode;maken;2015;;\n"
    ).encode()
    return OwnFile(f"{word}.csv", content, Options(), read_here(f"{word}.csv", content))


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
