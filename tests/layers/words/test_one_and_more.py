"""Of one thing a sentence speaks in the singular, its verbs too."""

from __future__ import annotations

import re

import pytest

from layers.words.text import LANGUAGES, table

MANY = "staan|zijn|hebben|worden|liggen|stonden|waren|that are|are|have|were"
NEUTER = "gebouw|deel|object|gebied|bestand|verblijf"  # what takes "dat"
# "1 rij of instelling zijn" as well.
WRONG = re.compile(
    rf"\b1 [a-zé]+( of \w+| or \w+)? ({MANY})\b|\b({MANY}) 1 [a-zé]+\b|\b1 ({NEUTER}) die\b", re.I
)
COUNTED = re.compile(r"\{(\w+):([^}|]*)\|[^}]*\}")
NEVER_ONE = {"error.scene_count"}  # said of more than may be


def of_one(words: str) -> str:
    """A text with 1 for all that it counts."""
    counted = {name for name, _ in COUNTED.findall(words)}
    single = COUNTED.sub(r"\2", words)
    return re.sub(r"\{(\w+)\}", lambda found: "1" if found[1] in counted else "x", single)


def test_the_reader_finds_what_it_looks_for() -> None:
    for wrong in ("{n} {n:gebouw|gebouwen} die grof zijn", "Er stonden {n} {n:gebouw|gebouwen} in",
                  "{n} {n:row|rows} or settings have"):  # fmt: skip
        assert WRONG.search(of_one(wrong))
    right = "{n} {n:gebouw dat|gebouwen die} grof {n:is|zijn}, en {m} gebouwen die fijn zijn"
    assert not WRONG.search(of_one(right))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_thing_is_spoken_of_in_the_singular(lang: str) -> None:
    wrong = {
        key: found.group()
        for key, words in table().items()
        if key not in NEVER_ONE and (found := WRONG.search(of_one(words[lang])))
    }
    assert wrong == {}
