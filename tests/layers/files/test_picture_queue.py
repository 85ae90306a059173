"""The queue of pictures: drawn beside the page, in turn, once, and kept."""

from __future__ import annotations

from collections import Counter
from threading import Event

import pytest

from layers.files.picture_queue import Asked, PictureQueue

SOON = 10.0  # seconds a test waits before it says that something hangs


class Table:
    """Draws when it is told to go on, and remembers what it drew."""

    def __init__(self) -> None:
        self.go, self.begun = Event(), Event()
        self.drawn: list[str] = []

    def draw(self, key: str) -> str:
        self.begun.set()
        assert self.go.wait(SOON)
        self.drawn.append(key)
        return key.upper()


def test_asking_does_not_wait_and_the_result_does() -> None:
    table = Table()
    queue = PictureQueue(table.draw)
    queue.ask("a")
    assert table.begun.wait(SOON)
    assert not queue.is_done("a")
    table.go.set()
    assert queue.result("a") == "A"
    assert queue.is_done("a")


def test_what_is_asked_again_is_drawn_once_and_in_the_order_of_asking() -> None:
    table = Table()
    queue = PictureQueue(table.draw)
    for key in "abcab":
        queue.ask(key)
    table.go.set()
    assert [queue.result(key) for key in "cab"] == ["C", "A", "B"]
    assert table.drawn == ["a", "b", "c"]


def test_what_is_withdrawn_is_not_drawn_unless_it_has_begun() -> None:
    table = Table()
    queue = PictureQueue(table.draw)
    for key in "abc":
        queue.ask(key)
    assert table.begun.wait(SOON)
    queue.withdraw("abc")
    table.go.set()
    assert queue.result("a") == "A"
    assert not queue.is_done("b")
    queue.ask("c")
    assert queue.result("c") == "C"
    assert table.drawn == ["a", "c"]


def test_only_the_last_results_are_kept() -> None:
    drawn: Counter[str] = Counter()

    def draw(key: str) -> int:
        drawn[key] += 1
        return drawn[key]

    queue = PictureQueue(draw, kept=2)
    for key in "abc":
        queue.result(key)
    assert (queue.is_done("a"), queue.is_done("b"), queue.is_done("c")) == (False, True, True)
    assert queue.result("a") == 2  # drawn anew


def test_a_fault_is_told_to_who_asks_and_tried_again_the_next_time() -> None:
    faults = [ValueError("kapot")]

    def draw(key: str) -> str:
        if faults:
            raise faults.pop()
        return key

    queue = PictureQueue(draw)
    queue.ask("a")
    with pytest.raises(ValueError, match="kapot"):
        queue._asked["a"].answer.result(SOON)
    assert queue.is_done("a")
    assert queue.result("a") == "a"


def test_one_who_stops_takes_nothing_from_another_who_waits() -> None:
    table = Table()
    queue = PictureQueue(table.draw)
    queue.ask("a", "one")
    assert table.begun.wait(SOON)
    queue.ask("b", "one")
    queue.ask("b", "other")
    queue.withdraw("b", "one")
    table.go.set()
    assert queue.result("b", "other") == "B"
    assert table.drawn == ["a", "b"]


def test_what_is_drawn_of_own_rows_is_kept_with_them_alone() -> None:
    own: dict[str, Asked] = {}
    queue = PictureQueue(str.upper, home=lambda key: own if key.startswith("own") else None)
    assert (queue.result("own rows"), queue.result("shipped")) == ("OWN ROWS", "SHIPPED")
    assert (list(own), list(queue._asked)) == (["own rows"], ["shipped"])
