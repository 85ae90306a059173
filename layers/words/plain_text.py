"""Text from the data as plain text: what a page, sheet or file can carry, no longer than fits."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pandas as pd

# What XML, GDAL or a page of text cannot hold: control characters, half surrogate pairs and the
# two non-characters; and what turns the reading direction of the text behind it.
UNWRITABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
LINE_BREAKS = re.compile(r"\r\n?|[\u2028\u2029]")
WHITESPACE = re.compile(r"\s+")
MARKS = "\\`*_{}[]<>()#+-!|$~:"  # of markdown, Streamlit's own included
LIST_NUMBER = re.compile(r"^(\d+)\.")


def is_missing(value: object) -> bool:
    """Say whether a cell holds nothing.

    Examples
    --------
    >>> is_missing(None), is_missing(float("nan")), is_missing(""), is_missing([])
    (True, True, False, False)
    """
    if value is None or value is pd.NA or value is pd.NaT:
        return True
    return isinstance(value, float | np.floating) and bool(np.isnan(value))


def cell_text(value: object) -> str:
    """Return a value as the text of a cell: line breaks kept, unwritable characters left out.

    Examples
    --------
    >>> cell_text("Bel\\x07 {{ 7*7 }}\\r\\n$5$"), cell_text(["a", "b"]), cell_text(None)
    ('Bel {{ 7*7 }}\\n$5$', 'a; b', '')
    """
    if is_missing(value):
        return ""
    if isinstance(value, list | tuple | set | frozenset | np.ndarray):
        return "; ".join(cell_text(item) for item in value)
    return UNWRITABLE.sub("", LINE_BREAKS.sub("\n", str(value)))


def one_line(value: object) -> str:
    """Return a value as one line of text, runs of white space as one space.

    Examples
    --------
    >>> one_line(" Loods\\n 7\\t")
    'Loods 7'
    """
    return WHITESPACE.sub(" ", cell_text(value)).strip()


def shortened(text: str, limit: int) -> str:
    """Return ``text`` with at most ``limit`` characters, an ellipsis where it was cut.

    Examples
    --------
    >>> shortened("Keileloods", 6), shortened("Keile", 6)
    ('Keile…', 'Keile')
    """
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def plain(value: object) -> str:
    """Write one value of the data as a reader expects it; missing is "".

    Examples
    --------
    >>> plain(2002.0), plain(None), plain("a")
    ('2002', '', 'a')
    """
    if is_missing(value):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def literal(words: str) -> str:
    """Keep the marks of markdown in a text from outside what they are, on one line.

    Examples
    --------
    >>> print(literal("![x](http://a)"), literal("1. Kade"))
    \\!\\[x\\]\\(http\\://a\\) 1\\. Kade
    """
    escaped = "".join(f"\\{letter}" if letter in MARKS else letter for letter in one_line(words))
    return LIST_NUMBER.sub(r"\1\\.", escaped)


def named_codes(cell: object, name: Callable[[str], str]) -> str:
    """Write a cell of codes, ``"music;design"``, in words.

    Examples
    --------
    >>> named_codes("music;design", str.upper)
    'MUSIC, DESIGN'
    """
    return ", ".join(name(code) for code in plain(cell).split(";"))
