"""Every page in Dutch, in several states, read to the last word."""

from __future__ import annotations

import re

import pytest
from app_pages import opened
from page_words import texts

STATES: tuple[tuple[str, dict[str, str]], ...] = (
    ("kaart", {}),
    ("kaart", {"stad": "-"}),
    ("kaart", {"stad": "Amsterdam", "keten": "music", "kies": "hub:a-lab", "jaar": "2015"}),
    ("waar", {"stad": "Rotterdam"}),
    ("schakels", {"stad": "Amsterdam"}),
    ("bereik", {"pand": "ot301"}),
    ("ketens", {"toon": "fashion"}),
    ("nabijheid", {"stad": "Rotterdam"}),
    ("wat_als", {"stad": "Rotterdam"}),
    ("vergelijken", {"panden": "a-lab.de-hallen"}),
    ("ontmoeting", {}),
    ("eigen", {}),
    ("project", {}),
    ("presentatie", {}),
    ("uitvoer", {}),
    ("bronnen", {}),
)
# Words of Streamlit and of English sentences; names of organisations may hold others.
ENGLISH = re.compile(
    r"\b(Choose an option|Select|Browse files|Drag and drop|No results|Press Enter|Loading|Upload|"
    r"per file|licen[cs]e not stated|not stated|year_to)\b"
)
NOTHING = re.compile(r"(?<![\w-])(None|nan|NaN|NaT|<NA>|null|undefined)(?![\w-])")
POINT = re.compile(r"(?<![\w.,:/=-])\d+\.\d{1,2}(?![\w./-])")
CODE = re.compile(r"(?<![\w/.=?&-])[a-z]{2,}_[a-z_]{2,}(?![\w/.=-])")
# Bronnen documents files: there the codes are what is told. The others are a source's own words.
CODES_TOLD = ("bronnen",)
QUOTED = ("toeristische_attracties", "EUR ")
LICENCE = re.compile(r"(CC0|CC BY|Licen[cs]e) \d\.\d")
ADDRESS = re.compile(r"(https?://|www\.|None\?)\S*")  # AppTest knows no address of its own


def faults(text: str) -> list[str]:
    if any(quoted in text for quoted in QUOTED):
        return []
    bare = LICENCE.sub("", ADDRESS.sub("", text))
    return [
        f"{what}: {found.group()!r} in {bare[max(0, found.start() - 40) : found.end() + 40]!r}"
        for what, pattern in (
            ("English", ENGLISH), ("nothing", NOTHING), ("point", POINT), ("code", CODE),
        )
        for found in pattern.finditer(bare)
    ]  # fmt: skip


def test_the_reader_finds_what_it_looks_for() -> None:
    for wrong in ("Select 3", "waarde None", "1.5 km", "year_from"):
        assert faults(wrong), wrong
    for right in ("2.701 cafés", "1,5 km", "https://x.nl/a_b?c=None", "schaal 1:25.000", "0.1.0"):
        assert not faults(right), right


@pytest.mark.slow
@pytest.mark.parametrize(("page", "query"), STATES)
def test_a_dutch_page_is_dutch_to_the_last_word(page: str, query: dict[str, str]) -> None:
    test = opened(page, **query)
    assert not test.exception
    read = list(texts(test))
    assert len(read) > 20
    found = {fault for text in read for fault in faults(text)}
    if page in CODES_TOLD:
        found = {
            fault for fault in found if not fault.startswith("code") and "year_to" not in fault
        }
    assert sorted(found) == []
