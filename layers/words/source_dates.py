"""The date of a source in words; of one that states none, that it does not and when it was read."""

from __future__ import annotations

from layers.words.numbers import day
from layers.words.plain_text import plain
from layers.words.resources import Resource
from layers.words.text import text


def date_words(stated: object, read: object, lang: str) -> str:
    """Say of when a source is.

    Parameters
    ----------
    stated : object
        As in ``source_date``: a year, month or day; missing where the source states none.
    read : object
        As in ``source_read``: the day the source was read, for those that state none.
    lang : str

    Examples
    --------
    >>> date_words("2017-04", "2026-11-25", "nl"), date_words(None, None, "nl")
    ('2017-04', 'de bron noemt geen datum')
    >>> date_words(None, "2026-11-25", "nl")
    'de bron noemt geen datum; gelezen op 25 november 2026'
    """
    if plain(stated):
        return plain(stated)
    said = text("source.no_date", lang)
    return text("source.read", lang, said=said, day=day(plain(read), lang)) if plain(read) else said


def undated_words(resource: Resource, lang: str) -> str:
    """Say of how many rows of a file the source states no date, and when those were read.

    "" of a file that does not tell, or of which every row is dated.

    Examples
    --------
    >>> undated_words({"rows": 3, "undated": {"2026-11-25": 1}}, "en")
    'Of 1 of 3 rows the source states no date; read on 25 November 2026 (1).'
    """
    read = resource.get("undated") or {}
    if not read:
        return ""
    days = ", ".join(text("source.read_n", lang, day=day(at, lang), n=n) for at, n in read.items())
    n, every = sum(read.values()), resource["rows"]
    return text("bronnen.undated", lang, n=n, all=every, days=days)
