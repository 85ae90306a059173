"""The one translation table: every text a user sees, in Dutch and English.

The rows stand in ``layers/words/texts/*.csv`` (columns ``key, nl, en``), one file an area so that a
translator can work in Excel; they are read as one table and a key may occur only once.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from numbers import Real
from pathlib import Path
from string import Formatter

from layers.words.numbers import number

LANGUAGES = ("nl", "en")
FOLDER = Path(__file__).parent / "texts"


@cache
def table() -> dict[str, dict[str, str]]:
    """Return the whole table as ``{key: {"nl": ..., "en": ...}}``.

    Raises
    ------
    ValueError
        When a key stands twice or a text is missing.
    """
    rows: dict[str, dict[str, str]] = {}
    for path in sorted(FOLDER.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                if None in row or row["key"] in rows or not row["nl"] or not row["en"]:
                    raise ValueError(f"{path.name}: {row['key']!r} twice, or not two texts")
                rows[row["key"]] = {"nl": row["nl"], "en": row["en"]}
    return rows


# What a number names rather than counts, or what stands in a file so: written as it is.
NAMES = frozenset({"row", "line", "id", "year", "seed", "value", "allowed"})


class _Plain(Formatter):
    """Fill ``{name}`` only: no attribute, index or conversion can be reached from a text."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def get_field(
        self,
        field_name: str,
        args: Sequence[object],  # noqa: ARG002
        kwargs: Mapping[str, object],
    ) -> tuple[object, str]:
        value = kwargs[field_name]
        if isinstance(value, Real) and not isinstance(value, bool) and field_name not in NAMES:
            value = number(float(value), self.lang)
        return value, field_name

    def format_field(self, value: object, format_spec: str) -> str:
        """Choose between ``one|more`` by a number; the number itself is not written."""
        if "|" not in format_spec:
            return str(super().format_field(value, format_spec))
        one, _, more = format_spec.partition("|")
        return one if str(value) == "1" else more


def text(key: str, lang: str, /, **values: object) -> str:
    """Return the text of ``key`` in ``lang`` with ``{name}`` filled from ``values``.

    Values are put in literally: braces inside a value are never looked at again. A number is
    written as the language does, but for what it only names (`NAMES`). A noun that goes with a
    number is written as ``{n} {n:tenant|tenants}``: the first for 1, the second for others.

    Examples
    --------
    >>> text("app.title", "nl")
    'Ketenkaart'
    >>> text("tip.hub", "nl", name="A", n=1), text("tip.hub", "nl", name="A", n=2)
    ('A: 1 huurder bekend', 'A: 2 huurders bekend')
    >>> text("tip.hub", "nl", name="A", n=1480), text("filter.year", "nl", year=2026)
    ('A: 1.480 huurders bekend', 'jaar 2026')
    """
    return _Plain(lang).vformat(table()[key][lang], (), values)


def text_in(lang: str) -> Callable[..., str]:
    """Return `text` for one language, for whoever asks many texts in it.

    Examples
    --------
    >>> t = text_in("nl")
    >>> t("tip.hub", name="A", n=1)
    'A: 1 huurder bekend'
    """

    def in_language(key: str, /, **values: object) -> str:
        return text(key, lang, **values)

    return in_language
