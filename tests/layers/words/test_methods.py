"""What is told of the methods: alike in both languages, and of papers that the code cites."""

from __future__ import annotations

import re

import pytest

from geo.data.folders import ROOT
from layers.words.methods import methods
from layers.words.text import LANGUAGES

PAPER = re.compile(
    r"([A-ZÀ-Ž][\w-]+)(?: e\.a\.| et al\.|(?:, [A-Z]\w+)* (?:en|and) [A-Z]\w+)? (\d{4})"
)
PARTS = {
    "nl": ("**Wat het zegt.**", "**Wat het niet zegt.**"),
    "en": ("**What it says.**", "**What it does not say.**"),
}
ALWAYS_SAID = 13  # of fourteen: a rule about small numbers leaves nothing unsaid


def papers(lang: str) -> set[tuple[str, str]]:
    return {
        found for method in methods(lang) for found in PAPER.findall(" ".join(method.told.split()))
    }


def numbers(told: str) -> list[str]:
    """Numbers of a text, whatever mark parts their thousands and decimals."""
    return [re.sub(r"[.,]", "", found) for found in re.findall(r"\d+(?:[.,]\d+)*", told)]


def test_both_languages_tell_the_same_methods_with_the_same_numbers() -> None:
    dutch, english = methods("nl"), methods("en")
    assert len(dutch) == len(english)
    for one, other in zip(dutch, english, strict=True):
        assert sorted(numbers(one.told)) == sorted(numbers(other.told)), one.title


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_says_what_it_does_not_say(lang: str) -> None:
    says, says_not = PARTS[lang]
    assert all(says in method.told for method in methods(lang))
    assert sum(says_not in method.told for method in methods(lang)) == ALWAYS_SAID


def test_both_languages_name_the_same_papers() -> None:
    assert papers("nl") == papers("en")


def test_every_paper_is_one_that_the_code_cites() -> None:
    code = [path.read_text("utf-8") for path in ROOT.glob("geo/*/*.py")]
    cited = [text for text in code if '"""' in text]
    for author, year in papers("en"):
        assert any(author in text and year in text for text in cited), (author, year)
