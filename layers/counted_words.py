"""A number with its noun: none, one and more each in their own words."""

from __future__ import annotations

from layers.chain_strip import number
from layers.text import table, text


def counted(key: str, n: float, lang: str) -> str:
    """Return the text ``<key>_one`` for 1 and ``<key>_more`` for others, with ``{n}`` filled in.

    Where there is a text ``<key>_none`` it is that for 0.

    Examples
    --------
    >>> counted("watals.broken", 0, "nl"), counted("watals.broken", 1, "nl")
    ('breekt geen schakel', 'breekt 1 schakel')
    >>> counted("bereik.stops", 1, "nl"), counted("bereik.stops", 7, "nl")
    ('1 halte', '7 haltes')
    """
    form = "one" if n == 1 else "more"
    if n == 0 and f"{key}_none" in table():
        form = "none"
    return text(f"{key}_{form}", lang, n=number(n, lang))
