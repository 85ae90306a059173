"""Have folium write out a script that is ready as it stands.

branca makes a template of each script that it has just written, in every run of a page again: a
quarter of the time that a map took. A text without marks of a template is its own outcome.
"""

from __future__ import annotations

from typing import Any

import branca.element as elements

ELEMENTS: Any = elements
FILLED_IN = ELEMENTS.Template
"""What branca makes of a text: a template of Jinja's."""
MARKS = ("{{", "{%", "{#")
"""What opens something for Jinja to fill in; a text without it comes out as it went in."""


class Plain:
    """A text that stands where branca has a template of it."""

    def __init__(self, text: str) -> None:
        # As Jinja does: one kind of line end, and not the last one.
        self._text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")

    def render(self, *_: object, **__: object) -> str:
        """Return the text."""
        return self._text


def template_of(text: str, **how: Any) -> Any:
    """Return what renders as Jinja's template of a text: that text where nothing is filled in."""
    if how or any(mark in text for mark in MARKS):
        return FILLED_IN(text, **how)
    return Plain(text)


def install() -> None:
    """Let the elements of folium's maps be written so; done twice it is done once."""
    ELEMENTS.Template = template_of
