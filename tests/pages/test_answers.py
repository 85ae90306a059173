"""What is made of an answer is kept beside it, and goes when it goes."""

from __future__ import annotations

import gc
import weakref

import pandas as pd

from pages.session.answers import MOST, made_of


class Answer:
    """Something that pages make words of; every one is equal to every other."""

    def __eq__(self, _: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


def test_it_is_made_once_for_each_answer_and_each_way_of_asking() -> None:
    asked = []

    @made_of
    def told(_: Answer, lang: str, *, short: bool = False) -> list[str]:
        asked.append((lang, short))
        return [lang]

    one, other = Answer(), Answer()
    assert told(one, "nl") is told(one, "nl")
    assert told(one, "nl") is not told(other, "nl")  # equal is not the same
    told(one, "en")
    told(one, "nl", short=True)
    told(one, "nl", short=True)
    assert asked == [("nl", False), ("nl", False), ("en", False), ("nl", True)]


def test_it_goes_with_the_answer() -> None:
    @made_of
    def copied(table: pd.DataFrame) -> pd.DataFrame:
        return table.copy()

    table = pd.DataFrame({"name": ["a"]})
    made = weakref.ref(copied(table))
    assert made() is copied(table)
    del table
    gc.collect()
    assert made() is None


def test_the_oldest_make_room_and_a_fault_is_not_kept() -> None:
    asked = []

    @made_of
    def told(_: Answer, n: int) -> int:
        asked.append(n)
        return 1 // n

    answer = Answer()
    for n in range(1, MOST + 2):
        told(answer, n)
    told(answer, MOST + 1)
    told(answer, 1)
    assert asked == [*range(1, MOST + 2), 1]
    for _ in range(2):
        try:
            told(answer, 0)
        except ZeroDivisionError:
            continue
        raise AssertionError
    assert asked[-2:] == [0, 0]
