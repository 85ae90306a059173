"""What each method says and does not say, as `docs/methods.md` tells it in two languages."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from geo.data.folders import ROOT

FILES = {"nl": "methods.md", "en": "methods.en.md"}
HEADING = "\n## "


class Method(NamedTuple):
    """One method: its title, and what is told of it in markdown of our own."""

    title: str
    told: str


@cache
def methods(lang: str) -> tuple[Method, ...]:
    """Return the methods in the order of the paper.

    Examples
    --------
    >>> methods("en")[0].title
    'Four answers: known, absent, not seen'
    """
    paper = (ROOT / "docs" / FILES[lang]).read_text(encoding="utf-8")
    parts = (part.partition("\n") for part in paper.split(HEADING)[1:])
    return tuple(Method(title.strip(), told.strip()) for title, _, told in parts)
